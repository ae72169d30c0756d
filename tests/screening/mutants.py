"""Every small way to break a condition: operators, limits, words, any and all, parts left out."""

from collections.abc import Iterator
from dataclasses import replace

from diastole.knowledge.rules.conditions import Condition, ConditionGroup, Leaf, Presence
from diastole.knowledge.rules.fact_definitions import fact_kind

SHIFT = 0.04  # of a limit
OTHERS = {"gt": ("ge", "lt", "le"), "ge": ("gt", "lt", "le"), "lt": ("le", "gt", "ge"), "le": ("lt", "gt", "ge")}


def mutants(condition: Condition) -> Iterator[Condition]:
    """Yield every condition that differs from this one in one place."""
    if isinstance(condition, Leaf):
        yield from _of_leaf(condition)
        return
    if isinstance(condition, Presence):
        yield replace(condition, operator="known" if condition.operator == "missing" else "missing")
        return
    yield from _of_group(condition)
    for number, part in enumerate(condition.of):
        for mutant in mutants(part):
            yield replace(condition, of=(*condition.of[:number], mutant, *condition.of[number + 1 :]))


def _of_leaf(leaf: Leaf) -> Iterator[Condition]:
    yield ConditionGroup("not", (leaf,))
    if leaf.operator in OTHERS:
        assert isinstance(leaf.threshold, float)
        for operator in OTHERS[leaf.operator]:
            yield replace(leaf, operator=operator)
        for factor in (1 - SHIFT, 1 + SHIFT):
            yield replace(leaf, threshold=leaf.threshold * factor)
        return
    kind = fact_kind(leaf.fact)
    if kind.is_flag:
        yield replace(leaf, threshold=not leaf.threshold)
        return
    words = leaf.threshold if isinstance(leaf.threshold, tuple) else (str(leaf.threshold),)
    for word in kind.words:
        changed = tuple(one for one in words if one != word) if word in words else (*words, word)
        if changed:
            yield Leaf(leaf.fact, "in", changed)


def _of_group(group: ConditionGroup) -> Iterator[Condition]:
    if group.operator == "not":
        yield group.of[0]
        return
    if group.operator == "at_least":
        yield replace(group, needed=group.needed - 1)
        yield replace(group, needed=group.needed + 1)
        return
    yield replace(group, operator="all" if group.operator == "any" else "any")
    for number in range(len(group.of)):
        rest = (*group.of[:number], *group.of[number + 1 :])
        yield rest[0] if len(rest) == 1 else replace(group, of=rest)
