"""What is done for a patient, and whether the reflex answers to it, in words."""

from typing import Any

from diastole.faces.words.needs import RunLike
from diastole.faces.words.pump_words import setting
from diastole.model.devices.register import in_use
from diastole.model.operations import OPERATIONS
from diastole.numbers import THIN, significant

NOTHING = "No drug, pacemaker, operation or device"


def as_found(patient: Any) -> str:
    """Return lesions and treatment of a patient, such as ``Lesions: acute aortic regurgitation 0.5 cm²``."""
    lesions = [
        f"{one.onset or ''} {name.replace('_', ' ')} {significant(one.orifice_area)}{THIN}cm²".strip()
        for name, one in patient.lesions
        if one is not None and one.orifice_area > 0.0
    ]
    pumps = [device.setting(settings) for device, settings in in_use(patient) if device.key == "balloon_pump"]
    done = [*(f"balloon pump {setting}" for setting in pumps), *treatments(patient)]
    return f"Lesions: {'; '.join(lesions) or 'none'}. Treatment at the start: {'; '.join(done) or 'none'}."


def treatments(patient: Any) -> list[str]:
    """Return what is done for a patient, such as ``nitroprusside 0.5 µg/kg/min``; the balloon pump is not among it."""
    found = [f"{name} {significant(dose)}{THIN}µg/kg/min" for name, dose in patient.drugs if dose > 0.0]
    if patient.pacing is not None:
        found.append(f"paced at {significant(patient.pacing.rate)}{THIN}/min")
    for device, settings in in_use(patient):
        if device.key != "balloon_pump":
            found.append(f"{device.model(settings).title} {device.setting(settings)}")
    done = [name for name, operation in patient.surgery if operation is not None]
    return found + [OPERATIONS[name].done for name in done]


def doing(run: RunLike) -> str:
    """Return what is done for the patient of a run, such as ``Balloon pump 40 mL, 1:1, …; noradrenaline …``."""
    pump = [setting(run)] if run.patient.balloon_pump is not None else []
    said = "; ".join([*pump, *treatments(run.patient)]) or NOTHING
    return f"{said[0].upper()}{said[1:]}"


def reflex_words(run: RunLike) -> str:
    """Return whether the baroreflex works in a run."""
    return "Baroreflex on" if run.reflex else "Baroreflex off"
