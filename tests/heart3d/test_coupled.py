"""Ventricles solved elsewhere on the circulation: with the closed loop's own, the closed loop's beat comes out."""

from functools import cache

import numpy as np
import pytest

from diastole.model.circulation.kernel_parameters import BLOOD
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.measured_beat import measure_beat
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import simulate
from diastole.model.simulation.coupled_heart import CoupledHeart
from diastole.model.simulation.replay import RecordingChambers, ReplayedChambers
from diastole.model.simulation.steady_beat import find_steady_state
from diastole.model.simulation.trace import assemble_trace
from tests.heart3d.one_fibre_chamber import OneFibreChambers

CYCLES = 4
COMPARED = (
    "mean_aortic_pressure", "systolic_aortic_pressure", "augmented_diastolic_pressure", "lv_peak_pressure",
    "lv_end_diastolic_pressure", "lv_end_diastolic_volume", "lv_end_systolic_volume", "cardiac_output",
    "lv_stroke_work", "lv_contractile_atp", "left_atrial_pressure",
)  # fmt: skip
LEAK = {"lesions.aortic_regurgitation.orifice_area": "0.3 cm²"}
PATIENTS = {
    "healthy": Patient.preset("healthy"),
    "shock": Patient.preset("shock").with_balloon_pump(None),
    "pump": Patient.preset("shock").with_balloon_pump(BalloonPump()),
    "leak": Patient.preset("shock").with_balloon_pump(None).with_values(LEAK),
    "leak and pump": Patient.preset("shock").with_balloon_pump(BalloonPump()).with_values(LEAK),
}


@cache
def plain(name):
    return simulate(PATIENTS[name], accuracy="accurate")


class Coupled:
    """A coupled heart at its steady beat, found as that of the 3D heart is."""

    def __init__(self, name, step, names=("lv",), cycles=CYCLES):
        patient, reached = PATIENTS[name], plain(name).steady
        self.chambers = OneFibreChambers(reached.trace.parameters, reached.reached.state, step, names)
        self.recording = RecordingChambers(self.chambers)
        self.heart = CoupledHeart(patient, self.recording, state=reached.reached.state, slow=reached.reached.slow)
        if reached.landmarks:
            self.heart.set_console(settings_of(patient.balloon_pump), reached.landmarks)
        self.blood = self.heart.state[BLOOD].sum()
        for cycle in range(cycles):
            if cycle:
                self.relax()
            self.recording.forget()
            self.trace = assemble_trace(list(self.heart.cycle(record=True)))
        self.measures = measure_beat(PeriodicTrace(self.trace, patient), 0)

    def replay(self):
        """Return the same circulation on the lines recorded last."""
        heart = CoupledHeart(self.heart.patient, ReplayedChambers(self.recording), state=self.heart.state)
        heart.restore(self.heart.snapshot())
        return heart

    def relax(self):
        replay = self.replay()
        result = find_steady_state(replay, tolerance=1e-6)
        self.heart.restore(replay.snapshot())
        self.chambers.move(result.state)


coupled = cache(Coupled)


@pytest.mark.parametrize("name", PATIENTS)
def test_the_closed_loops_own_ventricle_beats_as_in_the_closed_loop(name):
    result, expected = coupled(name, 2e-3).measures, plain(name).measures
    for measure in COMPARED:
        assert result[measure] == pytest.approx(expected[measure], rel=5e-3), measure


@pytest.mark.parametrize("name", ["shock", "leak and pump"])
def test_a_shorter_step_comes_nearer(name):
    expected = plain(name).measures
    errors = [
        max(abs(coupled(name, step).measures[measure] / expected[measure] - 1.0) for measure in COMPARED)
        for step in (8e-3, 4e-3, 2e-3)
    ]
    assert errors[0] > 1.5 * errors[1] > 2.0 * errors[2]


BOTH = ("lv", "rv")
OF_THE_RIGHT = ("rv_end_diastolic_pressure", "right_atrial_pressure", "pulmonary_artery_systolic_pressure")


OVERSHOOTS = (
    "what a repeated beat lacks is overshot by a tenth each time: left atrial pressure is 0.6 % off after four cycles, "
    "and further off after more"
)


@pytest.mark.parametrize(
    "name", ["healthy", pytest.param("leak and pump", marks=pytest.mark.xfail(strict=True, reason=OVERSHOOTS))]
)
def test_with_both_ventricles_the_beat_is_the_closed_loops_too(name):
    result, expected = coupled(name, 2e-3, BOTH).measures, plain(name).measures
    for measure in (*COMPARED, *OF_THE_RIGHT):
        assert result[measure] == pytest.approx(expected[measure], rel=5e-3), measure


def test_at_the_steady_beat_both_ventricles_move_the_same_blood():
    """What the right one gives the lungs less what the left one takes from there stays there: nothing, in the end."""
    trace = coupled("healthy", 4e-3, BOTH, 8).trace
    lungs = sum(trace[f"v_{store}"] for store in ("pulmonary_arteries", "pulmonary_veins", "la"))
    assert abs(lungs[-1] - lungs[0]) < 1e-6 * np.ptp(trace["v_lv"])


def test_the_volumes_of_chamber_and_circulation_are_one():
    one = coupled("leak and pump", 2e-3)
    assert one.chambers.ventricles[0].volume == pytest.approx(one.trace["v_lv"][-1], abs=1e-9)


@pytest.mark.parametrize("name", ["shock", "leak and pump"])
def test_no_blood_is_lost(name):
    one = coupled(name, 2e-3)
    assert one.heart.state[BLOOD].sum() == pytest.approx(one.blood, rel=1e-9)
    assert one.trace.states[:, BLOOD].sum(axis=1) == pytest.approx(one.blood, rel=1e-9)


@pytest.mark.parametrize("name", ["shock", "leak and pump"])
def test_a_steady_beat_stays_steady_on_its_recorded_lines(name):
    one = coupled(name, 2e-3)
    replay = one.replay()
    trace = assemble_trace(list(replay.cycle(record=True)))
    assert trace["v_lv"] == pytest.approx(one.trace["v_lv"], abs=0.3)
    assert trace["p_lv"] == pytest.approx(one.trace["p_lv"], abs=1.0)
    assert np.abs(trace["v_lv"][-1] - trace["v_lv"][0]) < 0.1


def test_lines_that_were_recorded_lead_the_circulation_the_same_way():
    """From the state at which the recorded beat began, volumes and pressures are those of that beat."""
    one = coupled("shock", 4e-3)
    replay = one.replay()
    replay.state[:] = one.heart.began
    again = assemble_trace(list(replay.cycle(record=True)))
    for name in ("v_lv", "p_lv", "q_aortic", "v_rv"):
        assert again[name] == pytest.approx(one.trace[name], abs=1e-6), name
