"""Facts of a model patient, whose lesions are known, and of a bedside sheet, which gives fewer."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.facts import Finding, PatientFacts, WrittenQuantity
from diastole.knowledge.rules.grading import VALVES, graded_value
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening.admission import admit
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.units import format_quantity

PRESSURES = ("mean_aortic_pressure", "right_atrial_pressure", "left_atrial_pressure")
OF_SHOCK = ("cardiac_index", "left_atrial_pressure")
LEAKS = {  # fact → measure
    "ar.regurgitant_volume": "aortic_regurgitant_volume",
    "ar.regurgitant_fraction": "aortic_regurgitant_fraction",
    "ar.pressure_half_time": "aortic_pressure_half_time",
    "mr.regurgitant_volume": "mitral_regurgitant_volume",
    "mr.regurgitant_fraction": "mitral_regurgitant_fraction",
}
MEASURED = {name: name for name in ("heart_rate", "cardiac_index", *PRESSURES)} | LEAKS
REPLACED = {"ar": ("aortic_valve_replacement",), "mr": ("mitral_valve_replacement", "mitral_valve_repair")}


def leaks_of(patient: Patient) -> list[str]:
    """Return the facts of `LEAKS` on valves that leak: of another valve a run of a fitted patient knows nothing."""
    lesions = {valve: getattr(patient.lesions, name) for valve, name in VALVES.items()}
    leaking = {valve for valve, lesion in lesions.items() if lesion is not None and lesion.orifice_area > 0.0}
    return [fact for fact in LEAKS if fact.partition(".")[0] in leaking]


def facts_of_run(patient: Patient) -> list[str]:
    """Return the facts that a run of a patient file measures; a valve without a lesion has no leak to grade."""
    return [*(fact for fact in MEASURED if fact not in LEAKS), *leaks_of(patient)]


def patient_facts(patient: Patient) -> PatientFacts:
    """Return the facts of a patient file.

    Parameters
    ----------
    patient
        Its lesions are exact, so the orifice area gives the grade; a valve without a lesion does not leak.
    """
    source = f"patient file '{patient.name}'"
    rate = patient.pacing.rate if patient.pacing else patient.heart_rate
    findings = [admit("heart_rate", WrittenQuantity(rate, "1/min"), source=source), *_seen(patient, VALVES, source)]
    findings += [_septum(patient, source), _aortic_area(patient, source)]
    return PatientFacts({finding.fact: finding for finding in findings})


def sheet_facts(
    patient: Patient,
    measures: Mapping[str, float],
    stated: Iterable[Finding] = (),
    of_echo: Collection[str] = (),
) -> PatientFacts:
    """Return the facts of a bedside sheet: a lesion that it does not name is unknown, and so is what was not measured.

    Parameters
    ----------
    patient
        The patient fitted to it, who has the lesions of the sheet.
    measures
        Measured values by the names of the measures, in their units.
    stated
        Further facts that it reports, such as the grade of a leak.
    of_echo
        Lesions and measures that were taken from a report of the echocardiography, for which that speaks: it may be
        old.
    """
    source, lesions = f"bedside sheet '{patient.name}'", patient.lesions
    named = [valve for valve, lesion in VALVES.items() if getattr(lesions, lesion) and lesion not in of_echo]
    findings = _seen(patient, named, source)
    if lesions.ventricular_septal_defect and "ventricular_septal_defect" not in of_echo:
        findings.append(_septum(patient, source))
    if (lesions.aortic_stenosis and "aortic_stenosis" not in of_echo) or patient.surgery.aortic_valve_replacement:
        findings.append(_aortic_area(patient, source))
    bedside = {name: value for name, value in measures.items() if name not in of_echo}
    return merged([*findings, *_measured_on_sheet(patient, bedside), *stated])


def _measured_on_sheet(patient: Patient, measures: Mapping[str, float]) -> tuple[Finding, ...]:
    """Return the measured facts of a bedside sheet, with the cardiac index by output and body size."""
    index = measures.get("cardiac_output", 0.0) / patient.body.body_surface_area
    return measured_facts({"cardiac_index": index or None, **measures}, f"bedside sheet '{patient.name}'")


def _seen(patient: Patient, valves: Iterable[str], source: str) -> list[Finding]:
    """Return the findings of an echocardiography of these valves, and whether a balloon is in place."""
    seen = [finding for valve in valves for finding in _valve(patient, valve, source)]
    if seen:
        seen += [admit("echo.done", True, source=source), admit("echo.age", WrittenQuantity(0.0, "h"), source=source)]
    return [*seen, admit("balloon.in_place", patient.balloon_pump is not None, source=source)]


def measured_facts(
    measures: Mapping[str, float | None], source: str, facts: Iterable[str] = tuple(MEASURED)
) -> tuple[Finding, ...]:
    """Return the facts that measures give: those of a run, or of a bedside sheet.

    Parameters
    ----------
    measures
        By the names of `diastole.model.measures.definitions.MEASURES`, in their units; what is undefined stays unknown.
    source
        Where they are recorded.
    facts
        Names of the wanted facts.
    """
    given = {name: (measures.get(MEASURED[name]), MEASURES[MEASURED[name]].unit) for name in facts}
    return tuple(
        admit(name, WrittenQuantity(value, unit), source=source)
        for name, (value, unit) in given.items()
        if value is not None and (value > 0 or name in PRESSURES)
    )


def circulation_facts(measures: Mapping[str, float | None], source: str) -> tuple[Finding, ...]:
    """Return pressures and flow of a model patient, and whether it is in cardiogenic shock.

    Shock of a person is diagnosed by signs that a model does not have; that of a model patient by its numbers.
    """
    measured = measured_facts(measures, source, (*PRESSURES, "cardiac_index"))
    asked = [each for each in measured if each.fact in OF_SHOCK and each.value]
    grades = [graded_value(fact_kind(each.fact), each.value) for each in asked if each.value is not None]
    if len(grades) < len(OF_SHOCK):
        return measured
    return (*measured, Finding("cardiogenic_shock", "present" if set(grades) == {"severe"} else "absent", source))


def _septum(patient: Patient, source: str) -> Finding:
    septum = patient.lesions.ventricular_septal_defect
    hole = septum is not None and septum.orifice_area > 0 and patient.surgery.septal_defect_closure is None
    return admit("ventricular_septal_defect", "present" if hole else "absent", source=source)


def _aortic_area(patient: Patient, source: str) -> Finding:
    """Return the area of the open aortic valve, as it is after an operation."""
    replaced, narrow = patient.surgery.aortic_valve_replacement, patient.lesions.aortic_stenosis
    area = replaced.open_area if replaced else narrow.orifice_area if narrow else patient.valves.aortic.open_area
    return admit("aortic_valve.area", WrittenQuantity(area, "cm²"), source=source)


def _valve(patient: Patient, valve: str, source: str) -> Iterator[Finding]:
    lesion = getattr(patient.lesions, VALVES[valve])
    operated = any(getattr(patient.surgery, name) is not None for name in REPLACED[valve])
    if operated or lesion is None or lesion.orifice_area == 0:
        yield admit(f"{valve}.grade", "none", source=source)
        return
    by = f"by its orifice of {format_quantity(lesion.orifice_area, 'cm²')}"
    limits = load_thresholds().of(VALVES[valve], "effective_regurgitant_orifice_area")
    yield admit(f"{valve}.grade", limits.grade(lesion.orifice_area), source=f"{source}, {by}")
    yield admit(f"{valve}.eroa", WrittenQuantity(lesion.orifice_area, "cm²"), source=source)
    if lesion.onset:
        yield admit(f"{valve}.onset", lesion.onset, source=source)
