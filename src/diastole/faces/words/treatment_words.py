"""What is done for a patient besides the balloon pump, and whether the reflex answers to it, in words."""

from typing import Any

from diastole.faces.words.needs import RunLike
from diastole.numbers import THIN, significant
from diastole.studies.alternatives.treatments import CIRCUIT_TITLES

OPERATIONS = {
    "aortic_valve_replacement": "aortic valve replaced",
    "mitral_valve_replacement": "mitral valve replaced",
    "mitral_valve_repair": "mitral valve repaired",
    "septal_defect_closure": "septal defect closed",
}


def treatments(patient: Any) -> list[str]:
    """Return what is done for a patient, such as ``nitroprusside 0.5 µg/kg/min``; the balloon pump is not among it."""
    found = [f"{name} {significant(dose)}{THIN}µg/kg/min" for name, dose in patient.drugs if dose > 0.0]
    if patient.pacing is not None:
        found.append(f"paced at {significant(patient.pacing.rate)}{THIN}/min")
    if patient.axial_pump is not None:
        found.append(f"Impella {patient.axial_pump.model} at {patient.axial_pump.runs_at}")
    if patient.extracorporeal is not None:
        found.append(_circuit(patient.extracorporeal))
    done = [name for name, operation in patient.surgery if operation is not None]
    return found + [OPERATIONS[name] for name in done]


def reflex_words(run: RunLike) -> str:
    """Return whether the baroreflex works in a run."""
    return "Baroreflex on" if run.reflex else "Baroreflex off"


def _circuit(pump: Any) -> str:
    title = CIRCUIT_TITLES[pump.circuit]
    if pump.held_flow is None:
        return f"{title} at {significant(pump.speed)}{THIN}/min"
    return f"{title} at {significant(pump.held_flow)}{THIN}L/min"
