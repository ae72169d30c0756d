"""Readings of a value: two values that every rule and grading limit treats alike do not contradict each other."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from diastole.knowledge.rules.conditions import Leaf, leaves, meets
from diastole.knowledge.rules.fact_definitions import FactKind
from diastole.knowledge.rules.facts import Value
from diastole.knowledge.rules.grading import graded_value
from diastole.knowledge.rules.rulebook import all_rules

MOST_KEPT = 10_000  # readings, so that a long stay is read once and memory stays bounded


def alike(kind: FactKind, values: Iterable[Value]) -> bool:
    """Return whether every rule of the package answers alike for all of these values."""
    return len({_reading(kind, value) for value in values}) <= 1


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _reading(kind: FactKind, value: Value) -> tuple[object, ...]:
    """Return the answer of each leaf on this fact, and the grade of a measurement."""
    answers = tuple(meets(value, leaf) for leaf in _leaves().get(kind.name, ()))
    return (*answers, graded_value(kind, value)) if kind.graded else answers


@lru_cache(maxsize=1)
def _leaves() -> Mapping[str, tuple[Leaf, ...]]:
    asked = [leaf for rule in all_rules() for leaf in leaves(rule.when) if isinstance(leaf, Leaf)]
    return {name: tuple(leaf for leaf in asked if leaf.fact == name) for name in {leaf.fact for leaf in asked}}
