import numpy as np
import pytest

from diastole import Patient
from validation.patients import run
from validation.phenomena.vicious_circle.course import HALF_HOUR, HARM, UNITS, course
from validation.phenomena.vicious_circle.sweep import hearts, turns

AS_MEASURED = {
    "leak_per_beat": "aortic_regurgitant_volume",
    "leak_per_minute": "aortic_regurgitant_flow",
    "lv_end_diastolic_pressure": "lv_end_diastolic_pressure",
    "subendocardial_supply_demand_ratio": "subendocardial_supply_demand_ratio",
    "cardiac_output": "cardiac_output",
    "mean_aortic_pressure": "mean_aortic_pressure",
}
ACUTE = hearts()["acute"]


@pytest.mark.parametrize(("name", "measure"), AS_MEASURED.items())
def test_a_beat_is_read_as_the_measures_are(name, measure):
    expected = run(ACUTE).measures[measure]
    assert course(ACUTE, balloon=False).last(name) == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize("heart", ["acute", "acute, narrow coronaries"])
def test_beats_that_are_left_out_are_the_same(heart):
    short = course(hearts()[heart], balloon=True)
    whole = course(hearts()[heart], balloon=True, stop=False)
    assert short.time[-1] < HALF_HOUR <= whole.time[-1]
    for name in UNITS:
        assert short.last(name) == pytest.approx(whole.last(name), rel=1e-3, abs=1e-3)


def test_lung_water_is_the_rate_times_the_time():
    rate = run(ACUTE).measures["lung_water_gain"]  # mL/h
    assert course(ACUTE, balloon=False).last("lung_water") == pytest.approx(0.5 * rate, rel=1e-3)


def test_narrow_arteries_are_short_of_blood_and_the_preset_is_not():
    ratio = "subendocardial_supply_demand_ratio"
    assert course(hearts()["acute, narrow coronaries"], balloon=False).last(ratio) < 1.0
    assert course(ACUTE, balloon=False).last(ratio) > 1.0


def test_ischaemia_acts_with_its_lag():
    half_hour = course(hearts()["acute, narrow coronaries"], balloon=True)
    weakened = half_hour.values["weakened"]
    after = np.interp([10.0, 60.0, 600.0], half_hour.time, weakened)
    assert abs(after[0]) < 0.5 * abs(after[1]) < 0.5 * abs(after[2])


def test_a_turn_lies_where_the_sign_changes(monkeypatch):
    falling = tuple(0.3 - 0.05 * i for i in range(17))
    monkeypatch.setattr("validation.phenomena.vicious_circle.sweep.sweep", lambda heart, name: falling)
    (up,) = turns("acute", "cardiac_output")
    assert up == (pytest.approx(0.3), True)
    (down,) = turns("acute", "lv_end_diastolic_pressure")
    assert down == (pytest.approx(0.3), False)


def test_every_limb_has_a_direction():
    assert set(HARM) <= set(UNITS)
    assert isinstance(ACUTE, Patient)
