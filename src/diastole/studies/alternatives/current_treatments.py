"""Verdicts on the treatments that a patient has already."""

from collections.abc import Mapping
from typing import NamedTuple

from diastole.knowledge.rules.facts import Finding, PatientFacts
from diastole.knowledge.rules.grading import with_grades
from diastole.knowledge.rules.judgement import RuleResult
from diastole.knowledge.screening.model_patient import circulation_facts, patient_facts
from diastole.knowledge.screening.option_verdict import CONTRAINDICATED, judge_option
from diastole.model.devices.register import in_use
from diastole.model.patient import Patient

NOT_YET = Finding("balloon.in_place", False, "asked before it is put in")


class Against(NamedTuple):
    """A treatment that a patient has, and what speaks against it there."""

    treatment: str
    reason: RuleResult


def facts_as_found(
    patient: Patient, as_found: Mapping[str, float | None], stated: PatientFacts | None = None
) -> PatientFacts:
    """Return the facts on which options are judged: of the patient, and the circulation before anything was done.

    A balloon in use counts as not yet there, so that it is judged like one that may be put in.

    `as_found`: measures of a run of the patient before anything was done; `stated`: the facts of a bedside sheet, which
    count before the run, and what they leave open is unknown. A patient without a sheet is known as the file says.
    """
    run = circulation_facts(as_found, f"simulation of '{patient.name}' as found")
    known = patient_facts(patient) if stated is None else stated
    return with_grades(PatientFacts().with_(*run, *known, NOT_YET))


def against(
    patient: Patient,
    as_found: Mapping[str, float | None] | None = None,
    *,
    stated: PatientFacts | None = None,
) -> list[Against]:
    """Return what speaks against a patient's own treatments, contraindications first.

    `as_found` and `stated`: as of `facts_as_found`, for the limits on pressures; without them only lesions speak.
    """
    facts = facts_as_found(patient, as_found or {}, stated)
    judged = {title: judge_option(parts, facts) for title, parts in options_in_use(patient).items()}
    reasons = [Against(title, each) for title, one in judged.items() for each in (*one.reasons, *one.cautions)]
    return sorted(reasons, key=lambda each: each.reason.verdict != CONTRAINDICATED)


def options_in_use(patient: Patient) -> dict[str, tuple[str, ...]]:
    """Return the treatments of a patient by their titles, each with the names under which rules speak of it."""
    options: dict[str, tuple[str, ...]] = {name.capitalize(): (name,) for name, dose in patient.drugs if dose > 0.0}
    if patient.pacing is not None and patient.pacing.rate < patient.heart_rate:
        options["Pacing below the own rate"] = ("pacing_slower",)
    for device, settings in in_use(patient):
        model = device.model(settings)
        if device.is_on(settings):
            options[model.title] = model.subjects
    return options
