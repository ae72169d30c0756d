"""Half an hour of a patient, beat by beat, with or without a balloon; reflex and ischaemia act with their lags."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from diastole import Patient
from diastole.model.devices.balloon_pump.console import R_WAVE, settings_of
from diastole.model.physiology.lung import capillary_pressure
from diastole.model.simulation.assist import unassisted_landmarks
from diastole.model.simulation.beat_to_beat import Regulation, lung_water_gain, needs
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.trace import RecordedBeat, StepEnds
from validation.interventions import BALLOON
from validation.patients import baseline_of, treated

Array = NDArray[np.float64]

HALF_HOUR = 1800.0  # s
SAME = 1e-6  # of a state from beat to beat: below it every later beat is the same
ML_PER_L, MIN = 1000.0, 60.0  # mL/L, s
UNITS = {
    "leak_per_beat": "mL", "leak_per_minute": "L/min", "lv_end_diastolic_pressure": "mmHg",
    "subendocardial_supply_demand_ratio": "1", "lung_water": "mL", "cardiac_output": "L/min",
    "mean_aortic_pressure": "mmHg", "heart_rate": "1/min", "weakened": "1",
}  # fmt: skip
TITLES = {
    "leak_per_beat": "Leak per beat", "leak_per_minute": "Leak per minute",
    "lv_end_diastolic_pressure": "LV end-diastolic pressure",
    "subendocardial_supply_demand_ratio": "Subendocardial supply over demand",
    "lung_water": "Water gained by the lung in 30 min", "cardiac_output": "Forward output",
    "mean_aortic_pressure": "Mean aortic pressure", "weakened": "Contraction lost to ischaemia, against as found",
}  # fmt: skip
HARM = {  # direction that is bad for the patient
    "leak_per_beat": 1, "leak_per_minute": 1, "lv_end_diastolic_pressure": 1, "subendocardial_supply_demand_ratio": -1,
    "lung_water": 1, "cardiac_output": -1, "mean_aortic_pressure": -1, "weakened": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Course:
    """Beats of a patient until nothing changes any more, or until the end.

    Attributes
    ----------
    time : ndarray (n,)
        At the end of each beat [s].
    values : dict of ndarray (n,)
        By name, in ``UNITS``; ``lung_water`` is what was gained so far.
    """

    time: Array
    values: dict[str, Array]
    water_rate: float  # mL/min, of the last beat

    def at(self, name: str, times: Array) -> Array:
        """Return a value at times [s] (m,); beyond the last beat nothing changes but the water of the lung."""
        beyond = np.maximum(times - self.time[-1], 0.0) / MIN
        gained = self.water_rate * beyond if name == "lung_water" else 0.0
        return np.interp(times, self.time, self.values[name]) + gained

    def last(self, name: str) -> float:
        return float(self.at(name, np.array([HALF_HOUR]))[0])


def read_beat(heart: BeatingHeart, beat: RecordedBeat, tone: float) -> dict[str, float]:
    """Return what is watched of a beat through which the inner arterioles stood open by a share [1]."""
    ends, means, rate = StepEnds(beat), heart.means, MIN / beat.period
    leak = -float(np.minimum(ends["q_aortic"][:-1], 0.0).sum()) * ends.time[1]
    flows = (means["q_subendocardial_arterioles"], means["q_subepicardial_arterioles"])
    wall = needs(heart.patient, means["atp_lv"], flows, rate)
    return {
        "leak_per_beat": leak,
        "leak_per_minute": leak * rate / ML_PER_L,
        "lv_end_diastolic_pressure": float(np.interp(R_WAVE, ends.time, ends["p_lv"])),
        "subendocardial_supply_demand_ratio": wall.supplied[0] / wall.needed[0] / tone,
        "cardiac_output": means["q_aortic"] * MIN / ML_PER_L,
        "mean_aortic_pressure": means["p_ascending_aorta"],
        "heart_rate": rate,
    }


def _beats(heart: BeatingHeart, *, stop: bool) -> Iterator[tuple[float, dict[str, float], float]]:
    """Yield time at its end [s], values and gain of lung water [mL/min] of each beat of half an hour."""
    time = 0.0
    while time < HALF_HOUR:
        before, slow = heart.state.copy(), heart.slow.copy()
        tone = heart.regulation.influence(slow).subendocardial_tone
        beat = heart.beat(record=True)
        time += beat.period
        values = read_beat(heart, beat, tone) | {"weakened": heart.regulation.influence(slow).weakened}
        capillary = capillary_pressure(heart.means["p_la"], heart.means["p_pulmonary_arteries"])
        yield time, values, lung_water_gain(capillary, heart.patient)
        if stop and max(np.abs(heart.state - before).max(), np.abs(heart.slow - slow).max()) < SAME:
            return


@cache
def course(patient: Patient, *, balloon: bool, stop: bool = True) -> Course:
    """Follow a patient for half an hour from the steady beat before treatment.

    Parameters
    ----------
    patient
        Without a pump.
    balloon
        Whether a balloon of 40 mL works at 1:1 from the second beat on; its console looks at the first.
    stop
        Whether to stop where beats have become the same.
    """
    own, reached = baseline_of(patient)
    who = treated(patient, BALLOON) if balloon else patient
    regulation = Regulation(who, own, ischaemia=True)
    heart = BeatingHeart(who, state=reached.state, slow=reached.slow, regulation=regulation)
    if balloon:
        heart.set_console(settings_of(who.balloon_pump), unassisted_landmarks(heart))
    times, rows, rates, water = [], [], [], 0.0
    for time, values, rate in _beats(heart, stop=stop):
        water += rate / values["heart_rate"]
        times.append(time)
        rates.append(rate)
        rows.append(values | {"lung_water": water})
    table = {name: np.array([row[name] for row in rows]) for name in UNITS}
    return Course(np.array(times), table, rates[-1])


def change(patient: Patient, name: str) -> float:
    """Return a value after half an hour with the balloon less that after half an hour without."""
    return course(patient, balloon=True).last(name) - course(patient, balloon=False).last(name)
