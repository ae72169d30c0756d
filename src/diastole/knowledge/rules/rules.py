"""Screening rules as data: what rules.yaml says, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.errors import InputError
from diastole.knowledge.rules.conditions import Condition
from diastole.knowledge.rules.grammar import parse_condition
from diastole.knowledge.rules.kleene import Truth
from diastole.strict_yaml import read_yaml
from diastole.units import shown

VERDICTS = ("contraindicated", "data_needed", "caution", "none_found")  # the first that holds wins
IF_UNKNOWN = ("fire", "ask", "skip")
REVIEW = ("submitted", "under_review", "approved")
EXPECTED: dict[object, Truth] = {"true": True, "false": False, "unknown": None}
KEYS = {"id", "version", "title", "review", "when", "if_unknown", "then"}
OPTIONAL = {"note", "conflicts", "tests"}


@dataclass(frozen=True)
class Vector:
    """A case of a rule: facts as text, and what has to come out."""

    facts: Mapping[str, str]
    expected: Truth


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes
    ----------
    if_unknown
        What an unknown condition does: fire, ask (data are needed) or skip.
    verdict
        Of `VERDICTS`; one of none_found only informs.
    statements
        Ids of the evidence base.
    alternatives
        Names of what else could be done.
    conflicts
        Ids of rules that speak the other way; both are shown, the higher verdict wins.
    """

    id: str
    version: int
    title: str
    review: str
    reviewers: tuple[str, ...]
    when: Condition
    if_unknown: str
    verdict: str
    statements: tuple[str, ...]
    alternatives: tuple[str, ...]
    note: str
    conflicts: tuple[str, ...]
    tests: tuple[Vector, ...]


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Return the rules that come with the package, in the order of the file."""
    from diastole.knowledge.rules.linter import lint

    rules = parse_rules((files("diastole.knowledge.rules") / "rules.yaml").read_text(encoding="utf-8"))
    lint(rules)
    return rules


def parse_rules(text: str, name: str = "rules.yaml") -> tuple[Rule, ...]:
    """Read rules; all of them or none.

    Raises
    ------
    InputError
        If one cannot be used; the message names the rule, the place and the reason.
    """
    content = read_yaml(text, name)
    if not isinstance(content, dict) or set(content) != {"rules"} or not isinstance(content["rules"], list):
        raise InputError(f"{name} needs the list 'rules', and nothing else")
    rules = tuple(_rule(record, f"{name}, rule {number}") for number, record in enumerate(content["rules"], start=1))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise InputError(f"{name}, rule {rule.id}: the id stands twice")
        seen.add(rule.id)
    return rules


def _rule(record: object, number: str) -> Rule:
    given = _block(record, KEYS, OPTIONAL, number)
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
        when=parse_condition(given["when"], f"{place}, when"),
        if_unknown=_one_of(given["if_unknown"], IF_UNKNOWN, f"{place}, if_unknown"),
        verdict=_one_of(then["verdict"], VERDICTS, f"{place}, then.verdict"),
        statements=_texts(then["statements"], f"{place}, then.statements"),
        alternatives=_texts(then.get("alternatives", []), f"{place}, then.alternatives"),
        note=_text(given.get("note", "-"), f"{place}, note").removeprefix("-"),
        conflicts=_texts(given.get("conflicts", []), f"{place}, conflicts"),
        tests=tuple(_vector(vector, f"{place}, tests[{index}]") for index, vector in enumerate(vectors)),
    )


def _vector(record: object, place: str) -> Vector:
    given = _block(record, {"facts", "expect"}, set(), place)
    if not isinstance(given["facts"], dict):
        raise InputError(f"{place}: facts is not a block of keys")
    expected = given["expect"]
    word = str(expected).lower() if isinstance(expected, bool) else expected
    if word not in EXPECTED:
        raise InputError(f"{place}: expect is '{shown(expected)}'; allowed are true, false, unknown")
    facts = {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given["facts"].items()
    }
    return Vector(facts, EXPECTED[word])


def _block(node: object, needed: set[str], optional: set[str], place: str) -> Mapping[str, Any]:
    if not isinstance(node, dict):
        raise InputError(f"{place}: '{shown(node)}' is not a block of keys")
    missing, extra = needed - set(node), set(node) - needed - optional
    if missing or extra:
        said = [
            f"{word} {', '.join(sorted(keys))}" for word, keys in (("missing", missing), ("unknown", extra)) if keys
        ]
        raise InputError(f"{place}: {'; '.join(said)}; keys are {', '.join(sorted(needed | optional))}")
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
