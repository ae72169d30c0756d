"""The rules of the package, checked as a whole."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from diastole.knowledge.rules.linter import lint
from diastole.knowledge.rules.option_names import EVERY
from diastole.knowledge.rules.rules import Rule, parse_rules

BALLOON_RULES, OPTION_RULES = FILES = ("rules.yaml", "option_rules.yaml")


def rule_texts() -> dict[str, str]:
    """Return the files of rules by their names."""
    folder = files("diastole.knowledge.rules")
    return {name: (folder / name).read_text(encoding="utf-8") for name in FILES}


@lru_cache(maxsize=1)
def load_rulebook() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules of each file, in its order.

    Raises
    ------
    InputError
        If a rule cannot be used, or is unsafe; then none is loaded.
    """
    rulebook = {name: parse_rules(text, name) for name, text in rule_texts().items()}
    lint([rule for rules in rulebook.values() for rule in rules])
    return rulebook


def all_rules() -> tuple[Rule, ...]:
    """Return every rule."""
    return tuple(rule for rules in load_rulebook().values() for rule in rules)


def balloon_rules() -> tuple[Rule, ...]:
    """Return the rules that screen a patient before a balloon pump, or with one in place."""
    return load_rulebook()[BALLOON_RULES]


def rules_on(options: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules that concern one of these options, each once; none without an option."""
    wanted = set(options)
    return tuple(rule for rule in all_rules() if wanted and {*wanted, EVERY} & set(rule.options))
