"""Conditions on facts, and how they are judged: the result, and a trace of every leaf in the order of the text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any, Literal

from diastole.knowledge.rules.facts import Finding, PatientFacts, Value
from diastole.knowledge.rules.kleene import Truth, at_least, conjunction, disjunction, negation

type Limit = Value | tuple[str, ...]
type Condition = Leaf | Presence | ConditionGroup

COMPARED: dict[str, Callable[[Any, Any], bool]] = {"gt": gt, "ge": ge, "lt": lt, "le": le}  # of quantities
CHOSEN = ("eq", "in")  # of words and flags
OPERATORS = (*CHOSEN, *COMPARED)


@dataclass(frozen=True)
class Leaf:
    """A question about the value of one fact; unknown where the fact is."""

    fact: str
    operator: str  # one of OPERATORS
    threshold: Limit  # in the unit of the fact


@dataclass(frozen=True)
class Presence:
    """A question whether a fact is known; never unknown itself."""

    operator: Literal["missing", "known"]
    fact: str


@dataclass(frozen=True)
class ConditionGroup:
    """Conditions joined together."""

    operator: Literal["any", "all", "not", "at_least"]
    of: tuple[Condition, ...]
    needed: int = 0  # of at_least


@dataclass(frozen=True)
class TraceStep:
    """One leaf as it was judged."""

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
    """The result of a condition, and how it came about."""

    result: Truth
    trace: tuple[TraceStep, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Facts that were unknown where their value was asked for, each once, in order."""
        found = (step.fact for step in self.trace if step.result is None)
        return tuple(dict.fromkeys(found))


def judge(condition: Condition, facts: PatientFacts) -> Judgement:
    """Judge a condition; every leaf is looked at, so that the trace is whole."""
    if isinstance(condition, Leaf):
        return _leaf(condition, facts)
    if isinstance(condition, Presence):
        return _presence(condition, facts)
    parts = [judge(part, facts) for part in condition.of]
    trace = tuple(step for part in parts for step in part.trace)
    return Judgement(_joined(condition, [part.result for part in parts]), trace)


def leaves(condition: Condition) -> Iterator[Leaf | Presence]:
    """Walk through the leaves of a condition, in order."""
    if isinstance(condition, ConditionGroup):
        for part in condition.of:
            yield from leaves(part)
    else:
        yield condition


def _joined(group: ConditionGroup, results: list[Truth]) -> Truth:
    if group.operator == "any":
        return disjunction(results)
    if group.operator == "all":
        return conjunction(results)
    if group.operator == "not":
        return negation(results[0])
    return at_least(group.needed, results)


def _leaf(leaf: Leaf, facts: PatientFacts) -> Judgement:
    found = facts[leaf.fact]
    result = _result(found, leaf)
    shown = found.value if result is None or found.value is not None else found.values[0]  # doubted, and it decides
    step = TraceStep(leaf.fact, leaf.operator, leaf.threshold, shown, found.unit, found.source, result, found.reason)
    return Judgement(result, (step,))


def _result(found: Finding, leaf: Leaf) -> Truth:
    """Return the answer that all values give which are said; where they are doubted, one that alarms only."""
    answers = {meets(value, leaf) for value in found.values}
    if len(answers) != 1:
        return None
    answer = answers.pop()
    return None if found.doubted and not answer else answer


def meets(value: Value, leaf: Leaf) -> bool:
    """Tell whether a value is what a leaf asks for."""
    if leaf.operator == "eq":
        return value == leaf.threshold
    if leaf.operator == "in":
        return isinstance(leaf.threshold, tuple) and value in leaf.threshold
    return COMPARED[leaf.operator](value, leaf.threshold)


def _presence(presence: Presence, facts: PatientFacts) -> Judgement:
    found = facts[presence.fact]
    result = (found.value is None) == (presence.operator == "missing")
    step = TraceStep(
        presence.fact, presence.operator, None, found.value, found.unit, found.source, result, found.reason
    )  # fmt: skip
    return Judgement(result, (step,))
