"""Times of a FHIR resource as intervals; a time that cannot be read may be any."""

from collections.abc import Callable
from dataclasses import replace

from diastole.knowledge.fhir.resource import Node, mapping, plain_text
from diastole.knowledge.rules.times import UNDATED, When, period, read_when, together
from diastole.units import shown


def found_at(node: Node, *keys: str) -> When:
    """Return the first given time of a resource.

    Parameters
    ----------
    keys
        Names of its elements in order of preference. Of those that start alike, such as ``effectiveDateTime`` and
        ``effectivePeriod``, FHIR allows one; two make the time unknown.
    """
    given = [key for key in keys if node.value.get(key) is not None]
    if not given:
        return UNDATED
    key, reader = given[0], _reader(given[0])
    if any(other.startswith(key.removesuffix(_kind(key))) for other in given[1:] if _kind(key)):
        return replace(UNDATED, written=f"{' and '.join(given)}, of which only one is allowed")
    try:
        return reader(node.value[key])
    except ValueError:
        return replace(UNDATED, written=f"'{shown(node.value[key])}', which is no time")


def _kind(key: str) -> str:
    return next((kind for kind in ("DateTime", "Instant", "Period", "Timing") if key.endswith(kind)), "")


def _reader(key: str) -> Callable[[object], When]:
    return {"Period": _period, "Timing": _timing}.get(_kind(key), _moment)


def _moment(given: object) -> When:
    return read_when(plain_text(given))


def _period(given: object) -> When:
    if not isinstance(given, dict):
        raise ValueError(given)
    start, end = (None if given.get(key) is None else _moment(given[key]) for key in ("start", "end"))
    return period(start, end)


def _timing(given: object) -> When:
    """Return the interval of the events of a timing; one that repeats is a plan."""
    events = mapping(given).get("event")
    if not isinstance(events, list) or not events or len(mapping(given)) > 1:
        raise ValueError(given)
    return together(map(_moment, events))
