"""The times of a FHIR resource as intervals; one that cannot be read may be any."""

from collections.abc import Callable
from dataclasses import replace

from diastole.screening.fhir_bundle import Node
from diastole.screening.times import UNDATED, When, period, read_when, together
from diastole.units import shown

WRITTEN = ("issued",)  # when it was written down; it was found before that


def found_at(node: Node, *keys: str) -> When:
    """Return the first time that is given, under the names of a resource's own elements."""
    for key in keys:
        if node.value.get(key) is not None:
            return _read(node, key)
    return UNDATED


def _read(node: Node, key: str) -> When:
    given = node.value[key]
    reader = _reader(key)
    try:
        found = reader(given)
    except ValueError:
        return replace(UNDATED, said=f"'{shown(given)}', which is no time")
    return found.sometime_before() if key in WRITTEN else found


def _reader(key: str) -> Callable[[object], When]:
    if key.endswith("Period"):
        return _period
    return _timing if key.endswith("Timing") else _moment


def _moment(given: object) -> When:
    if not isinstance(given, str):
        raise ValueError(given)
    return read_when(given.strip())


def _period(given: object) -> When:
    if not isinstance(given, dict):
        raise ValueError(given)
    start, end = (None if given.get(key) is None else _moment(given[key]) for key in ("start", "end"))
    return period(start, end)


def _timing(given: object) -> When:
    """Return when something happened that was planned several times, or all through a period."""
    if not isinstance(given, dict):
        raise ValueError(given)
    events = given.get("event")
    if events:
        return together(_moment(one) for one in (events if isinstance(events, list) else [events]))
    repeat = given.get("repeat")
    bounds = repeat.get("boundsPeriod") if isinstance(repeat, dict) else None
    return UNDATED if bounds is None else _period(bounds)
