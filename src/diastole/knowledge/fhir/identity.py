"""The identity of a patient by identifiers and names, for resources without a reference to the patient."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl

from diastole.errors import InputError
from diastole.knowledge.fhir.references import PATIENT, Index, target
from diastole.knowledge.fhir.resource import Resource, mapping, mappings, plain_text
from diastole.units import shown

type Identifier = tuple[str, str]  # system, which may be empty, and value

ONESELF = "ONESELF"  # in HL7's codes of roles

_WORD = re.compile(r"\w+")
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau"}


@dataclass(frozen=True)
class RecordedPerson:
    """A person by identifiers and the words of a name.

    Attributes
    ----------
    shown
        The person in messages; empty if nothing is known.
    """

    identifiers: frozenset[Identifier] = frozenset()
    names: frozenset[str] = frozenset()
    shown: str = ""


def says_whom(resource: Resource, index: Index) -> Resource:
    """Return the resource with the subject of a resource: itself, its container, or the encounter of either."""
    holder: Resource | None = resource
    while holder is not None:
        if holder.node.value.get("subject") or holder.node.value.get("patient"):
            return holder
        if (visit := _visit(holder, index)) is not None:
            return visit
        holder = holder.inside
    return resource


def _visit(resource: Resource, index: Index) -> Resource | None:
    reference = mapping(resource.node.value.get("encounter") or resource.node.value.get("context")).get("reference")
    visit = index.find(reference, resource) if isinstance(reference, str) else None
    return visit if visit is not None and visit.type == "Encounter" else None


def other_person(resource: Resource, index: Index) -> str:
    """Return the subject if it is certainly another person: an identifier of the same system with another value."""
    meant = _meant(resource, index)
    if not meant.identifiers:
        return ""
    patient = _person(index.patients)
    systems = {system for system, _ in patient.identifiers if system}
    other = not meant.identifiers & patient.identifiers and any(system in systems for system, _ in meant.identifiers)
    return f"another patient, {meant.shown}" if other else ""


def doubted_person(resource: Resource, index: Index) -> str:
    """Return the subject if it may be another person; empty if it is the patient, or is not given."""
    meant = _meant(resource, index)
    if not meant.shown or not index.patients:
        return ""
    patient = _person(index.patients)
    if meant.identifiers:
        values = {value for _, value in patient.identifiers}
        same = any(
            (system, value) in patient.identifiers or (not system and value in values)
            for system, value in meant.identifiers
        )
    else:
        same = bool(meant.names) and meant.names <= patient.names
    return "" if same else f"about {meant.shown}, who may be another than the patient"


def several_persons(resources: Iterable[Resource], index: Index) -> str:
    """Return the names of the subject if a bundle without a Patient has several, which may be several persons."""
    if index.patients:
        return ""
    subjects: set[str] = set()
    for resource in resources:
        with suppress(InputError):  # named where the resource is read
            subjects.add("" if resource.flaw else _meant(resource, index).shown)
    called = sorted(subjects - {""})
    return f"the patient is called {' and '.join(called[:3])}, which may be {len(called)}" if len(called) > 1 else ""


def linked_records(person: Resource, index: Index) -> str:
    """Return the other records of a Patient or a Person that the bundle does not hold."""
    key = "other" if person.type == PATIENT else "target"
    others = [_away(link.get(key), index) for link in mappings(person.node.value.get("link"))]
    away = [other for other in others if other]
    return f"has other records, {', '.join(away)}, and what they say is unknown" if away else ""


def is_of_oneself(history: Resource) -> bool:
    """Return whether a history of relatives is that of the patient."""
    related = mapping(history.node.value.get("relationship"))
    return any(coding.get("code") == ONESELF for coding in mappings(related.get("coding")))


def _away(other: object, index: Index) -> str:
    reference = mapping(other).get("reference")
    if not isinstance(reference, str):
        return "one without a reference"
    pointed = target(reference)
    no_patient = pointed is not None and pointed.type in ("RelatedPerson", "Practitioner", "Person")
    return "" if no_patient or index.find(reference) else shown(reference)


def _meant(resource: Resource, index: Index) -> RecordedPerson:
    """Return the subject of a resource without a reference to a patient of the bundle."""
    block = resource.node.block("subject") or resource.node.block("patient")
    if block is None:
        return RecordedPerson()
    reference, display = block.text("reference"), block.value.get("display")
    if reference is None:
        identifiers = frozenset(_identifiers(block.value.get("identifier")))
        name = min((value for _, value in identifiers), default=display)
        return RecordedPerson(identifiers, _words(display), f"'{shown(name)}'") if name else RecordedPerson()
    if "?" in reference:
        return RecordedPerson(frozenset(_of_search(reference)), frozenset(), f"'{shown(reference)}'")
    inner = index.find(reference, resource) if reference.startswith("#") else None
    return _person([inner]) if inner is not None and inner.type == PATIENT else RecordedPerson()


def _person(patients: Iterable[Resource]) -> RecordedPerson:
    identifiers: set[Identifier] = set()
    names: set[str] = set()
    for value in (patient.node.value for patient in patients):
        identifiers |= set(_identifiers(value.get("identifier")))
        names |= {word for name in mappings(value.get("name")) for word in _words(*_flat(name.values()))}
    called = [value for _, value in sorted(identifiers)] or [" ".join(sorted(names))]
    return RecordedPerson(frozenset(identifiers), frozenset(names), f"'{shown(called[0])}'" if called[0] else "")


def _identifiers(given: object) -> Iterator[Identifier]:
    for identifier in mappings(given):
        if value := plain_text(identifier.get("value")):
            yield plain_text(identifier.get("system")), value


def _of_search(reference: str) -> Iterator[Identifier]:
    for key, value in parse_qsl(reference.partition("?")[2]):
        if key == "identifier":
            system, _, number = value.rpartition("|")
            yield system, number


def _words(*texts: object) -> frozenset[str]:
    """Return the words of names, without titles."""
    words = {word for text in texts for word in _WORD.findall(plain_text(text).casefold())}
    return frozenset(words - _TITLES)


def _flat(values: Iterable[object]) -> Iterator[object]:
    for value in values:
        yield from value if isinstance(value, list) else [value]
