"""Observations of a FHIR bundle: quantities, grades and findings, also in components."""

from collections.abc import Iterator

from diastole.errors import InputError
from diastole.screening import fhir_codes as codes
from diastole.screening import fhir_values as values
from diastole.screening.fhir_reader import FINAL, Reader
from diastole.screening.fhir_resource import Node, Resource
from diastole.screening.fhir_times import found_at
from diastole.screening.times import When

WITH_RESULTS = ("Observation", "DiagnosticReport")
CANCELLED = "cancelled"
TIMES = ("effectiveDateTime", "effectiveInstant", "effectivePeriod", "effectiveTiming", "issued")


def read_observation(reader: Reader, resource: Resource) -> None:
    """Read an observation and its components; what is not final, or cannot be read, is unknown."""
    node = resource.node
    parts = node.blocks("component")
    if node.value.get("status") == CANCELLED and not any(map(_has_value, (node, *parts))):
        reader.note(resource, f"not used, its status is {CANCELLED}")
        return
    if isinstance(node.value.get("component"), dict):
        reader.leave(resource, "its components are no list")
    categories, time = node.blocks("category"), found_at(node, *TIMES)
    read = [_read_part(reader, resource, part, time) for part in (node, *parts)]
    for part, understood in zip((node, *parts), read, strict=True):
        is_frame = part is node and any(read) and not _has_value(node)
        unread = "" if understood or is_frame else codes.unread(part.block("code"), categories)
        if unread:
            reader.leave(resource, unread)


def _read_part(reader: Reader, resource: Resource, part: Node, time: When) -> bool:
    """Read an observation or a component; tell whether its code is understood."""
    status, facts = _status(resource), list(_facts(part))
    for fact, concept in facts:
        if status not in FINAL:
            reader.unknown(fact, f"its status is {status}", resource, time)
            continue
        try:
            given, reason = _value(part, concept, fact)
        except InputError as problem:
            given, reason = None, str(problem)
        if given is None and reason == values.PARTLY:
            reader.note(resource, reason)
        elif given is None:
            reader.unknown(fact, reason, resource, time)
        else:
            reader.add(fact, given, resource, time)
        if fact in codes.BY_ECHO:
            reader.echoes.append((time, resource.name))
    return bool(facts)


def _has_value(part: Node) -> bool:
    return any(key.startswith("value") for key in part.value)


def _status(resource: Resource) -> str:
    """Return the status of an observation: that of the report that contains it, unless that is final."""
    for one in (resource.inside, resource):
        status = one.node.value.get("status") if one and one.type in WITH_RESULTS else FINAL[0]
        if status not in FINAL:
            return f"{status or 'missing'}"
    return FINAL[0]


def _facts(part: Node) -> Iterator[tuple[str, str]]:
    """Yield the facts that an observation or component is about, each with its concept."""
    for concept in codes.concepts(part.block("code")):
        fact = codes.MEASURED.get(concept) or codes.GRADED.get(concept) or codes.FOUND.get(concept)
        if fact:
            yield fact, concept


def _value(part: Node, concept: str, fact: str) -> values.Said:
    """Return what was given of a fact, or None and why it says nothing."""
    given = [key for key in part.value if key.startswith("value")]
    if len(given) > 1:
        return None, f"holds {' and '.join(given)}, which may not stand together"
    if given and part.value.get("dataAbsentReason"):
        return None, "holds a value and a reason why there is none"
    if concept in codes.MEASURED:
        return values.measured(part, fact)
    return values.graded(part, concept) if concept in codes.GRADED else values.found(part, concept)
