"""From facts to a verdict: every rule is judged, the highest verdict wins, and everything that fired is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from diastole.knowledge.rules.conditions import Judged, judge
from diastole.knowledge.rules.facts import Facts
from diastole.knowledge.rules.grading import Grading, grade, with_grades
from diastole.knowledge.rules.rules import VERDICTS, Rule, load_rules
from diastole.knowledge.screening.other_options import Alternative, judged_alternatives

OUTCOMES = ("fired", "asks", "silent", "not_met")  # silent: nothing on record, and the rule says skip
NEEDS_DATA = "data_needed"


@dataclass(frozen=True)
class Reason:
    """One rule as it was judged.

    Attributes
    ----------
    outcome
        Of `OUTCOMES`.
    verdict
        What it contributes; None where it is not met or silent.
    """

    rule: Rule
    judged: Judged
    outcome: str
    verdict: str | None


@dataclass(frozen=True)
class Missing:
    """A fact that was asked for and is unknown."""

    fact: str
    reason: str
    needed: bool  # by a rule that asks; otherwise only by rules that keep silent
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Screening:
    """The answer to "is a balloon pump contraindicated here?".

    Attributes
    ----------
    verdict
        The highest of `VERDICTS` that a rule contributes; none_found is not an all-clear.
    reasons
        Every rule that fired or asks, by verdict and then in the order of the rules.
    silent
        Rules that are unknown and keep silent.
    """

    facts: Facts
    verdict: str
    reasons: tuple[Reason, ...]
    silent: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    aortic: Grading
    mitral: Grading
    alternatives: tuple[Alternative, ...]


def screen(facts: Facts, rules: Sequence[Rule] | None = None) -> Screening:
    """Judge every rule on these facts.

    Parameters
    ----------
    facts
        As read; what follows from them is added here.
    rules
        Those of the package if not given.
    """
    whole = with_grades(facts)
    every = [_reason(rule, whole) for rule in (load_rules() if rules is None else rules)]
    told = sorted((one for one in every if one.verdict), key=lambda one: VERDICTS.index(one.verdict or ""))
    silent = tuple(one for one in every if one.outcome == "silent")
    verdict = told[0].verdict if told else None
    named = dict.fromkeys(name for one in told if one.outcome == "fired" for name in one.rule.alternatives)
    return Screening(
        facts=whole,
        verdict=verdict or "none_found",
        reasons=tuple(told),
        silent=silent,
        missing=_missing([one for one in every if one.outcome in ("fired", "asks", "silent")], whole),
        aortic=grade("ar", whole),
        mitral=grade("mr", whole),
        alternatives=judged_alternatives(tuple(named), whole),
    )


def _reason(rule: Rule, facts: Facts) -> Reason:
    found = judge(rule.when, facts)
    if found.result is True or (found.result is None and rule.if_unknown == "fire"):
        return Reason(rule, found, "fired", rule.verdict)
    if found.result is None and (rule.if_unknown == "ask" or _has_lost(rule, found, facts)):
        return Reason(rule, found, "asks", NEEDS_DATA)
    return Reason(rule, found, "silent" if found.result is None else "not_met", None)


def _has_lost(rule: Rule, judged: Judged, facts: Facts) -> bool:
    """Tell whether a warning hangs on what is on record and unknown: it keeps silent on what nobody looked at only."""
    return rule.verdict != "none_found" and any(facts[name].lost for name in judged.unknown)


def _missing(reasons: Sequence[Reason], facts: Facts) -> tuple[Missing, ...]:
    """Return the unknown facts: of rules that ask or fired because a fact is missing, then of those that are silent."""
    asked: dict[str, list[str]] = {}
    quiet: dict[str, list[str]] = {}
    for one in reasons:
        if one.outcome == "fired":
            names = _lacking(one) if one.verdict == NEEDS_DATA else ()
        else:
            names = one.judged.unknown
        for name in names:
            (quiet if one.outcome == "silent" else asked).setdefault(name, []).append(one.rule.id)
    rest = {name: rules for name, rules in quiet.items() if name not in asked}
    return tuple(
        Missing(name, facts[name].reason, needed, tuple(rules))
        for group, needed in ((asked, True), (rest, False))
        for name, rules in group.items()
    )


def _lacking(reason: Reason) -> tuple[str, ...]:
    return tuple(step.fact for step in reason.judged.trace if step.operator == "missing" and step.result)
