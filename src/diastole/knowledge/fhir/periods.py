"""The times of a FHIR resource as intervals; one that cannot be read may be any."""

from collections.abc import Callable
from dataclasses import replace

from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.rules.times import UNDATED, When, period, read_when, together
from diastole.units import shown


def found_at(node: Node, *keys: str) -> When:
    """Return the first time that is given, under the names of a resource's own elements.

    Parameters
    ----------
    keys
        By preference. Of those that begin alike, such as ``effectiveDateTime`` and ``effectivePeriod``, FHIR allows
        one; two say nothing.
    """
    given = [key for key in keys if node.value.get(key) is not None]
    if not given:
        return UNDATED
    key, reader = given[0], _reader(given[0])
    if any(other.startswith(key.removesuffix(_kind(key))) for other in given[1:] if _kind(key)):
        return replace(UNDATED, said=f"{' and '.join(given)}, which may not stand together")
    try:
        return reader(node.value[key])
    except ValueError:
        return replace(UNDATED, said=f"'{shown(node.value[key])}', which is no time")


def _kind(key: str) -> str:
    return next((kind for kind in ("DateTime", "Instant", "Period", "Timing") if key.endswith(kind)), "")


def _reader(key: str) -> Callable[[object], When]:
    return {"Period": _period, "Timing": _timing}.get(_kind(key), _moment)


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
    """Return when the events of a timing were; one that repeats says what was planned."""
    events = given.get("event") if isinstance(given, dict) and given.keys() <= {"event"} else None
    if not isinstance(events, list) or not events:
        raise ValueError(given)
    return together(_moment(one) for one in events)
