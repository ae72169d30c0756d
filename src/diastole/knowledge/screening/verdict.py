"""The verdict on a balloon pump: every rule is judged, the highest verdict wins, and all that fired are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diastole.display import Displayed
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.rules.grading import Grading, grade, with_grades
from diastole.knowledge.rules.judgement import NEEDS_DATA, RuleResult, apply_rule, by_verdict, highest
from diastole.knowledge.rules.rulebook import balloon_rules
from diastole.knowledge.rules.rules import Rule
from diastole.knowledge.screening.option_verdict import OptionVerdict, judge_option


@dataclass(frozen=True)
class Missing:
    """An unknown fact that a rule asks for."""

    fact: str
    reason: str
    needed: bool  # by a rule that asks; else only by rules that keep silent
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Screening(Displayed):
    """The answer to "is a balloon pump contraindicated here?".

    Attributes
    ----------
    verdict
        The highest of `rules.VERDICTS` among the rules; none_found is not an all-clear.
    reasons
        Every rule that fired or asks, by verdict and then in the order of the rules.
    silent
        Rules whose condition is unknown and that keep silent.
    alternatives
        The options that the fired rules suggest, by name, each with its own verdict.
    notes
        Sentences on parts of a record that were not used or were replaced.
    """

    facts: PatientFacts
    verdict: str
    reasons: tuple[RuleResult, ...]
    silent: tuple[RuleResult, ...]
    missing: tuple[Missing, ...]
    aortic: Grading
    mitral: Grading
    alternatives: Mapping[str, OptionVerdict]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Screening: {self.verdict}, by {', '.join(each.rule.id for each in self.reasons) or 'no rule'}>"


def screen(facts: PatientFacts, rules: Sequence[Rule] | None = None, notes: tuple[str, ...] = ()) -> Screening:
    """Judge every rule on these facts.

    Parameters
    ----------
    facts
        As read; facts that follow from them are added here.
    rules
        Those of the package if not given.
    notes
        Sentences on what was read.
    """
    whole = with_grades(facts)
    results = [apply_rule(rule, whole) for rule in (balloon_rules() if rules is None else rules)]
    reasons = by_verdict(results)
    named = dict.fromkeys(name for each in reasons if each.outcome == "fired" for name in each.rule.alternatives)
    return Screening(
        facts=whole,
        verdict=highest(results),
        reasons=reasons,
        silent=tuple(each for each in results if each.outcome == "silent"),
        missing=_missing([each for each in results if each.outcome != "not_met"], whole),
        aortic=grade("ar", whole),
        mitral=grade("mr", whole),
        alternatives={name: judge_option([name], whole) for name in named},
        notes=notes,
    )


def _missing(reasons: Sequence[RuleResult], facts: PatientFacts) -> tuple[Missing, ...]:
    """Return the unknown facts: of rules that ask, or fired because a fact is missing, then of silent rules."""
    asked: dict[str, list[str]] = {}
    quiet: dict[str, list[str]] = {}
    for result in reasons:
        names = result.judged.unknown
        if result.outcome == "fired":
            lacking = (step.fact for step in result.judged.trace if step.operator == "missing" and step.result)
            names = tuple(lacking) if result.verdict == NEEDS_DATA else ()
        for name in names:
            (quiet if result.outcome == "silent" else asked).setdefault(name, []).append(result.rule.id)
    rest = {name: rules for name, rules in quiet.items() if name not in asked}
    return tuple(
        Missing(name, facts[name].reason, needed, tuple(rules))
        for group, needed in ((asked, True), (rest, False))
        for name, rules in group.items()
    )
