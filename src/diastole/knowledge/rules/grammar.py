"""The closed grammar of conditions: any, all, not, at_least, a leaf with one operator, missing, known."""

from collections.abc import Mapping
from typing import Any

from diastole.errors import InputError, did_you_mean
from diastole.knowledge.evidence.thresholds import GRADES, load_thresholds
from diastole.knowledge.rules.conditions import COMPARED, OPERATORS, Condition, ConditionGroup, Leaf, Limit, Presence
from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind
from diastole.units import convert, read_unit, shown

FORMS = ("any", "all", "not", "at_least", "fact", "missing", "known")
GRADED = "grade_from"  # operator of graded facts: of this grade or worse
DEEPEST = 6  # conditions inside each other


def parse_condition(node: object, place: str = "when", depth: int = 1) -> Condition:
    """Read a condition.

    Parameters
    ----------
    node
        As read from YAML.
    place
        Its place, for messages.
    depth
        Number of conditions around it, with itself.

    Raises
    ------
    InputError
        If it has none of the forms; the message names the place and the reason.
    """
    if depth > DEEPEST:
        raise InputError(f"{place}: conditions are nested more than {DEEPEST} deep")
    block = _block(node, place)
    forms = [form for form in FORMS if form in block]
    if len(forms) != 1:
        given = ", ".join(map(str, block)) or "nothing"
        raise InputError(f"{place}: '{shown(given)}' is not one condition; allowed is one of {', '.join(FORMS)}")
    form = forms[0]
    if form == "fact":
        return _leaf(block, place)
    if set(block) != {form}:
        extra = ", ".join(sorted(map(str, set(block) - {form})))
        raise InputError(f"{place}: '{shown(extra)}' is beside '{form}', which allows no other key")
    if form in ("missing", "known"):
        return Presence(form, _known_fact(block[form], place).name)
    if form == "not":
        return ConditionGroup("not", (parse_condition(block["not"], f"{place}.not", depth + 1),))
    if form == "at_least":
        return _at_least(block["at_least"], f"{place}.at_least", depth)
    return ConditionGroup(form, _parts(block[form], f"{place}.{form}", depth))


def _parts(node: object, place: str, depth: int) -> tuple[Condition, ...]:
    if not isinstance(node, list) or len(node) < 2:
        raise InputError(f"{place}: needs a list of two conditions or more")
    return tuple(parse_condition(part, f"{place}[{number}]", depth + 1) for number, part in enumerate(node))


def _at_least(node: object, place: str, depth: int) -> ConditionGroup:
    block = _block(node, place)
    if set(block) != {"n", "of"}:
        raise InputError(f"{place}: needs 'n' and 'of', and nothing else")
    parts, needed = _parts(block["of"], f"{place}.of", depth), block["n"]
    if isinstance(needed, bool) or not isinstance(needed, int) or not 1 <= needed <= len(parts):
        raise InputError(f"{place}: n is '{shown(needed)}'; allowed is a whole number from 1 to {len(parts)}")
    return ConditionGroup("at_least", parts, needed)


def _leaf(block: Mapping[str, Any], place: str) -> Leaf:
    kind = _known_fact(block["fact"], place)
    operators = [key for key in block if key != "fact"]
    allowed = (GRADED,) if kind.graded else OPERATORS
    if len(operators) != 1 or operators[0] not in allowed:
        near = did_you_mean(str(operators[0]), allowed) if operators else ""
        raise InputError(f"{place}: '{kind.name}' needs one operator out of {', '.join(allowed)}.{near}")
    operator = operators[0]
    if operator == GRADED:
        return _graded(kind, block[operator], place)
    if (operator in COMPARED) != bool(kind.unit):
        fitting = ", ".join(COMPARED) if kind.unit else "eq, in"
        raise InputError(f"{place}: '{operator}' does not fit '{kind.name}'; allowed are {fitting}")
    return Leaf(kind.name, operator, _threshold(kind, operator, block[operator], place))


def _graded(kind: FactKind, grade: object, place: str) -> Leaf:
    """Return the leaf that asks whether a measurement or sign has a grade or worse, by the table of limits."""
    if grade not in GRADES[1:]:
        near = did_you_mean(str(grade), GRADES[1:])
        raise InputError(f"{place}: '{shown(grade)}' is not one of {', '.join(GRADES[1:])}.{near}")
    assert kind.graded is not None  # chosen by it
    limits = load_thresholds()
    if kind.words:
        return Leaf(kind.name, "in", limits.signs[kind.graded].forms_from(str(grade)))
    try:
        return Leaf(kind.name, *limits.of(*kind.graded).limit_from(str(grade)))
    except InputError as error:
        raise InputError(f"{place}: '{kind.name}': {error}") from None


def _threshold(kind: FactKind, operator: str, node: object, place: str) -> Limit:
    if kind.unit:
        return _limit(kind, node, place)
    if operator == "eq":
        return _word(kind, node, place)
    if kind.is_flag or not isinstance(node, list) or not node or len(set(map(str, node))) < len(node):
        raise InputError(f"{place}: 'in' needs a list of different words of '{kind.name}'")
    return tuple(str(_word(kind, word, place)) for word in node)


def _limit(kind: FactKind, node: object, place: str) -> float:
    """Read a limit with its unit, and convert it to the unit of the fact."""
    block = _block(node, place)
    value = block.get("value")
    if set(block) != {"value", "unit"} or isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{place}: the limit of '{kind.name}' needs a number 'value' and a 'unit'")
    try:
        accepted = kind.accepts(read_unit(str(block["unit"])))
        limit = convert(value, str(block["unit"]), kind.unit)
    except InputError as error:
        raise InputError(f"{place}: the limit of '{kind.name}': {error}") from None
    if not accepted:
        raise InputError(f"{place}: the unit of '{kind.name}' is one of {', '.join(kind.accepted)}")
    if not kind.least <= limit <= kind.most:
        bounds = f"plausible is {kind.least:g} to {kind.most:g}"
        raise InputError(f"{place}: {limit:g} {kind.unit} is implausible for '{kind.name}'; {bounds}")
    return limit


def _word(kind: FactKind, node: object, place: str) -> str | bool:
    if kind.is_flag:
        if not isinstance(node, bool):
            raise InputError(f"{place}: '{kind.name}' is true or false, not '{shown(node)}'")
        return node
    if not isinstance(node, str) or node not in kind.words:
        near = did_you_mean(str(node), kind.words)
        words = f"words are {', '.join(kind.words)}.{near}"
        raise InputError(f"{place}: '{shown(node)}' is no word of '{kind.name}'; {words}")
    return node


def _known_fact(name: object, place: str) -> FactKind:
    try:
        return fact_kind(str(name))
    except InputError as error:
        raise InputError(f"{place}: {error}") from None


def _block(node: object, place: str) -> Mapping[str, Any]:
    if not isinstance(node, Mapping):
        raise InputError(f"{place}: '{shown(node)}' is not a block of keys")
    return node
