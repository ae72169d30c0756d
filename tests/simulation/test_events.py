"""Opening and closure of the aortic valve, on flows whose answer is known."""

import numpy as np
import pytest

from diastole.errors import SimulationError
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import simulate
from diastole.model.simulation.events import systole
from diastole.model.simulation.scans import Sample, crossing
from diastole.model.simulation.systole_scans import EJECTING

TIME = np.linspace(0.0, 1.0, 2001)


def triangle(top=400.0, start=0.1, peak=0.2, end=0.4):
    """Return flow that rises and falls on straight lines, through 0 at its end and on to a small closing flow."""
    return np.interp(TIME, [0.0, start, peak, end, end + 0.01, end + 0.02, 1.0], [0.0, 0.0, top, 0.0, -20.0, 0.0, 0.0])


def ejection(time, flow):
    """Return when ejection begins, when it ends, and when the valve closes."""
    return systole(time, flow, np.zeros_like(flow), may_stay_shut=False)[:3]


def test_an_ejection_begins_and_ends_at_its_flow_and_closes_where_flow_turns():
    opens, ends, closes = ejection(TIME, triangle())
    assert opens == pytest.approx(0.1 + 0.1 * EJECTING / 400.0, abs=1e-9)
    assert ends == pytest.approx(0.4 - 0.2 * EJECTING / 400.0, abs=1e-9)
    assert closes == pytest.approx(0.4, abs=1e-9)


def test_the_answer_does_not_depend_on_the_samples():
    coarse = slice(None, None, 7)
    assert ejection(TIME[coarse], triangle()[coarse]) == pytest.approx(ejection(TIME, triangle()), abs=2e-3)


def test_regurgitation_and_a_late_hump_are_no_ejection():
    """The balloon pushes blood back and forth in diastole; ejection is the one with the highest flow."""
    flow = triangle() - 60.0 * ((TIME > 0.45) & (TIME < 0.9)) + 50.0 * (np.abs(TIME - 0.7) < 0.05)
    flow[np.abs(TIME - 0.7) < 0.05] = 50.0
    assert ejection(TIME, flow) == pytest.approx(ejection(TIME, triangle()), abs=1e-9)


def test_a_valve_that_does_not_turn_flow_closes_where_ejection_ends():
    flow = np.maximum(triangle(), 1.0)
    _, ends, closes = ejection(TIME, flow)
    assert closes == ends


def test_a_valve_that_is_open_at_the_first_sample_ejects_from_there():
    """As in acute regurgitation, where the ventricle meets the aorta in diastole."""
    flow = np.where(TIME < 0.1, 50.0, np.maximum(triangle(), np.where(TIME < 0.2, 50.0, -30.0)))
    opens, ends, closes = ejection(TIME, flow)
    assert opens == 0.0
    assert (ends, closes) == pytest.approx((0.39, 0.4), abs=1e-3)


@pytest.mark.parametrize("flow", [np.zeros_like(TIME), np.full_like(TIME, 19.0), np.full_like(TIME, 300.0)])
def test_no_flow_or_endless_flow_is_no_ejection(flow):
    with pytest.raises(SimulationError, match=r"no ejection: flow through the aortic valve ranges from \d+ to \d+ mL"):
        ejection(TIME, flow)


def test_a_crossing_lies_on_the_straight_line_between_two_samples():
    assert crossing(Sample(1.0, 10.0), Sample(2.0, 30.0), 15.0) == pytest.approx(1.25)


PRESSURE = np.interp(TIME, [0.0, 0.05, 0.1, 0.3, 0.35, 1.0], [10.0, 10.0, 60.0, 65.0, 10.0, 10.0])


@pytest.mark.parametrize("may_stay_shut", [False, True])
def test_a_systole_that_ejects_is_told_by_its_flow(may_stay_shut):
    seen = systole(TIME, triangle(), PRESSURE, may_stay_shut=may_stay_shut)
    assert (seen.begins, seen.ends, seen.closes) == pytest.approx(ejection(TIME, triangle()))
    assert seen.begins == pytest.approx(0.105, abs=1e-9)
    assert seen.ejects


def test_a_supported_systole_behind_a_shut_valve_is_told_by_its_pressure():
    """It begins in the steepest rise and ends in the steepest fall; without a pump, that heart has failed."""
    still = np.full_like(TIME, -1.0)
    seen = systole(TIME, still, PRESSURE, may_stay_shut=True)
    assert not seen.ejects
    assert 0.05 <= seen.begins <= 0.1
    assert 0.3 <= seen.ends == seen.closes <= 0.35
    with pytest.raises(SimulationError, match="no ejection"):
        systole(TIME, still, PRESSURE, may_stay_shut=False)


def test_a_pump_hides_no_valve_that_never_shuts():
    with pytest.raises(SimulationError, match="no ejection"):
        systole(TIME, np.full_like(TIME, 300.0), PRESSURE, may_stay_shut=True)


@pytest.mark.parametrize("rate", [50, 60, 70, 80])
@pytest.mark.parametrize("pump", [None, BalloonPump()])
def test_a_slow_heart_with_acute_regurgitation_still_gives_numbers(rate, pump):
    """Its ventricle fills until it meets the aorta and opens the valve before the QRS, but it ejects."""
    patient = Patient.preset("acute_severe_ar").with_values({"heart_rate": f"{rate} /min"}).with_balloon_pump(pump)
    measures = simulate(patient).measures
    assert measures["cardiac_output"] > 1.5
    assert measures["lv_dpdt_max"] > 300.0
