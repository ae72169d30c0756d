"""What a figure in a text is given so that it lives: the arms of an experiment, and the few controls that matter."""

from collections.abc import Mapping, Sequence
from typing import Any

from diastole.faces.browser.bench_controls import Control, all_controls
from diastole.faces.browser.bench_payload import control_payload, measure_words, patient_row
from diastole.faces.words.change import BASES, LITTLE
from diastole.model.devices.register import DEVICES
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leaks import CLOSING
from diastole.model.measures.measure import TOLD
from diastole.model.patient import Patient
from diastole.model.patient.patient_numbers import NUMBERS
from diastole.model.patient.relative_value import value_at
from diastole.model.patient.treatment import TREATMENTS
from diastole.model.run import PUMP

SHOWN = (  # measures in the table, in this order
    "aortic_regurgitant_volume", "mitral_regurgitant_volume", "mean_aortic_pressure", "cardiac_output",
    "head_and_arm_flow", "lower_body_flow", "lv_end_diastolic_pressure", "subendocardial_supply_demand_ratio",
)  # fmt: skip
TITLES = {  # where the words of a key do not say enough without its group
    "balloon_pump.volume": "Volume of the balloon",
    "balloon_pump.ratio": "Ratio of the balloon",
    "balloon_pump.mode": "Balloon pump",
    "balloon_pump.inflation_offset": "Inflation of the balloon",
    "balloon_pump.deflation_offset": "Deflation of the balloon",
    "left_ventricle.peak_calcium": "Contractility of the left ventricle",
    "right_ventricle.peak_calcium": "Contractility of the right ventricle",
    "resistances.lower_body_bed": "Resistance of the lower body",
    "resistances.coronary_arteries": "Resistance of the coronary arteries",
    "blood_volume": "Blood volume",
    "pacing.rate": "Pacemaker",
    **{f"{device.key}.{setting}": title for device in DEVICES for setting, title in device.titles.items()},
}


def explorable_payload(
    arms: Mapping[str, Patient], untreated: Patient, keys: Sequence[str], *, reflex: bool
) -> dict[str, Any]:
    """Return what a page needs of an experiment, ready for JSON.

    Parameters
    ----------
    arms
        Patients by the name of their arm, two at least; the first is the reference.
    found
        The patient whose reflex defends what it has, if it answers.
    keys
        Of the values of a patient that a reader may change.
    """
    first, *others = arms.values()
    known = {each.key: each for each in all_controls()}
    return {
        "arms": list(arms),
        "givens": [_given(first, other, untreated.as_found()) for other in others],
        "reflex": reflex,
        "controls": [_control(key, known.get(key), list(arms.values())) for key in keys],
        "measures": {name: measure_words(MEASURES[name]) for name in SHOWN},
        "story": SHOWN,
        "bases": BASES,
        "thresholds": {"told": TOLD, "little": LITTLE, "closing": CLOSING},
    }


def _given(first: Patient, other: Patient, untreated: Patient) -> dict[str, Any]:
    """Return the numbers of an arm, and which of them are others in the first arm and in the patient as found."""
    numbers, before = patient_row(other), patient_row(first)
    differ = {key for key, at in NUMBERS.items() if before[at.place] != numbers[at.place]}
    is_by_pump = first.balloon_pump is None and all(_block(key) == PUMP for key in differ)
    return {
        "numbers": numbers,
        "withoutPump": _others(first, numbers, (PUMP,) if is_by_pump else ()),
        "asFound": _others(untreated, numbers, TREATMENTS),
        "isByPump": is_by_pump,
    }


def _others(patient: Patient, numbers: Sequence[float], blocks: Sequence[str]) -> list[tuple[int, float]]:
    """Return the numbers of a patient that are others, or in some blocks, each behind its place."""
    row = patient_row(patient)
    return [
        (at.place, row[at.place])
        for key, at in NUMBERS.items()
        if row[at.place] != numbers[at.place] or _block(key) in blocks
    ]


def _control(key: str, known: Control | None, arms: Sequence[Patient]) -> dict[str, Any]:
    """Return a control, and the arms in which it acts: the last one that has its value, and those that have the same.

    So a dose moves in the arm that gets the drug, and a leak in all arms, unless the leak is what they differ by.
    known: the control of the bench with this key, if it has one.
    """
    base = next((arm for arm in reversed(arms) if value_at(arm, key) is not None), arms[-1])
    title = TITLES.get(key) or (known.title if known and known.depth == 0 else _words(key))
    slider = known.slider if known else None
    acts = [number for number, arm in enumerate(arms) if value_at(arm, key) == value_at(base, key)]
    return control_payload(Control(key, title, "Controls", slider=slider), base, base) | {"acts": acts}


def _block(key: str) -> str:
    return key.partition(".")[0]


def _words(key: str) -> str:
    first, *rest = (part.replace("_", " ") for part in key.split("."))
    return ": ".join([first.capitalize(), *rest])
