"""What a bench is given: a heart, its controls, and the names and words that it shows."""

from collections.abc import Collection
from math import floor, log10
from typing import Any

from pydantic_core import PydanticUndefined

from diastole.faces.browser.bench_controls import (
    DEEP,
    FIELDS,
    SCALE,
    STEPS,
    TIMING_ERRORS,
    Control,
    Slider,
    block_type,
    controls_of,
    is_optional,
)
from diastole.faces.browser.bench_quiz import quiz_payload
from diastole.faces.browser.bench_refusals import contradictions, refusal_of_words
from diastole.faces.words.cause_words import causes_payload
from diastole.faces.words.change import BASES, LITTLE, Change
from diastole.model.bench_state import FORMAT, LONGEST, BenchState
from diastole.model.devices.device import Device, Model, Waveform
from diastole.model.devices.register import DEVICES
from diastole.model.drugs.doses import Dose
from diastole.model.input_blocks.block_numbers import ABSENT
from diastole.model.input_blocks.fields import choices_of, quantity_of
from diastole.model.input_blocks.problems import ABSENT as NONE
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.measures.console_labels import LABELS
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leaks import CLOSING
from diastole.model.measures.measure import TOLD, Measure
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.patient import Patient
from diastole.model.patient.patient_numbers import NUMBERS, patient_numbers
from diastole.model.patient.relative_value import value_at
from diastole.model.patient.treatment import DEVICE_BLOCKS, TREATMENTS
from diastole.model.run import PUMP, without_and_with
from diastole.number_records import numbers_of
from diastole.units import parse_quantity

# What is told first: what leaks, and the pressure; then where the flow goes.
STORY = ("aortic_regurgitant_volume", "mitral_regurgitant_volume", "mean_aortic_pressure")
GOES = ("cardiac_output", "lower_body_flow", "head_and_arm_flow", "coronary_flow")

# Measures beside which a ratio stands that may rise while the flow falls, so that it alone is no verdict.
BESIDE = {"coronary_flow": "subendocardial_supply_demand_ratio"}
# Measures that are shown only of a valve that leaks.
OF_LEAKS = ("aortic_regurgitant_fraction", "mitral_regurgitant_fraction")

WAVEFORMS = SIGNALS | {  # where the flow goes, which the files of the package do not have over time
    "head_and_arm_artery_flow": Waveform("q_head_and_arm_arteries", "mL/s", "Flow into the arteries of head and arms"),
    "trunk_and_leg_artery_flow": Waveform(
        "q_trunk_and_leg_arteries", "mL/s", "Flow into the arteries of trunk and legs"
    ),
}


def bench_payload(patient: Patient, state: BenchState, used: Collection[str] | None = None) -> dict[str, Any]:
    """Return everything that a page needs of a patient, ready for JSON.

    `state`: of what the patient is made, and whether the baroreflex answers where the page opens. `used`: keys of the
    controls that it has of those two clicks away; all of them if not given.
    """
    _, pumped = without_and_with(patient)
    controls = [each for each in controls_of(pumped) if used is None or each.depth < DEEP or each.key in used]
    return {
        "format": FORMAT,
        "longest": LONGEST,
        "patient": state.reference,
        "set": state.changes,
        "reflex": state.reflex,
        "given": {
            "numbers": patient_row(pumped),
            "asFound": _numbers_under(TREATMENTS, pumped.as_found()),
            "withoutPump": _numbers_under((PUMP,), pumped.with_balloon_pump(None)),
            "withoutDevices": _numbers_under(DEVICE_BLOCKS, pumped.as_found()),
        },
        "controls": [control_payload(control, pumped, patient) for control in controls],
        "contradictions": contradictions(pumped, {control.key for control in controls}),
        "timingErrors": [{"title": title, "key": key, "value": value} for title, key, value in TIMING_ERRORS],
        "labels": LABELS,
        "waveforms": {shown.source: {"name": name, "unit": shown.unit} for name, shown in WAVEFORMS.items()},
        "measures": {name: measure_words(measure) for name, measure in MEASURES.items() if is_shown(measure)},
        "story": STORY,
        "goes": GOES,
        "isPumpImplied": pumped is not patient,
        "devices": [_device(device, model) for device in DEVICES for model in device.models],
        "quiz": quiz_payload(),
        "causes": causes_payload(measure_words),
        "bases": BASES,
        "thresholds": {"told": TOLD, "little": LITTLE, "closing": CLOSING},
    }


def is_shown(measure: Measure) -> bool:
    """Return whether the table of a bench has a measure: those that matter most, and what is read beside one."""
    return measure.is_key or measure.name in BESIDE or measure.name in OF_LEAKS


def measure_words(measure: Measure) -> dict[str, Any]:
    """Return how a measure is shown and told."""
    shown = Change(measure.name, None, None)
    better = 0 if measure.name in BESIDE.values() else measure.better
    return {
        "title": measure.title, "phrase": measure.phrase, "unit": shown.unit, "scale": shown.scale,
        "decimals": shown.decimals, "least": measure.least, "better": better, "hasZero": measure.has_zero,
        "isShare": measure.is_share, "scope": measure.scope, "leak": measure.leak, "meaning": measure.meaning,
        "whyUndefined": measure.why_undefined,
    }  # fmt: skip


def patient_row(patient: Patient) -> list[float]:
    """Return the numbers of a patient in their order."""
    return list(numbers_of(patient_numbers(patient)))


def _numbers_under(blocks: Collection[str], patient: Patient) -> list[tuple[int, float]]:
    """Return the numbers of some blocks of a patient, each behind its place."""
    numbers = patient_row(patient)
    return [(known.place, numbers[known.place]) for key, known in NUMBERS.items() if key.partition(".")[0] in blocks]


def control_payload(control: Control, patient: Patient, own: Patient) -> dict[str, Any]:
    """Return one control with what may be given for it, and where it starts.

    `own`: the patient as it was given, who may lack what the page puts in, such as a balloon.
    """
    key, quantity = control.key, quantity_of(FIELDS[control.key])
    unit = quantity.text(1.0).partition(" ")[2] if quantity else ""
    given: dict[str, Any] = {
        "key": key, "title": control.title, "group": control.group, "depth": control.depth,
        "place": NUMBERS[key].place, "opens": _opens(control, patient), "unit": unit,
        "mayBeOff": control.may_be_off, "block": control.optional_block, "words": _called(key),
    }  # fmt: skip
    given |= _where_so(isOwn=value_at(own, key) is not None)
    return given | (_choice(control, patient) if quantity is None else _quantity(control, patient, quantity, unit))


def _device(device: Device, model: Model) -> dict[str, Any]:
    """Return a model that the second heart may have: its block, what it is called, and the values that make it."""
    is_pump = device.key == PUMP
    return {
        "block": device.key,
        "title": f"{device.key.replace('_', ' ').capitalize()} ({model.title})" if is_pump else model.title,
        "called": "the balloon" if is_pump else model.title,
        "values": {f"{device.key}.{name}": word for name, word in model.is_one.items()},
    }


def _called(key: str) -> dict[str, str]:
    """Return how choices are called that do not stand for themselves: models of a device by the choice for each."""
    if key == "balloon_pump.trigger":
        return {"r_wave": "ECG"}
    models = ((device, model) for device in DEVICES for model in device.models)
    return {
        word: model.title
        for device, model in models
        for name, word in model.is_one.items()
        if f"{device.key}.{name}" == key
    }


def _opens(control: Control, patient: Patient) -> dict[str, Any] | None:
    """Return the key with which the block of a control begins, and its value where a patient does not have it."""
    block = control.key.rpartition(".")[0]
    if control.optional_block or not block or not is_optional(block):
        return None
    name, first = next(iter(block_type(block).model_fields.items()))
    if value_at(patient, block) is not None:
        return {"key": f"{block}.{name}"}
    quantity, key = quantity_of(first), f"{block}.{name}"
    number = first.default if quantity else float(choices_of(first).index(first.default))
    value = _on_paper(quantity, first.default) if quantity else first.default
    return {"key": key, "value": value, "setting": (NUMBERS[key].place, number)}


def _choice(control: Control, patient: Patient) -> dict[str, Any]:
    field = FIELDS[control.key]
    choices = {word: float(place) for place, word in enumerate(choices_of(field))}
    off = {NONE: ABSENT} if control.may_be_off else {}
    value = value_at(patient, control.key)
    base = value or (NONE if control.may_be_off else field.default)
    return {
        "choices": off | choices, "base": base, "meaning": field.description or "",
        "refusal": refusal_of_words(patient, control.key),
    }  # fmt: skip


def _quantity(control: Control, patient: Patient, quantity: Quantity, unit: str) -> dict[str, Any]:
    value = value_at(patient, control.key)
    if value is None and not control.may_be_off:
        value = 0.0 if (default := FIELDS[control.key].default) in (None, PydanticUndefined) else default
    base = None if value is None else _on_paper(quantity, value)
    slider = control.slider or _slider(quantity, base)
    usual = base if base is not None else _usual(control, patient, quantity, slider)
    return {
        "choices": {}, "base": base, "factor": parse_quantity(f"1 {unit}", quantity.unit), "low": slider.low,
        "high": max(slider.high, base or 0.0), "step": slider.step, "usual": usual,
        "ends": quantity.ends, "meaning": quantity.meaning, "inside": quantity.unit,
        **_where_so(isWritten=quantity.written is not None, isScaled=slider.is_scaled), **_dose(quantity, patient),
    }  # fmt: skip


def _where_so(**facts: bool) -> dict[str, bool]:
    return {name: True for name, holds in facts.items() if holds}


def _dose(quantity: Quantity, patient: Patient) -> dict[str, float]:
    return {"weight": patient.body.weight} if isinstance(quantity, Dose) else {}


def _on_paper(quantity: Quantity, value: float) -> float:
    return float(quantity.text(value).partition(" ")[0])


def _usual(control: Control, patient: Patient, quantity: Quantity, slider: Slider) -> float:
    """Return the value with which something begins that the patient does not have."""
    default = FIELDS[control.key].default
    if isinstance(default, float):
        return _on_paper(quantity, default)
    if control.key == "pacing.rate":
        return float(round(patient.heart_rate))
    return _nice(0.5 * (slider.low + slider.high), slider.step)


def _slider(quantity: Quantity, base: float | None) -> Slider:
    """Return a slider around a value, by ratio where that may be; or over all that is possible."""
    ends = {name: _on_paper(quantity, end) for name, end in quantity.ends.items()}
    least, most = ends.get("at_least", ends.get("above", 0.0)), ends.get("at_most", ends.get("below", 0.0))
    if base and ends.get("above") == 0.0 and SCALE * base <= most:
        low, high = base / SCALE, SCALE * base
        step = _step(low, high)
        return Slider(_nice(low, step), _nice(high, step), step, is_scaled=True)
    low, high = (
        (least, most) if not base else sorted((max(least, min(0.0, 2.0 * base)), min(most, max(0.0, 2.0 * base))))
    )
    step = _step(low, high)
    low = low + step if "above" in ends and low == least else low
    return Slider(low, high - step if "below" in ends and high == most else high, step)


def _step(low: float, high: float) -> float:
    """Return a power of ten of which a slider has at least `STEPS`."""
    return 10.0 ** floor(log10((high - low) / STEPS))


def _nice(value: float, step: float) -> float:
    return float(f"{round(value / step) * step:.6g}")
