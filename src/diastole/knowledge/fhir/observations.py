"""Quantities, grades and findings in the observations of a FHIR bundle and their components."""

from collections.abc import Iterator

from diastole.errors import InputError
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir import quantities as values
from diastole.knowledge.fhir import wording as words
from diastole.knowledge.fhir.negations import DENIED, narrowed
from diastole.knowledge.fhir.periods import found_at
from diastole.knowledge.fhir.reader import FINAL, Reader
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.knowledge.rules.times import When
from diastole.knowledge.screening.mentions import called
from diastole.units import shown

WITH_RESULTS = ("Observation", "DiagnosticReport")
CANCELLED = "cancelled"
TIMES = ("effectiveDateTime", "effectiveInstant", "effectivePeriod", "effectiveTiming", "issued")


def read_observation(reader: Reader, resource: Resource) -> None:
    """Read an observation and its components; a value that is not final, or cannot be read, is unknown."""
    node = resource.node
    parts = node.blocks("component")
    if node.value.get("status") == CANCELLED and not any(map(_has_value, (node, *parts))):
        reader.note(resource, f"not used, its status is {CANCELLED}")
        return
    if isinstance(node.value.get("component"), dict):
        reader.mark_unread(resource, "its components are no list")
    categories, time = node.blocks("category"), found_at(node, *TIMES)
    is_vital = {coding.text("code") for each in categories for coding in each.blocks("coding")} == {"vital-signs"}
    read = [_read_part(reader, resource, part, time, is_vital=is_vital) for part in (node, *parts)]
    for part, understood in zip((node, *parts), read, strict=True):
        is_frame = part is node and any(read) and not _has_value(node)
        unread = "" if understood or is_frame else codes.unread(part.block("code"), categories) or _unsided(part)
        if unread:
            reader.mark_unread(resource, unread)


def _read_part(reader: Reader, resource: Resource, part: Node, time: When, *, is_vital: bool) -> bool:
    """Read an observation or a component, and return whether its code is understood."""
    status, facts = _status(resource), list(_facts(part, is_vital=is_vital))
    for fact, concept in facts:
        if status not in FINAL:
            reader.unknown(fact, f"its status is {status}", resource, time)
            continue
        try:
            given, reason = _value(part, concept, fact)
            if given in DENIED.values() and (more := narrowed(resource.node, part, concept)):
                given, reason = None, f"{words.PARTLY}, by {shown(more)}"
        except InputError as problem:
            given, reason = None, str(problem)
        if given is not None:
            reader.add(fact, given, resource, time)
        elif reason.startswith(words.PARTLY):
            reader.note(resource, reason)
        else:
            reader.unknown(fact, reason, resource, time)
        if fact in codes.BY_ECHO:
            reader.echoes.append((time, resource.name))
    return bool(facts)


def _has_value(part: Node) -> bool:
    return any(key.startswith("value") for key in part.value)


def _status(resource: Resource) -> str:
    """Return the status of an observation: that of the report that contains it, unless that is final."""
    for each in (resource.inside, resource):
        status = each.node.value.get("status") if each and each.type in WITH_RESULTS else FINAL[0]
        if status not in FINAL:
            return f"{status or 'missing'}"
    return FINAL[0]


def _facts(part: Node, *, is_vital: bool) -> Iterator[tuple[str, str]]:
    code = part.block("code")
    concepts = codes.concepts(code)
    for concept in concepts:
        fact = codes.MEASURED.get(concept) or codes.GRADED.get(concept) or codes.FOUND.get(concept)
        if fact := fact or codes.UNSIDED.get(concept, {}).get(codes.valve(part)):
            yield fact, concept
    if is_vital and not concepts and (fact := called(codes.names(code))):
        yield fact, fact


def _unsided(part: Node) -> str:
    """Return why a measurement of a leak is not read: its valve is not given, or no rule reads it."""
    unsided = codes.UNSIDED.keys() & set(codes.concepts(part.block("code")))
    if not unsided or codes.valve(part) not in ("", "aortic"):
        return ""
    return f"{codes.described(part.block('code'))} is not read, it may be of the aortic valve"


def _value(part: Node, concept: str, fact: str) -> values.ValueOrReason:
    """Return the given value of a fact; or None and the reason."""
    given = [key for key in part.value if key.startswith("value")]
    if len(given) > 1:
        return None, f"holds {' and '.join(given)}, of which only one is allowed"
    if given and part.value.get("dataAbsentReason"):
        return None, "holds a value and a reason why there is none"
    if concept in codes.MEASURED or concept in codes.UNSIDED:
        return values.measured(part, fact)
    return words.graded(part, concept) if concept in codes.GRADED else words.finding(part, concept)
