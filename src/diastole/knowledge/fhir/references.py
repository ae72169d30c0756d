"""References between FHIR resources: relative, absolute, with a version, by urn, or to a contained resource."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from diastole.errors import InputError
from diastole.knowledge.fhir.resource import Resource

PATIENT = "Patient"
DEVICE_USE = "DeviceUseStatement"
URN = "urn:"
MOST_KEPT = 10_000  # references; those of a stay name one patient again and again


@dataclass(frozen=True)
class Target:
    """What a reference points at; a part that it does not say is empty."""

    base: str  # address of the server, plain
    type: str
    identity: str

    @property
    def name(self) -> str:
        """What messages call it."""
        return "/".join(filter(None, (self.type, self.identity)))


@lru_cache(maxsize=MOST_KEPT)
def target(reference: str) -> Target | None:
    """Read a reference; None for one to a contained resource, or one that is a search."""
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
    """Return the address of a server without its scheme, a closing slash, and capitals."""
    return address.strip().rstrip("/").lower().removeprefix("https://").removeprefix("http://")


def base_of(full_url: str, kind: str, identity: str) -> str:
    """Return the server of a resource by its full address; empty where that says none."""
    found = target(full_url)
    return found.base if found and (found.type, found.identity) == (kind, identity) else ""


class Index:
    """The resources of a bundle by what refers to them.

    Attributes
    ----------
    patients
        The patients that stand by themselves.
    device_uses
        The uses of devices.
    """

    def __init__(self, resources: Iterable[Resource]):
        every = [one for one in resources if not one.flaw]
        whole = [one for one in every if one.inside is None]
        self.patients = tuple(one for one in whole if one.type == PATIENT)
        self.device_uses = tuple(one for one in every if one.type == DEVICE_USE)
        self._by_name: dict[tuple[str, str], Resource] = {}
        self._by_address: dict[str, Resource] = {}
        self._inside = {(id(one.outermost), one.identity.lstrip("#")): one for one in every if one.inside}
        for one in whole:
            if one.identity:
                self._by_name.setdefault((one.type, one.identity), one)
            if one.full_url:
                self._by_address.setdefault(_address(one.full_url), one)

    def find(self, reference: str, within: Resource | None = None) -> Resource | None:
        """Return the resource that a reference points at, if the bundle holds it.

        Parameters
        ----------
        within
            The resource that refers; without it nothing is found that one contains.
        """
        if reference.startswith("#"):
            holder = within.outermost if within else None
            return holder if reference == "#" else self._inside.get((id(holder), reference[1:]))
        if found := self._by_address.get(_address(reference)):
            return found
        pointed = target(reference)
        return self._by_name.get((pointed.type, pointed.identity)) if pointed else None


def subject_of(resource: Resource, index: Index) -> Target | None:
    """Return whom a resource is about; None where it does not say, or says it of a patient without a reference to one.

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
    found = index.find(reference, resource)
    if found is None:
        pointed = target(reference)
        return Target(pointed.base, kind or PATIENT, pointed.identity) if pointed and not pointed.type else pointed
    if found.inside is not None and found.type == PATIENT:
        return None  # who that is, `fhir_identity` asks
    pointed = target(reference) or Target("", "", "")
    return Target(pointed.base or base_of(found.full_url, found.type, found.identity), found.type, _identity(found))


def one_patient(resources: Iterable[Resource], index: Index, label: str) -> str:
    """Refuse resources of different patients, whose findings would be mixed.

    Returns
    -------
    Why it is not sure that all are of one patient: an id in two spellings or on two servers; else nothing.

    Raises
    ------
    InputError
        If they are of two patients.
    """
    found: dict[Target, None] = {}
    for one in resources:
        if one.flaw or one.deleted:
            continue
        if one.type == PATIENT and one.inside is None:
            found[Target(base_of(one.full_url, PATIENT, one.identity), PATIENT, _identity(one))] = None
        try:
            about = subject_of(one, index)
        except InputError:
            continue  # named where the resource is read
        if about and about.type == PATIENT:
            found[about] = None
    patients = sorted({one.name for one in found})
    if len({name.lower() for name in patients}) > 1:
        raise InputError(f"{label} holds resources of {len(patients)} patients: {', '.join(patients[:3])}")
    bases = sorted({one.base for one in found if one.base})
    if len(patients) > 1:
        return f"the patient is called {' and '.join(patients)}, which may be two"
    return f"the patient is on {len(bases)} servers, {', '.join(bases[:3])}, and may be two" if len(bases) > 1 else ""


def _identity(one: Resource) -> str:
    return one.identity or _address(one.full_url) or one.node.place


@lru_cache(maxsize=MOST_KEPT)
def _address(address: str) -> str:
    plain = address.strip().split("/_history/")[0].rstrip("/")
    if plain.lower().startswith(URN):
        return plain.lower()
    pointed = target(plain)
    return f"{pointed.base}/{pointed.type}/{pointed.identity}" if pointed and pointed.base else plain
