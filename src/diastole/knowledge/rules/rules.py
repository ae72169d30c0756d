"""Rules as data: a condition on facts, the options that it concerns, and its verdict on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from diastole.errors import InputError
from diastole.knowledge.rules.conditions import Condition
from diastole.knowledge.rules.grammar import parse_condition
from diastole.knowledge.rules.three_valued_logic import Truth
from diastole.strict_yaml import read_yaml
from diastole.units import shown

VERDICTS = ("contraindicated", "data_needed", "caution", "none_found")  # from the highest to the lowest
IF_UNKNOWN = ("fire", "ask", "skip")
REVIEW = ("submitted", "under_review", "approved")
EXPECTED: dict[object, Truth] = {"true": True, "false": False, "unknown": None}
KEYS = {"id", "version", "title", "review", "options", "when", "if_unknown", "then"}
OPTIONAL = {"note", "conflicts", "tests"}


@dataclass(frozen=True)
class Vector:
    """A test case of a rule: facts as text, and the expected result."""

    facts: Mapping[str, str]
    expected: Truth


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes
    ----------
    options
        Names of the drugs, devices and operations that it concerns.
    if_unknown
        Effect of an unknown condition: fire, ask (data are needed) or skip.
    verdict
        One of `VERDICTS`; a rule of none_found only informs.
    statements
        Ids in the evidence base.
    alternatives
        Names of other options.
    conflicts
        Ids of rules with the opposite advice; both are shown, the higher verdict wins.
    """

    id: str
    version: int
    title: str
    review: str
    reviewers: tuple[str, ...]
    options: tuple[str, ...]
    when: Condition
    if_unknown: str
    verdict: str
    statements: tuple[str, ...]
    alternatives: tuple[str, ...]
    note: str
    conflicts: tuple[str, ...]
    tests: tuple[Vector, ...]


def parse_rules(text: str, name: str) -> tuple[Rule, ...]:
    """Read rules; all of them or none.

    Parameters
    ----------
    text
        YAML with the list ``rules``. Each names its ``options``, unless the file names them for all of its rules.
    name
        Name of the file, for messages.

    Raises
    ------
    InputError
        If a rule cannot be used; the message names the rule, the place and the reason.
    """
    content = read_yaml(text, name)
    if not isinstance(content, dict) or not {"rules"} <= set(content) <= {"options", "rules"}:
        raise InputError(f"{name} needs the list 'rules', and may have 'options' for all of its rules")
    if not isinstance(content["rules"], list):
        raise InputError(f"{name}: 'rules' is not a list")
    shared = {"options": content["options"]} if "options" in content else {}
    return tuple(_rule(record, shared, f"{name}, rule {number}") for number, record in enumerate(content["rules"], 1))


def _rule(record: object, shared: Mapping[str, Any], number: str) -> Rule:
    """Read a rule; it may not repeat a key that its file sets for all rules."""
    given = {**_block(record, KEYS - set(shared), OPTIONAL, number), **shared}
    place = f"{number.rsplit(' ', 1)[0]} {given['id']}"
    review = _block(given["review"], {"status"}, {"submitted", "reviewers"}, f"{place}, review")
    then = _block(given["then"], {"verdict", "statements"}, {"alternatives"}, f"{place}, then")
    version = given["version"]
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise InputError(f"{place}: version is '{shown(version)}'; allowed is a whole number from 1")
    vectors = given.get("tests", [])
    if not isinstance(vectors, list):
        raise InputError(f"{place}, tests: '{shown(vectors)}' is not a list")
    return Rule(
        id=_text(given["id"], place),
        version=version,
        title=_text(given["title"], f"{place}, title"),
        review=_one_of(review["status"], REVIEW, f"{place}, review.status"),
        reviewers=_texts(review.get("reviewers", []), f"{place}, review.reviewers"),
        options=_texts(given["options"], f"{place}, options"),
        when=parse_condition(given["when"], f"{place}, when"),
        if_unknown=_one_of(given["if_unknown"], IF_UNKNOWN, f"{place}, if_unknown"),
        verdict=_one_of(then["verdict"], VERDICTS, f"{place}, then.verdict"),
        statements=_texts(then["statements"], f"{place}, then.statements"),
        alternatives=_texts(then.get("alternatives", []), f"{place}, then.alternatives"),
        note=_text(given.get("note", "-"), f"{place}, note").removeprefix("-"),
        conflicts=_texts(given.get("conflicts", []), f"{place}, conflicts"),
        tests=tuple(
            vector for index, each in enumerate(vectors) for vector in _vectors(each, f"{place}, tests[{index}]")
        ),
    )


def _vectors(record: object, place: str) -> Iterator[Vector]:
    """Read test cases: one for each value of a list, or for each combination of values of several lists."""
    given = _block(record, {"facts", "expect"}, set(), place)
    if not isinstance(given["facts"], dict):
        raise InputError(f"{place}: facts is not a block of keys")
    expected = given["expect"]
    word = _written(expected)
    if word not in EXPECTED:
        raise InputError(f"{place}: expect is '{shown(expected)}'; allowed are true, false, unknown")
    values = [value if isinstance(value, list) else [value] for value in given["facts"].values()]
    for chosen in product(*values):
        yield Vector(dict(zip(given["facts"], map(_written, chosen), strict=True)), EXPECTED[word])


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _block(node: object, needed: set[str], optional: set[str], place: str) -> Mapping[str, Any]:
    if not isinstance(node, dict):
        raise InputError(f"{place}: '{shown(node)}' is not a block of keys")
    missing, extra = needed - set(node), set(node) - needed - optional
    if missing or extra:
        listed = (("missing", missing), ("unknown", extra))
        flaws = [f"{word} {', '.join(sorted(keys))}" for word, keys in listed if keys]
        raise InputError(f"{place}: {'; '.join(flaws)}; keys are {', '.join(sorted(needed | optional))}")
    return node


def _text(node: object, place: str) -> str:
    if not isinstance(node, str) or not node.strip():
        raise InputError(f"{place}: '{shown(node)}' is not text")
    return node.strip()


def _texts(node: object, place: str) -> tuple[str, ...]:
    if not isinstance(node, list):
        raise InputError(f"{place}: '{shown(node)}' is not a list")
    return tuple(_text(item, place) for item in node)


def _one_of(node: object, allowed: tuple[str, ...], place: str) -> str:
    if node not in allowed:
        raise InputError(f"{place}: '{shown(node)}' is not one of {', '.join(allowed)}")
    return str(node)
