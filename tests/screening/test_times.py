from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.knowledge.fhir.periods import found_at
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.rules.times import EARLIEST, LATEST, UNDATED, instant, period, read_when

DAY = timedelta(days=1)
LEAST, MOST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2026", "2025-12-31T10:00Z", "2027-01-01T12:00Z"),
        ("2026-02", "2026-01-31T10:00Z", "2026-03-01T12:00Z"),
        ("2026-12", "2026-11-30T10:00Z", "2027-01-01T12:00Z"),
        ("2028-02-29", "2028-02-28T10:00Z", "2028-03-01T12:00Z"),
        ("2026-11-24T09:00:00Z", "2026-11-24T09:00Z", "2026-11-24T09:00Z"),
        ("2026-11-24T09:00Z", "2026-11-24T09:00Z", "2026-11-24T09:01Z"),
        ("2026-11-24T09:00:00+11:00", "2026-11-23T22:00Z", "2026-11-23T22:00Z"),
        ("2026-11-24T09:00:00-09:30", "2026-11-24T18:30Z", "2026-11-24T18:30Z"),
        ("2026-11-24T09:00:00", "2026-11-23T19:00Z", "2026-11-24T21:00Z"),
        ("2026-11-23T24:00:00Z", "2026-11-24T00:00Z", "2026-11-24T00:00Z"),
        ("2026-12-31T23:59:60Z", "2027-01-01T00:00Z", "2027-01-01T00:00Z"),
    ],
)
def test_a_time_is_the_interval_that_it_can_mean(text, earliest, latest):
    found = read_when(text)
    assert found.earliest == datetime.fromisoformat(earliest)
    assert found.latest == datetime.fromisoformat(latest)


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-13", "2026-02-30", "2026-11-24T", "2026-11-24T24:01Z", "2026-11-24T09:60Z", "2026-11-24T09:00:61Z",
     "2026-11-24T09Z", "2026-11-24T25:00Z", "2026-11-24T09:00+15:00", "24.11.2026", "2026/11/24", "yesterday", "0000",
     "2026-11-24T09:00:00z", "٢٠٢٦"],
)  # fmt: skip
def test_what_is_no_time(text):
    with pytest.raises(ValueError, match=r".*"):
        read_when(text)


@given(st.datetimes(LEAST.replace(tzinfo=None), MOST.replace(tzinfo=None)), st.integers(-14 * 60, 12 * 60))
def test_whatever_the_zone_a_moment_lies_in_its_day_month_and_year(moment, minutes):
    """A clock on the wall shows it, in a zone from UTC−12 to UTC+14; what is written of it is less exact, not wrong."""
    moment = moment.replace(microsecond=0)
    exact = moment.replace(tzinfo=UTC) + timedelta(minutes=minutes)
    for length in (4, 7, 10, 16, 19):
        found = read_when(moment.isoformat()[:length])
        assert found.earliest <= exact <= found.latest


def test_the_ends_of_time_do_not_break_it():
    for text in ("0001", "9999", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00", "9999-12-31T23:59:59"):
        found = read_when(text)
        assert EARLIEST <= found.earliest <= found.latest <= LATEST


def found(**elements):
    forms = (f"effective{form}" for form in ("DateTime", "Instant", "Period", "Timing"))
    return found_at(Node(elements, "x"), *forms, "issued")


START, END = "2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z"


@pytest.mark.parametrize(
    ("elements", "earliest", "latest"),
    [
        ({"effectiveInstant": START}, START, START),
        ({"effectivePeriod": {"start": START, "end": END}}, START, END),
        ({"effectivePeriod": {"end": END}}, None, END),
        ({"effectiveTiming": {"event": [END, START]}}, START, END),
        ({"effectivePeriod": {"start": START}}, START, None),
        ({"issued": END}, END, END),
        ({"issued": END, "effectiveDateTime": START}, START, START),
    ],
)
def test_each_time_of_a_resource_is_read_and_an_open_period_lasts(elements, earliest, latest):
    time = found(**elements)
    assert time.earliest == (datetime.fromisoformat(earliest) if earliest else EARLIEST)
    assert time.latest == (datetime.fromisoformat(latest) if latest else LATEST)


@pytest.mark.parametrize(
    "elements",
    [
        *({"effectiveDateTime": time} for time in ("last spring", 2026)),
        {"effectiveDateTime": START, "effectivePeriod": {"start": "2015"}},
        {"effectivePeriod": "2026"},
        {"effectivePeriod": {"start": END, "end": START}},
        {"effectiveTiming": {"event": []}},
        {"effectiveTiming": {"repeat": {"frequency": 1}, "event": [START]}},
        {"effectiveTiming": {"code": {"text": "daily"}}},
        {"effectiveDateTime": "2026-13", "issued": START},
    ],
)
def test_a_time_that_cannot_be_read_may_be_any_and_is_named(elements):
    time = found(**elements)
    assert (time.earliest, time.latest) == (EARLIEST, LATEST)
    assert time.written != UNDATED.written


def test_no_time_at_all():
    assert found() == UNDATED
    assert period(None, None) == UNDATED
    assert found(effectivePeriod={}) == UNDATED


def test_what_lasts_has_no_end_and_what_was_found_was_found_by_now():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert instant(now - DAY).lasting().no_later_than(now).latest == now
    assert instant(now + DAY).no_later_than(now).latest == now + DAY
