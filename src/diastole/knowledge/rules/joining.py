"""The join of several findings of one fact: a value, or unknown with the reason."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind, vocabulary
from diastole.knowledge.rules.facts import Finding, PatientFacts, Value, value_in_words
from diastole.knowledge.rules.readings import alike
from diastole.knowledge.rules.times import UNDATED

MOST_SHOWN = 4  # contradictory values in a message
CLEARLY_NEWER = timedelta(hours=1)  # assumed; two values less apart than this contradict each other


def merged(findings: Iterable[Finding]) -> PatientFacts:
    """Join findings of the same facts, also of facts that were joined before.

    A joined fact keeps every finding that it was made of, and is settled from the set of them. So the join is
    associative, commutative and idempotent: it makes no difference what was read first, or twice.

    A finding that is clearly older than a known value gives way to it. Of the rest, values that every rule reads alike
    agree; others contradict each other, and the fact is unknown, with all of them shown. An unknown gives way only to a
    value that is clearly newer: beside it no value is certain, so that a rule may be alarmed by the value but never
    calmed.
    """
    groups: dict[str, set[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.fact, set()).update(finding.made_of)
    return PatientFacts({name: _settled(fact_kind(name), groups[name]) for name in vocabulary() if name in groups})


def _settled(kind: FactKind, findings: set[Finding]) -> Finding:
    if len(findings) == 1:
        return next(iter(findings))
    informing = {finding for finding in findings if finding.informs} or findings
    counted = sorted(_not_replaced(kind, informing), key=_order)
    valued = [finding for finding in counted if finding.values]
    given = [value for finding in valued for value in finding.values]
    open_ones = [finding for finding in counted if not finding.values and _leaves_open(finding, given)]
    known = [finding for finding in valued if finding.value is not None]
    settled = _unsure(open_ones, valued) if open_ones or not known else _agreed(kind, known, valued)
    return replace(settled, evidence=frozenset(findings))


def _leaves_open(unknown: Finding, given: list[Value]) -> bool:
    """Return whether an unknown may contradict given values; one that only denies some agrees with others."""
    return not given or not unknown.denies or not set(unknown.denies).isdisjoint(given)


def _not_replaced(kind: FactKind, findings: set[Finding]) -> list[Finding]:
    """Return the findings that no known one replaces. Of vital signs only the newest counts, however close in time."""
    margin = timedelta() if kind.vital else CLEARLY_NEWER
    newest = max((each.time.earliest for each in findings if each.value is not None and each.time), default=None)
    if newest is None:
        return list(findings)
    return [each for each in findings if each.time is None or newest - each.time.latest <= margin]


def _unsure(open_ones: list[Finding], valued: list[Finding]) -> Finding:
    """Return an unknown beside which no value is certain."""
    doubts = [*open_ones, *(each for each in valued if each.value is None)]
    beside = [each for each in valued if each.value is not None]
    reasons = dict.fromkeys(f"{each.reason} ({each.source})" if each.source else each.reason for each in doubts)
    reason = listed(reasons, "; ") if len(doubts) > 1 else doubts[0].reason
    more = f"; beside that {listed(map(_shown, beside), ' and ')}" if beside else ""
    last, values = max(doubts, key=_newness), _values(valued)
    return Finding(
        last.fact, None, last.source, reason + more, last.time, values, doubted=bool(values),
        stale=not beside and all(each.stale for each in doubts),
        silent=not beside and all(each.silent for each in doubts),
    )  # fmt: skip


def _agreed(kind: FactKind, known: list[Finding], valued: list[Finding]) -> Finding:
    """Return the value that all known findings share in the reading of every rule, or their contradiction."""
    values, last = _values(valued), max(known, key=_newness)
    if not alike(kind, values):
        contradiction = f"contradictory: {listed(map(_shown, valued), ' and ')}"
        return Finding(kind.name, None, last.source, contradiction, last.time, values)
    worst = max(values, key=lambda value: kind.words.index(value) if isinstance(value, str) else value)
    sources = listed((each.source for each in known), ", ")
    return Finding(kind.name, worst, sources, "", last.time, tuple(value for value in values if value != worst))


def _values(valued: Iterable[Finding]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(value for each in valued for value in each.values))


def listed(reasons: Iterable[str], between: str) -> str:
    """Return reasons in one text, each once and only the first few of many."""
    reasons = list(dict.fromkeys(reasons))
    more = [f"{len(reasons) - MOST_SHOWN} more"] if len(reasons) > MOST_SHOWN else []
    return between.join([*reasons[:MOST_SHOWN], *more])


def _order(finding: Finding) -> tuple[str, str, str, str, str]:
    """Return the sort key of a finding. Its last part differs for any two: what was read first has no effect."""
    return finding.source, _when(finding), str(finding.values), finding.reason, repr(finding)


def _newness(finding: Finding) -> tuple[datetime, datetime]:
    """Return a key that is highest for the newest; a finding without a time comes before all others."""
    time = finding.time or UNDATED
    return time.earliest, time.latest


def _shown(finding: Finding) -> str:
    values = " or ".join(value_in_words(finding.fact, value) for value in finding.values)
    return f"{values} ({finding.source}, {_when(finding)})"


def _when(finding: Finding) -> str:
    return (finding.time or UNDATED).written
