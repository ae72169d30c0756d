"""The JSON of ``diastole screen``. A change that breaks a reader raises the number in ``schema``."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from diastole.faces.words.confidence import DISCLAIMER
from diastole.knowledge.rules.conditions import TraceStep
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.grading import Grading
from diastole.knowledge.rules.judgement import RuleResult
from diastole.knowledge.screening.option_verdict import OptionVerdict
from diastole.knowledge.screening.verdict import Screening

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
        "alternatives": [_alternative(name, judged) for name, judged in found.alternatives.items()],
        "facts": {
            one.fact: {"value": one.value, "unit": one.unit, "source": one.source, "reason": one.reason}
            for one in found.facts
        },
        "notes": list(notes),
        "review": "submitted",
        "disclaimer": DISCLAIMER,
    }


def _reason(reason: RuleResult) -> Json:
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


def _alternative(name: str, judged: OptionVerdict) -> Json:
    return {
        "name": name,
        "contraindicated": judged.contraindicated,
        "verdict": judged.verdict,
        "reasons": [one.rule.title for one in judged.reasons],
        "cautions": [one.rule.title for one in judged.cautions],
        "ask_first": [fact_kind(fact).title for fact in judged.unknown],
        "unknown": list(judged.unknown),
        "statements": list(judged.statements),
    }


def _step(step: TraceStep) -> Json:
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
