"""A balloon in the way of an ejection: one that stays full hinders it, one that empties meanwhile loads its start."""

from typing import NamedTuple

import numpy as np
import pytest

from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.run import simulate

EJECTS = 20.0  # mL/s, through the aortic valve
USUAL, LATE = BalloonPump(ratio="1:2"), BalloonPump(ratio="1:2", deflation_offset="120 ms")
FULL = BalloonPump(ratio="1:2", deflation_offset="400 ms")  # until the next ejection is over


class Ejection(NamedTuple):
    """One ejection of the left ventricle."""

    stroke: float  # mL, through the aortic valve
    early: float  # mmHg, mean pressure of the ventricle in the first half
    late: float  # mmHg, in the second half
    balloon: float  # mL, least volume of the balloon


@pytest.fixture(scope="module")
def ejection():
    """Return a function: the ejection after an inflation, of a preset with a pump, or of its unassisted beat."""

    def of(preset: str, pump: BalloonPump | None) -> Ejection:
        patient = Patient.preset(preset)
        trace = simulate(patient.with_balloon_pump(pump) if pump else patient).steady.trace
        begin, end = trace.onsets[-2:]  # at 1:2 the beat behind the inflation
        ejects = (trace.time >= begin) & (trace.time <= end) & (trace["q_aortic"] > EJECTS)
        time, pressure = trace.time[ejects], trace["p_lv"][ejects]
        early = time < 0.5 * (time[0] + time[-1])
        stroke = np.trapezoid(trace["q_aortic"][ejects], time)
        return Ejection(stroke, pressure[early].mean(), pressure[~early].mean(), trace["v_balloon"][ejects].min())

    return of


@pytest.mark.parametrize("preset", PRESETS)
def test_a_balloon_that_stays_full_hinders_ejection(preset, ejection):
    none, full = ejection(preset, None), ejection(preset, FULL)
    assert full.balloon == pytest.approx(40.0, abs=0.1)
    assert full.stroke < 0.95 * none.stroke
    assert full.early > none.early
    assert full.late > none.late


@pytest.mark.parametrize("preset", PRESETS)
def test_a_balloon_that_empties_meanwhile_loads_the_first_half_and_unloads_the_second(preset, ejection):
    usual, late = ejection(preset, USUAL), ejection(preset, LATE)
    assert late.early > usual.early
    assert late.late < ejection(preset, None).late
    assert late.late - late.early < usual.late - usual.early
