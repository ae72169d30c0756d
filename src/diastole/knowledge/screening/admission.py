"""Admission of a value as a known fact: it must be plausible and not too old."""

from datetime import datetime, timedelta
from math import isfinite

from diastole.errors import InputError
from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind
from diastole.knowledge.rules.facts import Finding, Value, WrittenQuantity, value_in_words
from diastole.knowledge.rules.times import UNDATED, When
from diastole.units import convert, read_unit, shown

AHEAD = timedelta(minutes=5)  # assumed difference of clocks; a time further in the future is an error


def admit(
    name: str, given: object, *, source: str, time: When | None = None, now: datetime | None = None
) -> Finding:  # fmt: skip
    """Return a value as a finding.

    Parameters
    ----------
    name
        Name of the fact.
    given
        A `WrittenQuantity`, a word or a flag, as the fact needs it.
    source
        Where the value is recorded.
    time
        When it was found; without a time it does not age.
    now
        Moment of the judgement, with a time zone.

    Returns
    -------
    The finding; unknown with the reason if the unit is not accepted, or the value is implausible, stale or of the
    future; doubted if it may be stale, because its time is not exact.

    Raises
    ------
    InputError
        If no fact has this name.
    """
    kind = fact_kind(name)
    value, reason = _plausible(kind, given)
    if reason or value is None:
        return Finding(name, None, source, reason, time)
    if time is None or now is None:
        return Finding(name, value, source, "", time)
    if time.earliest - now > AHEAD:
        return Finding(name, None, source, f"dated {time.written}, in the future", time)
    known = time.no_later_than(now + AHEAD)
    return _grown(kind, value, source, known, now) if kind.ageing else _dated(kind, value, source, known, now)


def _grown(kind: FactKind, value: Value, source: str, time: When, now: datetime) -> Finding:
    """Return an age as of now, from its value at a time; of an inexact time the first moment counts."""
    grown = convert(_hours(time.earliest, now), "h", kind.unit)
    return Finding(kind.name, min(kind.most, float(value) + max(0.0, grown)), source)


def _dated(kind: FactKind, value: Value, source: str, time: When, now: datetime) -> Finding:
    """Return a value by its age: known, doubted or stale. A stale denial agrees with a present one and nothing else."""
    limit = kind.counts_for(value)
    if limit is None or _hours(time.earliest, now) <= limit:
        return Finding(kind.name, value, source, "", time)
    if _hours(time.latest, now) > limit:
        denial = value in dict(kind.denied_for)
        word = f"'{value_in_words(kind.name, value)}' " if denial else ""
        reason = f"stale: {word}{_hours(time.latest, now):.0f} h old, counts for {limit:g} h"
        others = tuple(other for other in kind.words or (True, False) if other != value) if denial else ()
        return Finding(kind.name, None, source, reason, time, denies=others, stale=True)
    dated = "no time is given" if time.written == UNDATED.written else f"dated {time.written}"
    reason = f"{dated}, so it may be older than {limit:g} h"
    return Finding(kind.name, None, source, reason, time, (value,), doubted=True)


def _hours(since: datetime, now: datetime) -> float:
    return (now - since) / timedelta(hours=1)


def _plausible(kind: FactKind, given: object) -> tuple[Value | None, str]:
    """Return the value in the unit of its fact and no reason; or None and the reason why it is not admitted."""
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
    written = f"{given.value:g} {given.unit}".strip()
    if not accepted:
        return None, f"{shown(written)}: the unit is not accepted; accepted are {', '.join(kind.accepted)}"
    try:
        value = convert(given.value, given.unit, kind.unit)
    except InputError as error:
        return None, str(error)
    if not kind.least <= value <= kind.most:
        return None, f"{written} is implausible; plausible is {kind.least:g} to {kind.most:g} {kind.unit}"
    return value, ""
