"""Clinical codes: the table of those in use, how each was verified, and wrong ones that circulate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from diastole.errors import InputError
from diastole.evidence.check_digits import flaw
from diastole.evidence.reading import read_yaml, validated

SYSTEMS: Mapping[str, str] = MappingProxyType(
    {
        "sct": "http://snomed.info/sct",
        "loinc": "http://loinc.org",
        "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm",
        "icd10pcs": "http://www.cms.gov/Medicare/Coding/ICD10",
        "cpt": "http://www.ama-assn.org/go/cpt",
    }
)  # by the short name of this table: the address in FHIR

type Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Code(BaseModel):
    """A code, the concept it stands for here, and how it was verified."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concept: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]+$")]
    system: Text
    code: Text
    meaning: Text
    verified: Literal["dicom", "icd-table", "pcs-2018-2019", "secondary"]
    use: Literal["emit", "accept"]


class Refused(BaseModel):
    """A code that circulates and is wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: Text
    code: Text
    reason: Text


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    codes: tuple[Code, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Codes:
    """The table."""

    codes: tuple[Code, ...]
    refused: tuple[Refused, ...]

    def concept(self, uri: str, code: str) -> str | None:
        """Return the concept of a code as FHIR names it, or nothing if it is not in the table."""
        return next((one.concept for one in self.codes if SYSTEMS[one.system] == uri and one.code == code), None)

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
        """Return why a code as FHIR names it cannot be used, or nothing if there is no reason known."""
        system = next((name for name, address in SYSTEMS.items() if address == uri), None)
        if system is None:
            return None
        for one in self.refused:
            if (one.system, one.code) == (system, code):
                return one.reason
        return flaw(system, code)


@lru_cache(maxsize=1)
def load_codes() -> Codes:
    """Return the codes that come with the package."""
    return parse_codes((files("diastole.evidence") / "codes.yaml").read_text(encoding="utf-8"))


def parse_codes(text: str) -> Codes:
    """Read a table of codes.

    Parameters
    ----------
    text
        YAML with the lists `codes` and `refused`.

    Raises
    ------
    InputError
        If a code fails its check digit or shape, stands twice, is refused, or is emitted on second-hand knowledge.
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
    emitted: set[tuple[str, str]] = set()
    for one in table.codes:
        if problem := flaw(one.system, one.code) or refused.get((one.system, one.code)):
            yield f"{one.concept}: {one.code}: {problem}"
        if (one.system, one.code) in seen:
            yield f"{one.concept}: {one.code} stands twice"
        seen.add((one.system, one.code))
        if one.use == "emit" and one.verified == "secondary":
            yield f"{one.concept}: {one.code} is emitted, but known second-hand only"
        if one.use == "emit" and (one.concept, one.system) in emitted:
            yield f"{one.concept}: {one.code} is the second code of {one.system} to emit"
        if one.use == "emit":
            emitted.add((one.concept, one.system))
