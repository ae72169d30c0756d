"""The specification of a cohort: whom it is drawn from, how, in which arms, and who is accepted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
from pydantic import Field

from diastole.arrays import Array
from diastole.errors import InputError, did_you_mean
from diastole.files import decoded, read_file
from diastole.model.input_blocks.fields import choices_of, fields, quantity_of
from diastole.model.input_blocks.problems import unknown_key
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.measures.definitions import MEASURES, SPELLINGS, plain_words
from diastole.model.measures.patient_keys import patient_key
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import read_value
from diastole.strict_yaml import FrozenRecord, Text, read_blocks, validated
from diastole.studies.cohort.cohort_runs import AS_GIVEN, Arms
from diastole.studies.cohort.distributions import FAMILIES, Categorical, Continuous, Distribution
from diastole.units import parse_quantity

FORMAT = "diastole cohort 1"
ROUNDING = 1e-6  # by which shares may miss 1
LEAST_SHARE = 1e-3  # of a distribution that has to lie between its ends; assumed


class Range(FrozenRecord):
    """Two ends, as they are written."""

    low: Text
    high: Text


class SpreadText(FrozenRecord):
    """How one value of the patients is distributed, as it is written."""

    uniform: dict[str, str] | None = None
    normal: dict[str, str] | None = None
    lognormal: dict[str, str] | None = None
    one_of: dict[str, str] | None = None
    between: Range | None = None
    source: Text


class CorrelationText(FrozenRecord):
    """How two values go together, as it is written."""

    rank: Text
    source: Text


class SpecificationText(FrozenRecord):
    """A specification as it is written."""

    format: Text
    title: Text
    based_on: Text
    values: Annotated[dict[str, SpreadText], Field(min_length=1)]
    correlations: dict[str, dict[str, CorrelationText]] = Field(default_factory=dict)
    arms: dict[str, dict[str, Any]] = Field(default_factory=lambda: {name: dict(arm) for name, arm in AS_GIVEN.items()})
    accepted: dict[str, dict[str, Range]] = Field(default_factory=dict)


class Spread(NamedTuple):
    """How one value of the patients is distributed."""

    key: str
    distribution: Distribution
    unit: str  # of the numbers; none of words
    source: str


class Criterion(NamedTuple):
    """What a patient has to show to be accepted."""

    arm: str
    measure: str
    low: float  # in the unit of the measure
    high: float

    @property
    def words(self) -> str:
        """Why a patient who does not meet it is rejected."""
        measure = MEASURES[self.measure]
        return f"{measure.title}, {self.arm}: not between {self.low:g} and {self.high:g} {measure.unit}"


class Specification(NamedTuple):
    """A cohort that can be drawn."""

    title: str
    patient: Patient  # who is changed
    spreads: tuple[Spread, ...]
    mixing: Array  # (spreads, spreads), lower triangle that makes independent normal numbers go together
    arms: Arms
    criteria: tuple[Criterion, ...]
    text: str  # as it was given

    @property
    def keys(self) -> list[str]:
        """What differs between patients."""
        return [spread.key for spread in self.spreads]


def read_specification(path: str | Path) -> Specification:
    """Return the specification in a file. Raise InputError if it is none, naming what is wrong and what is right."""
    try:
        raw = read_file(path)
    except FileNotFoundError:
        raise InputError(f"'{path}' does not exist; give the file of a cohort's specification") from None
    return specification(raw, str(path))


def specification(raw: bytes, name: str) -> Specification:
    """Return the specification that a text in YAML is. Raise InputError as `read_specification`."""
    tree = read_blocks(raw, name) if raw.strip() else {}
    if tree.get("format") != FORMAT:
        raise InputError(f"{name} is no specification of a cohort; its first line has to be 'format: {FORMAT}'")
    return _Reading(validated(SpecificationText, tree, name), name, decoded(raw, name)).specification()


class _Reading:
    """A written specification on its way to one that can be drawn."""

    def __init__(self, written: SpecificationText, name: str, text: str):
        self.written, self.name, self.text = written, name, text

    @cached_property
    def patient(self) -> Patient:
        """Of whom each member is a variation. Raise InputError if there is no such patient."""
        return Patient.load(self.written.based_on)

    def specification(self) -> Specification:
        """Return what is written, ready to be drawn from. Raise InputError if a part of it is not possible."""
        with self._at("based_on"):
            _ = self.patient
        spreads = tuple(self._spread(key, spread) for key, spread in self.written.values.items())
        keys = [spread.key for spread in spreads]
        if len(set(keys)) < len(keys):
            raise InputError(f"{self.name}: two of the values are the same; give each once")
        return Specification(
            self.written.title,
            self.patient,
            spreads,
            self._mixing(keys),
            self._arms(),
            tuple(self._criteria()),
            self.text,
        )

    def _spread(self, called: str, given: SpreadText) -> Spread:
        with self._at(f"values, {called}"):
            key = patient_key(called)
            ways = [way for way in (*FAMILIES, "one_of") if getattr(given, way) is not None]
            if len(ways) != 1:
                raise InputError(f"give one of {', '.join((*FAMILIES, 'one_of'))}")
            field = dict(fields(Patient)).get(key)
            known = quantity_of(field) if field else None
            if known is None:
                return Spread(key, self._choices(key, given, field), "", given.source)
            if ways == ["one_of"]:
                raise InputError(f"one_of is for words; give {' or '.join(FAMILIES)}")
            return Spread(key, self._continuous(key, ways[0], given, known), known.unit, given.source)

    def _choices(self, key: str, given: SpreadText, field: Any) -> Categorical:
        if field is None:
            raise unknown_key(key, Patient)
        if not choices_of(field):
            raise InputError("this is neither a number nor a word of several, so it cannot differ; name a key below it")
        if not given.one_of:
            raise InputError(
                "this value is a word; give one_of with words and their shares, such as {1:1: 0.5, 1:2: 0.5}"
            )
        words = tuple(str(read_value(self.patient, key, word)) for word in given.one_of)
        shares = np.array([_bare(share) for share in given.one_of.values()])
        if not (shares > 0.0).all() or abs(shares.sum() - 1.0) > ROUNDING:
            raise InputError("the shares have to be above 0 and to add up to 1")
        return Categorical(words, tuple((shares / shares.sum()).tolist()))

    def _continuous(self, key: str, name: str, given: SpreadText, known: Quantity) -> Continuous:
        family, texts = FAMILIES[name], getattr(given, name)
        if set(texts) != set(family.names):
            raise InputError(f"{name} takes {' and '.join(family.names)}, not {', '.join(texts) or 'nothing'}")
        numbers = tuple(self._number(key, part, texts[part], known) for part in family.names)
        ends = known.ends
        low, high = ends.get("at_least", ends.get("above", 0.0)), ends.get("at_most", ends.get("below", 0.0))
        if given.between is not None:
            low, high = self._ends(given.between, lambda text: float(read_value(self.patient, key, text)))
        distribution = Continuous(name, (numbers[0], numbers[1]), low, high)
        if distribution.share_within < LEAST_SHARE:
            raise InputError(
                f"almost nothing of this distribution lies between {known.text(low)} and {known.text(high)}"
            )
        return distribution

    def _number(self, key: str, part: str, text: str, known: Quantity) -> float:
        """Return a number of a distribution in the unit of its quantity; a deviation is a difference of two values."""
        if part == "factor":
            return _bare(text)
        return parse_quantity(text, known.unit) if part == "sd" else float(read_value(self.patient, key, text))

    @staticmethod
    def _ends(given: Range, read: Callable[[str], float]) -> tuple[float, float]:
        low, high = read(given.low), read(given.high)
        if not low < high:
            raise InputError(f"{given.low} is not below {given.high}")
        return low, high

    def _mixing(self, keys: list[str]) -> Array:
        matrix = np.eye(len(keys))
        for called, others in self.written.correlations.items():
            for other, given in others.items():
                with self._at(f"correlations, {called}, {other}"):
                    a, b = (self._place(name, keys) for name in (called, other))
                    rank = _bare(given.rank)
                    if a == b or not -1.0 < rank < 1.0:
                        raise InputError("give two values and a rank correlation above -1 and below 1")
                    if matrix[a, b]:
                        raise InputError("these two have a correlation already; give it once")
                    matrix[a, b] = matrix[b, a] = 2.0 * np.sin(np.pi / 6.0 * rank)  # of normal numbers: Pearson 1907
        try:
            return np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            raise InputError(f"{self.name}: these correlations are impossible together; make them weaker") from None

    @staticmethod
    def _place(called: str, keys: list[str]) -> int:
        key = patient_key(called)
        if key not in keys:
            raise InputError(f"'{called}' is none of the values.{did_you_mean(called, keys)}")
        return keys.index(key)

    def _arms(self) -> Arms:
        if not self.written.arms:
            raise InputError(f"{self.name}: arms is empty; give one, such as 'off: {{}}', or leave it out")
        for name, changes in self.written.arms.items():
            with self._at(f"arms, {name}"):
                self.patient.with_values(changes)
        return self.written.arms

    def _criteria(self) -> Iterator[Criterion]:
        for arm, ranges in self.written.accepted.items():
            with self._at("accepted"):
                if arm not in self.written.arms:
                    raise InputError(f"there is no arm '{arm}'.{did_you_mean(arm, self.written.arms)}")
            for called, ends in ranges.items():
                name = SPELLINGS.get(plain_words(called), called)
                with self._at(f"accepted, {arm}, {called}"):
                    if name not in MEASURES:
                        raise InputError(f"this is no measure.{did_you_mean(called, MEASURES)}")
                    unit = MEASURES[name].unit
                    yield Criterion(arm, name, *self._ends(ends, partial(parse_quantity, unit=unit)))

    @contextmanager
    def _at(self, place: str) -> Iterator[None]:
        """Say of an error where it is."""
        try:
            yield
        except InputError as problem:
            said = str(problem).removeprefix(f"{place.rpartition(', ')[2]}: ")  # a key that the place names already
            raise InputError(f"{self.name}, {place}: {said}") from None


def _bare(given: str) -> float:
    """Return a number without a unit."""
    return parse_quantity(given, "1")
