"""What is known of a patient: each fact with its source, or unknown with the reason why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind, vocabulary
from diastole.knowledge.rules.times import UNDATED, When
from diastole.units import format_quantity

type Value = float | str | bool

NOT_GIVEN = "not given"
SAID_UNKNOWN = "said to be unknown"  # by a person
MOST_SHOWN = 4  # of contradictory values
CLEARLY_NEWER = timedelta(hours=1)  # assumed; less apart than this, two values contradict each other
WRITTEN_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(?![\d.,])"  # whole: 3..1 and 2.5.1 are none


class Quantity(NamedTuple):
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
class Facts:
    """Everything known; what was never mentioned is unknown too."""

    findings: Mapping[str, Finding] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Finding:
        """Return a fact; unknown if it was not given."""
        return self.findings.get(name) or Finding(name, None, reason=NOT_GIVEN)

    def __iter__(self) -> Iterator[Finding]:
        """Walk through what was given, in the order of the vocabulary."""
        return (self.findings[name] for name in vocabulary() if name in self.findings)

    def with_(self, *findings: Finding) -> "Facts":
        """Return these facts with some replaced or added."""
        return Facts({**self.findings, **{found.fact: found for found in findings}})

    def without(self, *names: str) -> "Facts":
        """Return these facts with some taken away."""
        return Facts({name: found for name, found in self.findings.items() if name not in names})


def merged(findings: Iterable[Finding]) -> Facts:
    """Join findings of the same facts, also of facts that were joined before.

    Nothing is lost in a join: a fact keeps every finding that it was made of, and is settled from the set of them. So
    the join is associative, commutative and idempotent, and it makes no difference what was read first, or twice.

    What is clearly older than a known value gives way to it. Of what is left, values that every rule reads alike agree;
    others contradict each other, and the fact is unknown, with them all shown. An unknown never gives way to a value
    that is not clearly newer: beside it no value is sure, so that a rule may be alarmed by the value but never calmed.
    """
    groups: dict[str, set[Finding]] = {}
    for found in findings:
        groups.setdefault(found.fact, set()).update(found.made_of)
    return Facts({name: _settled(fact_kind(name), groups[name]) for name in vocabulary() if name in groups})


def _settled(kind: FactKind, findings: set[Finding]) -> Finding:
    if len(findings) == 1:
        return next(iter(findings))
    telling = {one for one in findings if one.tells} or findings
    found = sorted(_standing(kind, telling), key=_order)
    given = [value for one in found for value in one.values]
    open_ones = [one for one in found if not one.values and _leaves_open(one, given)]
    known = [one for one in found if one.value is not None]
    if open_ones or not known:
        settled = _unsure(open_ones, [one for one in found if one.values])
    else:
        settled = _agreed(kind, known, [one for one in found if one.values])
    return replace(settled, evidence=frozenset(findings))


def _leaves_open(unknown: Finding, given: list[Value]) -> bool:
    """Tell whether an unknown may speak against values that are given; one that only denies some agrees with others."""
    return not given or not unknown.denies or not set(unknown.denies).isdisjoint(given)


def _standing(kind: FactKind, findings: set[Finding]) -> list[Finding]:
    """Return the findings that no known one has replaced. Of vital signs the newest counts, however close in time."""
    margin = timedelta() if kind.vital else CLEARLY_NEWER
    starts = [one.time.earliest for one in findings if one.value is not None and one.time]
    if not starts:
        return list(findings)
    newest = max(starts)
    return [one for one in findings if one.time is None or newest - one.time.latest <= margin]


def _unsure(open_ones: list[Finding], valued: list[Finding]) -> Finding:
    """Return an unknown beside which no value is sure."""
    doubts = [*open_ones, *(one for one in valued if one.value is None)]
    beside = [one for one in valued if one.value is not None]
    reasons = dict.fromkeys(f"{one.reason} ({one.source})" if one.source else one.reason for one in doubts)
    said = listed(reasons, "; ") if len(doubts) > 1 else doubts[0].reason
    more = f"; beside that {listed(dict.fromkeys(map(_shown, beside)), ' and ')}" if beside else ""
    last = max(doubts, key=_newness)
    values = tuple(dict.fromkeys(value for one in valued for value in one.values))
    return Finding(
        last.fact, None, last.source, said + more, last.time, values, doubted=bool(values),
        stale=not beside and all(one.stale for one in doubts), silent=not beside and all(one.silent for one in doubts),
    )  # fmt: skip


def _agreed(kind: FactKind, known: list[Finding], valued: list[Finding]) -> Finding:
    """Return what known findings say together: a value that rules read alike in all, or a contradiction."""
    from diastole.knowledge.rules.readings import alike  # the rules stand above the facts that they read

    values = tuple(dict.fromkeys(value for one in valued for value in one.values))
    last = max(known, key=_newness)
    if not alike(kind, values):
        shown_all = dict.fromkeys(_shown(one) for one in valued)
        return Finding(kind.name, None, last.source, f"contradictory: {listed(shown_all, ' and ')}", last.time, values)
    worst = max(values, key=lambda value: kind.words.index(value) if isinstance(value, str) else value)
    sources = dict.fromkeys(one.source for one in known)
    rest = tuple(value for value in values if value != worst)
    return Finding(kind.name, worst, listed(sources, ", "), "", last.time, rest)


def listed(reasons: Iterable[str], between: str) -> str:
    """Return reasons in one text, not more of them than a person reads."""
    every = list(dict.fromkeys(reasons))
    more = [f"{len(every) - MOST_SHOWN} more"] if len(every) > MOST_SHOWN else []
    return between.join([*every[:MOST_SHOWN], *more])


def _order(found: Finding) -> tuple[str, str, str, str]:
    """Return what findings are sorted by for a person, the same whatever was read first."""
    return found.source, _when(found), str(found.values), found.reason


def _newness(found: Finding) -> tuple[datetime, datetime]:
    """Return what is highest in the newest; without a time, before everything else."""
    time = found.time or UNDATED
    return time.earliest, time.latest


def _shown(found: Finding) -> str:
    return f"{' or '.join(said_value(found.fact, value) for value in found.values)} ({found.source}, {_when(found)})"


def _when(found: Finding) -> str:
    return (found.time or UNDATED).said
