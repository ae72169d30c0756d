"""Checks on a set of rules: none may be unsafe, untested, or name something that does not exist."""

import re
from collections.abc import Collection, Sequence

from diastole.errors import InputError, did_you_mean
from diastole.knowledge.rules.conditions import Leaf, leaves
from diastole.knowledge.rules.option_names import EVERY, OPTIONS
from diastole.knowledge.rules.rules import Rule

SAFETY = ("contraindicated", "data_needed")  # verdicts whose rules may not keep silent
REVIEWERS = 2  # that an approval needs
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
_STATEMENT_ID = re.compile(r"[A-Z]+(-[0-9A-Z]+)+")


def lint(rules: Sequence[Rule], statements: Collection[str] | None = None) -> None:
    """Refuse rules that are unsafe, untested or dangling.

    Parameters
    ----------
    rules
        All rules together.
    statements
        Ids of the evidence base; without them only the form of the ids is checked.

    Raises
    ------
    InputError
        With the rule and the reason.
    """
    known: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in known:
            raise InputError(f"rule {rule.id}: the id is given twice")
        known[rule.id] = rule
    for rule in rules:
        flaw = _form(rule) or _conflicts(rule, known) or _dangling(rule, statements) or _vectors(rule)
        if flaw:
            raise InputError(f"rule {rule.id}: {flaw}")


def _form(rule: Rule) -> str:
    if not _RULE_ID.fullmatch(rule.id):
        return "the id is not made of capitals, digits and hyphens"
    if rule.review == "approved" and len(rule.reviewers) < REVIEWERS:
        return f"is approved by {len(rule.reviewers)} reviewers; an approval needs {REVIEWERS}"
    if rule.if_unknown == "skip" and rule.verdict in SAFETY:
        return f"if_unknown is skip, but a rule of '{rule.verdict}' may not keep silent; allowed are fire, ask"
    return ""


def _conflicts(rule: Rule, known: dict[str, Rule]) -> str:
    for other in rule.conflicts:
        if other not in known:
            return f"conflicts with '{other}', which is no rule.{did_you_mean(other, known)}"
        if rule.id not in known[other].conflicts:
            return f"conflicts with '{other}', which does not name it in turn"
    return ""


def _dangling(rule: Rule, statements: Collection[str] | None) -> str:
    if not rule.statements:
        return "rests on no statement"
    for name in rule.statements:
        if not _STATEMENT_ID.fullmatch(name) or (statements is not None and name not in statements):
            return f"'{name}' is not a statement"
    for name in (*(rule.options if rule.options != (EVERY,) else ()), *rule.alternatives):
        if name not in OPTIONS:
            return f"'{name}' is not an option.{did_you_mean(name, OPTIONS)}"
    return "" if rule.options else "concerns no option"


def _vectors(rule: Rule) -> str:
    wanted = {True, False} | ({None} if any(isinstance(leaf, Leaf) for leaf in leaves(rule.when)) else set())
    lacking = wanted - {vector.expected for vector in rule.tests}
    if lacking - {None} or (lacking and rule.if_unknown != "fire"):
        words = {True: "true", False: "false", None: "unknown"}
        return f"no test expects {', '.join(words[one] for one in (True, False, None) if one in lacking)}"
    return ""
