"""What speaks against what is done for a patient already."""

from collections.abc import Mapping
from typing import NamedTuple

from diastole.knowledge.rules.contraindications import CONTRAINDICATED, Reason, reasons
from diastole.knowledge.rules.patient_conditions import Facts
from diastole.model.devices.register import in_use
from diastole.model.patient import Patient


class Against(NamedTuple):
    """A treatment that a patient has, and what speaks against it there."""

    treatment: str
    reason: Reason


def against(patient: Patient, as_found: Mapping[str, float | None] | None = None) -> list[Against]:
    """Return what speaks against a patient's own treatments, contraindications first.

    Parameters
    ----------
    as_found
        Measures of the patient before anything was done, for the limits on pressures; without them only lesions speak.
    """
    facts = Facts.of(patient, as_found or {})
    found = [
        Against(title, reason)
        for subject, title in subjects_in_use(patient).items()
        for reason in reasons((subject,), facts)
    ]
    return sorted(found, key=lambda each: each.reason.kind != CONTRAINDICATED)


def subjects_in_use(patient: Patient) -> dict[str, str]:
    """Return the treatments of a patient by the name under which contraindications list them, each with its title."""
    found = {name: name.capitalize() for name, dose in patient.drugs if dose > 0.0}
    if patient.pacing is not None and patient.pacing.rate < patient.heart_rate:
        found["pacing_slower"] = "Pacing below the own rate"
    for device, settings in in_use(patient):
        model = device.model(settings)
        if device.is_on(settings):
            found |= dict.fromkeys(model.subjects, model.title)
    return found
