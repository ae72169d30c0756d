"""Rules against a treatment, in JSON."""

from typing import Any, Self

from diastole.faces.json.shape import Shape
from diastole.faces.words.objections import facts_behind, level_of, source_keys
from diastole.knowledge.rules.judgement import RuleResult
from diastole.studies.alternatives.current_treatments import Against


class RuleJson(Shape):
    """A rule that fired; ``checked`` is that of its first statement."""

    rule: str
    """Id of the rule."""
    text: str
    """The rule in words."""
    findings: str
    """Facts of this patient behind it."""
    statements: list[str]
    """Ids of the statements that it rests on."""
    sources: list[str]
    """Keys of their sources."""
    checked: str | None
    """How far the first statement was checked against its source."""

    @classmethod
    def of(cls, reason: RuleResult, **more: Any) -> Self:
        """Return a rule that fired."""
        ids = reason.rule.statements
        return super().of(
            rule=reason.rule.id,
            text=reason.rule.title,
            findings=facts_behind(reason),
            statements=ids,
            sources=list(dict.fromkeys(key for id_ in ids for key in source_keys(id_))),
            checked=level_of(ids[0]),
            **more,
        )


class _Treatment(Shape):
    """A treatment that a rule is about."""

    treatment: str
    """Such as IABP."""
    kind: str
    """contraindicated or caution."""


class AgainstJson(RuleJson, _Treatment):
    """An objection to a treatment of the patient."""

    @classmethod
    def of_treatment(cls, objection: Against, **more: Any) -> Self:
        """Return what speaks against a treatment."""
        reason = objection.reason
        return cls.of(reason, treatment=objection.treatment, kind=reason.verdict or "", **more)
