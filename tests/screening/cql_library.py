"""The rules as Clinical Quality Language, so that a second, independent engine can judge them.

CQL has three-valued logic, with traps that are avoided here: ``null in {…}`` is false, so a list becomes a chain of
``or``; there is no "at least n", so true and null are counted; a missing fact is ``is null``. Every fact is a
parameter, and one that is left out is not null but an error of the caller.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from diastole.knowledge.rules.conditions import Condition, ConditionGroup, Leaf, Presence, leaves
from diastole.knowledge.rules.fact_definitions import FactKind, vocabulary

LIBRARY = "IabpScreening"
COMPARED = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "="}


def library(conditions: Mapping[str, Condition]) -> str:
    """Return a CQL library with one Boolean definition for each condition.

    Parameters
    ----------
    conditions
        By the name of the definition.
    """
    used = {leaf.fact for condition in conditions.values() for leaf in leaves(condition)}
    lines = [f"library {LIBRARY} version '1'", ""]
    lines += [f'parameter "{name}" {_type(kind)}' for name, kind in vocabulary().items() if name in used]
    for name, condition in conditions.items():
        lines += ["", f'define "{name}":', f"  {expression(condition)}"]
    return "\n".join(lines) + "\n"


def expression(condition: Condition) -> str:
    """Return a condition as a CQL expression in brackets."""
    if isinstance(condition, Leaf):
        return _leaf(condition)
    if isinstance(condition, Presence):
        return f'("{condition.fact}" is {"not " if condition.operator == "known" else ""}null)'
    parts = [expression(part) for part in condition.of]
    if condition.operator == "not":
        return f"(not {parts[0]})"
    if condition.operator == "at_least":
        return _counted(condition, parts)
    return f"({(' or ' if condition.operator == 'any' else ' and ').join(parts)})"


def _counted(group: ConditionGroup, parts: Sequence[str]) -> str:
    """Return "at least n" as a case over how many are true and how many are unknown."""
    true = " + ".join(f"(if {part} is true then 1 else 0)" for part in parts)
    unknown = " + ".join(f"(if {part} is null then 1 else 0)" for part in parts)
    return (
        f"(case when {true} >= {group.needed} then true"
        f" when {true} + {unknown} >= {group.needed} then null as Boolean else false end)"
    )


def _leaf(leaf: Leaf) -> str:
    name = f'"{leaf.fact}"'
    if isinstance(leaf.threshold, tuple):
        return f"({' or '.join(f'{name} = {_literal(word)}' for word in leaf.threshold)})"
    return f"({name} {COMPARED[leaf.operator]} {_literal(leaf.threshold)})"


def _literal(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}'"  # words of the vocabulary, without quotes in them
    text = format(Decimal(repr(value)), "f")  # CQL knows no exponents
    return text if "." in text else f"{text}.0"


def _type(kind: FactKind) -> str:
    if kind.unit:
        return "Decimal"
    return "Boolean" if kind.is_flag else "String"


def parameters_of(conditions: Sequence[Condition]) -> tuple[str, ...]:
    """Return the facts that conditions ask for, in order; each has to be passed as a parameter, null if unknown."""
    used = {leaf.fact for condition in conditions for leaf in leaves(condition)}
    return tuple(name for name in vocabulary() if name in used)
