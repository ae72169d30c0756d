"""Publications: the printed values of each, the patient and treatment that represent them, and the rows to compare."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

import pytest
from pydantic import Field, model_validator

from diastole.errors import InputError, did_you_mean
from diastole.strict_yaml import validated
from validation.part import Part
from validation.patients import PUBLICATIONS, file_content, sheet_tree
from validation.published_row import Arm, PublishedRow
from validation.rows import HIT, MISS, SIGN

CHANGE = {"baseline", "with", "sd", "change", "change_sd", "change_in", "p", "n"}
VALUE = CHANGE | {"between", "state", "direction"}
INSTEAD = {"preset": "sheet", "sheet": "preset"}


class Target(Part):
    """A published value, as it is printed."""

    id: str
    quantity: str
    unit: str
    setting: str
    species: Literal["human", "calf", "dog", "pig", "sheep", "animal", "bench", "in_silico"]
    intervention: str
    checked: Literal["primary-abstract", "secondary", "unverified"]  # what was read
    baseline: float | None = None
    with_: float | None = Field(None, alias="with")
    sd: float | None = None  # of the value with the intervention
    change: float | None = None
    change_sd: float | None = None
    p: float | None = None  # of the change, two-sided
    change_in: Literal["percent", "absolute"] | None = None
    n: int | None = None
    note: str = ""


class Reason(Part):
    """Why the model cannot express some published values."""

    targets: tuple[str, ...]  # their ids
    because: str


class Publication(Part):
    """A file of ``validation/publications``."""

    source: str  # its key
    targets: tuple[Target, ...] = Field(min_length=1)
    not_expressed: tuple[Reason, ...] = ()
    sheets: dict[str, dict[str, Any]] = Field(default_factory=dict)
    rows: tuple[PublishedRow, ...] = ()

    @property
    def humans(self) -> set[str]:
        """Ids of the values of people."""
        return {target.id for target in self.targets if target.species == "human"}

    @model_validator(mode="after")
    def _uses_each_target(self) -> Self:
        known = {target.id for target in self.targets}
        compared = {id_ for row in self.rows for id_ in row.stands_for}
        excused = {id_ for reason in self.not_expressed for id_ in reason.targets}
        for id_ in sorted((compared | excused) - known):
            allowed = ", ".join(sorted(known))
            raise InputError(f"'{id_}' is not a target of this file; targets are {allowed}.{did_you_mean(id_, known)}")
        if wrong := known - (compared ^ excused):
            raise InputError(f"{', '.join(sorted(wrong))}: give each target either a row or a reason in not_expressed")
        return self


@cache
def publication(name: str) -> Publication:
    """Read the publication in the file of this name.

    Raises
    ------
    InputError
        If a key, measure, target or sheet is unknown, or a value does not fit.
    """
    content = dict(file_content(name))
    population, arm = content.pop("population", {}), content.pop("arm", {})
    content["targets"] = [population | target for target in content.get("targets", ())]
    printed = {target.get("id"): target for target in content["targets"]}
    content["rows"] = [_row(name, content, arm, printed, dict(row)) for row in content.get("rows", ())]
    return validated(Publication, content, f"{name}.yaml")


def _row(name: str, content: dict, arm: dict, printed: dict[str, dict], row: dict) -> dict[str, Any]:
    """Return the whole content of a row.

    What it says of the arm holds instead of what the publication says; where it gives no value, it is compared with the
    change that its target prints.
    """
    own = {key: row.pop(key) for key in Arm.model_fields.keys() & row.keys()}
    arm = {key: value for key, value in arm.items() if INSTEAD.get(key) not in own} | own
    for block, key in ((arm, "sheet"), (row, "against_sheet")):
        if key in block:
            block[key] = block[key] if "/" in block[key] else f"{name}/{block[key]}"
            sheet_tree(block[key])
    if not VALUE & row.keys():
        target = printed.get(row.get("targets", [row.get("id")])[0], {})
        row |= {key: target[key] for key in CHANGE & target.keys()}
    if "direction" in row:
        row["sign_only"] = True
    if row.get("sign_only"):
        row.setdefault("known", SIGN)
    return row | {"source": content.get("source"), "arm": arm}


@cache
def publications(folder: Path = PUBLICATIONS) -> tuple[Publication, ...]:
    """Return the open publications, or those held back in ``HELD_BACK``, by their sources."""
    return tuple(sorted((publication(path.stem) for path in folder.glob("*.yaml")), key=lambda one: one.source))


def every_row() -> tuple[PublishedRow, ...]:
    return tuple(row for one in publications() for row in one.rows)


def targets() -> dict[str, Target]:
    return {target.id: target for one in publications() for target in one.targets}


def of_humans(some: Iterable[Publication]) -> list[PublishedRow]:
    """Return the rows of human values of some publications."""
    return [row for one in some for row in one.rows if one.humans & set(row.stands_for)]


def claims() -> list[Any]:
    """Return rows as pytest parameters (row, allowed verdicts): the value, and at least the sign."""
    parameters = []
    for row in every_row():
        missed = [pytest.mark.xfail(reason=row.because)]
        if not row.sign_only:
            parameters.append(pytest.param(row, (HIT,), id=f"{row}-value", marks=missed if row.known != HIT else []))
        if row.sign_only or (row.known != MISS and not row.is_state):
            allowed = (SIGN,) if row.known == MISS else (HIT, SIGN)
            parameters.append(pytest.param(row, allowed, id=f"{row}-sign", marks=missed if row.known == MISS else []))
    return parameters
