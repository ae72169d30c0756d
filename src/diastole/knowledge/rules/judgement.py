"""The judgement of one rule on the facts of a patient: it fires, asks or keeps silent, with its verdict."""

from collections.abc import Iterable
from dataclasses import dataclass

from diastole.knowledge.rules.conditions import Judgement, TraceStep, judge
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.rules.rules import VERDICTS, Rule

OUTCOMES = ("fired", "asks", "silent", "not_met")  # silent: unknown, and the rule says skip
NEEDS_DATA = "data_needed"


@dataclass(frozen=True)
class RuleResult:
    """The judgement of one rule.

    Attributes
    ----------
    outcome
        One of `OUTCOMES`.
    verdict
        The verdict that it contributes; None where it is not met or silent.
    """

    rule: Rule
    judged: Judgement
    outcome: str
    verdict: str | None

    @property
    def deciding(self) -> tuple[TraceStep, ...]:
        """The steps that a reader needs first: those that hold, or the unknown ones where the rule asks."""
        wanted = None if self.outcome == "asks" else True
        return tuple(step for step in self.judged.trace if step.result is wanted)

    @property
    def is_gap(self) -> bool:
        """Whether it contributes a verdict only because facts are unknown."""
        return bool(self.deciding) and all(step.value is None for step in self.deciding)


def apply_rule(rule: Rule, facts: PatientFacts) -> RuleResult:
    """Judge a rule on facts, which include those that follow from others."""
    judged = judge(rule.when, facts)
    if judged.result is True or (judged.result is None and rule.if_unknown == "fire"):
        return RuleResult(rule, judged, "fired", rule.verdict)
    if judged.result is None and (rule.if_unknown == "ask" or _is_unresolved(rule, judged, facts)):
        return RuleResult(rule, judged, "asks", NEEDS_DATA)
    return RuleResult(rule, judged, "silent" if judged.result is None else "not_met", None)


def by_verdict(results: Iterable[RuleResult]) -> tuple[RuleResult, ...]:
    """Return the rules that contribute a verdict, the highest first and then in the order of the rules."""
    return tuple(
        sorted((each for each in results if each.verdict), key=lambda each: VERDICTS.index(each.verdict or ""))
    )


def highest(results: Iterable[RuleResult]) -> str:
    """Return the highest verdict that rules contribute; none_found is not an all-clear."""
    return next((each.verdict for each in by_verdict(results) if each.verdict), "none_found")


def _is_unresolved(rule: Rule, judged: Judgement, facts: PatientFacts) -> bool:
    """Return whether a warning depends on unknown facts on record: it is silent only on what nobody examined."""
    return rule.verdict != "none_found" and any(facts[name].unresolved for name in judged.unknown)
