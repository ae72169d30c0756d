"""A patient's own run beside the text of an answer: a simulation of a model patient, labelled as one."""

from dataclasses import dataclass

from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import compare, simulate
from diastole.numbers import with_unit

TITLE = "This model patient"
SHOWN = (
    "mean_aortic_pressure", "aortic_end_diastolic_pressure", "lv_end_diastolic_pressure", "left_atrial_pressure",
    "cardiac_output", "head_and_arm_flow", "lower_body_flow", "aortic_regurgitant_volume", "mitral_regurgitant_volume",
    "subendocardial_supply_demand_ratio",
)  # fmt: skip


@dataclass(frozen=True)
class PatientRun:
    """Sentences about a run and the run itself, by the name of its patient."""

    run: str
    command: str
    sentences: tuple[str, ...]
    words: str  # everything of the run that a sentence may repeat


def run_patient(patient: Patient, reference: str, *, with_balloon: bool) -> PatientRun:
    """Run a patient, without and with the balloon pump where the question names it.

    Raises
    ------
    SimulationError
        If the heart of this patient cannot sustain a beat.
    """
    if with_balloon:
        both = compare(patient if patient.balloon_pump else patient.with_balloon_pump(BalloonPump()))
        arms = {"without": both.without.measures, "with the balloon pump": both.with_.measures}
    else:
        arms = {"without changes": simulate(patient).measures}
    lines = [f"{MEASURES[name].title}: {', '.join(_values(name, arms))}{_none(name, arms)}." for name in SHOWN]
    command = f"diastole {'compare' if with_balloon else 'simulate'} {reference}"
    head = f"Simulation of the model patient ‘{patient.name}’, not of a person:"
    return PatientRun(f"patient:{reference}", command, (f"{head} {lines[0]}", *lines[1:]), " ; ".join([head, *lines]))


def _none(name: str, arms: dict[str, dict[str, float | None]]) -> str:
    """Return that there is no change, where both arms have a value and nobody could tell them apart."""
    first, *others = (measures[name] for measures in arms.values())
    known = first is not None and None not in others
    return " (no change)" * (known and any(not MEASURES[name].direction(first, other) for other in others))


def _values(name: str, arms: dict[str, dict[str, float | None]]) -> list[str]:
    measure = MEASURES[name]
    return [f"{with_unit(measures[name], measure.decimals, measure.unit)} {arm}" for arm, measures in arms.items()]
