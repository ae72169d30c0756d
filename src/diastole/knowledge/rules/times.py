"""Times of findings as intervals: a date and a period are no instants."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)
# How far a time without a zone may be from the same time in UTC: zones reach from UTC−12 to UTC+14 (IANA tz).
EAST, WEST = timedelta(hours=14), timedelta(hours=12)
PARTS = ("year", "month", "day", "hour", "minute", "second")
_FORM = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(?P<fraction>\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class When:
    """The interval in which a finding was made.

    Attributes
    ----------
    earliest, latest
        Its bounds, with a time zone. The age of the finding counts from the earliest.
    written
        The time as it was written.
    """

    earliest: datetime
    latest: datetime
    written: str

    def no_later_than(self, moment: datetime) -> "When":
        """Return the interval cut at a moment, such as that of the judgement: nothing was found later."""
        return replace(self, latest=min(self.latest, max(moment, self.earliest)))

    def lasting(self) -> "When":
        """Return the interval of a state that still lasts."""
        written = self.written if self.earliest == EARLIEST else f"since {self.written}"
        return replace(self, latest=LATEST, written=written)


UNDATED = When(EARLIEST, LATEST, "no time")


def instant(moment: datetime) -> When:
    """Return the interval of a moment with a time zone."""
    return When(moment, moment, moment.isoformat(timespec="minutes"))


def read_when(text: str) -> When:
    """Read a date or time of ISO 8601, as FHIR writes it: a year, a month, a day, or a day with a time.

    Without a zone it may be in any. 24:00 and a leap second are read.

    Raises
    ------
    ValueError
        If the text is no such time.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    part = {name: int(match[name]) for name in PARTS if match[name]}
    day = datetime(part["year"], part.get("month", 1), part.get("day", 1), tzinfo=UTC)
    if "hour" not in part:
        return _anywhere(day, _following(day, part), text)
    second = part.get("second", 0) + float(match["fraction"] or 0)
    clock = timedelta(hours=part["hour"], minutes=part["minute"], seconds=second)
    if part["minute"] > 59 or part.get("second", 0) > 60 or clock > timedelta(days=1):
        raise ValueError(text)
    try:
        moment = day + clock
        end = moment if match["second"] else moment + timedelta(minutes=1)
        if not match["zone"]:
            return _anywhere(moment, end, text)
        offset = _offset(match["zone"])
        return When(moment - offset, end - offset, text)
    except OverflowError:
        raise ValueError(text) from None


def together(times: Iterable[When]) -> When:
    """Return the interval of something that was found several times."""
    several = list(times)
    written = " and ".join(dict.fromkeys(time.written for time in several))
    return When(min(time.earliest for time in several), max(time.latest for time in several), written)


def period(start: When | None, end: When | None) -> When:
    """Return the interval of a period; one without an end still lasts.

    Raises
    ------
    ValueError
        If it ends before it starts.
    """
    if end is None:
        return start.lasting() if start else UNDATED
    if start is None:
        return When(EARLIEST, end.latest, f"until {end.written}")
    written = f"{start.written} to {end.written}"
    if start.earliest > end.latest:
        raise ValueError(written)
    return When(start.earliest, end.latest, written)


def _following(day: datetime, part: dict[str, int]) -> datetime:
    if "day" in part:
        following = day.toordinal() + 1
    elif "month" in part:
        following = (day.replace(day=1) + timedelta(days=31)).replace(day=1).toordinal()
    else:
        following = day.replace(month=12, day=31).toordinal() + 1
    return datetime.fromordinal(min(following, LATEST.toordinal())).replace(tzinfo=UTC)


def _anywhere(first: datetime, last: datetime, text: str) -> When:
    """Return an interval in an unknown time zone."""
    earliest = first - EAST if first - EARLIEST > EAST else EARLIEST
    latest = last + WEST if LATEST - last > WEST else LATEST
    return When(earliest, latest, text)


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    if size > EAST:
        raise ValueError(zone)
    return size if zone[0] == "+" else -size
