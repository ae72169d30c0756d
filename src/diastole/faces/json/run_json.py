"""The JSON of each command. A change that breaks a reader raises the number in ``schema``."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diastole.knowledge.rules.judgement import RuleResult
    from diastole.model.patient import Patient
    from diastole.model.run import Comparison, Run
    from diastole.studies.alternatives.in_use import Against
    from diastole.studies.alternatives.trial import Alternatives, Outcome
    from diastole.studies.claims.ledger import LedgerEntry
    from diastole.studies.course.patient_course import Course
    from diastole.studies.fit.fitting import Fit

type Json = dict[str, Any]


def simulate_shape(run: "Run", against: "Sequence[Against]") -> Json:
    """Return the measures of a run: of the assisted beat, and of the others where there are any."""
    from diastole.model.run import units

    return {
        "schema": "diastole/simulate/1",
        "patient": run.patient.name,
        "reflex": run.reflex,
        "measures": numbers(run.measures),
        **_unassisted(run),
        "labels": numbers(run.labels),
        "cautions": list(run.cautions),
        "against": [against_shape(each) for each in against],
        "units": units(),
    }


def compare_shape(comparison: "Comparison", against: "Sequence[Against]", treatment: str = "") -> Json:
    """Return the measures without and with a treatment, and what speaks against it; it is named where it was chosen."""
    from diastole.model.run import units

    return {
        "schema": "diastole/compare/1",
        "patient": comparison.patient.name,
        "reflex": comparison.with_.reflex,
        **({"treatment": treatment} if treatment else {}),
        "without": numbers(comparison.without.measures),
        "with": numbers(comparison.with_.measures),
        **_unassisted(comparison.with_),
        "labels": numbers(comparison.with_.labels),
        "cautions": list(dict.fromkeys([*comparison.without.cautions, *comparison.with_.cautions])),
        "against": [against_shape(each) for each in against],
        "units": units(),
    }


def alternatives_shape(found: "Alternatives") -> Json:
    """Return each option by rank, with what speaks against it; then those that are impossible."""
    from diastole.model.run import units
    from diastole.studies.alternatives.ranking import GOALS

    return {
        "schema": "diastole/alternatives/1",
        "patient": found.patient.name,
        "reflex": found.reflex,
        "cautions": _misfit(found.patient),
        "goals": [
            {
                "name": goal.name,
                "title": goal.title,
                "weight": goal.weight,
                "parts": [
                    {"measures": list(part.measures), "wanted": part.wanted, "matters": part.matters}
                    for part in goal.parts
                ],
            }
            for goal in GOALS
        ],
        "options": [_option(outcome) for outcome in found.outcomes],
        "impossible": [
            {"name": option.name, "kind": option.kind, "title": option.title, "reason": why}
            for option, why in found.impossible
        ],
        "units": units(),
    }


def _option(outcome: "Outcome") -> Json:
    """Return an option on this patient; without a steady beat, no numbers."""
    from diastole.faces.words.alternatives_words import questions

    option, run, place = outcome.option, outcome.run, outcome.place
    return {
        "name": option.name,
        "kind": option.kind,
        "title": option.title,
        "changes": dict(option.changes),
        "contraindicated": outcome.contraindicated,
        "verdict": outcome.judged.verdict,
        "reasons": [_reason(reason) for reason in outcome.judged.reasons],
        "cautions": [_reason(reason) for reason in outcome.judged.cautions],
        "ask_first": questions(outcome.judged.unknown),
        "unknown": list(outcome.judged.unknown),
        "rank": place.rank if place else None,
        "rank_among_all": place.rank_among_all if place else None,
        "score": outcome.score,
        "goal_scores": dict(outcome.goals),
        "measures": numbers(run.measures) if run else None,
        "extrapolations": list(run.cautions) if run else [],
        "failure": outcome.failure or None,
    }


def against_shape(found: "Against") -> Json:
    """Return what speaks against a treatment."""
    return {"treatment": found.treatment, "kind": found.reason.verdict, **_reason(found.reason)}


def _reason(reason: "RuleResult") -> Json:
    """Return a rule that fired; how far it was checked is said of its first statement, the one that says it."""
    from diastole.faces.words.against import found_in, level_of, source_keys

    ids = reason.rule.statements
    return {
        "rule": reason.rule.id,
        "text": reason.rule.title,
        "found": found_in(reason),
        "statements": list(ids),
        "sources": list(dict.fromkeys(key for id_ in ids for key in source_keys(id_))),
        "checked": level_of(ids[0]),
    }


def fit_shape(fit: "Fit") -> Json:
    """Return the fitted patient as text with units, how well each number is met, and what was free."""
    from diastole.model.patient.tree import dump, split

    values, _ = split(dump(fit.patient, {}))
    return {
        "schema": "diastole/fit/1",
        "preset": fit.preset,
        "patient": values,
        "residuals": {
            row.measure: numbers({"measured": row.measured, "fitted": row.fitted, "residual": row.residual})
            | {"unit": row.unit, "large": row.large}
            for row in fit.rows
        },
        "parameters": {
            parameter.name: numbers({"start": parameter.start, "fitted": parameter.fitted})
            | {"unit": parameter.unit, "determined": parameter.determined}
            for parameter in fit.parameters
        },
        "undetermined": list(fit.undetermined),
        "cautions": [*_misfit(fit.patient), *fit.cautions, *fit.implausible],
        "notes": list(fit.notes),
    }


def course_shape(course: "Course") -> Json:
    """Return each step of a course: when, what became of it, and the measures where it started and where it ended."""
    from diastole.faces.words.against import against_course
    from diastole.studies.course import outcome
    from diastole.studies.course.course_columns import MEASURED

    return {
        "schema": "diastole/course/1",
        "patient": course.patient.name,
        "reflex": course.reflex,
        "ischaemia": course.ischaemia,
        "beats": int(course.rows.shape[0]),
        "seconds": course.time,
        "steps": [
            {
                "line": step.line,
                "text": step.text,
                "outcome": step.outcome,
                "started": step.started,
                "ended": step.ended,
                **(
                    {"measure": step.measure, **numbers({"target": step.target, step.got: step.value})}
                    if step.measure
                    else {}
                ),
                "start": numbers(outcome.measures_at_start(course, step)),
                "end": numbers(outcome.measures_at_end(course, step)),
            }
            for step in course.lived
        ],
        "cautions": course.cautions,
        "against": [{"line": line, **against_shape(each)} for line, each in against_course(course)],
        "units": {name: column.unit for name, column in MEASURED.items()},
    }


def claims_shape(entries: "Sequence[LedgerEntry]") -> Json:
    """Return each claim with what was measured in every cell of its experiment, and the verdict of the runs."""
    from diastole.model.run import units

    return {
        "schema": "diastole/claims/1",
        "claims": [
            {
                "id": entry.claim.id,
                "sentence": entry.claim.sentence.clinician,
                "verdict": entry.verdict.word,
                "measured": [
                    {
                        "subject": one.cell.subject,
                        "along": one.cell.along,
                        "across": one.cell.across,
                        "holds": one.holds,
                        "arms": {name: numbers(measures) for name, measures in one.cell.arms.items()},
                        **({"failure": one.cell.failure} if one.cell.failure else {}),
                    }
                    for one in entry.verdict.judged
                ],
                "threshold": [asdict(threshold) for threshold in entry.verdict.thresholds],
                "statements": list(entry.claim.statements),
                "sources": list(entry.claim.sources),
                "standing": entry.claim.standing,
                **({"not_shown": entry.claim.not_shown} if entry.claim.not_shown else {}),
            }
            for entry in entries
        ],
        "units": units(),
    }


def _misfit(patient: "Patient") -> list[str]:
    """Return what was measured and the patient does not show."""
    return [patient.misfit] if patient.misfit else []


def _unassisted(run: "Run") -> Json:
    return {} if run.unassisted is None else {"unassisted": numbers(run.unassisted)}


def numbers(values: Mapping[str, float | None]) -> Json:
    """Return plain numbers; what is undefined or not finite is null."""
    return {name: float(value) if value is not None and isfinite(value) else None for name, value in values.items()}
