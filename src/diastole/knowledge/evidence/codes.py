"""Clinical codes: the table of those in use, how each was verified, and wrong ones that circulate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from pydantic import StringConstraints

from diastole.errors import InputError
from diastole.knowledge.evidence.check_digits import flaw
from diastole.knowledge.evidence.code_families import ICD, load_families
from diastole.strict_yaml import FrozenRecord, Text, read_yaml, validated

SYSTEMS: Mapping[str, str] = MappingProxyType(
    {
        "sct": "http://snomed.info/sct",
        "loinc": "http://loinc.org",
        "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm",
        "icd10": "http://hl7.org/fhir/sid/icd-10",
        "icd10gm": "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
        "icd10pcs": "http://www.cms.gov/Medicare/Coding/ICD10",
        "cpt": "http://www.ama-assn.org/go/cpt",
    }
)  # by the short name of this table: the address in FHIR
WIDE = ("sct", "loinc")  # of these, a code of the table means the whole concept if it is not marked as a part

SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sct": ("urn:oid:2.16.840.1.113883.6.96", "snomed.info/xsct"),
        "loinc": ("urn:oid:2.16.840.1.113883.6.1",),
        "icd10cm": ("urn:oid:2.16.840.1.113883.6.90",),
        "icd10": ("urn:oid:2.16.840.1.113883.6.3", "id.who.int/icd/release/10"),
        "icd10gm": ("fhir.de/codesystem/dimdi/icd-10-gm", "hl7.org/fhir/sid/icd-10-gm", "hl7.org/fhir/sid/icd-10-de",
                    "urn:oid:1.2.276.0.76.5.409"),
        "icd10pcs": ("urn:oid:2.16.840.1.113883.6.4", "hl7.org/fhir/sid/icd-10-pcs"),
        "cpt": ("urn:oid:2.16.840.1.113883.6.12",),
    }
)  # fmt: skip  # other addresses of these systems, as `_bare` leaves them


class Code(FrozenRecord):
    """A code, the concept it stands for here, and how it was verified."""

    concept: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]+$")]
    system: Text
    code: Text
    meaning: Text
    verified: Literal["dicom", "icd-table", "pcs-2018-2019", "secondary"]
    use: Literal["emit", "accept"]
    part: bool = False  # it means one form, site or cause of the concept, so to refute it does not refute the concept
    severity: Literal["mild", "moderate", "severe"] | None = None  # that the code itself says


class CodeMeaning(NamedTuple):
    """The meaning of a code.

    Attributes
    ----------
    whole
        Whether to refute it is to refute the concept, and not one form, site or cause of it.
    """

    concept: str
    severity: str | None
    whole: bool


class Refused(FrozenRecord):
    """A code that circulates and is wrong."""

    system: Text
    code: Text
    reason: Text


class _File(FrozenRecord):
    """The file as it is written."""

    codes: tuple[Code, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Codes:
    """The table."""

    codes: tuple[Code, ...]
    refused: tuple[Refused, ...]

    def concept(self, uri: str, code: str) -> str | None:
        """Return the concept of a code as FHIR names it, or nothing if it is neither in the table nor of a family."""
        meaning = self.meaning(system_of(uri), code)
        return meaning.concept if meaning else None

    def meaning(self, system: str | None, code: str) -> CodeMeaning | None:
        """Return what a code says; where no system is given, in the first one that knows it, and then never whole.

        Parameters
        ----------
        system
            Short name of this table; nothing if none was given. The shapes of codes differ between the systems.
        """
        if system is None:
            meaning = next((one for name in SYSTEMS if (one := self.meaning(name, code))), None)
            return meaning._replace(whole=False) if meaning else None
        if family := load_families().family(system, code):
            return CodeMeaning(family.concept, family.severity, whole=False)
        known = self._by_code.get((system, code))
        return CodeMeaning(known.concept, known.severity, whole=system in WIDE and not known.part) if known else None

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], Code]:
        return {(one.system, one.code): one for one in self.codes}

    def accepted(self, concept: str) -> tuple[Code, ...]:
        """Return every code of a concept, the emitted ones first."""
        return tuple(sorted((one for one in self.codes if one.concept == concept), key=lambda one: one.use != "emit"))

    def emitted(self, concept: str, system: str) -> Code:
        """Return the code to write.

        Raises
        ------
        InputError
            If none was verified.
        """
        for one in self.codes:
            if (one.concept, one.system, one.use) == (concept, system, "emit"):
                return one
        raise InputError(f"There is no verified code of {system} for '{concept}'")

    def reason_to_refuse(self, uri: str, code: str) -> str | None:
        """Return why a code as FHIR names it cannot be used, or None if no reason is known."""
        system = system_of(uri)
        if not system or self.meaning(system, code):
            return None
        for one in self.refused:
            if (one.system, one.code) == (system, code):
                return one.reason
        return flaw(system, code)


@lru_cache(maxsize=1000)  # of strangers' addresses
def system_of(address: str) -> str:
    """Return the short name of a system by its address in FHIR, however it is spelt; empty if it is not known."""
    plain = _bare(address)
    if plain.startswith("snomed.info/sct/"):  # with its edition and version
        return "sct"
    return _addresses().get(plain, "")


def _bare(address: str) -> str:
    """Return an address without scheme, version, closing slash and capitals."""
    plain = address.strip().lower().split("|")[0].rstrip("/")
    plain = f"urn:oid:{plain}" if plain[:2] in ("1.", "2.") else plain
    return plain.removeprefix("https://").removeprefix("http://").removeprefix("www.")


@lru_cache(maxsize=1)
def _addresses() -> Mapping[str, str]:
    others = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
    return {_bare(address): name for name, address in SYSTEMS.items()} | others


@lru_cache(maxsize=1)
def load_codes() -> Codes:
    """Return the codes that come with the package."""
    return parse_codes((files("diastole.knowledge.evidence") / "codes.yaml").read_text(encoding="utf-8"))


def parse_codes(text: str) -> Codes:
    """Read a table of codes.

    Parameters
    ----------
    text
        YAML with the lists `codes` and `refused`.

    Raises
    ------
    InputError
        If a code fails its check digit or shape, is given twice, is refused, or is emitted on second-hand knowledge.
    """
    file = validated(_File, read_yaml(text, "codes.yaml"), "codes.yaml")
    table = Codes(file.codes, file.refused)
    if wrong := list(_flaws(table)):
        raise InputError(f"codes.yaml has {len(wrong)} errors; the first: {wrong[0]}")
    return table


def _flaws(table: Codes) -> Iterator[str]:
    """Give what is wrong with codes that can be read."""
    refused = {(one.system, one.code): one.reason for one in table.refused}
    seen: set[tuple[str, str]] = set()
    emitted: set[tuple[str, str]] = set()  # concept and system
    for one in table.codes:
        if problem := flaw(one.system, one.code) or refused.get((one.system, one.code)):
            yield f"{one.concept}: {one.code}: {problem}"
        if (one.system, one.code) in seen:
            yield f"{one.concept}: {one.code} is given twice"
        if one.system in ICD:
            family = load_families().family(one.system, one.code)
            if family is None or family.concept != one.concept:
                yield f"{one.concept}: {one.code} is of no family of it"
        seen.add((one.system, one.code))
        if one.use == "emit":
            if one.verified == "secondary":
                yield f"{one.concept}: {one.code} is emitted, but known second-hand only"
            if (one.concept, one.system) in emitted:
                yield f"{one.concept}: {one.code} is the second code of {one.system} to emit"
            emitted.add((one.concept, one.system))
