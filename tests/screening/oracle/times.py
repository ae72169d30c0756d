"""Times as spans: an instant only if an instant is written, else the whole time in which it may have been."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

NEVER = datetime.max.replace(tzinfo=UTC)
EAST, WEST = timedelta(hours=14), timedelta(hours=12)  # the zones of the earth: a date without one may be in any
PATTERN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)


class Span(NamedTuple):
    """From the first to the last moment at which it may have been."""

    first: datetime
    last: datetime


LASTS = Span(NEVER, NEVER)  # a state that has not ended: nothing that was found meanwhile is newer


def read_time(text: object) -> Span | None:
    """Return the time of a FHIR date, dateTime or instant, or nothing if it cannot be read."""
    found = PATTERN.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        if hour is None:
            last_month = int(month or 12)
            last_day = int(day) if day else monthrange(int(year), last_month)[1]
            first = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
            return Span(first - EAST, datetime(int(year), last_month, last_day, tzinfo=UTC) + timedelta(days=1) + WEST)
        leap = second == "60"
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), 59 if leap else int(second or 0))
    except (ValueError, OverflowError):
        return None
    unsure = timedelta(0) if second else timedelta(minutes=1)
    if zone is None:
        moment = moment.replace(tzinfo=UTC)
        return Span(moment - EAST, moment + WEST + unsure)
    moment = moment.replace(tzinfo=_zone(zone))
    return Span(moment, moment + unsure)


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:])))


def read_period(period: object) -> Span | None:
    """Return the time of a FHIR period; one without an end lasts still, one without a start counts from its end."""
    if not isinstance(period, dict) or not {"start", "end"} & period.keys():
        return None
    end = read_time(period["end"]) if "end" in period else Span(NEVER, NEVER)
    start = read_time(period["start"]) if "start" in period else end
    return Span(start.first, end.last) if start and end else None


def read_timing(timing: object) -> Span | None:
    """Return the time of the events of a FHIR timing; one that repeats has none that can be told."""
    events = timing.get("event") if isinstance(timing, dict) and timing.keys() <= {"event"} else None
    if not isinstance(events, list) or not events:
        return None
    spans = [read_time(one) for one in events]
    return Span(min(one.first for one in spans), max(one.last for one in spans)) if all(spans) else None


READERS = {"DateTime": read_time, "Instant": read_time, "Period": read_period, "Timing": read_timing}


def when(resource: dict, name: str, otherwise: str) -> Span | None:
    """Return the time under ``name[x]``, or else that of another field; nothing if there is none or more than one."""
    given = [key for key in resource if key.startswith(name) and key[len(name) :][:1].isupper()]
    if len(given) > 1:
        return None
    if given:
        read = READERS.get(given[0][len(name) :])
        return read(resource[given[0]]) if read else None
    return read_time(resource.get(otherwise))
