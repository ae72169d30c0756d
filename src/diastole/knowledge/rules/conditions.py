"""Conditions on facts and their judgement: the result, with a trace of every leaf in the order of the text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any

from diastole.knowledge.rules.facts import Finding, PatientFacts, Value
from diastole.knowledge.rules.three_valued_logic import Truth, at_least, conjunction, disjunction, negation

type Limit = Value | tuple[str, ...]
type Condition = Leaf | Presence | ConditionGroup

COMPARED: dict[str, Callable[[Any, Any], bool]] = {"gt": gt, "ge": ge, "lt": lt, "le": le}  # of quantities
CHOSEN = ("eq", "in")  # of words and flags
OPERATORS = (*CHOSEN, *COMPARED)


@dataclass(frozen=True)
class Leaf:
    """A question about the value of one fact; unknown where the fact is unknown."""

    fact: str
    operator: str  # one of OPERATORS
    threshold: Limit  # in the unit of the fact


@dataclass(frozen=True)
class Presence:
    """A question whether a fact is known; its answer is never unknown."""

    operator: str  # missing or known
    fact: str


@dataclass(frozen=True)
class ConditionGroup:
    """Conditions joined together."""

    operator: str  # any, all, not or at_least
    of: tuple[Condition, ...]
    needed: int = 0  # of at_least


@dataclass(frozen=True)
class TraceStep:
    """The judgement of one leaf."""

    fact: str
    operator: str
    threshold: Limit | None
    value: Value | None
    unit: str
    source: str
    result: Truth
    reason: str  # why the fact is unknown; nothing where it is known


@dataclass(frozen=True)
class Judgement:
    """The result of a condition, with its trace."""

    result: Truth
    trace: tuple[TraceStep, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Facts whose value was asked for and unknown, each once, in order."""
        return tuple(dict.fromkeys(step.fact for step in self.trace if step.result is None))


def judge(condition: Condition, facts: PatientFacts) -> Judgement:
    """Judge a condition; every leaf is judged, so that the trace is whole."""
    if isinstance(condition, ConditionGroup):
        parts = [judge(part, facts) for part in condition.of]
        trace = tuple(step for part in parts for step in part.trace)
        return Judgement(_joined(condition, [part.result for part in parts]), trace)
    finding = facts[condition.fact]
    if isinstance(condition, Presence):
        result: Truth = (finding.value is None) == (condition.operator == "missing")
        return _judgement(condition.operator, None, finding, finding.value, result)
    result = _result(finding, condition)
    deciding = finding.value if result is None or finding.value is not None else finding.values[0]  # doubted
    return _judgement(condition.operator, condition.threshold, finding, deciding, result)


def leaves(condition: Condition) -> Iterator[Leaf | Presence]:
    """Walk through the leaves of a condition, in order."""
    if isinstance(condition, ConditionGroup):
        for part in condition.of:
            yield from leaves(part)
    else:
        yield condition


def _joined(group: ConditionGroup, results: list[Truth]) -> Truth:
    if group.operator == "at_least":
        return at_least(group.needed, results)
    if group.operator == "not":
        return negation(results[0])
    return (disjunction if group.operator == "any" else conjunction)(results)


def _judgement(
    operator: str, threshold: Limit | None, finding: Finding, value: Value | None, result: Truth
) -> Judgement:
    step = TraceStep(finding.fact, operator, threshold, value, finding.unit, finding.source, result, finding.reason)
    return Judgement(result, (step,))


def _result(finding: Finding, leaf: Leaf) -> Truth:
    """Return the answer that all given values share; where they are doubted, only an answer that alarms."""
    answers = {meets(value, leaf) for value in finding.values}
    if len(answers) != 1:
        return None
    answer = answers.pop()
    return None if finding.doubted and not answer else answer


def meets(value: Value, leaf: Leaf) -> bool:
    """Return whether a value is what a leaf asks for."""
    if leaf.operator == "eq":
        return value == leaf.threshold
    if leaf.operator == "in":
        return isinstance(leaf.threshold, tuple) and value in leaf.threshold
    return COMPARED[leaf.operator](value, leaf.threshold)
