"""The join of findings: what several findings of one fact say together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind, vocabulary
from diastole.knowledge.rules.facts import Finding, PatientFacts, Value, said_value
from diastole.knowledge.rules.readings import alike
from diastole.knowledge.rules.times import UNDATED

MOST_SHOWN = 4  # of contradictory values
CLEARLY_NEWER = timedelta(hours=1)  # assumed; less apart than this, two values contradict each other


def merged(findings: Iterable[Finding]) -> PatientFacts:
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
    return PatientFacts({name: _settled(fact_kind(name), groups[name]) for name in vocabulary() if name in groups})


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


def _order(found: Finding) -> tuple[str, str, str, str, str]:
    """Return what findings are sorted by for a person; the last part leaves no two alike, whatever was read first."""
    return found.source, _when(found), str(found.values), found.reason, repr(found)


def _newness(found: Finding) -> tuple[datetime, datetime]:
    """Return what is highest in the newest; without a time, before everything else."""
    time = found.time or UNDATED
    return time.earliest, time.latest


def _shown(found: Finding) -> str:
    return f"{' or '.join(said_value(found.fact, value) for value in found.values)} ({found.source}, {_when(found)})"


def _when(found: Finding) -> str:
    return (found.time or UNDATED).said
