"""The verdict on one option in one patient, by three-valued judgement of its rules."""

from collections.abc import Iterable
from dataclasses import dataclass

from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.rules.judgement import NEEDS_DATA, RuleResult, apply_rule, by_verdict, highest
from diastole.knowledge.rules.rulebook import rules_on
from diastole.knowledge.rules.three_valued_logic import Truth

CONTRAINDICATED, CAUTION = "contraindicated", "caution"


@dataclass(frozen=True)
class OptionVerdict:
    """The verdict on an option in one patient.

    Attributes
    ----------
    results
        The rules on it that fired or ask, the highest verdict first.
    """

    results: tuple[RuleResult, ...]

    @property
    def verdict(self) -> str:
        """The highest verdict of its rules; none_found is no all-clear."""
        return highest(self.results)

    @property
    def contraindicated(self) -> Truth:
        """Whether it must not be used; None where a fact that decides is unknown, false only if nothing is open."""
        return {CONTRAINDICATED: True, NEEDS_DATA: None}.get(self.verdict, False)

    @property
    def reasons(self) -> tuple[RuleResult, ...]:
        """The rules by which it must not be used."""
        return self._fired(CONTRAINDICATED)

    @property
    def cautions(self) -> tuple[RuleResult, ...]:
        """The rules by which it calls for caution."""
        return self._fired(CAUTION)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Facts that are needed first, each once."""
        asking = (result for result in self.results if result.outcome == "asks")
        return tuple(dict.fromkeys(name for result in asking for name in result.judged.unknown))

    @property
    def statements(self) -> tuple[str, ...]:
        """Ids of the statements behind reasons and cautions, each once."""
        return tuple(dict.fromkeys(id_ for result in (*self.reasons, *self.cautions) for id_ in result.rule.statements))

    def _fired(self, verdict: str) -> tuple[RuleResult, ...]:
        """Return the rules of a verdict that fired, without those that repeat a stricter one."""
        fired: list[RuleResult] = []
        for result in self.results:
            if result.outcome == "fired" and not any(_repeats(result, stricter) for stricter in fired):
                fired.append(result)
        return tuple(result for result in fired if result.verdict == verdict)


def _repeats(result: RuleResult, stricter: RuleResult) -> bool:
    """Return whether a rule rests on nothing but the facts of a stricter one on the same option."""
    same_option = not set(result.rule.options).isdisjoint(stricter.rule.options)
    return same_option and {step.fact for step in result.deciding} <= {step.fact for step in stricter.deciding}


def judge_option(names: Iterable[str], facts: PatientFacts) -> OptionVerdict:
    """Judge an option that consists of these parts, each one of `option_names.OPTIONS`.

    Parameters
    ----------
    facts
        All facts, with those that follow from them; an unknown fact leaves an option open and never clears it.
    """
    return OptionVerdict(by_verdict(apply_rule(rule, facts) for rule in rules_on(names)))
