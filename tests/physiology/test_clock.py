"""The clock: calcium, atria, and systole that shortens with rate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.clock import (
    FAST_SHORTENING,
    AtrialTiming,
    Calcium,
    atrial_activation,
    atrial_lead_scale,
    calcium_concentration,
    contraction_pulse,
    smoothstep,
    systolic_scale,
)
from tests.laws import gives

CALCIUM = Calcium(0.1, 0.52, 0.02, 1.0 / 0.05, 0.35, 1.0 / 0.06)
TIMING = AtrialTiming(lead=0.12, rate=1.0 / 0.17)


@given(st.floats(-5, 5))
def test_smoothstep_goes_from_nothing_to_one(x):
    assert 0.0 <= smoothstep(x) <= 1.0
    assert smoothstep(x) + smoothstep(1.0 - x) == pytest.approx(1.0)
    assert smoothstep(x + 0.01) >= smoothstep(x)


@gives(
    ("smoothstep starts at 0", smoothstep, (0.0,), 0.0),
    ("is half-way in the middle", smoothstep, (0.5,), 0.5),
    ("ends at 1", smoothstep, (1.0,), 1.0),
    ("is flat at its start", smoothstep, (1e-4,), pytest.approx(0.0, abs=1e-7)),
    ("and at its end", smoothstep, (1.0 - 1e-4,), pytest.approx(1.0, abs=1e-7)),
    ("calcium before the onset", calcium_concentration, (-0.1, CALCIUM), pytest.approx(0.1)),
    ("at the onset", calcium_concentration, (0.02, CALCIUM), pytest.approx(0.1)),
    ("half way up", calcium_concentration, (0.045, CALCIUM), pytest.approx(0.31)),
    ("risen", calcium_concentration, (0.07, CALCIUM), pytest.approx(0.52)),
    ("350 ms after the onset the plateau ends", calcium_concentration, (0.37, CALCIUM), pytest.approx(0.52)),
    ("half way down", calcium_concentration, (0.40, CALCIUM), pytest.approx(0.31)),
    ("fallen", calcium_concentration, (0.43, CALCIUM), pytest.approx(0.1)),
    ("long after", calcium_concentration, (2.0, CALCIUM), pytest.approx(0.1)),
    ("systole at the resting rate", systolic_scale, (70.0,), 1.0),
    ("is shorter in a fast heart", systolic_scale, (100.0,), pytest.approx(1.0 - FAST_SHORTENING * 30.0)),
    ("longer in a slow one", systolic_scale, (50.0,), pytest.approx(1.08)),
    ("and has a floor", systolic_scale, (250.0,), 0.4),
    ("the atrial lead at the resting rate", atrial_lead_scale, (70.0,), 1.0),
    ("goes with systole", atrial_lead_scale, (90.0,), systolic_scale(90.0)),
    ("but is not shorter than 0.75", atrial_lead_scale, (180.0,), 0.75),
    ("nor longer than 1.1", atrial_lead_scale, (30.0,), 1.1),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


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
    rates = [systolic_scale(float(rate)) for rate in range(20, 251)]
    assert all(np.diff(rates) <= 0.0)
