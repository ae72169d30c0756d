"""Jets are held where an orifice was made small between two beats, and nothing else is touched."""

import numpy as np
import pytest

from diastole.array_words import ARRAY_WORDS
from diastole.law import reread
from diastole.model.circulation import jets
from diastole.model.circulation.first_state import first_state
from diastole.model.circulation.jets import FASTEST_JET, ORIFICES, hold_jets, widest
from diastole.model.circulation.kernel_parameters import STATE_INDEX, STATE_NAMES, parameter_vector
from diastole.model.patient import Patient

HEALTHY = Patient.preset("healthy")
AREAS = {"lesions.ventricular_septal_defect.orifice_area": 0.5, "lesions.aortic_regurgitation.orifice_area": 0.3}
TORN = HEALTHY.with_values(AREAS)
FLOWS = [STATE_INDEX[f"q_{name}"] for name in ORIFICES]


def state(flow: float, opening: float) -> np.ndarray:
    """Return states with one flow [mL/s] through every orifice and one opening of every valve."""
    y = first_state(TORN)
    y[FLOWS] = flow
    y[[name.startswith("opening_") for name in STATE_NAMES]] = opening
    return y


@pytest.mark.parametrize("sign", [-1.0, 1.0])
@pytest.mark.parametrize("opening", [0.0, 0.4, 1.0])
def test_a_jet_is_no_faster_than_the_fastest_and_keeps_its_direction(sign, opening):
    y, p = state(sign * 1e6, opening), parameter_vector(TORN)
    before = y.copy()
    hold_jets(y, p)
    for name, flow in zip(ORIFICES, FLOWS, strict=True):
        assert y[flow] == pytest.approx(sign * FASTEST_JET * widest(name, y, p))
    assert (np.delete(y, FLOWS) == np.delete(before, FLOWS)).all()


def test_areas_are_those_of_the_patient():
    p = parameter_vector(TORN)
    assert widest("aortic", state(0.0, 0.0), p) == pytest.approx(0.3)
    assert widest("aortic", state(0.0, 1.0), p) == pytest.approx(TORN.valves.aortic.open_area)
    assert widest("septal_defect", state(0.0, 0.0), p) == pytest.approx(0.5)
    assert widest("mitral", state(0.0, 1.0), p) == pytest.approx(TORN.valves.mitral.open_area)


def test_a_slow_jet_is_left_alone_and_none_passes_a_whole_septum():
    y, p = state(20.0, 1.0), parameter_vector(HEALTHY)
    hold_jets(y, p)
    assert (y[FLOWS[:-1]] == 20.0).all()
    assert y[FLOWS[-1]] == 0.0


def test_what_is_no_number_stays_none():
    y, p = state(np.nan, 1.0), parameter_vector(TORN)
    hold_jets(y, p)
    assert np.isnan(y[FLOWS]).all()


def test_many_patients_have_the_jets_of_each():
    random = np.random.default_rng(3)
    alone = [state(random.uniform(-1e3, 1e3), random.uniform(0.0, 1.0)) for _ in range(40)]
    p = [parameter_vector(random.choice([HEALTHY, TORN])) for _ in alone]
    together = np.array(alone).T
    reread(jets.hold_jets, ARRAY_WORDS)(together, np.array(p).T)
    for y, own in zip(alone, p, strict=True):
        hold_jets(y, own)
    np.testing.assert_allclose(together, np.array(alone).T, rtol=1e-14)
