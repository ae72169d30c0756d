"""The identity of a patient by identifiers and names, for a resource without a reference to the patient."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from diastole.errors import InputError
from diastole.knowledge.fhir.references import PATIENT, Index, target
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.units import shown

type Identifier = tuple[str, str]  # system, which may be empty, and value

ONESELF = "ONESELF"  # of HL7's codes of roles

_WORD = re.compile(r"\w+")
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau"}


@dataclass(frozen=True)
class RecordedPerson:
    """Who is meant, as far as identifiers and the words of a name say.

    Attributes
    ----------
    said
        How messages put it; nothing where nothing was said.
    """

    identifiers: frozenset[Identifier] = frozenset()
    names: frozenset[str] = frozenset()
    said: str = ""


def says_whom(resource: Resource, index: Index) -> Resource:
    """Return the resource that says whom one is about: itself, what contains it, or the encounter of either."""
    one: Resource | None = resource
    while one is not None:
        if one.node.value.get("subject") or one.node.value.get("patient"):
            return one
        if (visit := _visit(one, index)) is not None:
            return visit
        one = one.inside
    return resource


def _visit(resource: Resource, index: Index) -> Resource | None:
    """Return the encounter of a resource, if the bundle holds it."""
    block = resource.node.value.get("encounter") or resource.node.value.get("context")
    reference = block.get("reference") if isinstance(block, dict) else None
    found = index.find(reference, resource) if isinstance(reference, str) else None
    return found if found is not None and found.type == "Encounter" else None


def other_person(resource: Resource, index: Index) -> str:
    """Return who is meant if that is surely another than the patient: one number of a kind with another value."""
    meant = _meant(resource, index)
    if not meant.identifiers:
        return ""
    patient = _patient(index)
    systems = {system for system, _ in patient.identifiers if system}
    other = not meant.identifiers & patient.identifiers and any(system in systems for system, _ in meant.identifiers)
    return f"another patient, {meant.said}" if other else ""


def doubted_person(resource: Resource, index: Index) -> str:
    """Return who is meant if that may be another than the patient; nothing where it is the patient, or nobody says."""
    meant = _meant(resource, index)
    if not meant.said or not index.patients:
        return ""
    patient = _patient(index)
    if meant.identifiers:
        values = {value for _, value in patient.identifiers}
        same = any(one in patient.identifiers or (not one[0] and one[1] in values) for one in meant.identifiers)
    else:
        same = bool(meant.names) and meant.names <= patient.names
    return "" if same else f"about {meant.said}, who may be another than the patient"


def several_persons(resources: Iterable[Resource], index: Index) -> str:
    """Return how the patient is called if nobody tells whether that is one: without a Patient, and not alike."""
    if index.patients:
        return ""
    said: set[str] = set()
    for one in resources:
        with suppress(InputError):  # named where the resource is read
            said.add("" if one.flaw else _meant(one, index).said)
    called = sorted(said - {""})
    return f"the patient is called {' and '.join(called[:3])}, which may be {len(called)}" if len(called) > 1 else ""


def linked_records(person: Resource, index: Index) -> str:
    """Return the other records of a Patient or a Person that are not here; what they say is unknown."""
    links = _dicts(person.node.value.get("link"))
    others = [link.get("other" if person.type == PATIENT else "target") for link in links]
    away = [said for other in others if (said := _away(other, index))]
    return f"has other records, {', '.join(away)}, and what they say is unknown" if away else ""


def is_of_oneself(history: Resource) -> bool:
    """Tell whether a history of relatives is one of the patient."""
    related = history.node.value.get("relationship")
    coded = _dicts(related.get("coding")) if isinstance(related, dict) else []
    return any(one.get("code") == ONESELF for one in coded)


def _away(other: object, index: Index) -> str:
    reference = other.get("reference") if isinstance(other, dict) else None
    if not isinstance(reference, str):
        return "of whom is not said"
    pointed = target(reference)
    no_patient = pointed is not None and pointed.type in ("RelatedPerson", "Practitioner", "Person")
    return "" if no_patient or index.find(reference) else shown(reference)


def _meant(resource: Resource, index: Index) -> RecordedPerson:
    """Return whom a resource means without a reference to a patient of the bundle."""
    block = resource.node.block("subject") or resource.node.block("patient")
    if block is None:
        return RecordedPerson()
    reference, display = block.text("reference"), block.value.get("display")
    if reference is None:
        identifiers = frozenset(_identifiers(block.value.get("identifier")))
        said = next(iter(sorted(value for _, value in identifiers)), display)
        return RecordedPerson(identifiers, _words(display), f"'{shown(said)}'") if said else RecordedPerson()
    if "?" in reference:
        return RecordedPerson(frozenset(_of_search(reference)), frozenset(), f"'{shown(reference)}'")
    inner = index.find(reference, resource) if reference.startswith("#") else None
    return _person([inner.node]) if inner is not None and inner.type == PATIENT else RecordedPerson()


def _patient(index: Index) -> RecordedPerson:
    return _person(one.node for one in index.patients)


def _person(patients: Iterable[Node]) -> RecordedPerson:
    """Return what resources of a patient say of who it is."""
    identifiers: set[Identifier] = set()
    names: set[str] = set()
    for node in patients:
        identifiers |= set(_identifiers(node.value.get("identifier")))
        names |= {word for one in _dicts(node.value.get("name")) for word in _words(*_flat(one.values()))}
    said = [value for _, value in sorted(identifiers)] or [" ".join(sorted(names))]
    return RecordedPerson(frozenset(identifiers), frozenset(names), f"'{shown(said[0])}'" if said[0] else "")


def _identifiers(given: object) -> Iterator[Identifier]:
    for one in _dicts(given):
        if isinstance(value := one.get("value"), str) and value.strip():
            system = one.get("system")
            yield system.strip() if isinstance(system, str) else "", value.strip()


def _of_search(reference: str) -> Iterator[Identifier]:
    """Yield the identifiers that a search asks for."""
    for key, value in parse_qsl(reference.partition("?")[2]):
        if key == "identifier":
            system, _, number = value.rpartition("|")
            yield system, number


def _words(*texts: object) -> frozenset[str]:
    """Return the words of names, without titles."""
    found = {word for text in texts if isinstance(text, str) for word in _WORD.findall(text.casefold())}
    return frozenset(found - _TITLES)


def _flat(values: Iterable[object]) -> Iterator[object]:
    for value in values:
        yield from value if isinstance(value, list) else [value]


def _dicts(given: object) -> list[Mapping[str, Any]]:
    every = given if isinstance(given, list) else [given]
    return [one for one in every if isinstance(one, dict)]
