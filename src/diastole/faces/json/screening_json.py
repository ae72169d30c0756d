"""The JSON of ``diastole screen``."""

from typing import Self

from diastole.faces.json.shape import Document, Scalar, Shape
from diastole.faces.words.confidence import DISCLAIMER
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.grading import Grading
from diastole.knowledge.rules.judgement import RuleResult
from diastole.knowledge.screening.option_verdict import OptionVerdict
from diastole.knowledge.screening.verdict import Screening

RESULT = {True: "true", False: "false", None: "unknown"}


class FactJson(Shape):
    """A fact of the patient, known or unknown."""

    value: Scalar | None
    """Null where it is unknown."""
    unit: str
    """Of the value."""
    source: str
    """Where it comes from."""
    reason: str
    """Why it is unknown or in doubt."""


class ConditionJson(Shape):
    """A fact as a rule asked for it."""

    fact: str
    """Its name."""
    operator: str
    """How it is compared."""
    threshold: Scalar | list[str] | None
    """With what."""
    value: Scalar | None
    """Value of the fact; null where it is unknown."""
    unit: str
    """Of the value."""
    source: str
    """Where it comes from."""
    result: str
    """true, false or unknown."""
    reason: str
    """Why the fact is unknown."""


class JudgedRuleJson(Shape):
    """A rule that fired or asks."""

    rule: str
    """Its id."""
    version: int
    """Of the rule."""
    title: str
    """The rule in words."""
    verdict: str | None
    """Its contribution to the verdict."""
    outcome: str
    """fired or asks."""
    result: str
    """true, false or unknown."""
    facts: list[ConditionJson]
    """Each step of its trace."""
    statements: list[str]
    """Ids of the statements that it rests on."""
    conflicts: list[str]
    """Ids of rules that speak the other way."""
    review: str
    """How far it was reviewed."""

    @classmethod
    def of(cls, reason: RuleResult) -> Self:
        """Return what is printed of a rule."""
        facts = [ConditionJson.of(step, result=RESULT[step.result]) for step in reason.judged.trace]
        return super().of(reason, reason.rule, rule=reason.rule.id, result=RESULT[reason.judged.result], facts=facts)


class MissingJson(Shape):
    """A fact that was asked for and is unknown."""

    fact: str
    """Its name."""
    reason: str
    """Why it is unknown."""
    needed: bool
    """By a rule that asks; otherwise by rules that keep silent."""
    rules: list[str]
    """Ids of these rules."""


class GradedJson(Shape):
    """A measurement and the grade that it gives."""

    fact: str
    """Its name."""
    value: Scalar | None
    """As measured."""
    unit: str
    """Of the value."""
    grade: str
    """By this measurement alone."""


class GradingJson(Shape):
    """The grade of one valve by its measurements."""

    grade: str | None
    """The worst; null where nothing was measured, or the measurements contradict each other."""
    conflicting: bool
    """Whether they contradict each other."""
    parameters: list[GradedJson]
    """Each measurement."""

    @classmethod
    def of(cls, grading: Grading) -> Self:
        """Return what is printed of a valve."""
        graded = [GradedJson.of(each.finding, grade=each.grade) for each in grading.parameters]
        return super().of(grading, parameters=graded)


class OtherOptionJson(Shape):
    """An alternative that a rule names, with what speaks against it."""

    name: str
    """Such as nitroprusside."""
    contraindicated: bool | None
    """Whether it must not be used; null where a fact that decides is unknown."""
    verdict: str
    """The highest of the rules on it."""
    reasons: list[str]
    """Contraindications."""
    cautions: list[str]
    """Cautions."""
    ask_first: list[str]
    """Questions to ask first, in words."""
    unknown: list[str]
    """The facts that have to be asked for."""
    statements: list[str]
    """Ids of the statements behind reasons and cautions."""

    @classmethod
    def of(cls, name: str, judged: OptionVerdict) -> Self:
        """Return what is printed of an alternative."""
        return super().of(
            judged,
            name=name,
            reasons=[each.rule.title for each in judged.reasons],
            cautions=[each.rule.title for each in judged.cautions],
            ask_first=[fact_kind(fact).title for fact in judged.unknown],
        )


class ValvesJson(Shape):
    """Gradings of both valves."""

    aortic_regurgitation: GradingJson
    """Of the aortic valve."""
    mitral_regurgitation: GradingJson
    """Of the mitral valve."""


class ScreenJson(Document):
    """The screening before a balloon pump."""

    NAME = "diastole/screen/1"

    verdict: str
    """contraindicated, data_needed, caution or none_found, which is no all-clear."""
    reasons: list[JudgedRuleJson]
    """Every rule that fired or asks."""
    missing: list[MissingJson]
    """Facts that were asked for and are unknown."""
    silent: list[str]
    """Ids of rules that are unknown and keep silent."""
    grading: ValvesJson
    """Grades of both valves by measurements."""
    alternatives: list[OtherOptionJson]
    """Options that the rules name."""
    facts: dict[str, FactJson]
    """Everything that is known, by the name of the fact."""
    notes: list[str]
    """Parts of a record that were not used, or were replaced."""
    review: str
    """How far this screening was reviewed."""
    disclaimer: str
    """For what it is not."""

    @classmethod
    def of(cls, screening: Screening) -> Self:
        """Return what is printed of a screening."""
        aortic, mitral = GradingJson.of(screening.aortic), GradingJson.of(screening.mitral)
        return super().of(
            screening,
            reasons=[JudgedRuleJson.of(reason) for reason in screening.reasons],
            silent=[reason.rule.id for reason in screening.silent],
            grading=ValvesJson(aortic_regurgitation=aortic, mitral_regurgitation=mitral),
            alternatives=[OtherOptionJson.of(name, judged) for name, judged in screening.alternatives.items()],
            facts={finding.fact: finding for finding in screening.facts},
            review="submitted",
            disclaimer=DISCLAIMER,
        )
