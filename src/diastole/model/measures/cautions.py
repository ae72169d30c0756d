"""Cautions: sentences on a run that leaves the range in which the model was looked at."""

from collections.abc import Mapping

from diastole.model.devices.register import in_use
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.conversions import MS
from diastole.model.patient import Patient
from diastole.model.physiology.myofilament import LONGEST_STRETCH

TOLERATED_STRETCH = LONGEST_STRETCH + 0.02  # 1, end-diastolic fibre stretch
RATES = (45.0, 140.0)  # 1/min, between which the times of systole were looked at
HIGHEST_ATRIAL = 45.0  # mmHg, mean left atrial pressure beyond which lungs, not modelled, would decide
PRESSURES = (30.0, 150.0)  # mmHg, mean aortic pressure likewise
HAEMOGLOBIN = (5.0, 20.0)  # g/dL, beyond which flow that is not modelled makes up for the blood; assumed
ARTERIAL = 0.7  # 1, arterial saturation below which likewise; assumed
VENOUS = 0.2  # 1, mixed venous saturation below which organs fail, which is not modelled; assumed


def step_caution(step: float, *, sure: bool) -> str:
    """Return the sentence for a run whose steps [s] had to be shortened, or are too long still."""
    milliseconds = f"{MS * step:.2g} ms"
    if sure:
        return (
            "With these values something changes faster than the usual step of the integration can follow. "
            f"The step was shortened to {milliseconds}, and the numbers hold with it."
        )
    return (
        f"With these values something changes faster than the shortest step of the integration, {milliseconds}, can "
        "follow: a shorter one would change the numbers."
    )


def cautions(cycle: PeriodicTrace, measures: Mapping[str, float | None]) -> list[str]:
    """Return what the patient does not show, and a sentence for each way in which a steady run is an extrapolation."""
    patient = cycle.patient
    sentences = patient.fit_remarks
    stretch = cycle["stretch_lv"].max()
    if stretch > TOLERATED_STRETCH:
        sentences.append(
            f"The fibres of the left ventricle are stretched to {stretch:.2f}; beyond {LONGEST_STRETCH:g} the muscle "
            f"law has no length dependence, so the response to load is distorted."
        )
    rate = cycle.rate
    if not RATES[0] <= rate <= RATES[1]:
        sentences.append(
            f"At {rate:.0f} beats per minute the times of systole are extrapolated; they were looked at "
            f"from {RATES[0]:.0f} to {RATES[1]:.0f} /min."
        )
    aortic, atrial = cycle.mean("p_ascending_aorta"), cycle.mean("p_la")
    if not PRESSURES[0] <= aortic <= PRESSURES[1]:
        sentences.append(
            f"A mean aortic pressure of {aortic:.0f} mmHg lies outside {PRESSURES[0]:.0f} to {PRESSURES[1]:.0f} mmHg, "
            f"where responses that are not modelled would decide."
        )
    if atrial > HIGHEST_ATRIAL:
        sentences.append(
            f"A mean left atrial pressure of {atrial:.0f} mmHg means lung oedema, which takes oxygen: not modelled."
        )
    if patient.pacing is not None and patient.pacing.rate < patient.heart_rate:
        sentences.append("A pacemaker cannot pace below the heart's own rate: the own rhythm is taken as silent.")
    of_devices = [text for device, settings in in_use(patient) for text in device.cautions(settings, cycle)]
    return sentences + _oxygen(patient, measures) + of_devices


def _oxygen(patient: Patient, measures: Mapping[str, float | None]) -> list[str]:
    blood, venous = patient.oxygen, measures["mixed_venous_oxygen_saturation"]
    sentences = []
    if not HAEMOGLOBIN[0] <= blood.haemoglobin <= HAEMOGLOBIN[1]:
        sentences.append(
            f"Haemoglobin of {blood.haemoglobin:g} g/dL lies outside {HAEMOGLOBIN[0]:g} to {HAEMOGLOBIN[1]:g} g/dL: "
            f"how flow makes up for it, and what thin or thick blood does to resistance, is not modelled."
        )
    if blood.arterial_saturation < ARTERIAL:
        sentences.append(
            f"An arterial saturation of {blood.arterial_saturation:.0%} is below {ARTERIAL:.0%}: how flow makes up for "
            f"it is not modelled."
        )
    if venous is not None and venous < VENOUS:
        sentences.append(
            f"A mixed venous saturation of {venous:.0%} means that the body gets less oxygen than it needs to live; "
            f"organs that fail are not modelled."
        )
    return sentences
