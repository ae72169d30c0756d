"""Patients of the validation, each simulated once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from diastole import BalloonPump, Patient, Run
from diastole.errors import InputError, did_you_mean
from diastole.model.run import Baseline, baseline, simulate
from diastole.strict_yaml import read_yaml
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.fitting import Fit, fit
from diastole.studies.fit.sheet_detection import read_tree

ROOT = Path(__file__).parent.parent
PUBLICATIONS = ROOT / "validation" / "publications"
HELD_BACK = ROOT / "validation" / "held_back"  # set up before the model ran for them, and never chosen by
BLOOD = "blood_volume"
LEAK = "lesions.aortic_regurgitation.orifice_area"
REGURGITANT = {  # sheets of the two groups of mann1975
    f"{kind} (mann1975, fitted)": f"examples/bedside/mann1975_{kind}_ar.yaml" for kind in ("acute", "chronic")
}

type Who = Callable[[], Patient]  # a patient who is made when needed: a fit takes a second
type Treatment = tuple[tuple[str, str], ...]  # key of a patient and its value as text


@cache
def baseline_of(patient: Patient) -> Baseline:
    """Run a patient, who is not treated, once, to know where the reflex stands."""
    return baseline(patient)


@cache
def run(patient: Patient, *, reflex: bool = False, before: Patient | None = None) -> Run:
    """Run a patient; the reflex answers to what differs from the patient before, who is the same without treatment."""
    return simulate(patient, reflex=baseline_of((before or patient).as_found()) if reflex else False)


@cache
def treated(patient: Patient, treatment: Treatment) -> Patient:
    """Return a treated patient; a blood volume with a sign is given to or taken from the patient's own."""
    values = dict(treatment)
    given = values.get(BLOOD, "")
    if given.startswith(("+", "-")):
        values[BLOOD] = f"{patient.blood_volume + float(given.removesuffix(' mL')):.8g} mL"
    return patient.with_values(values) if values else patient


def without_pump(patient: Patient) -> Run:
    return run(patient.with_balloon_pump(None))


def with_pump(patient: Patient, **settings: str) -> Run:
    """Return the run of a patient with a balloon pump, 40 mL at 1:1 where the settings say nothing else."""
    return run(patient.with_balloon_pump(BalloonPump.model_validate(settings)))


@cache
def preset(name: str, *changes: tuple[str, str]) -> Patient:
    """Return a preset, with some values changed."""
    return Patient.preset(name).with_values(dict(changes)) if changes else Patient.preset(name)


def leaking(heart: str, orifice: float) -> Patient:
    """Return a preset heart whose aortic valve leaks through an orifice [cm²]."""
    return preset(heart, (LEAK, f"{orifice:g} cm²"))


def publication_file(publication: str) -> Path:
    """Return the file of a publication, open or held back; whether it is there is not asked."""
    held_back = HELD_BACK / f"{publication}.yaml"
    return held_back if held_back.is_file() else PUBLICATIONS / held_back.name


@cache
def file_content(publication: str) -> dict[str, Any]:
    path = publication_file(publication)
    return read_yaml(path.read_text(encoding="utf-8"), path.name)


def sheet_tree(sheet: str) -> dict[str, Any]:
    """Return a bedside sheet as text, given as ``Author_Year/name`` of a publication or by its path in the repository.

    Raises
    ------
    InputError
        If there is none.
    """
    if sheet.endswith(".yaml"):
        return read_tree(ROOT / sheet)
    publication, _, name = sheet.rpartition("/")
    sheets = file_content(publication).get("sheets", {}) if publication_file(publication).is_file() else {}
    if name not in sheets:
        raise InputError(f"publications/{publication}.yaml has no sheet '{name}'.{did_you_mean(name, sheets)}")
    return sheets[name]


@cache
def fitted(sheet: str) -> Fit:
    """Fit a bedside sheet that `sheet_tree` finds."""
    return fit(BedsideSheet.read(sheet_tree(sheet), sheet))


def fitted_patient(sheet: str) -> Patient:
    return fitted(sheet).patient


def later(function: Callable[..., float], who: Who, *rest: object) -> Callable[[], float]:
    """Return a function without arguments that reads a number off a patient."""
    return lambda: function(who(), *rest)


def change(patient: Patient, measure: str, **settings: str) -> float:
    """Return by how much a measure changes with the balloon pump, in its unit."""
    return with_pump(patient, **settings).measures[measure] - without_pump(patient).measures[measure]


def percent(patient: Patient, measure: str, **settings: str) -> float:
    """Return by how much a measure changes with the balloon pump [%]."""
    return 100.0 * change(patient, measure, **settings) / without_pump(patient).measures[measure]


def cycle_mean(assisted: Run, measure: str) -> float:
    """Return the mean of a measure over the assisted and the other beats of the support cycle."""
    if assisted.unassisted is None:
        return assisted.measures[measure]
    beats = assisted.patient.balloon_pump.beats
    return (assisted.measures[measure] + (beats - 1) * assisted.unassisted[measure]) / beats
