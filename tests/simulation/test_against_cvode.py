"""Every measure, of every preset, pump, device and drug, lies within 0.1 % of CVODE at 1e-10."""

import pytest

from diastole.model.circulation.kernel_parameters import BLOOD
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS
from tests.simulation.against_cvode import CASES, LARGEST_ERROR, compared, errors, landmarks, reference

SEEN = 1e-3  # in its unit, of a measure that says something; all but a grade, which may be the lowest


@pytest.mark.parametrize("case", CASES)
def test_every_measure_agrees_with_cvode(case):
    for ours, theirs in compared(case):
        assert {name for name in MEASURES if ours[name] is None} == {name for name in MEASURES if theirs[name] is None}
    assert {name: one for name, one in errors(case).items() if not one <= LARGEST_ERROR} == {}


@pytest.mark.slow
def test_every_measure_is_compared_where_it_is_not_nothing():
    values = {name: [beat.ours[name] for case in CASES for beat in compared(case)] for name in MEASURES}
    assert [name for name, each in values.items() if not any(abs(value or 0.0) > SEEN for value in each)] == []


@pytest.mark.parametrize("preset", PRESETS)
def test_the_console_saw_the_same_valve(preset, run_of):
    ours = run_of(preset, "1:1").steady.landmarks
    assert ours == pytest.approx(landmarks(preset), abs=1e-4)


def test_the_reference_keeps_blood_too():
    heart, _ = reference("acute_severe_ar", "1:1")
    assert heart.state[BLOOD].sum() == pytest.approx(heart.patient.blood_volume, rel=1e-9)
