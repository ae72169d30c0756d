"""What a bench is given: a heart, its controls, and the vocabulary in which it speaks."""

from typing import Any

from diastole.faces.browser.bench_controls import TIMING_ERRORS, Control, controls_of, may_answer
from diastole.faces.browser.bench_refusals import refusals
from diastole.faces.browser.engine_heart import heart_record
from diastole.faces.words.change import LITTLE, Change
from diastole.model.bench_state import FORMAT, LONGEST, BenchState
from diastole.model.input_blocks.fields import quantities
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leaks import CLOSING
from diastole.model.measures.measure import TOLD, Measure
from diastole.model.patient import BalloonPump, Patient
from diastole.model.patient.relative_value import value_at
from diastole.units import parse_quantity

# What is told of the balloon first: where the flow goes, and what it costs.
STORY = (
    "aortic_regurgitant_volume", "mitral_regurgitant_volume", "mean_aortic_pressure", "cardiac_output",
    "subendocardial_supply_demand_ratio",
)  # fmt: skip


def assisted(patient: Patient) -> Patient:
    """Return a patient with the balloon pump, as `compare` gives it to one who has none."""
    return patient if patient.balloon_pump else patient.with_balloon_pump(BalloonPump())


def bench_payload(patient: Patient, state: BenchState) -> dict[str, Any]:
    """Return everything that a page needs of a patient, ready for JSON.

    `state`: of what the patient is made, and whether the baroreflex answers where the page opens.
    """
    pumped = assisted(patient)
    known = quantities(Patient)
    return {
        "format": FORMAT,
        "longest": LONGEST,
        "patient": state.reference,
        "set": state.changes,
        "reflex": state.reflex,
        "record": heart_record(pumped),
        "mayAnswer": may_answer(pumped),
        "controls": [_control(control, pumped, known.get(control.key)) for control in controls_of(pumped)],
        "timingErrors": [{"title": title, "key": key, "value": value} for title, key, value in TIMING_ERRORS],
        "measures": {name: _words(measure) for name, measure in MEASURES.items() if measure.is_key},
        "story": STORY,
        "thresholds": {"told": TOLD, "little": LITTLE, "closing": CLOSING},
    }


def _words(measure: Measure) -> dict[str, Any]:
    """Return how a measure is shown and told."""
    shown = Change(measure.name, None, None)
    return {
        "title": measure.title, "phrase": measure.phrase, "unit": shown.unit, "scale": shown.scale,
        "decimals": shown.decimals, "least": measure.least, "better": measure.better, "hasZero": measure.has_zero,
        "isShare": measure.is_share, "leak": measure.leak, "meaning": measure.meaning,
        "whyUndefined": measure.why_undefined,
    }  # fmt: skip


def _control(control: Control, patient: Patient, quantity: Quantity | None) -> dict[str, Any]:
    """Return one control with its range, its sentences and where it starts."""
    value = value_at(patient, control.key)
    unit = quantity.text(1.0).partition(" ")[2] if quantity else ""
    given: dict[str, Any] = {
        "key": control.key, "title": control.title, "group": control.group, "numbers": control.numbers,
        "stage": control.stage, "unit": unit, "choices": dict(control.choices), "least": control.least,
        "off": control.may_be_off, "refusals": refusals(patient, control.key, quantity, unit),
    }  # fmt: skip
    if quantity is None:
        return given | {"base": value, "help": ""}
    factor = parse_quantity(f"1 {unit}", quantity.unit)
    start = 0.0 if value is None and control.may_be_off is None else value
    base = None if start is None else float(quantity.text(start).partition(" ")[0])
    low, high = control.span
    return given | {
        "base": base, "factor": factor, "low": low, "high": max(high, base or 0.0), "step": control.step,
        "usual": round(patient.heart_rate) if control.may_be_off is not None else base,
        "help": f"{quantity.meaning}; {quantity.range}",
    }  # fmt: skip
