"""References between FHIR resources: relative, absolute, with a version, by urn, or to a contained resource."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from diastole.errors import InputError
from diastole.knowledge.fhir.resource import Resource

PATIENT = "Patient"
DEVICE_USE = "DeviceUseStatement"
URN = "urn:"
MOST_KEPT = 10_000  # references; a long stay repeats the same ones


@dataclass(frozen=True)
class Target:
    """The target of a reference; parts that it does not give are empty."""

    base: str  # plain address of the server
    type: str
    identity: str

    @property
    def name(self) -> str:
        """Its name in messages."""
        return "/".join(filter(None, (self.type, self.identity)))


@lru_cache(maxsize=MOST_KEPT)
def target(reference: str) -> Target | None:
    """Read a reference; None for a contained resource or a search."""
    plain = reference.strip().split("/_history/")[0].rstrip("/")
    if not plain or plain.startswith("#") or "?" in plain:
        return None
    if plain.lower().startswith(URN):
        return Target("", "", plain.lower())
    parts = plain.split("#")[0].split("/")
    if len(parts) < 2:
        return Target("", "", parts[0])
    return Target(plain_base("/".join(parts[:-2])), parts[-2], parts[-1])


def plain_base(address: str) -> str:
    """Return the address of a server in small letters, without its scheme and a closing slash."""
    return address.strip().rstrip("/").lower().removeprefix("https://").removeprefix("http://")


def base_of(full_url: str, kind: str, identity: str) -> str:
    """Return the server in the full address of a resource; empty if it has none."""
    address = target(full_url)
    return address.base if address and (address.type, address.identity) == (kind, identity) else ""


class Index:
    """The resources of a bundle by their references; ``patients`` are those not contained in another resource."""

    def __init__(self, resources: Iterable[Resource]):
        readable = [resource for resource in resources if not resource.flaw]
        whole = [resource for resource in readable if resource.inside is None]
        self.patients = tuple(resource for resource in whole if resource.type == PATIENT)
        self.device_uses = tuple(resource for resource in readable if resource.type == DEVICE_USE)
        self._by_name: dict[tuple[str, str], Resource] = {}
        self._by_address: dict[str, Resource] = {}
        self._inside = {(id(each.outermost), each.identity.lstrip("#")): each for each in readable if each.inside}
        for resource in whole:
            if resource.identity:
                self._by_name.setdefault((resource.type, resource.identity), resource)
            if resource.full_url:
                self._by_address.setdefault(_address(resource.full_url), resource)

    def find(self, reference: str, within: Resource | None = None) -> Resource | None:
        """Return the target of a reference, if the bundle holds it.

        Parameters
        ----------
        within
            The resource with the reference; needed to find a contained resource.
        """
        if reference.startswith("#"):
            holder = within.outermost if within else None
            return holder if reference == "#" else self._inside.get((id(holder), reference[1:]))
        if resource := self._by_address.get(_address(reference)):
            return resource
        pointed = target(reference)
        return self._by_name.get((pointed.type, pointed.identity)) if pointed else None


def subject_of(resource: Resource, index: Index) -> Target | None:
    """Return the subject of a resource; None if it has none, or is a patient without a reference.

    Raises
    ------
    InputError
        If its subject cannot be read.
    """
    block = resource.node.block("subject") or resource.node.block("patient")
    if block is None:
        return None
    reference, kind = block.text("reference"), block.text("type")
    if reference is None:
        return Target("", kind, "") if kind and kind != PATIENT else None
    subject = index.find(reference, resource)
    if subject is None:
        pointed = target(reference)
        return Target(pointed.base, kind or PATIENT, pointed.identity) if pointed and not pointed.type else pointed
    if subject.inside is not None and subject.type == PATIENT:
        return None  # `identity` tells who that is
    pointed = target(reference) or Target("", "", "")
    return Target(
        pointed.base or base_of(subject.full_url, subject.type, subject.identity), subject.type, _identity(subject)
    )


def one_patient(resources: Iterable[Resource], index: Index, label: str) -> str:
    """Refuse resources of different patients.

    Returns
    -------
    Why all may not be of one patient: an id in two spellings or on two servers; empty if there is no such doubt.

    Raises
    ------
    InputError
        If they are of two patients.
    """
    subjects: set[Target] = set()
    for resource in resources:
        if resource.flaw or resource.deleted:
            continue
        if resource.type == PATIENT and resource.inside is None:
            base = base_of(resource.full_url, PATIENT, resource.identity)
            subjects.add(Target(base, PATIENT, _identity(resource)))
        with suppress(InputError):  # named where the resource is read
            about = subject_of(resource, index)
            subjects |= {about} if about and about.type == PATIENT else set()
    patients = sorted({subject.name for subject in subjects})
    if len({name.lower() for name in patients}) > 1:
        raise InputError(f"{label} holds resources of {len(patients)} patients: {', '.join(patients[:3])}")
    bases = sorted({subject.base for subject in subjects if subject.base})
    if len(patients) > 1:
        return f"the patient is called {' and '.join(patients)}, which may be two"
    return f"the patient is on {len(bases)} servers, {', '.join(bases[:3])}, and may be two" if len(bases) > 1 else ""


def _identity(resource: Resource) -> str:
    return resource.identity or _address(resource.full_url) or resource.node.place


@lru_cache(maxsize=MOST_KEPT)
def _address(address: str) -> str:
    plain = address.strip().split("/_history/")[0].rstrip("/")
    if plain.lower().startswith(URN):
        return plain.lower()
    pointed = target(plain)
    return f"{pointed.base}/{pointed.type}/{pointed.identity}" if pointed and pointed.base else plain
