"""The clock: calcium, atria, and systole that shortens with rate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.clock import (
    AtrialTiming,
    Calcium,
    atrial_activation,
    atrial_lead_scale,
    calcium_concentration,
    contraction_pulse,
    smoothstep,
    systolic_scale,
)

CALCIUM = Calcium(0.1, 0.52, 0.02, 1.0 / 0.05, 0.35, 1.0 / 0.06)
TIMING = AtrialTiming(lead=0.12, rate=1.0 / 0.17)


@given(st.floats(-5, 5))
def test_smoothstep_goes_from_nothing_to_one(x):
    assert 0.0 <= smoothstep(x) <= 1.0
    assert smoothstep(x) + smoothstep(1.0 - x) == pytest.approx(1.0)
    assert smoothstep(x + 0.01) >= smoothstep(x)


def test_smoothstep_is_flat_at_its_ends():
    assert (smoothstep(0.0), smoothstep(0.5), smoothstep(1.0)) == (0.0, 0.5, 1.0)
    assert smoothstep(1e-4) < 1e-7
    assert 1.0 - smoothstep(1.0 - 1e-4) < 1e-7


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (-0.1, 0.1),
        (0.02, 0.1),  # onset
        (0.045, 0.31),  # half way up
        (0.07, 0.52),  # risen
        (0.37, 0.52),  # end of the plateau: 350 ms after the onset
        (0.40, 0.31),  # half way down
        (0.43, 0.1),  # fallen
        (2.0, 0.1),
    ],
)
def test_calcium_rises_stays_and_falls_at_its_times(time, expected):
    assert calcium_concentration(time, CALCIUM) == pytest.approx(expected, abs=1e-9)


def test_a_contraction_has_unit_height_inside_its_span():
    x = np.linspace(-1.0, 2.0, 301)
    pulse = np.array([contraction_pulse(z) for z in x])
    assert contraction_pulse(0.5) == 1.0
    assert pulse.max() == pytest.approx(1.0)
    assert not pulse[(x <= 0.0) | (x >= 1.0)].any()


@given(st.floats(0.3, 1.5), st.floats(0.05, 0.25), st.floats(0.1, 0.25))
def test_the_atria_go_on_across_the_qrs_onset(period, lead, duration):
    timing = AtrialTiming(lead, 1.0 / duration)
    end, start = atrial_activation(period, period, timing), atrial_activation(0.0, period, timing)
    assert end == pytest.approx(start, abs=1e-9)


def test_the_atria_contract_before_the_ventricles():
    period = 0.85
    time = np.linspace(0.0, period, 8501)
    active = np.array([atrial_activation(t, period, TIMING) for t in time])
    assert time[np.argmax(active)] == pytest.approx(period - 0.12 + 0.085, abs=1e-4)
    assert active[time < period - 0.12].max() == pytest.approx(atrial_activation(0.0, period, TIMING))
    assert active[(time > 0.05) & (time < period - 0.12)].max() == 0.0


def test_systole_shortens_with_rate():
    assert systolic_scale(70.0) == 1.0
    assert systolic_scale(100.0) == pytest.approx(1.0 - 0.0058 * 30.0)
    assert systolic_scale(50.0) == pytest.approx(1.08)
    assert systolic_scale(250.0) == 0.4
    rates = [systolic_scale(float(rate)) for rate in range(20, 251)]
    assert all(np.diff(rates) <= 0.0)


def test_the_atrial_lead_shortens_less():
    assert atrial_lead_scale(70.0) == 1.0
    assert atrial_lead_scale(90.0) == systolic_scale(90.0)
    assert atrial_lead_scale(180.0) == 0.75
    assert atrial_lead_scale(30.0) == 1.1
