"""Changes from beat to beat: the baroreflex, the coronary arterioles, a wall short of oxygen, drug levels.

A beat is integrated with these held; its means then move them on. All act on parameters, none on a state of the blood.
"""

from math import expm1
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.law import LARGEST_EXPONENT, reread
from diastole.model.circulation.influence import Influence
from diastole.model.patient import Patient
from diastole.model.patient.regulation import Baroreflex
from diastole.model.physiology import lung
from diastole.model.physiology.lung import filtration_rate, water_gain
from diastole.model.simulation import slow_states
from diastole.model.simulation.slow_states import (
    LEVELS,
    SLOW_NAMES,
    TONE_SLOTS,
    Means,
    OperatingPoint,
    Resetting,
    SlowPhysiology,
    influence_of,
    layer_needs,
    wall_need,
    wall_supply,
)

NUMBERS = {"expm1": lambda x: expm1(min(x, LARGEST_EXPONENT))}  # the library's, which is faster in plain Python
advanced = reread(slow_states.advanced, NUMBERS)
settled = reread(slow_states.settled, NUMBERS)
at_operating_point = reread(slow_states.at_operating_point, NUMBERS)

FIRST_TONE = 0.3  # 1, first guess; only the way to the steady beat depends on it


class Needs(NamedTuple):
    """Flow that the layers of the wall get and need [mL/s], mean over a beat."""

    supplied: tuple[float, float]  # inner, outer
    needed: tuple[float, float]
    oxygen: float  # mL/s, that the whole wall needs


def needs(patient: Patient, atp: float, supplied: tuple[float, float], rate: float) -> Needs:
    """Return what the layers get and need.

    `atp`: contractile use of the left ventricle [µmol/s]; `supplied`: flow through the arterioles of inner and outer
    layer [mL/s]; `rate`: heart rate [1/min].
    """
    wall = wall_supply(patient)
    used = wall_need(atp, rate, wall)
    return Needs(supplied, layer_needs(used, wall), used)


def lung_water_gain(capillary: float, patient: Patient) -> float:
    """Return the water that stays in the lung at a capillary pressure [mmHg], in mL/min."""
    lung_ = patient.lung
    starling = lung.LungWater(
        lung_.filtration, lung_.reflection, lung_.plasma_oncotic, lung_.tissue_oncotic, lung_.tissue_pressure,
        lung_.greatest_lymph,
    )  # fmt: skip
    gain: float = water_gain(filtration_rate(capillary, starling), starling)
    return gain


def resetting_of(reflex: Baroreflex) -> Resetting:
    """Return how far the receptors of a patient have reset."""
    return Resetting(reflex.resetting, reflex.usual_pressure)


def slow_physiology(
    patient: Patient, own: OperatingPoint | None = None, *, reflex: bool = True, ischaemia: bool = False
) -> SlowPhysiology:
    """Return everything of a patient that slow states go by; the arguments are those of `Regulation`."""
    physiology = slow_states.unanswering(patient)
    if own is None:
        return physiology
    works, weakens = (
        physiology.receptors._replace(works=float(reflex)),
        physiology.wall._replace(ischaemia=float(ischaemia)),
    )
    physiology = physiology._replace(receptors=works, wall=weakens)
    answering: SlowPhysiology = at_operating_point(physiology, own, resetting_of(patient.baroreflex))
    return answering


class Regulation:
    """The slow physiology of a patient.

    `own`: of the patient as found; without it neither reflex nor ischaemia has anything to answer to; `reflex`: whether
    the baroreflex works; `ischaemia`: whether a lasting lack of oxygen weakens the wall.
    """

    def __init__(
        self, patient: Patient, own: OperatingPoint | None = None, *, reflex: bool = True, ischaemia: bool = False
    ):
        self.patient = patient
        self.own = own
        self.reflex = reflex
        self.ischaemia = ischaemia
        self.physiology = slow_physiology(patient, own, reflex=reflex, ischaemia=ischaemia)

    def first(self, like: Array | None = None) -> Array:
        """Return slow states to start from: drugs at the level of their dose, and no reflex.

        `like`: slow states of another heart, from which all but the drugs is taken.
        """
        slow = np.zeros(len(SLOW_NAMES)) if like is None else like.copy()
        if like is None:
            slow[TONE_SLOTS] = FIRST_TONE
        slow[LEVELS] = self.physiology.doses
        return slow

    def influence(self, slow: Array) -> Influence:
        """Return what slow states do to the circulation."""
        return influence_of(slow.tolist(), self.physiology.chronotropic_response)

    def advance(self, slow: Array, means: Means, seconds: float) -> None:
        """Move slow states on by a beat of so many seconds with these means, each with its lag."""
        slow[:] = advanced(slow.tolist(), means, seconds, self.physiology)

    def settle(self, slow: Array, means: Means, seconds: float) -> None:
        """Move slow states a good part of the way to where beats of so many seconds with these means would go."""
        slow[:] = settled(slow.tolist(), means, seconds, self.physiology)
