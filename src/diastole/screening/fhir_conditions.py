"""Conditions of a FHIR bundle: what is present, suspected or refuted; what once was is unknown, not absent."""

from datetime import datetime

from diastole.screening import fhir_codes as codes
from diastole.screening.fhir_bundle import Node, Resource
from diastole.screening.fhir_reader import WITHDRAWN, Reader, moment
from diastole.screening.vocabulary import fact_kind

HERE = ("active", "recurrence", "relapse")
GONE = ("inactive", "remission", "resolved")
CONFIRMED = "confirmed"
REFUTED = "refuted"
DOUBTED = ("unconfirmed", "provisional", "differential")


def read_condition(reader: Reader, resource: Resource) -> None:
    """Read a condition; without a status it is taken as present, with one that is not understood it is unknown."""
    node = resource.node
    clinical = _status(node.block("clinicalStatus"), (*HERE, *GONE), HERE[0])
    certainty = _status(node.block("verificationStatus"), (CONFIRMED, REFUTED, *DOUBTED, *WITHDRAWN), CONFIRMED)
    if certainty in WITHDRAWN:
        reader.note(resource, f"not used, its verification status is {certainty}")
        return
    time = moment(node, "recordedDate", "onsetDateTime")
    for concept in codes.concepts(node.block("code")):
        fact = codes.GRADED.get(concept) or codes.FOUND.get(concept)
        if fact is None:
            continue
        if clinical is None or certainty is None:
            reader.unknown(fact, "a status that is not understood", resource, time)
        elif certainty == REFUTED:
            _refuted(reader, resource, concept, fact, time)
        elif clinical in GONE:
            reader.unknown(fact, f"recorded as {clinical}", resource, time)
        else:
            _present(reader, resource, concept, time, doubted=certainty in DOUBTED)


def _refuted(reader: Reader, resource: Resource, concept: str, fact: str, time: datetime | None) -> None:
    """Take a refuted condition as absent only if its code means the whole of it, not one site or cause."""
    if codes.is_wide(resource.node.block("code"), concept):
        reader.add(fact, "none" if concept in codes.GRADED else "absent", resource, time)
    else:
        reader.note(resource, f"refutes one form of {concept} only")


def _present(reader: Reader, resource: Resource, concept: str, time: datetime | None, *, doubted: bool) -> None:
    if concept in codes.FOUND:
        reader.add(codes.FOUND[concept], "suspected" if doubted else "present", resource, time)
        return
    _graded(reader, resource, codes.GRADED[concept], time, doubted=doubted)
    if concept in codes.ACUTE and not doubted:
        reader.add(codes.ACUTE[concept], "acute", resource, time)


def _graded(reader: Reader, resource: Resource, fact: str, time: datetime | None, *, doubted: bool) -> None:
    """Take the severity; a condition without one says that there is something, not how much, and replaces nothing."""
    found = codes.severity(resource.node.block("severity"))
    if found == "moderate_severe" and found not in fact_kind(fact).words:
        found = "severe"
    if doubted or found is None:
        reader.unknown(fact, "only suspected" if doubted else "recorded, the severity is not given", resource, None)
    else:
        reader.add(fact, found, resource, time)


def _status(concept: Node | None, known: tuple[str, ...], otherwise: str) -> str | None:
    """Return the status out of those known; None if there is one that is not understood, or if two differ."""
    if concept is None:
        return otherwise
    found = {coding.text("code") for coding in concept.blocks("coding")} & set(known)
    return found.pop() if len(found) == 1 else None
