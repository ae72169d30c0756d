"""The facts of a patient: each with its source, or unknown with the reason why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from diastole.knowledge.rules.fact_definitions import fact_kind, vocabulary
from diastole.knowledge.rules.times import When
from diastole.units import format_quantity

type Value = float | str | bool

NOT_GIVEN = "not given"
SAID_UNKNOWN = "said to be unknown"  # by a person
WRITTEN_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(?![\d.,])"  # whole: 3..1 and 2.5.1 are none


class WrittenQuantity(NamedTuple):
    """A number as it came in, with its unit."""

    value: float
    unit: str


@dataclass(frozen=True)
class Finding:
    """One fact: its value in the unit inside, or None and the reason.

    Attributes
    ----------
    time
        When it was found; None if it is said without a time, as of now.
    also
        Values that are said as well: rules read them like `value`, or, where that is None, none of them is sure.
    doubted
        Whether something else may hold than what is said: it may be old, or something beside it could not be read.
    denies
        The values that it rules out, where that is all it says: a leak of unknown severity is not "none".
    stale
        Whether it is unknown because it is too old.
    silent
        Whether it neither confirms nor doubts what else is said: an unknown of a person, a state that is over.
    evidence
        The findings that it was joined from; empty if it is one itself.
    """

    fact: str
    value: Value | None
    source: str = ""
    reason: str = ""
    time: When | None = None
    also: tuple[Value, ...] = ()
    doubted: bool = False
    denies: tuple[Value, ...] = ()
    stale: bool = False
    silent: bool = False
    evidence: "frozenset[Finding]" = frozenset()

    @property
    def unit(self) -> str:
        """Unit of the value; nothing for words and flags."""
        return fact_kind(self.fact).unit

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value that is said."""
        return self.also if self.value is None else (self.value, *self.also)

    @property
    def made_of(self) -> "frozenset[Finding]":
        """The findings that it stands for."""
        return self.evidence or frozenset((self,))

    @property
    def lost(self) -> bool:
        """Whether something is on record, and yet the fact is unknown."""
        return self.value is None and self.tells and not fact_kind(self.fact).derived

    @property
    def tells(self) -> bool:
        """Whether it says anything beside other findings."""
        return not self.silent and self.reason != NOT_GIVEN

    @property
    def said(self) -> str:
        """The value as a person reads it."""
        return f"unknown ({self.reason})" if self.value is None else said_value(self.fact, self.value)


def said_value(name: str, value: Value) -> str:
    """Return a value of a fact as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.replace("moderate_severe", "moderate to severe").replace("_", " ")
    return format_quantity(float(f"{value:.4g}"), fact_kind(name).unit)


@dataclass(frozen=True)
class PatientFacts:
    """Everything known; what was never mentioned is unknown too."""

    findings: Mapping[str, Finding] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Finding:
        """Return a fact; unknown if it was not given."""
        return self.findings.get(name) or Finding(name, None, reason=NOT_GIVEN)

    def __iter__(self) -> Iterator[Finding]:
        """Walk through what was given, in the order of the vocabulary."""
        return (self.findings[name] for name in vocabulary() if name in self.findings)

    def with_(self, *findings: Finding) -> "PatientFacts":
        """Return these facts with some replaced or added."""
        return PatientFacts({**self.findings, **{found.fact: found for found in findings}})

    def without(self, *names: str) -> "PatientFacts":
        """Return these facts with some taken away."""
        return PatientFacts({name: found for name, found in self.findings.items() if name not in names})
