"""Conditions of a FHIR bundle: present, suspected or refuted; a past condition is unknown, not absent."""

from datetime import datetime

from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir import wording as words
from diastole.knowledge.fhir.negations import DENIED, narrowed, negated
from diastole.knowledge.fhir.periods import found_at
from diastole.knowledge.fhir.reader import WITHDRAWN, Reader
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.times import UNDATED, When
from diastole.units import shown

HERE = ("active", "recurrence", "relapse")
GONE = ("inactive", "remission", "resolved")
CONFIRMED = "confirmed"
REFUTED = "refuted"
PAST = "recorded"  # first word of the reason for a condition that is over
DOUBTED = ("unconfirmed", "provisional", "differential")


def read_condition(reader: Reader, resource: Resource) -> None:
    """Read a condition; without a status it counts as present, with a status that is not understood it is unknown.

    A condition that is over is unknown too. This agrees with "absent" for a state such as sepsis, and not for a
    condition that leaves a trace, such as a dissection.
    """
    node = resource.node
    certainty = _status(node, "verificationStatus", (CONFIRMED, REFUTED, *DOUBTED, *WITHDRAWN), CONFIRMED)
    if certainty in WITHDRAWN:
        reader.note(resource, f"not used, its verification status is {certainty}")
        return
    if certainty == REFUTED and (twice := negated(node.block("code"))):
        reader.mark_unread(resource, f"refuted, and '{shown(twice)}' denies by itself: it may be there")
        return
    if unread := codes.unread(node.block("code")):
        if certainty == REFUTED:
            reader.note(resource, f"refuted, and {unread}")
        else:
            reader.mark_unread(resource, unread)
        return
    past, time = _not_active(node, reader.now), _time(node)
    for concept in codes.concepts(node.block("code")):
        fact = codes.GRADED.get(concept) or codes.FOUND.get(concept)
        if fact is None:
            continue
        if certainty is None:
            reader.unknown(fact, "a verification status that is not understood", resource, time.lasting())
        elif certainty == REFUTED:
            _refuted(reader, resource, concept, fact)
        elif past.startswith(PAST):
            reader.unknown(fact, past, resource, time, silent=fact_kind(fact).stale_after is not None)
        elif past:
            reader.unknown(fact, past, resource, time.lasting())
        else:
            _present(reader, resource, concept, time, doubted=certainty in DOUBTED)


def _time(node: Node) -> When:
    """Return when it was recorded; or its onset, if only the onset is given or if the onset is later."""
    return max(_recorded(node), _onset(node), key=lambda time: time.earliest)


def _recorded(node: Node) -> When:
    return found_at(node, "recordedDate", "assertedDate", "dateRecorded")  # of R4, STU3 and DSTU2


def _onset(node: Node) -> When:
    return found_at(node, "onsetDateTime", "onsetPeriod")


def _not_active(node: Node, now: datetime) -> str:
    """Return why a condition is not known to be active; empty if it is."""
    status = _status(node, "clinicalStatus", (*HERE, *GONE), HERE[0])
    if status is None:
        return "a status that is not understood"
    if status in GONE:
        return f"{PAST} as {status}"
    ends = [key for key, given in node.value.items() if key.startswith("abatement") and given not in (None, False)]
    if not ends:
        return ""
    end = f"its end, '{shown(node.value[ends[0]])}'"
    if node.value.get("clinicalStatus") is not None:
        return f"{status}, and yet with {end}"
    surely = ends == ["abatementDateTime"] and found_at(node, *ends).latest <= now
    return f"{PAST} with {end}" if surely else f"perhaps over, with {end}"


def _refuted(reader: Reader, resource: Resource, concept: str, fact: str) -> None:
    """Take a refuted condition as absent only if all of it is refuted, not one site, form or degree.

    The time of the denial is that of the record, not the onset of the refuted condition.
    """
    node, recorded = resource.node, _recorded(resource.node)
    if not codes.is_wide(node.block("code"), concept):
        reader.note(resource, f"refutes one form of {concept} only")
    elif more := narrowed(node, node, concept):
        reader.note(resource, f"refutes one form of {concept} only, by {shown(more)}")
    else:
        dated = recorded.earliest > UNDATED.earliest
        reader.add(fact, DENIED[concept in codes.GRADED], resource, recorded if dated else _onset(node).lasting())


def _present(reader: Reader, resource: Resource, concept: str, time: When, *, doubted: bool) -> None:
    """Take an active condition as lasting until now: a later denial contradicts it."""
    if concept in codes.FOUND:
        doubted = doubted or concept in codes.SUSPECTED
        reader.add(codes.FOUND[concept], "suspected" if doubted else "present", resource, time.lasting())
        if implied := codes.BRINGS.get(concept):
            reader.unknown(implied, f"recorded with {concept}", resource, time.lasting(), denies=("none",))
        return
    _graded(reader, resource, concept, time, doubted=doubted)
    if concept in codes.ACUTE and not doubted:
        reader.add(codes.ACUTE[concept], "acute", resource, time.lasting())


def _graded(reader: Reader, resource: Resource, concept: str, time: When, *, doubted: bool) -> None:
    """Take the severity at its time; the presence of the condition lasts, whatever its severity."""
    fact = codes.GRADED[concept]
    severity, reason = words.severity(resource.node, concept)
    if severity is not None and not doubted:
        reader.add(fact, severity, resource, time)
    reason = "only suspected" if doubted else reason or "recorded"
    reader.unknown(fact, reason, resource, time.lasting(), denies=("none", "trace"))


def _status(node: Node, key: str, known: tuple[str, ...], otherwise: str) -> str | None:
    """Return a known status; None if the given one is not understood, or if two differ."""
    given = node.value.get(key)
    if given is None:
        return otherwise
    concept = None if isinstance(given, str) else node.block(key)  # before R4 it was a text
    statuses = {coding.text("code") for coding in concept.blocks("coding")} if concept else {given}
    statuses &= set(known)
    return statuses.pop() if len(statuses) == 1 else None
