"""What a fit may change: a few named factors on a patient, each with how far patients differ from the preset."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from diastole.model.input_blocks.fields import quantities
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.patient.body import Body
from diastole.model.patient.relative_value import value_at
from diastole.model.patient.treatment import TREATMENTS

FITTED = "fitted"  # source of a fitted value in the patient file


class FitFactor(NamedTuple):
    """A factor that multiplies some values of a patient."""

    name: str
    meaning: str  # what it stands for, within a sentence
    keys: tuple[str, ...]  # dotted keys that the factor multiplies
    spread: float  # 1, standard deviation of its logarithm among patients like the preset; assumed
    lesion: str = ""  # is free only where there is this lesion and a measure of it, or this load; else always
    along: tuple[tuple[str, float], ...] = ()  # keys that go with a power of the factor
    shown_by: str = ""  # measure that tells a clinician its size


ARTERIES = ("ascending_aorta", "thoracic_aorta", "abdominal_aorta", "upper_body", "lower_body")

LV_SHARE_OF_SAC = 0.45  # 1, of the blood in the pericardium, by which it is larger around a larger ventricle; assumed
WALL = "lv_wall"
PRESSURE_LOAD = "pressure load"  # in place of a lesion: aortic stenosis, or a high pressure on the sheet
HIGH_PRESSURE = {
    "systolic_aortic_pressure": 140.0,
    "mean_aortic_pressure": 107.0,
}  # mmHg, that a wall grows under; assumed

FACTORS = (
    FitFactor(
        "systemic_resistance", "the systemic vascular resistance",
        ("resistances.upper_body_bed", "resistances.lower_body_bed", "systemic_arterioles.closing_pressure"), 0.35,
        shown_by="systemic_vascular_resistance",
    ),
    FitFactor(
        "arterial_compliance", "the arterial compliance",
        tuple(f"vessels.{name}.compliance" for name in ARTERIES), 0.25, shown_by="pulse_pressure",
    ),
    FitFactor(
        "stressed_volume", "the stressed blood volume", ("blood_volume",), 0.3,
        shown_by="right_atrial_pressure",
    ),
    FitFactor(
        "lv_contractility", "the contractility of the left ventricle", ("left_ventricle.peak_calcium",), 0.12,
        shown_by="lv_ejection_fraction",
    ),
    FitFactor(
        "rv_contractility", "the contractility of the right ventricle", ("right_ventricle.peak_calcium",), 0.08,
        shown_by="rv_end_diastolic_pressure",
    ),
    FitFactor(
        "lv_size", "the size of the left ventricle", ("left_ventricle.reference_volume",), 0.3,
        along=(("pericardium.volume", LV_SHARE_OF_SAC), ("pericardium.scale", LV_SHARE_OF_SAC)),
        shown_by="lv_end_diastolic_volume",
    ),
    FitFactor(WALL, "the muscle mass of the left ventricle", ("left_ventricle.wall_volume",), 0.35, PRESSURE_LOAD),
    FitFactor(
        "lv_stiffness", "the passive stiffness of the left ventricle", ("left_ventricle.passive_stiffness",), 0.5,
        shown_by="lv_end_diastolic_pressure",
    ),
    FitFactor(
        "pulmonary_resistance", "the pulmonary vascular resistance", ("segments.pulmonary_bed.resistance",), 0.4,
        shown_by="pulmonary_artery_pressure",
    ),
    FitFactor(
        "aortic_leak", "the regurgitant orifice of the aortic valve",
        ("lesions.aortic_regurgitation.orifice_area",), 0.3, "aortic_regurgitation",
    ),
    FitFactor(
        "mitral_leak", "the regurgitant orifice of the mitral valve",
        ("lesions.mitral_regurgitation.orifice_area",), 0.3, "mitral_regurgitation",
    ),
)  # fmt: skip

STRESSED = "stressed_volume"  # the one that scales a part of its value
QUANTITIES = quantities(Patient)
DIGITS = 6  # of a fitted value: more than any number at the bedside can tell, and readable

# How a quantity goes with the size of a body that keeps its pressures, times and stresses: with this power of the body
# surface area, by which volumes are taken to scale. After the isometric scaling of volumes and flows; assumed.
SIZE_POWER = {
    "mL": 1.0, "mL/mmHg": 1.0, "mmHg/mL": -1.0, "mmHg/mL²": -2.0, "mmHg s/mL": -1.0, "mmHg s²/mL": -1.0,
    "cm²": 2.0 / 3.0, "cm": 1.0 / 3.0, "mL/min": 1.0, "mL/min/mmHg": 1.0,
}  # fmt: skip
NOT_SCALED = ("body.", "lesions.", *(f"{name}." for name in TREATMENTS))


def with_numbers(patient: Patient, numbers: Mapping[str, float], source: str) -> Patient:
    """Return a patient with some values changed, given in internal units."""
    return patient.with_values({key: {"value": value, "source": source} for key, value in numbers.items()})


def unstressed_volume(patient: Patient) -> float:
    """Return the blood that all vessels hold without pressure [mL]."""
    return patient.vessels.unstressed_volume + patient.coronary.unstressed_volume


def factors_for(patient: Patient, measured: Mapping[str, float]) -> list[FitFactor]:
    """Return what may be changed on this patient with these measures.

    A leak only where it exists and was measured; the wall only where it has grown under pressure.
    """
    present = {name for name, lesion in patient.lesions if lesion is not None and lesion.orifice_area > 0.0}
    free = present & {MEASURES[name].lesion for name in measured}
    pressed = any(measured.get(name, 0.0) >= high for name, high in HIGH_PRESSURE.items())
    if pressed or "aortic_stenosis" in present:
        free.add(PRESSURE_LOAD)
    return [factor for factor in FACTORS if not factor.lesion or factor.lesion in free]


def scaled_value(patient: Patient, factor: FitFactor, key: str, multiplier: float) -> float:
    """Return the value of a key of a factor, multiplied: of the blood, the stressed volume is."""
    held = unstressed_volume(patient) if factor.name == STRESSED else 0.0
    return held + multiplier * (value_at(patient, key) - held)


def with_factors(patient: Patient, factors: Sequence[FitFactor], multipliers: Sequence[float]) -> Patient:
    """Return a patient whose values are multiplied, by one number for each factor.

    Raise InputError if a value leaves its possible range.
    """
    numbers: dict[str, float] = {}
    for factor, multiplier in zip(factors, multipliers, strict=True):
        for key in factor.keys:
            numbers[key] = float(f"{scaled_value(patient, factor, key, multiplier):.{DIGITS}g}")
        for key, power in factor.along:
            numbers[key] = float(f"{value_at(patient, key) * multiplier**power:.{DIGITS}g}")
    return with_numbers(patient, numbers, FITTED)


def scaled_to_body(patient: Patient, body: Body) -> Patient:
    """Return a patient of another size: volumes, flows and areas go with body surface area; pressures, times stay."""
    ratio = body.body_surface_area / patient.body.body_surface_area
    numbers = {
        key: value_at(patient, key) * ratio ** SIZE_POWER[known.unit]
        for key, known in QUANTITIES.items()
        if known.unit in SIZE_POWER and not key.startswith(NOT_SCALED)
    }
    size = {"body.height": body.height, "body.weight": body.weight}
    sized = with_numbers(patient, size, "given").with_values({"body.sex": body.sex})
    return with_numbers(sized, numbers, "scaled") if abs(ratio - 1.0) > 1e-9 else sized
