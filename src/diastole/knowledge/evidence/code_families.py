"""Families of ICD-10 codes, and codes known to say nothing that a rule asks: what code_families.yaml says, typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from diastole.errors import InputError
from diastole.knowledge.evidence.check_digits import flaw
from diastole.strict_yaml import FrozenRecord, read_yaml, validated

FILE = "code_families.yaml"
HARMLESS, OPEN = "harmless", "open"

type System = Literal["icd10", "icd10cm", "icd10gm"]
type Start = Annotated[str, StringConstraints(pattern=r"^[A-Z](\d([0-9A-Z](\.[0-9A-Z]{1,4})?)?)?$")]

type Concept = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]+$")]

ICD: tuple[System, ...] = ("icd10", "icd10cm", "icd10gm")  # that share the tree


class Family(FrozenRecord):
    """The codes that begin alike and mean one concept."""

    concept: Concept
    begins: Annotated[tuple[Start, ...], Field(min_length=1)]
    only: tuple[System, ...] = ICD
    severity: Literal["mild", "moderate", "severe"] | None = None  # that the code itself says


class CodeEdition(FrozenRecord):
    """Codes that came or stood in one year, and the concept that they have to mean."""

    system: System
    year: int
    concept: Concept
    codes: Annotated[tuple[Start, ...], Field(min_length=1)]


class _File(FrozenRecord):
    """The file as it is written."""

    families: tuple[Family, ...]
    open: tuple[Start, ...]
    harmless: tuple[Start, ...]
    editions: tuple[CodeEdition, ...]
    harmless_codes: dict[Literal["sct", "loinc"], dict[str, str]]


@dataclass(frozen=True)
class Families:
    """Beginnings of codes without dots, by system; and single harmless codes, by system."""

    starts: Mapping[str, Mapping[str, Family | str]]
    harmless: frozenset[tuple[str, str]]

    def family(self, system: str, code: str) -> Family | None:
        """Return the family of a code, or nothing if it is of none."""
        family = self._longest(system, code)
        return family if isinstance(family, Family) else None

    def is_harmless(self, system: str, code: str) -> bool:
        """Tell whether a code is known to say nothing that a rule asks."""
        return (system, code) in self.harmless or self._longest(system, code) == HARMLESS

    def _longest(self, system: str, code: str) -> Family | str | None:
        known = self.starts.get(system)
        if known is None:
            return None
        plain = _plain(code)
        return next((known[plain[:end]] for end in range(len(plain), 0, -1) if plain[:end] in known), None)


@lru_cache(maxsize=1)
def load_families() -> Families:
    """Return the families that come with the package."""
    return parse_families((files("diastole.knowledge.evidence") / FILE).read_text(encoding="utf-8"))


def parse_families(text: str) -> Families:
    """Read families.

    Raises
    ------
    InputError
        If a beginning is given twice for one system, a code fails its check digit, or one of an edition is not of its
        concept.
    """
    file = validated(_File, read_yaml(text, FILE), FILE)
    starts: dict[str, dict[str, Family | str]] = {system: {} for system in ICD}
    for system, start, meaning in _starts(file):
        plain, known = _plain(start), starts[system]
        if plain in known and not (isinstance(known[plain], Family) and meaning == OPEN):
            raise InputError(f"{FILE}: {start} is given twice for {system}")
        known.setdefault(plain, meaning)
    families = Families(
        starts, frozenset((system, code) for system, every in file.harmless_codes.items() for code in every)
    )
    for system, code in sorted(families.harmless):
        if problem := flaw(system, code):
            raise InputError(f"{FILE}: {problem}")
    for edition in file.editions:
        for code in edition.codes:
            family = families.family(edition.system, code)
            if family is None or family.concept != edition.concept:
                raise InputError(f"{FILE}: {code} of {edition.system} {edition.year} is not of '{edition.concept}'")
    return families


def _starts(file: _File) -> Iterator[tuple[str, str, Family | str]]:
    """Give every beginning of each system with what it means; families come first."""
    for family in file.families:
        for system in family.only:
            for start in family.begins:
                yield system, start, family
    for meaning, every in ((OPEN, file.open), (HARMLESS, file.harmless)):
        for start in every:
            for system in ICD:
                yield system, start, meaning


def _plain(code: str) -> str:
    """Return a code in capitals, without its dot and the marks that some countries add (†, *, !, +, a hyphen)."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
