"""The controls of a bench: which value of a patient each of them sets, and which number of the engine that is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from diastole.model.drugs.formulary import DRUGS
from diastole.model.operations import OPERATIONS
from diastole.model.patient import Patient
from diastole.model.physiology.valve import COMPETENT_AREA

OF_PATIENT, TREATMENT, BALLOON = "patient", "treatment", "balloon"  # what a reflex defends, answers to; of one heart


@dataclass(frozen=True)
class Control:
    """A value of a patient that is a number of the engine as it stands.

    A value that is worked out of several, or goes into several, needs the map from all values to parameters.
    """

    key: str  # of the patient, dotted
    title: str
    group: str
    numbers: tuple[str, ...]  # of the engine that get the value
    stage: str = OF_PATIENT
    span: tuple[float, float] = (0.0, 1.0)  # of the slider, in the unit on paper; the field takes all that is possible
    step: float = 0.01  # of the slider
    least: float | None = None  # the engine takes no less, in its unit
    choices: Mapping[str, float] = field(default_factory=dict)  # word → number, of a control that is no quantity
    may_be_off: float | None = None  # number of the engine where the patient has no value


VALVES, HEART, DRUGS_GROUP, PUMP = "Valves", "Heart", "Drugs", "Balloon pump"
SHOWN_SHARE = 0.5  # 1, of the range of doses that curves were read from, that a slider spans; assumed

CONTROLS = (
    Control(
        "lesions.aortic_regurgitation.orifice_area", "Aortic regurgitant orifice", VALVES, ("own.aortic.closed_area",),
        least=COMPETENT_AREA,
    ),
    Control(
        "lesions.mitral_regurgitation.orifice_area", "Mitral regurgitant orifice", VALVES, ("own.mitral.closed_area",),
        least=COMPETENT_AREA,
    ),
    Control(
        "left_ventricle.passive_stiffness", "Stiffness of the left ventricle", HEART, ("own.lv_wall.stiffness",),
        span=(0.05, 2.0),
    ),
    Control(
        "pacing.rate", "Pacemaker", HEART, ("influenced.paced_rate",), TREATMENT, (40.0, 160.0), 1.0, may_be_off=0.0
    ),
    Control(
        "balloon_pump.mode", "Pumping", PUMP, ("console.settings.on",), BALLOON, choices={"on": 1.0, "standby": 0.0}
    ),
    Control(
        "balloon_pump.ratio", "Ratio", PUMP, ("console.settings.every",), BALLOON,
        choices={"1:1": 1.0, "1:2": 2.0, "1:3": 3.0},
    ),
    Control("balloon_pump.volume", "Volume", PUMP, ("console.settings.volume",), BALLOON, (0.0, 50.0), 1.0),
    Control(
        "balloon_pump.inflation_offset", "Inflation", PUMP, ("console.settings.inflation_offset",), BALLOON,
        (-200.0, 200.0), 10.0,
    ),
    Control(
        "balloon_pump.deflation_offset", "Deflation", PUMP, ("console.settings.deflation_offset",), BALLOON,
        (-200.0, 200.0), 10.0,
    ),
    *(
        Control(
            f"drugs.{name}", name.capitalize(), DRUGS_GROUP, (f"physiology.doses.{name}", f"slow.level_{name}"),
            TREATMENT, (0.0, SHOWN_SHARE * drug.largest_dose), SHOWN_SHARE * drug.largest_dose / 100.0,
        )
        for name, drug in DRUGS.items()
    ),
)  # fmt: skip
# The four errors of timing, as claims run them: title, key, and value in the unit on paper.
TIMING_ERRORS = (
    ("Early inflation", "balloon_pump.inflation_offset", -120.0),
    ("Late inflation", "balloon_pump.inflation_offset", 120.0),
    ("Early deflation", "balloon_pump.deflation_offset", -120.0),
    ("Late deflation", "balloon_pump.deflation_offset", 120.0),
)
OPERATED = {"mitral_regurgitation": "mitral valve", "aortic_regurgitation": "aortic valve"}


def controls_of(patient: Patient) -> list[Control]:
    """Return the controls that act in a patient: an operated valve leaks as its operation left it."""
    sites = {operation.site for name, operation in OPERATIONS.items() if getattr(patient.surgery, name) is not None}
    hidden = {f"lesions.{lesion}.orifice_area" for lesion, site in OPERATED.items() if site in sites}
    return [control for control in CONTROLS if control.key not in hidden]


def may_answer(patient: Patient) -> bool:
    """Return whether a page can find what the reflex of a patient defends: the patient without operation or device.

    Drugs, pacemaker and balloon are numbers of the engine, and can be taken away in the page.
    """
    other: set[Any] = set(patient.treatments) - {"drugs", "pacing", "balloon_pump"}
    return not other
