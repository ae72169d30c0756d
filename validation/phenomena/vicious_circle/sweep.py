"""From which size of the leak on the balloon harms: hearts, orifices, and where a sign turns."""

from functools import cache
from itertools import pairwise

import numpy as np

from diastole import Patient
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import TOLD
from validation.patients import LEAK, preset, treated
from validation.phenomena.vicious_circle.course import HARM, change, course

ORIFICES = tuple(float(area) for area in np.arange(17) * 0.05)  # cm²
NARROW = 2.5  # 1, factor of the coronary arterioles that leaves the inner wall short of blood; assumed
LAYERS = ("subendocardium", "subepicardium")
READ_AS = {"leak_per_beat": "aortic_regurgitant_volume", "leak_per_minute": "aortic_regurgitant_flow"}  # measures


def narrowed(patient: Patient) -> Patient:
    """Return a patient whose coronary arterioles are too narrow for what the inner wall needs."""
    c = patient.coronary
    values = {layer: f"{NARROW * getattr(c, layer).arterioles:g} mmHg s/mL" for layer in LAYERS}
    return treated(patient, tuple((f"coronary.{layer}.arterioles", value) for layer, value in values.items()))


@cache
def hearts() -> dict[str, Patient]:
    """Return the hearts: acute, acute with narrow coronary arteries, chronic."""
    acute = preset("acute_severe_ar")
    return {"acute": acute, "acute, narrow coronaries": narrowed(acute), "chronic": preset("chronic_severe_ar")}


def with_leak(patient: Patient, orifice: float) -> Patient:
    """Return a patient with another orifice [cm²]."""
    return treated(patient, ((LEAK, f"{orifice:.4g} cm²"),))


@cache
def sweep(heart: str, name: str) -> tuple[float, ...]:
    """Return the change of a value with the balloon at each orifice."""
    return tuple(change(with_leak(hearts()[heart], orifice), name) for orifice in ORIFICES)


def turns(heart: str, name: str) -> list[tuple[float, bool]]:
    """Return where the sign of a change turns with the orifice [cm²], and whether to harm above it."""
    crossings = []
    points = list(zip(ORIFICES, sweep(heart, name), strict=True))
    for (a, low), (b, high) in pairwise(points):
        if low * high < 0.0:
            crossings.append((a + (b - a) * low / (low - high), high * HARM[name] > 0.0))
    return crossings


def is_none(measure: str, without: float, by: float) -> bool:
    """Return whether nobody could tell a change; what is no measure of a beat goes by its share of the value."""
    if measure in MEASURES:
        return MEASURES[measure].direction(without, without + by) == 0
    return abs(by) <= TOLD * abs(without)


def verdict(patient: Patient, name: str) -> str:
    """Return ``harm``, ``relief`` or ``none`` for the effect of half an hour of the balloon on a value."""
    without, by = course(patient, balloon=False).last(name), change(patient, name)
    if is_none(READ_AS.get(name, name), without, by):
        return "none"
    return "harm" if by * HARM[name] > 0.0 else "relief"
