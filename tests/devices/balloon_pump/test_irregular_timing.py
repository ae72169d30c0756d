"""Timing under an irregular rhythm: from the past alone, never into ejection, and as the console's own law says."""

import numpy as np
import pytest

from diastole.model.devices.balloon_pump.console import Landmarks, Settings, deflation_time
from diastole.model.devices.balloon_pump.irregular_timing import (
    ALGORITHMS,
    SEEN_FIRST,
    expected_intervals,
    timed_beats,
)
from diastole.model.devices.balloon_pump.rhythm import atrial_fibrillation, sinus, with_premature_beats

SETTINGS = Settings(
    on=True, every=1, pressure_trigger=False, volume=40.0, inflation_offset=0.0, deflation_offset=0.0, vent_time=0.12
)
SEEN = Landmarks(upstroke=0.09, notch=0.36)
DELAY = 0.01  # s
HOUR = 3600.0  # s
every_algorithm = pytest.mark.parametrize("algorithm", ALGORITHMS)


def timed(intervals, algorithm, *, settings=SETTINGS, seen=SEEN, delay=DELAY):
    return timed_beats(intervals, settings, seen, 75.0, algorithm, delay)


def irregular(count, seed):
    return with_premature_beats(atrial_fibrillation(count, seed), 0.1, seed)


@every_algorithm
def test_a_thousand_hours_hold_no_inflation_into_ejection(algorithm):
    hours = 0.0
    for seed in range(40):
        beats = timed(irregular(150_000, seed), algorithm)
        assert not beats.into_ejection.any()
        hours += beats.intervals.sum() / HOUR
    assert hours > 1000.0


@every_algorithm
def test_a_late_deflation_is_counted_as_an_inflation_into_ejection(algorithm):
    """A planted fault: the trigger comes after the valve has opened, or deflation is set late."""
    assert timed(irregular(5000, 1), algorithm, delay=0.2).into_ejection.any()
    late = SETTINGS._replace(deflation_offset=0.2)
    assert timed(irregular(5000, 1), algorithm, settings=late).into_ejection.any()


@every_algorithm
def test_an_early_inflation_is_counted_too(algorithm):
    early = SETTINGS._replace(inflation_offset=-0.05)
    assert timed(irregular(5000, 1), algorithm, settings=early).into_ejection.any()


@every_algorithm
def test_only_past_intervals_decide(algorithm):
    intervals = irregular(500, 1)
    changed = intervals.copy()
    changed[300:] = 2.0
    last = 300 - SEEN_FIRST
    assert np.array_equal(
        expected_intervals(intervals, algorithm)[: last + 1], expected_intervals(changed, algorithm)[: last + 1]
    )
    one, other = timed(intervals, algorithm), timed(changed, algorithm)
    assert np.array_equal(one.end[:last], other.end[:last])
    assert np.array_equal(one.start[: last + 1], other.start[: last + 1])


@every_algorithm
def test_it_is_the_law_of_the_console(algorithm):
    intervals = irregular(300, 2)
    beats = timed(intervals, algorithm)
    expected = expected_intervals(intervals, algorithm)
    one_by_one = [
        deflation_time(SETTINGS, SEEN, float(e), float(i) + DELAY)
        for e, i in zip(expected, beats.intervals, strict=True)
    ]
    assert beats.end == pytest.approx(one_by_one)


@every_algorithm
def test_the_balloon_is_empty_before_it_is_filled_again(algorithm):
    beats = timed(irregular(20_000, 3), algorithm)
    emptied = beats.end[:-1] - beats.intervals[:-1] + SETTINGS.vent_time
    filled = beats.inflated[1:]
    assert (beats.start[1:][filled] >= emptied[filled] - 1e-12).all()


def test_in_a_regular_rhythm_a_prediction_loses_nothing():
    regular = np.full(200, 0.8)
    for algorithm in ("fixed", "predicted"):
        beats = timed(regular, algorithm)
        assert beats.augmentation_lost == pytest.approx(0.0, abs=1e-12)
        assert not beats.not_nearly_empty(SETTINGS.vent_time).any()


def test_r_wave_deflation_loses_no_augmentation_but_empties_late():
    beats = timed(irregular(5000, 1), "r_wave")
    assert beats.augmentation_lost == pytest.approx(0.0, abs=1e-12)
    assert beats.not_nearly_empty(SETTINGS.vent_time)[beats.inflated].all()


def test_a_prediction_follows_a_rate_that_changes_and_a_fixed_time_does_not():
    slower = np.concatenate([np.full(SEEN_FIRST, 0.6), sinus(2000, 1, 1.0)])
    assert timed(slower, "fixed").augmentation_lost > 0.3
    assert timed(slower, "predicted").augmentation_lost < 0.1


@pytest.mark.parametrize(
    "intervals",
    [np.full(SEEN_FIRST, 0.8), np.zeros(100), np.full(100, np.nan), -np.ones(100)],
    ids=("short", "zero", "no number", "negative"),
)
def test_no_rhythm_is_refused(intervals):
    with pytest.raises(ValueError, match="interval"):
        timed(intervals, "predicted")
