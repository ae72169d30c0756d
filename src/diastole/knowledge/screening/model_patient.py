"""Facts of a model patient: its lesions and what is done for it are known, everything else is not."""

from collections.abc import Iterator

from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.knowledge.rules.facts import Facts, Finding, Quantity
from diastole.knowledge.rules.grading import VALVES
from diastole.knowledge.screening.admission import admit
from diastole.model.patient import Patient

RUN_MEASURES = {  # fact → measure of a run, its unit
    "ar.regurgitant_volume": ("aortic_regurgitant_volume", "mL"),
    "ar.regurgitant_fraction": ("aortic_regurgitant_fraction", "1"),
    "ar.pressure_half_time": ("aortic_pressure_half_time", "ms"),
    "mr.regurgitant_volume": ("mitral_regurgitant_volume", "mL"),
    "mr.regurgitant_fraction": ("mitral_regurgitant_fraction", "1"),
}
REPLACED = {"ar": ("aortic_valve_replacement",), "mr": ("mitral_valve_replacement", "mitral_valve_repair")}


def patient_facts(patient: Patient, *, run: bool = False) -> Facts:
    """Return what a patient file says.

    Parameters
    ----------
    patient
        Its lesions are exact, so the orifice area gives the grade; a valve without a lesion does not leak.
    run
        Whether to simulate the patient as it is, and add regurgitant volume, fraction and pressure half-time.

    Raises
    ------
    SimulationError
        If it is to run and has no steady beat.
    """
    source = f"patient file '{patient.name}'"
    rate = patient.pacing.rate if patient.pacing else patient.heart_rate
    septum = patient.lesions.ventricular_septal_defect
    hole = septum is not None and septum.orifice_area > 0 and patient.surgery.septal_defect_closure is None
    given: dict[str, object] = {
        "echo.done": True,
        "echo.age": Quantity(0.0, "h"),
        "heart_rate": Quantity(rate, "1/min"),
        "ventricular_septal_defect": "present" if hole else "absent",
        "balloon.in_place": patient.balloon_pump is not None,
    }
    findings = [admit(name, value, source=source) for name, value in given.items()]
    findings += [found for valve in VALVES for found in _valve(patient, valve, source)]
    if run:
        findings += _measured(patient)
    return Facts({found.fact: found for found in findings})


def _valve(patient: Patient, valve: str, source: str) -> Iterator[Finding]:
    """Yield grade, orifice and onset of a leak."""
    lesion = getattr(patient.lesions, VALVES[valve])
    operated = any(getattr(patient.surgery, name) is not None for name in REPLACED[valve])
    if operated or lesion is None or lesion.orifice_area == 0:
        yield admit(f"{valve}.grade", "none", source=source)
        return
    limits = load_thresholds().of(VALVES[valve], "effective_regurgitant_orifice_area")
    yield admit(f"{valve}.grade", limits.grade(lesion.orifice_area), source=f"{source}, by its orifice area")
    yield admit(f"{valve}.eroa", Quantity(lesion.orifice_area, "cm²"), source=source)
    if lesion.onset:
        yield admit(f"{valve}.onset", lesion.onset, source=source)


def _measured(patient: Patient) -> list[Finding]:
    """Return the measurements of a run; what it does not define stays unknown."""
    from diastole.model.run import simulate

    measures, source = simulate(patient).measures, f"simulation of '{patient.name}'"
    return [
        admit(name, Quantity(value, unit), source=source)
        for name, (measure, unit) in RUN_MEASURES.items()
        if (value := measures[measure]) is not None and (value > 0)
    ]
