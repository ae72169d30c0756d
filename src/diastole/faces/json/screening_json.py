"""The JSON of ``diastole screen``. A change that breaks a reader raises the number in ``schema``."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from diastole.faces.words.confidence import DISCLAIMER
from diastole.knowledge.rules.conditions import Step
from diastole.knowledge.rules.grading import Grading
from diastole.knowledge.screening.verdict import Reason, Screening

RESULT = {True: "true", False: "false", None: "unknown"}
type Json = dict[str, Any]


def screen_shape(found: Screening, notes: Sequence[str] = ()) -> Json:
    """Return verdict, reasons with their trace, missing facts, gradings, alternatives, facts, and notes on reading."""
    return {
        "schema": "diastole/screen/1",
        "verdict": found.verdict,
        "reasons": [_reason(one) for one in found.reasons],
        "missing": [asdict(one) | {"rules": list(one.rules)} for one in found.missing],
        "silent": [one.rule.id for one in found.silent],
        "grading": {"aortic_regurgitation": _grading(found.aortic), "mitral_regurgitation": _grading(found.mitral)},
        "alternatives": [asdict(one) for one in found.alternatives],
        "facts": {
            one.fact: {"value": one.value, "unit": one.unit, "source": one.source, "reason": one.reason}
            for one in found.facts
        },
        "notes": list(notes),
        "review": "submitted",
        "disclaimer": DISCLAIMER,
    }


def _reason(reason: Reason) -> Json:
    rule = reason.rule
    return {
        "rule": rule.id,
        "version": rule.version,
        "title": rule.title,
        "verdict": reason.verdict,
        "outcome": reason.outcome,
        "result": RESULT[reason.judged.result],
        "facts": [_step(step) for step in reason.judged.trace],
        "statements": list(rule.statements),
        "conflicts": list(rule.conflicts),
        "review": rule.review,
    }


def _step(step: Step) -> Json:
    return asdict(step) | {"result": RESULT[step.result]}


def _grading(grading: Grading) -> Json:
    return {
        "grade": grading.grade,
        "conflicting": grading.conflicting,
        "parameters": [
            {"fact": one.finding.fact, "value": one.finding.value, "unit": one.finding.unit, "grade": one.grade}
            for one in grading.parameters
        ],
    }
