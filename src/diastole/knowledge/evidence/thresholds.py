"""Grading limits of valve regurgitation, dated and sourced: what thresholds.yaml says, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import inf
from typing import Annotated, Literal, Self

from pydantic import Field, StrictFloat, StrictInt, model_validator

from diastole.errors import InputError, did_you_mean
from diastole.strict_yaml import FrozenRecord, Text, read_yaml, validated

GRADES = ("none", "trace", "mild", "moderate", "moderate_severe", "severe")  # rising

type Grade = Literal["none", "trace", "mild", "moderate", "moderate_severe", "severe"]
type Edge = Annotated[StrictInt | StrictFloat, Field(ge=0.0, allow_inf_nan=False)]
type Key = tuple[str, str]  # lesion and parameter


class Band(FrozenRecord):
    """A grade and the values it holds for; an edge that is not given is open."""

    grade: Grade
    from_: Edge | None = Field(default=None, alias="from")  # included
    above: Edge | None = None  # not included
    to: Edge | None = None  # included
    below: Edge | None = None  # not included

    @model_validator(mode="after")
    def _one_edge_each(self) -> Self:
        if (self.from_ is not None and self.above is not None) or (self.to is not None and self.below is not None):
            raise ValueError("a band has at most one lower edge (from, above) and one upper edge (to, below)")
        if self.least >= self.most:
            raise ValueError(f"the band of '{self.grade}' is empty")
        return self

    @property
    def least(self) -> float:
        """The lower edge, −∞ if open."""
        return next((edge for edge in (self.from_, self.above) if edge is not None), -inf)

    @property
    def most(self) -> float:
        """The upper edge, ∞ if open."""
        return next((edge for edge in (self.to, self.below) if edge is not None), inf)

    def holds(self, value: float) -> bool:
        """Say whether the value, in the unit of the table, lies in the band."""
        above = value > self.least or value == self.from_
        return above and (value < self.most or value == self.to)


class Origin(FrozenRecord):
    """Where a limit comes from and how far that was checked; an assumed one comes from no source."""

    sources: tuple[Text, ...]
    edition: Text
    date: date
    checked: Literal["primary-abstract", "secondary", "unverified", "assumed"]
    note: Text

    @model_validator(mode="after")
    def _sources_unless_assumed(self) -> Self:
        if bool(self.sources) == (self.checked == "assumed"):
            raise ValueError("a limit is assumed, or names the sources that print it")
        return self


class Threshold(Origin):
    """The bands of one measurement of one lesion."""

    unit: Text
    bands: Annotated[tuple[Band, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _tile_the_numbers(self) -> Self:
        rising = sorted(self.bands, key=lambda band: band.least)
        for low, high in pairwise(rising):
            if low.most != high.least or (low.to is None) == (high.from_ is None):
                raise ValueError(f"the bands of '{low.grade}' and '{high.grade}' do not meet")
        if rising[0].least != -inf or rising[-1].most != inf:
            raise ValueError("the lowest and the highest band have to be open")
        order = [GRADES.index(band.grade) for band in rising]
        if order not in (sorted(set(order)), sorted(set(order), reverse=True)):
            raise ValueError("the grades neither rise nor fall with the value")
        return self

    def grade(self, value: float) -> str:
        """Return the grade of a value in the unit of the table.

        Raises
        ------
        InputError
            If it is not a number.
        """
        for band in self.bands:
            if band.holds(value):
                return band.grade
        raise InputError(f"{value} {self.unit} has no grade; give a number")

    def limit_from(self, grade: str) -> tuple[Literal["ge", "gt", "le", "lt"], float]:
        """Return how a value, in the unit of the table, compares with which limit where it is of a grade or worse.

        Raises
        ------
        InputError
            If no band, or every band, is of this grade or worse.
        """
        worse = [band for band in self.bands if GRADES.index(band.grade) >= GRADES.index(grade)]
        if len(worse) in (0, len(self.bands)):
            raise InputError(f"no limit parts what is '{grade}' or worse; grades are {_named(self.bands)}")
        if max(band.most for band in worse) == inf:
            least = min(worse, key=lambda band: band.least)
            return ("ge" if least.from_ is not None else "gt"), float(least.least)
        most = max(worse, key=lambda band: band.most)
        return ("le" if most.to is not None else "lt"), float(most.most)


def _named(bands: tuple[Band, ...]) -> str:
    return ", ".join(band.grade for band in bands)


class Sign(Origin):
    """A finding without a number: the grade of each of its forms."""

    grades: Annotated[dict[str, Grade], Field(min_length=2)]

    def forms_from(self, grade: str) -> tuple[str, ...]:
        """Return the forms that are of a grade or worse."""
        return tuple(form for form, own in self.grades.items() if GRADES.index(own) >= GRADES.index(grade))


class _File(FrozenRecord):
    """The file as it is written."""

    thresholds: dict[str, dict[str, Threshold]]
    signs: dict[str, dict[str, Sign]]


@dataclass(frozen=True)
class Thresholds:
    """All limits, by lesion and parameter."""

    measured: Mapping[Key, Threshold]
    signs: Mapping[Key, Sign]

    def of(self, lesion: str, parameter: str) -> Threshold:
        """Return the bands of a measurement.

        Raises
        ------
        InputError
            If there is none for it.
        """
        threshold = self.measured.get((lesion, parameter))
        if threshold is None:
            name, known = f"{lesion}.{parameter}", [".".join(key) for key in self.measured]
            raise InputError(f"There are no grading limits for '{name}'.{did_you_mean(name, known)}")
        return threshold


@lru_cache(maxsize=1)
def load_thresholds() -> Thresholds:
    """Return the limits that come with the package."""
    return parse_thresholds((files("diastole.knowledge.evidence") / "thresholds.yaml").read_text(encoding="utf-8"))


def parse_thresholds(text: str) -> Thresholds:
    """Read grading limits.

    Parameters
    ----------
    text
        YAML with the mappings `thresholds` and `signs`, each by lesion and parameter.

    Raises
    ------
    InputError
        If an edge, a grade or an origin cannot be used, or bands overlap or leave a hole between them.
    """
    file = validated(_File, read_yaml(text, "thresholds.yaml"), "thresholds.yaml")
    measured = {(lesion, name): table for lesion, group in file.thresholds.items() for name, table in group.items()}
    signs = {(lesion, name): sign for lesion, group in file.signs.items() for name, sign in group.items()}
    return Thresholds(measured, signs)
