"""What rules say against a treatment, in JSON."""

from typing import Any, Self

from diastole.faces.json.shape import Json, Shape
from diastole.faces.words.against import found_in, level_of, source_keys
from diastole.knowledge.rules.judgement import RuleResult
from diastole.studies.alternatives.in_use import Against


class RuleJson(Shape):
    """A rule that fired; how far it was checked is said of its first statement, the one that says it."""

    rule: str
    """Id of the rule."""
    text: str
    """What it says."""
    found: str
    """What was found in this patient."""
    statements: list[str]
    """Ids of the statements that it rests on."""
    sources: list[str]
    """Keys of their sources."""
    checked: str | None
    """How far the first statement was checked against its source."""

    @classmethod
    def of(cls, reason: RuleResult) -> Self:
        """Return a rule that fired."""
        return cls(**_said(reason))


class _Treatment(Shape):
    treatment: str
    """Such as IABP."""
    kind: str
    """contraindicated or caution."""


class AgainstJson(RuleJson, _Treatment):
    """What speaks against a treatment that the patient has."""

    @classmethod
    def of_treatment(cls, found: Against, **more: Any) -> Self:
        """Return what speaks against a treatment."""
        return cls(treatment=found.treatment, kind=found.reason.verdict or "", **_said(found.reason), **more)


def _said(reason: RuleResult) -> Json:
    ids = reason.rule.statements
    return {
        "rule": reason.rule.id,
        "text": reason.rule.title,
        "found": found_in(reason),
        "statements": list(ids),
        "sources": list(dict.fromkeys(key for id_ in ids for key in source_keys(id_))),
        "checked": level_of(ids[0]),
    }
