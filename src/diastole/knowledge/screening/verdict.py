"""From facts to a verdict: every rule is judged, the highest verdict wins, and everything that fired is shown."""

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
    """A fact that was asked for and is unknown."""

    fact: str
    reason: str
    needed: bool  # by a rule that asks; otherwise only by rules that keep silent
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Screening(Displayed):
    """The answer to "is a balloon pump contraindicated here?".

    Attributes
    ----------
    verdict
        The highest of `rules.VERDICTS` that a rule contributes; none_found is not an all-clear.
    reasons
        Every rule that fired or asks, by verdict and then in the order of the rules.
    silent
        Rules that are unknown and keep silent.
    alternatives
        By their names, the options that the rules which fired name, with what speaks against each.
    notes
        On what was read: what of a record was not used, or was replaced.
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
        return f"<Screening: {self.verdict}, by {', '.join(one.rule.id for one in self.reasons) or 'no rule'}>"


def screen(facts: PatientFacts, rules: Sequence[Rule] | None = None, notes: tuple[str, ...] = ()) -> Screening:
    """Judge every rule on these facts.

    Parameters
    ----------
    facts
        As read; what follows from them is added here.
    rules
        Those of the package if not given.
    notes
        On what was read.
    """
    whole = with_grades(facts)
    every = [apply_rule(rule, whole) for rule in (balloon_rules() if rules is None else rules)]
    named = dict.fromkeys(name for one in by_verdict(every) if one.outcome == "fired" for name in one.rule.alternatives)
    return Screening(
        facts=whole,
        verdict=highest(every),
        reasons=by_verdict(every),
        silent=tuple(one for one in every if one.outcome == "silent"),
        missing=_missing([one for one in every if one.outcome in ("fired", "asks", "silent")], whole),
        aortic=grade("ar", whole),
        mitral=grade("mr", whole),
        alternatives={name: judge_option([name], whole) for name in named},
        notes=notes,
    )


def _missing(reasons: Sequence[RuleResult], facts: PatientFacts) -> tuple[Missing, ...]:
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


def _lacking(reason: RuleResult) -> tuple[str, ...]:
    return tuple(step.fact for step in reason.judged.trace if step.operator == "missing" and step.result)
