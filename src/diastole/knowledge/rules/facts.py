"""Facts of a patient: each with its source, or unknown with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from diastole.knowledge.rules.fact_definitions import fact_kind, vocabulary
from diastole.knowledge.rules.times import When
from diastole.units import format_quantity

type Value = float | str | bool

NOT_GIVEN = "not given"
SAID_UNKNOWN = "said to be unknown"  # by a person
WRITTEN_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(?![\d.,])"  # 3..1 and 2.5.1 are no numbers


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
        When it held; None if it was given without a time, as of now.
    also
        Further values that were given: rules read them like `value`, or, where that is None, none of them is certain.
    doubted
        Whether another value may hold: this one may be old, or something else on record could not be read.
    denies
        The values that it rules out, where it gives none: a leak of unknown severity is not "none".
    stale
        Whether it is unknown because it is too old.
    silent
        Whether it neither confirms nor doubts other findings: a person's "unknown", a state that is over.
    evidence
        The findings that it was joined from; empty for a single finding.
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
        """Every value that was given."""
        return self.also if self.value is None else (self.value, *self.also)

    @property
    def made_of(self) -> "frozenset[Finding]":
        """The single findings behind it."""
        return self.evidence or frozenset((self,))

    @property
    def unresolved(self) -> bool:
        """Whether the record speaks of the fact, and it is unknown all the same."""
        return self.value is None and self.informs and not fact_kind(self.fact).derived

    @property
    def informs(self) -> bool:
        """Whether it adds anything to other findings."""
        return not self.silent and self.reason != NOT_GIVEN

    @property
    def in_words(self) -> str:
        """The value as a person reads it."""
        return f"unknown ({self.reason})" if self.value is None else value_in_words(self.fact, self.value)


def value_in_words(name: str, value: Value) -> str:
    """Return a value of a fact as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.replace("moderate_severe", "moderate to severe").replace("_", " ")
    return format_quantity(float(f"{value:.4g}"), fact_kind(name).unit)


@dataclass(frozen=True)
class PatientFacts:
    """All facts of a patient; what was never mentioned is unknown."""

    findings: Mapping[str, Finding] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Finding:
        """Return a fact; unknown if it was not given."""
        return self.findings.get(name) or Finding(name, None, reason=NOT_GIVEN)

    def __iter__(self) -> Iterator[Finding]:
        """Walk through what was given, in the order of the vocabulary."""
        return (self.findings[name] for name in vocabulary() if name in self.findings)

    def with_(self, *findings: Finding) -> "PatientFacts":
        """Return these facts with some replaced or added."""
        return PatientFacts({**self.findings, **{finding.fact: finding for finding in findings}})

    def without(self, *names: str) -> "PatientFacts":
        """Return these facts with some taken away."""
        return PatientFacts({name: finding for name, finding in self.findings.items() if name not in names})
