"""From which size of the leak on the balloon's effects are told: on output, where it goes, pressures and supply."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole import Patient
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import TOLD
from validation.patients import LEAK, Treatment, run, treated

ORIFICES = tuple(float(area) for area in np.arange(1, 17) * 0.05)  # cm²
FINE = 0.001  # cm², between the sizes at which bands begin and end
HEADLINE = (  # measures
    "cardiac_output", "head_and_arm_flow", "lower_body_flow", "mean_aortic_pressure", "lv_end_diastolic_pressure",
    "left_atrial_pressure", "coronary_flow", "subendocardial_supply_demand_ratio",
)  # fmt: skip
BALLOON: Treatment = (("balloon_pump.volume", "40 mL"),)

type Array = NDArray[np.float64]


class Band(NamedTuple):
    """Sizes of the leak between which a measure does one thing."""

    does: int  # +1 rises, −1 falls, 0 changes by less than could be told
    above: float | None  # cm²; None where it does so from the smallest leak on
    below: float | None  # cm²; None where it does so up to the largest one


@cache
def sweep(patient: Patient, name: str, balloon: Treatment = BALLOON, *, reflex: bool = False) -> Array:
    """Return a measure without and with the balloon at each orifice (16, 2)."""
    pairs = []
    for orifice in ORIFICES:
        leaking = treated(patient, ((LEAK, f"{orifice:.4g} cm²"),))
        pumped = treated(leaking, balloon)
        pairs.append([run(who, reflex=reflex, before=leaking).measures[name] for who in (leaking, pumped)])
    return np.array(pairs)


def in_told_changes(name: str, pairs: Array) -> Array:
    """Return changes (n,) in units of the smallest one that is told, from a measure before and after (n, 2)."""
    before, after = pairs.T
    return (after - before) / np.maximum(MEASURES[name].least, TOLD * np.abs(before))


def bands(orifices: Sequence[float], changes: Sequence[float] | Array) -> list[Band]:
    """Return what a measure does along the leak.

    `orifices` [cm²]; `changes`: in units of the smallest one that is told; between two of them they go straight.
    """
    fine = np.arange(orifices[0], orifices[-1] + FINE / 2, FINE)
    along = np.interp(fine, orifices, changes)
    does = np.where(np.abs(along) >= 1.0, np.sign(along), 0.0)
    edges = [0, *(np.flatnonzero(np.diff(does)) + 1), len(fine)]
    found = []
    for i, (start, end) in enumerate(pairwise(edges)):
        above = float(fine[start]) if i else None
        below = float(fine[end - 1]) if end < len(fine) else None
        found.append(Band(int(does[start]), above, below))
    return found


def bands_of(patient: Patient, name: str, *, reflex: bool = False) -> list[Band]:
    """Return what a measure of a patient does with the balloon along the leak."""
    return bands(ORIFICES, in_told_changes(name, sweep(patient, name, reflex=reflex)))


def begins(found: Sequence[Band], does: int) -> float | None:
    """Return from which orifice on [cm²] a measure rises (+1) or falls (−1) first; None where it never does."""
    for band in found:
        if band.does == does:
            return ORIFICES[0] if band.above is None else band.above
    return None


def words(found: Sequence[Band]) -> str:
    """Return bands in words, such as ``rises up to 0.31, falls from 0.37 cm²``."""
    verbs = {1: "rises", -1: "falls", 0: "no change"}
    if len(found) == 1:
        return f"{verbs[found[0].does]} at every size"
    parts = []
    for band in found:
        if band.does or band.above is None or band.below is None:
            above = "" if band.above is None else f" from {band.above:.2f}"
            below = "" if band.below is None else f" {'to' if above else 'up to'} {band.below:.2f}"
            parts.append(f"{verbs[band.does]}{above}{below}")
    return f"{', '.join(parts)} cm²"
