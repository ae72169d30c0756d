"""The trigger on the pressure: what it sees and must not see, and that it is causal, late, and poor in fibrillation."""

import numpy as np
import pytest

from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.balloon_pump.pressure_trigger import BLIND, PressureTrigger
from validation.pressure_series import SAMPLING, drift, line, noise, whip
from validation.pressure_triggering import seen, series, triggered

R_R = 0.8  # s
UPSTROKE = 0.1  # s after the beginning of a beat


def wave(beats=40, notch=6.0):
    """Return a pressure made by hand: an upstroke of 40 mmHg in 0.1 s, a fall, and a dicrotic wave [mmHg]."""
    time = np.arange(0.0, beats * R_R, 1.0 / SAMPLING) % R_R - UPSTROKE
    rise = 40.0 * np.clip(time / 0.1, 0.0, 1.0) * np.exp(-np.clip(time - 0.1, 0.0, None) / 0.3)
    before = 40.0 * np.exp(-(np.clip(time, None, 0.0) + R_R - 0.1) / 0.3)
    return 60.0 + np.where(time < 0.0, before, rise) + notch * np.exp(-(((time - 0.32) / 0.03) ** 2))


def known(pressure, inflations=()):
    return np.array([each.known for each in PressureTrigger(SAMPLING).see(pressure, inflations)])


def test_each_upstroke_is_one_beat_and_the_dicrotic_wave_is_none():
    found = known(wave())
    assert np.diff(found) == pytest.approx(R_R, abs=0.01)
    assert len(found) >= 36
    late = found % R_R - UPSTROKE
    assert ((late > 0.0) & (late < 0.1)).all()  # within the upstroke


def test_a_weak_upstroke_by_helium_is_not_looked_at():
    """Without a word from the console a filling balloon is a second beat."""
    pressure = wave(notch=0.0)
    starts = np.arange(40) * R_R + 0.45
    time = np.arange(len(pressure)) / SAMPLING
    for start in starts:
        pressure += np.where(
            (time > start) & (time < start + 0.25), 25.0 * np.clip((time - start) / 0.1, 0.0, 1.0), 0.0
        )
    told = known(pressure, [Inflation(start, start + 0.25, 40.0) for start in starts])
    assert len(told) == pytest.approx(38, abs=2)
    assert len(known(pressure)) > 1.5 * len(told)


@pytest.mark.parametrize("block", [1, 13, 1000])
def test_blocks_of_pressure_change_nothing(block):
    pressure = noise(wave(), 3)
    trigger = PressureTrigger(SAMPLING)
    found = [each for i in range(0, len(pressure), block) for each in trigger.see(pressure[i : i + block])]
    assert found == PressureTrigger(SAMPLING).see(pressure)


@pytest.mark.parametrize("cut", [6.3, 17.05])
def test_what_comes_later_changes_no_trigger(cut):
    pressure = wave()
    place = round(cut * SAMPLING)
    changed = np.concatenate([pressure[:place], 300.0 * np.random.default_rng(1).random(500)])
    assert (known(changed)[known(changed) < cut] == known(pressure)[known(pressure) < cut]).all()


@pytest.mark.parametrize(
    "spoil", [drift, lambda p: noise(p, 2), lambda p: line(p, 5.0, 1.2), lambda p: line(p, 12.0, 0.15)]
)
def test_a_regular_pulse_is_seen_through_a_bad_line(spoil):
    assert len(known(spoil(wave()))) == pytest.approx(38, abs=2)


def test_a_flat_pressure_triggers_nothing():
    assert len(known(np.full(10_000, 80.0))) == 0
    assert len(known(drift(np.full(10_000, 80.0)))) == 0


def test_no_two_beats_are_closer_than_a_systole():
    assert np.diff(known(whip(wave(), 5, size=30.0))).min() >= BLIND


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_pressure_that_is_no_number_is_refused(bad):
    with pytest.raises(ValueError, match="no number"):
        PressureTrigger(SAMPLING).see([80.0, bad])


@pytest.mark.parametrize("rate", [0.0, 50.0, np.nan])
def test_too_few_samples_of_pressure_are_refused(rate):
    with pytest.raises(ValueError, match="samples a second"):
        PressureTrigger(rate)


def test_a_trigger_belongs_to_the_beat_before_it_and_a_second_one_is_false():
    found = triggered(np.array([3.1, 3.2, 4.6]), np.array([3.0, 4.0]))
    assert found.delays[0] == pytest.approx(0.1)
    assert np.isnan(found.delays[1])
    assert found.false == 2


def test_in_a_regular_simulated_pulse_it_is_reliable_and_late():
    """Later than the time from the R wave to the opening of the valve, which is the first that pressure can know of."""
    found = seen("sinus rhythm", "none", balloon=False)
    one = series("sinus rhythm", balloon=False)
    assert found.share >= 0.99
    assert np.nanmean(found.delays) > np.nanmean(one.opens - one.r_waves)


def test_in_fibrillation_under_a_balloon_it_fails():
    """What teaching says of it; a trigger that would not fail here would be told of."""
    assert seen("atrial fibrillation", "none", balloon=True).share < 0.9
