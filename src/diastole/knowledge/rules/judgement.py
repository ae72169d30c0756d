"""One rule on what is known of a patient: whether it fires, asks or keeps silent, and its verdict."""

from collections.abc import Iterable
from dataclasses import dataclass

from diastole.knowledge.rules.conditions import Judgement, TraceStep, judge
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.rules.rules import VERDICTS, Rule

OUTCOMES = ("fired", "asks", "silent", "not_met")  # silent: nothing on record, and the rule says skip
NEEDS_DATA = "data_needed"


@dataclass(frozen=True)
class RuleResult:
    """One rule as it was judged.

    Attributes
    ----------
    outcome
        Of `OUTCOMES`.
    verdict
        What it contributes; None where it is not met or silent.
    """

    rule: Rule
    judged: Judgement
    outcome: str
    verdict: str | None

    @property
    def deciding(self) -> tuple[TraceStep, ...]:
        """The steps that a person needs first: those that hold, or those that are unknown where the rule asks."""
        wanted = None if self.outcome == "asks" else True
        return tuple(step for step in self.judged.trace if step.result is wanted)

    @property
    def is_gap(self) -> bool:
        """Whether it contributes a verdict because facts are unknown, and by nothing that is known."""
        return bool(self.deciding) and all(step.value is None for step in self.deciding)


def apply_rule(rule: Rule, facts: PatientFacts) -> RuleResult:
    """Judge a rule on facts, with those among them that follow from others."""
    found = judge(rule.when, facts)
    if found.result is True or (found.result is None and rule.if_unknown == "fire"):
        return RuleResult(rule, found, "fired", rule.verdict)
    if found.result is None and (rule.if_unknown == "ask" or _has_lost(rule, found, facts)):
        return RuleResult(rule, found, "asks", NEEDS_DATA)
    return RuleResult(rule, found, "silent" if found.result is None else "not_met", None)


def by_verdict(results: Iterable[RuleResult]) -> tuple[RuleResult, ...]:
    """Return the rules that contribute a verdict, the highest first and then in the order of the rules."""
    return tuple(sorted((one for one in results if one.verdict), key=lambda one: VERDICTS.index(one.verdict or "")))


def highest(results: Iterable[RuleResult]) -> str:
    """Return the highest verdict that rules contribute; none_found is not an all-clear."""
    return next((one.verdict for one in by_verdict(results) if one.verdict), "none_found")


def _has_lost(rule: Rule, judged: Judgement, facts: PatientFacts) -> bool:
    """Tell whether a warning hangs on what is on record and unknown: it keeps silent on what nobody looked at only."""
    return rule.verdict != "none_found" and any(facts[name].lost for name in judged.unknown)
