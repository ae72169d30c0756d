"""The alarms of a console: each sounds at its limit, each does what it says, and none sounds without a reason."""

import numpy as np
import pytest

from diastole.model.devices.balloon_pump.console_alarms import (
    ALARMS,
    AUGMENTATION_MARGIN,
    AUTOFILL_EVERY,
    FILLING,
    LARGEST_LOSS,
    LONGEST_SILENCE,
    LONGEST_STILL,
    RAPID_LOSS,
    RAPID_WINDOW,
    RECENT_BEATS,
    ConsoleWatch,
    SeenBeat,
    helium_leaked,
)
from diastole.model.devices.balloon_pump.rhythm import atrial_fibrillation, sinus, with_premature_beats

PERIOD = 0.75  # s


def run(watch, seconds, *, leak=0.0, triggered=True, augmented=110.0):
    """Return the watch after so many seconds, and each alarm with the time at which it began to sound."""
    time, began = 0.0, {}
    while time < seconds:
        works = watch.inflates and triggered
        leaked = helium_leaked(leak, PERIOD) if watch.mode in ("pumping", "filling") else 0.0
        watch = watch.after(SeenBeat(PERIOD, triggered, works, augmented if works else 90.0, leaked))
        time += PERIOD
        for key in watch.sounding:
            began.setdefault(key, time)
    return watch, began


def test_a_lost_trigger_empties_the_balloon_and_pumping_comes_back_by_itself():
    running, _ = run(ConsoleWatch(), 30.0)
    lost, began = run(running, 20.0, triggered=False)
    assert began.keys() == {"trigger"}
    assert LONGEST_SILENCE < began["trigger"] + PERIOD <= LONGEST_SILENCE + 2 * PERIOD  # since the last one seen
    assert lost.mode == "waiting"
    back, _ = run(lost, 2 * PERIOD)
    assert back.mode == "pumping"
    assert back.sounding == ()


def test_a_pause_that_is_shorter_is_no_loss():
    running, _ = run(ConsoleWatch(), 30.0)
    assert running.after(SeenBeat(LONGEST_SILENCE, True, True, 110.0, 0.0)).sounding == ()
    assert running.after(SeenBeat(LONGEST_SILENCE + 0.1, True, True, 110.0, 0.0)).sounding == ("trigger",)


@pytest.mark.parametrize(("fall", "sounds"), [(AUGMENTATION_MARGIN - 0.5, False), (AUGMENTATION_MARGIN + 0.5, True)])
def test_augmentation_is_held_against_its_limit_and_the_pump_goes_on(fall, sounds):
    set_up, _ = run(ConsoleWatch(), 60.0)
    fallen, began = run(set_up, 60.0, augmented=110.0 - fall)
    assert ("augmentation" in began) == sounds
    assert fallen.mode == "pumping"
    assert run(fallen.set_anew(), 60.0, augmented=110.0 - fall)[1] == {}


def test_one_weak_beat_is_no_alarm():
    set_up, _ = run(ConsoleWatch(), 60.0)
    for _ in range(RECENT_BEATS // 2 - 1):
        set_up = set_up.after(SeenBeat(PERIOD, True, True, 60.0, 0.0))
        assert set_up.sounding == ()


def test_a_rapid_leak_stops_the_pump_until_a_person_fills_it():
    rate = 2.0 * RAPID_LOSS * 3600.0 / RAPID_WINDOW
    watch, began = run(ConsoleWatch(), 300.0, leak=rate)
    assert began.keys() == {"rapid_loss"}
    assert watch.mode == "standby"
    assert watch.sounding == ("rapid_loss",)  # it sounds on while nobody acts
    assert watch.lost == pytest.approx(RAPID_LOSS, abs=2.0 * helium_leaked(rate, PERIOD))  # and nothing more is lost
    filled, _ = run(watch.refilled(), FILLING + 2 * PERIOD)
    assert filled.mode == "pumping"
    assert filled.lost == 0.0


def test_a_slow_leak_stops_the_pump_before_the_next_filling():
    rate = 10.0  # mL/h
    watch, began = run(ConsoleWatch(), AUTOFILL_EVERY, leak=rate)
    assert began["slow_loss"] == pytest.approx(3600.0 * LARGEST_LOSS / rate, abs=2 * PERIOD)
    assert began.keys() == {"slow_loss", "still"}
    assert watch.mode == "standby"


def test_a_leak_that_the_filling_makes_good_is_never_noticed():
    """So it is said in the documentation: the console hides what it replaces."""
    rate = 0.95 * LARGEST_LOSS / (AUTOFILL_EVERY / 3600.0)
    watch, began = run(ConsoleWatch(), 3.0 * AUTOFILL_EVERY, leak=rate)
    assert began == {}
    assert watch.mode == "pumping"


def test_a_pump_that_is_set_again_over_a_leak_stops_again():
    stopped, _ = run(ConsoleWatch(), 3600.0, leak=10.0)
    again, began = run(stopped.set_anew(), 10.0, leak=10.0)
    assert again.mode == "standby"
    assert began.keys() == {"slow_loss"}


def test_a_filling_fails_where_helium_runs_out():
    watch, began = run(ConsoleWatch().refilled(), 60.0, leak=1800.0)
    assert began.keys() == {"filling"}
    assert watch.mode == "standby"


def test_a_still_balloon_sounds_after_its_time():
    stopped, _ = run(ConsoleWatch(), 3600.0, leak=10.0)
    _, began = run(stopped, LONGEST_STILL - stopped.still - 2 * PERIOD)
    assert "still" not in began
    _, began = run(stopped, LONGEST_STILL + 2 * PERIOD)
    assert "still" in began


def test_an_hour_of_filling_and_pumping_lets_the_balloon_lie_still_for_seconds_only():
    watch, longest = ConsoleWatch(), 0.0
    for _ in range(round(2.5 * AUTOFILL_EVERY / PERIOD)):
        watch = watch.after(SeenBeat(PERIOD, True, watch.inflates, 110.0, 0.0))
        longest = max(longest, watch.still)
    assert FILLING <= longest < FILLING + 3 * PERIOD


@pytest.mark.parametrize("rhythm", ["sinus", "fibrillation", "fibrillation with premature beats"])
def test_no_alarm_in_twenty_hours_of_a_rhythm_with_noise(rhythm):
    """The augmented pressure follows the interval before and has a noise of 5 mmHg; both are ours, and larger than in
    runs of the model."""
    count = 100_000
    intervals = sinus(count, 1) if rhythm == "sinus" else atrial_fibrillation(count, 1)
    if "premature" in rhythm:
        intervals = with_premature_beats(intervals, 0.1, 1)
    augmented = 110.0 + 20.0 * (intervals - intervals.mean()) + 5.0 * np.random.default_rng(1).standard_normal(count)
    watch = ConsoleWatch()
    for seconds, pressure in zip(intervals.tolist(), augmented.tolist(), strict=True):
        watch = watch.after(SeenBeat(seconds, True, watch.inflates, pressure, helium_leaked(1.0, seconds)))
        assert watch.sounding == ()


def test_each_alarm_says_what_it_does():
    assert {key for key, law in ALARMS.items() if law.stops} == {"rapid_loss", "slow_loss", "filling"}
    for law in ALARMS.values():
        assert ("standby" in law.does) == law.stops
