"""The compiled search for the steady beat: one heart or many side by side, each as beat by beat on its own."""

import numpy as np
import pytest

from diastole.errors import SimulationError
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.patient import PRESETS, Patient
from diastole.model.simulation import steady_beat
from diastole.model.simulation.accuracy import TOLERANCE
from diastole.model.simulation.assist import operating_point, unassisted_landmarks
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.cycle_recording import CycleRecording
from diastole.model.simulation.search_memory import FAILED, STEADY
from diastole.model.simulation.steady_beat import find_steady_state
from diastole.model.simulation.steady_search import Search
from diastole.model.simulation.trace import fine_beat

CHANGES = {
    "found": {},
    "drugs": {"drugs.nitroprusside": "2 µg/kg/min", "drugs.dobutamine": "5 µg/kg/min", "drugs.esmolol": "50 µg/kg/min"},
    "paced": {"pacing.rate": "110 /min"},
    "Impella": {"axial_pump.model": "CP"},
    "VA-ECMO": {"extracorporeal.circuit": "va_ecmo"},
    "leak": {"lesions.aortic_regurgitation.orifice_area": "0.5 cm²"},
    "septal defect": {"lesions.ventricular_septal_defect.orifice_area": "0.4 cm²"},
    "1:1": {"balloon_pump.ratio": "1:1"},
    "1:2 pneumatic": {"balloon_pump.ratio": "1:2", "balloon_pump.drive": "pneumatic"},
    "1:3 late": {"balloon_pump.ratio": "1:3", "balloon_pump.deflation_offset": "150 ms"},
}


def search(hearts, lanes=1):
    return Search.answers([Search(heart, TOLERANCE) for heart in hearts], lanes)


def heart_of(preset, change, *, reflex=True):
    """Return a heart before its search, with the reflex of the patient as found, and its balloon at work."""
    found = Patient.preset(preset)
    bare = BeatingHeart(found)
    state = find_steady_state(bare)
    own = operating_point(found, state.means) if reflex else None
    patient = found.with_values(CHANGES[change])
    heart = BeatingHeart(patient, state=state.state, slow=state.slow, regulation=Regulation(patient, own))
    if patient.balloon_pump:
        heart.set_console(settings_of(patient.balloon_pump), unassisted_landmarks(bare))
    return heart


def by_beat(heart):
    """Return a heart that went its way beat by beat, in Python."""
    assert steady_beat.settle_beat_by_beat(heart, TOLERANCE) < TOLERANCE
    return heart


def assert_same(one, other, tolerance=1e-10):
    assert one.beats == other.beats
    scale = np.maximum(np.abs(other.state), 1.0)
    assert np.abs((one.state - other.state) / scale).max() < tolerance
    assert one.slow == pytest.approx(other.slow, rel=tolerance, abs=tolerance)
    assert one.means == pytest.approx(other.means, rel=tolerance, abs=tolerance)
    assert one.console.beats == other.console.beats
    assert one.console.earlier == pytest.approx(other.console.earlier, rel=tolerance)
    assert (one.steps, one.last[2] is None) == (other.steps, other.last[2] is None)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("preset", PRESETS)
def test_a_search_is_the_way_beat_by_beat(preset, change):
    heart = heart_of(preset, change)
    (clock,) = search([heart])
    assert clock.status == STEADY
    assert_same(heart, by_beat(heart_of(preset, change)))


@pytest.mark.parametrize("lanes", [2, 4, 8])
def test_hearts_side_by_side_are_each_as_on_its_own(lanes):
    """Of other rates, ratios, devices and reflexes; the last block is not full."""
    kinds = [(preset, change) for preset in PRESETS for change in CHANGES]
    for start in range(0, len(kinds) - lanes + 2, 2 * lanes - 1):
        chosen = kinds[start : start + lanes][: lanes - (start == 0)]
        hearts = [heart_of(*kind) for kind in chosen]
        assert all(clock.status == STEADY for clock in search(hearts, lanes))
        for heart, kind in zip(hearts, chosen, strict=True):
            alone = heart_of(*kind)
            search([alone])
            assert_same(heart, alone)


@pytest.mark.parametrize("number", [np.nan, np.inf, -5.0])
def test_a_heart_that_fails_leaves_its_neighbours_alone(number):
    kinds = [("shock", "found"), ("healthy", "1:2 pneumatic"), ("acute_severe_ar", "leak"), ("shock_mr", "Impella")]
    hearts = [heart_of(*kind) for kind in kinds]
    hearts[2].state[3] = hearts[2].state[0] = number
    clocks = search(hearts, 4)
    assert [clock.status for clock in clocks] == [STEADY, STEADY, FAILED, STEADY]
    for place in (0, 1, 3):
        alone = heart_of(*kinds[place])
        search([alone])
        assert_same(hearts[place], alone)


def test_without_hearts_or_with_too_many_nothing_is_computed():
    with pytest.raises(ValueError, match="1 to 2"):
        search([], 2)
    with pytest.raises(ValueError, match="1 to 2"):
        search([BeatingHeart(Patient.preset("healthy"))] * 3, 2)


@pytest.mark.parametrize("lanes", [1, 4])
def test_cycles_recorded_side_by_side_are_those_of_single_beats(lanes):
    """Of hearts of other lengths and ratios; the last lane stays idle."""
    kinds = [("shock", "1:2 pneumatic"), ("healthy", "found"), ("acute_severe_ar", "1:3 late")][:lanes]
    hearts, alone = [heart_of(*kind) for kind in kinds], [heart_of(*kind) for kind in kinds]
    found = CycleRecording.answers([CycleRecording(heart) for heart in hearts], lanes)
    for heart, other, beats in zip(hearts, alone, found, strict=True):
        other.settling = True
        expected = [fine_beat(beat) for beat in other.cycle(record=True)]
        assert len(beats) == len(expected) == other.console.settings.cycle
        for one, by_python in zip(beats, expected, strict=True):
            assert one.time == pytest.approx(by_python.time, rel=1e-12)
            assert one.states == pytest.approx(by_python.states, rel=1e-10, abs=1e-10)
            assert one.signals == pytest.approx(by_python.signals, rel=1e-8, abs=1e-8)
            assert one.beat.slopes == pytest.approx(by_python.beat.slopes, rel=1e-7, abs=1e-6)
            assert one.beat.present == by_python.beat.present or one.beat.present == pytest.approx(
                by_python.beat.present
            )
        assert_same(heart, other)


def test_a_heart_that_fails_while_it_is_recorded_stands_still_behind_its_beat():
    hearts = [heart_of("shock", "1:3 late"), heart_of("healthy", "1:3 late")]
    hearts[0].state[0] = np.nan
    beats, others = CycleRecording.answers([CycleRecording(heart) for heart in hearts], 2)
    assert (len(beats), len(others)) == (1, 3)
    with pytest.raises(SimulationError, match="no longer a finite number"):
        hearts[0].check()
    hearts[1].check()


@pytest.mark.parametrize(("place", "number"), [("step", np.nan), ("step", 0.0), ("rate", -1.0), ("rate", 1e300)])
def test_a_heart_without_a_beat_is_never_steady(place, number):
    hearts = [heart_of("shock", "found"), heart_of("healthy", "found")]
    if place == "step":
        hearts[0].longest_step = number
    else:
        hearts[0].influenced = hearts[0].influenced._replace(heart_rate=number)
    bad, good = search(hearts, 2)
    assert (bad.status, good.status) == (FAILED, STEADY)
