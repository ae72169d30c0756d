"""The console: one inflation per assisted beat, whatever the rhythm."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.balloon_pump.console import (
    NEARLY_EMPTY,
    R_WAVE,
    UPSTROKE_DETECTION,
    Console,
    Landmarks,
    Settings,
    deflation_time,
    later,
    systolic_scale,
)

ON = Settings(
    on=True, every=1, pressure_trigger=False, volume=40.0, inflation_offset=0.0, deflation_offset=0.0, vent_time=0.12
)
SEEN = Landmarks(upstroke=0.12, notch=0.36)
NONE = Inflation(1e6, 1e6, 0.0)


def order(settings=ON, *, expected=0.7, actual=0.7, earlier=NONE, seen=SEEN):
    return Console(settings, seen, 60.0 / expected, earlier).order(60.0 / expected, expected, actual)


USUAL = 0.7 + R_WAVE  # s, end of an inflation
ON_PRESSURE = ON._replace(pressure_trigger=True)
ORDERS = {  # what differs from the usual → start and end of the inflation [s]; none where it is not asked
    "from the notch to the R wave": ({}, 0.36, USUAL),
    "earlier": ({"settings": ON._replace(inflation_offset=-0.1, deflation_offset=-0.1)}, 0.26, USUAL - 0.1),
    "later": ({"settings": ON._replace(inflation_offset=0.1, deflation_offset=0.1)}, 0.46, USUAL + 0.1),
    "a valve that opens early is met nearly emptied": (
        {"seen": Landmarks(upstroke=0.07, notch=0.36)}, None, 0.7 + 0.07 - NEARLY_EMPTY * ON.vent_time
    ),
    "an early beat lets the helium out as soon as it is seen": ({"actual": 0.5}, None, 0.5 + R_WAVE),
    "on pressure a little later": (
        {"settings": ON_PRESSURE, "actual": 0.5}, None, 0.5 + SEEN.upstroke + UPSTROKE_DETECTION
    ),
    "unless it was out before": (
        {"settings": ON._replace(deflation_offset=-0.3), "actual": 0.5}, None, USUAL - 0.3
    ),
    # the console cannot know of the pause: the balloon empties when the beat was expected
    "a late beat is not waited for": ({"actual": 1.1}, None, USUAL),
    "on pressure it is empty at the expected upstroke": (
        {"settings": ON_PRESSURE}, None, 0.7 + SEEN.upstroke - ON.vent_time
    ),
    "not before the helium of the last one is out": ({"earlier": Inflation(-0.3, 0.30, 40.0)}, 0.42, None),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "start", "end"), ORDERS.values(), ids=ORDERS)
def test_an_order(changed, start, end):
    inflation = order(**changed)
    assert start is None or inflation.start == pytest.approx(start)
    assert end is None or inflation.end == pytest.approx(end)
    assert inflation.volume == 40.0


@pytest.mark.parametrize(("every", "assisted"), [(1, [0, 1, 2, 3, 4, 5, 6]), (2, [0, 2, 4, 6]), (3, [0, 3, 6])])
def test_every_nth_beat_is_assisted_from_the_first(every, assisted):
    console, ordered = Console(ON._replace(every=every), SEEN, seen_at=80.0), []
    for _ in range(7):
        ordered.append(console.order(80.0, 0.75, 0.75))
        console = console.after(ordered[-1], 0.75)
    assert [beat for beat, inflation in enumerate(ordered) if inflation] == assisted


def test_standby_an_empty_balloon_and_a_beat_too_short_order_nothing():
    assert order(ON._replace(on=False)) is None
    assert order(ON._replace(volume=0.0)) is None
    assert order(actual=0.3) is None  # the next beat is there before the notch


def test_later_is_the_same_inflation_on_another_clock():
    assert later(Inflation(0.4, 0.7, 40.0), 0.6) == pytest.approx(Inflation(-0.2, 0.1, 40.0))


def test_a_console_remembers_what_it_ordered_and_counts_its_beats():
    before = Console(ON._replace(every=2), SEEN, seen_at=80.0)
    ordered = before.order(80.0, 0.75, 0.75)
    after = before.after(ordered, 0.75)
    assert (after.beats, after.earlier) == (1, later(ordered, 0.75))
    assert after.order(80.0, 0.75, 0.75) is None
    assert Console.restored(json.loads(json.dumps(after))) == after


def test_the_notch_is_expected_earlier_in_a_faster_heart():
    console = Console(ON, SEEN, seen_at=80.0)
    assert console.order(100.0, 0.6, 0.6).start == pytest.approx(0.36 * systolic_scale(100.0) / systolic_scale(80.0))


settings_of_a_console = st.builds(
    Settings,
    on=st.just(True),
    every=st.just(1),
    pressure_trigger=st.booleans(),
    volume=st.floats(1.0, 50.0),
    inflation_offset=st.floats(-1.0, 1.0),
    deflation_offset=st.floats(-1.0, 1.0),
    vent_time=st.floats(0.03, 0.3),
)
periods = st.lists(st.floats(0.4, 1.2), min_size=3, max_size=8)


@given(settings_of_a_console, periods)
def test_no_inflation_begins_before_its_beat_or_before_the_last_is_out(settings, lengths):
    """What a beat sees of the last inflation and of its own is all the helium there is, also with absurd offsets."""
    earlier = NONE
    for actual in lengths:
        present = order(settings, expected=0.7, actual=actual, earlier=earlier)
        if present is not None:
            assert 0.0 <= present.start < present.end
            if earlier.volume > 0.0:
                assert present.start >= earlier.end + settings.vent_time - 1e-12
                assert earlier.end + settings.vent_time <= actual + 1e-12  # else its helium would be forgotten
        earlier = later(present or earlier, actual)


@given(settings_of_a_console, st.floats(0.4, 1.2))
def test_helium_is_out_at_the_latest_an_offset_after_the_beat_is_seen(settings, actual):
    end = deflation_time(settings, SEEN, 0.7, actual)
    seen = actual + (SEEN.upstroke + UPSTROKE_DETECTION if settings.pressure_trigger else R_WAVE)
    assert end <= seen + max(settings.deflation_offset, 0.0) + 1e-12
