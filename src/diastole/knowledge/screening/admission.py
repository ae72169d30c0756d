"""Admission of a value as a known fact: it must be plausible, and not too old."""

from datetime import datetime, timedelta
from math import isfinite

from diastole.errors import InputError
from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind
from diastole.knowledge.rules.facts import Finding, Value, WrittenQuantity, said_value
from diastole.knowledge.rules.times import UNDATED, When
from diastole.units import convert, read_unit, shown

AHEAD = timedelta(minutes=5)  # assumed; clocks differ, but what lies further in the future is an error


def admit(
    name: str, given: object, *, source: str, time: When | None = None, now: datetime | None = None
) -> Finding:  # fmt: skip
    """Take in a value, if it can be believed.

    Parameters
    ----------
    name
        Of the fact.
    given
        A `WrittenQuantity`, a word or a flag, as the fact needs it.
    source
        Where it stands.
    time
        When it was found; without one it does not age.
    now
        Moment of the judgement, with a time zone.

    Returns
    -------
    The fact; unknown with the reason if the unit is not accepted, or the value is implausible, stale or of the future.
    If it may be stale, because its time is not exact, it is doubted.

    Raises
    ------
    InputError
        If there is no such fact.
    """
    kind = fact_kind(name)
    value, reason = _believed(kind, given)
    if reason or value is None:
        return Finding(name, None, source, reason, time)
    if time is None or now is None:
        return Finding(name, value, source, "", time)
    if time.earliest - now > AHEAD:
        return Finding(name, None, source, f"dated {time.said}, in the future", time)
    known = time.no_later_than(now + AHEAD)
    return _grown(kind, value, source, known, now) if kind.ageing else _dated(kind, value, source, known, now)


def _grown(kind: FactKind, value: Value, source: str, time: When, now: datetime) -> Finding:
    """Return an age as of now, from what it was at a time; of the moments that the time may mean the first counts."""
    grown = convert(_hours(time.earliest, now), "h", kind.unit)
    return Finding(kind.name, min(kind.most, float(value) + max(0.0, grown)), source)


def _dated(kind: FactKind, value: Value, source: str, time: When, now: datetime) -> Finding:
    """Return a value as it counts after its age: known, doubted or stale.

    A denial that is stale agrees with one of now, and with nothing else.
    """
    limit = kind.counts_for(value)
    if limit is None or _hours(time.earliest, now) <= limit:
        return Finding(kind.name, value, source, "", time)
    if _hours(time.latest, now) > limit:
        denial = value in dict(kind.denied_for)
        said = f"'{said_value(kind.name, value)}' " if denial else ""
        reason = f"stale: {said}{_hours(time.latest, now):.0f} h old, counts for {limit:g} h"
        others = tuple(one for one in kind.words or (True, False) if one != value) if denial else ()
        return Finding(kind.name, None, source, reason, time, denies=others, stale=True)
    said = "no time is given" if time.said == UNDATED.said else f"dated {time.said}"
    reason = f"{said}, so it may be older than {limit:g} h"
    return Finding(kind.name, None, source, reason, time, (value,), doubted=True)


def _hours(since: datetime, now: datetime) -> float:
    return (now - since) / timedelta(hours=1)


def _believed(kind: FactKind, given: object) -> tuple[Value | None, str]:
    """Return the value inside, and nothing or the reason why it is not believed."""
    if kind.unit:
        return _quantity(kind, given)
    if kind.is_flag:
        return (given, "") if isinstance(given, bool) else (None, f"'{shown(given)}' is neither true nor false")
    if isinstance(given, str) and given in kind.words:
        return given, ""
    return None, f"'{shown(given)}' is none of {', '.join(kind.words)}"


def _quantity(kind: FactKind, given: object) -> tuple[Value | None, str]:
    if not isinstance(given, WrittenQuantity) or isinstance(given.value, bool) or not isfinite(given.value):
        return None, f"'{shown(given)}' is not a finite number with a unit"
    try:
        accepted = kind.accepts(read_unit(given.unit))
    except InputError:
        accepted = False
    said = f"{given.value:g} {given.unit}".strip()
    if not accepted:
        return None, f"{shown(said)}: the unit is not accepted; accepted are {', '.join(kind.accepted)}"
    try:
        value = convert(given.value, given.unit, kind.unit)
    except InputError as error:
        return None, str(error)
    if not kind.least <= value <= kind.most:
        return None, f"{said} is implausible; plausible is {kind.least:g} to {kind.most:g} {kind.unit}"
    return value, ""
