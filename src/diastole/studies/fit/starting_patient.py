"""The patient that a fit starts from: the nearest preset, with all that the sheet states."""

import math
from collections.abc import Mapping

import numpy as np

from diastole.errors import InputError
from diastole.model.devices.register import in_use
from diastole.model.drugs.formulary import DRUGS
from diastole.model.input_blocks.block import Block
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.lesions import Lesions, Stenosis
from diastole.model.patient.relative_value import value_at
from diastole.model.patient.treatment import Surgery
from diastole.model.simulation.plans import together
from diastole.model.simulation.slow_states import LIMBS, drug_influence
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.fit_factors import DIGITS, factors_for, scaled_to_body, with_numbers
from diastole.studies.fit.trials import FAILED, trying
from diastole.studies.fit.usual_values import usual_values

FAILURE, COMPENSATED = "shock", "chronic_severe_ar"  # presets with the reflex of heart failure, and before it
HIGH_FILLING = 15.0  # mmHg, of left atrium or ventricle at the end of diastole, above which a heart fails; assumed
WEAK = 0.45  # 1, ejection fraction below which a heart fails; assumed
LOW_OUTPUT = 2.2  # L/min/m², cardiac index below which a heart fails; forrester1977
ML_PER_L = 1000.0  # mL/L
INFARCTED = 0.8  # 1, working fraction below which a preset's left ventricle has lost much of its muscle


def in_force(sheet: BedsideSheet) -> dict[str, Block]:
    """Return the treatment under which the numbers of a sheet were measured: all but a balloon."""
    treatment: dict[str, Block] = {"drugs": sheet.drugs}
    if sheet.surgery != Surgery():
        treatment["surgery"] = sheet.surgery
    if sheet.pacing is not None:
        treatment["pacing"] = sheet.pacing
    return treatment | {device.key: settings for device, settings in in_use(sheet) if device.links}


def _cardiac_index(measured: Mapping[str, float], surface: float) -> float:
    """Return the cardiac index of a sheet [L/min/m²], for a body of a surface [m²]; infinite where it tells none."""
    by_stroke = measured.get("forward_stroke_volume", math.inf) * measured.get("heart_rate", math.inf) / ML_PER_L
    return measured.get("cardiac_index", measured.get("cardiac_output", by_stroke) / surface)


def _of_blunted_reflex(sheet: BedsideSheet, surface: float) -> str | None:
    """Return the preset whose reflex is as blunted: of a heart that fails or bears a lesion of years; None else."""
    measured = sheet.measured
    is_weak = measured.get("lv_ejection_fraction", 1.0) < WEAK or _cardiac_index(measured, surface) < LOW_OUTPUT
    filling = max(measured.get(name, 0.0) for name in ("left_atrial_pressure", "lv_end_diastolic_pressure"))
    if is_weak or filling > HIGH_FILLING:
        return FAILURE
    stated = [lesion for _, lesion in sheet.lesions if lesion is not None]
    lasting = any(isinstance(lesion, Stenosis) or lesion.onset == "chronic" for lesion in stated)
    return COMPENSATED if lasting else None


def _with_reflex_of(patient: Patient, preset: str | None) -> Patient:
    """Return a patient with the limbs and the set point of a preset's baroreflex; itself where no preset is named."""
    if preset is None:
        return patient
    blunted = Patient.preset(preset)
    keys = [f"baroreflex.{limb}.{name}" for limb in LIMBS for name, _ in getattr(blunted.baroreflex, limb)]
    keys += ["baroreflex.arterial_midpoint", "baroreflex.resetting"]
    values = {key: {"value": value_at(blunted, key), "source": blunted.sources.get(key, "assumed")} for key in keys}
    return patient.with_values(values)


def _with_stated(patient: Patient, sheet: BedsideSheet) -> Patient:
    """Return a patient with what the sheet states: its lesions and no other, its treatment, its blood, its rate.

    The measured rate is the one under the drugs, from which follows the patient's own.
    """
    said = {"lesions": sheet.lesions, "name": sheet.name, "description": sheet.note, **in_force(sheet)}
    reflex = _of_blunted_reflex(sheet, patient.body.body_surface_area)
    changed = _with_reflex_of(patient, reflex).model_copy(update=said)
    numbers = dict(sheet.of_patient)
    if "heart_rate" in sheet.measured:
        doses = [float(getattr(sheet.drugs, name)) for name in DRUGS]
        faster = 1.0 + drug_influence(doses, patient.chronotropic_response).rate
        rate = sheet.measured["heart_rate"]
        numbers["heart_rate"] = rate if faster == 1.0 else float(f"{rate / faster:.{DIGITS}g}")
    return with_numbers(changed, numbers, sheet.source) if numbers else changed


def _present(lesions: Lesions) -> dict[str, str | None]:
    """Return the onset of each lesion that is there."""
    return {name: lesion.onset for name, lesion in lesions if lesion is not None and lesion.orifice_area > 0.0}


def _candidates(sheet: BedsideSheet) -> list[str]:
    """Return the presets that the sheet may start from.

    A heart that was shaped by a lesion is no start for a patient who has not this lesion, or has it with another onset;
    nor is one after an infarct where an aortic stenosis explains the numbers and the sheet prints no low fraction.
    """
    if sheet.nearest is not None:
        return [sheet.nearest]
    here = _present(sheet.lesions)
    own = {name: _present(Patient.preset(name).lesions) for name in PRESETS}
    explained = "aortic_stenosis" in here and sheet.measured.get("lv_ejection_fraction", 1.0) >= WEAK
    return [
        name
        for name, lesions in own.items()
        if all(kind in here and here[kind] in (None, onset) for kind, onset in lesions.items())
        and not (explained and Patient.preset(name).left_ventricle.working_fraction < INFARCTED)
    ]


def _start(sheet: BedsideSheet, name: str) -> Patient:
    preset = Patient.preset(name)
    sized = scaled_to_body(preset, sheet.body) if sheet.body else preset
    return _with_stated(sized, sheet)


def nearest_preset(sheet: BedsideSheet) -> tuple[str, Patient]:
    """Return the preset whose numbers lie nearest to the sheet's, and the patient made of it to start from."""
    starts: dict[str, Patient] = {}
    problem: InputError | None = None
    for name in _candidates(sheet):
        try:
            starts[name] = _start(sheet, name)
        except InputError as error:
            problem = error
    if not starts:
        raise InputError(f"{sheet.name}: no preset can take this sheet: {problem}")
    trials = together(
        trying(patient, sheet.measured, usual_values(patient, factors_for(patient, sheet.measured)))
        for patient in starts.values()
    )
    apart = [float(np.abs(np.minimum(trial.distances, FAILED)).sum()) for trial in trials]
    name = list(starts)[apart.index(min(apart))]
    return name, starts[name]
