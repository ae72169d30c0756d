"""Changes from beat to beat: the baroreflex, the coronary arterioles, a wall short of oxygen, drug levels.

A beat is integrated with these held; its means then move them on. All act on parameters, none on a state of the blood.
"""

from math import expm1
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.law import LARGEST_EXPONENT, reread
from diastole.model.circulation.influence import Influence
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import Patient
from diastole.model.patient.regulation import Baroreflex
from diastole.model.physiology import lung
from diastole.model.physiology.baroreflex import reset_midpoint
from diastole.model.physiology.coronary import lost_contraction
from diastole.model.physiology.lung import filtration_rate, water_gain
from diastole.model.physiology.oxygen import oxygen_content
from diastole.model.simulation import slow_states
from diastole.model.simulation.slow_states import (
    LEVELS,
    LIMBS,
    SLOW_NAMES,
    TONE_SLOTS,
    TONES,
    Means,
    Receptors,
    SlowPhysiology,
    WallSupply,
    influence_of,
    layer_needs,
    wall_need,
)

NUMBERS = {"expm1": lambda x: expm1(min(x, LARGEST_EXPONENT))}  # the library's, which is faster in plain Python
advanced = reread(slow_states.advanced, NUMBERS)
settled = reread(slow_states.settled, NUMBERS)
drives = reread(slow_states.drives, NUMBERS)

FIRST_TONE = 0.3  # 1, first guess; only the way to the steady beat depends on it


class OperatingPoint(NamedTuple):
    """The set point of reflex and muscle, from the untreated patient: they respond to the change from it."""

    aortic_pressure: float  # mmHg, mean
    right_atrial_pressure: float  # mmHg, mean
    weakened: float  # 1, share of contraction that a lack of flow costs


class Needs(NamedTuple):
    """Flow that the layers of the wall get and need [mL/s], mean over a beat."""

    supplied: tuple[float, float]  # inner, outer
    needed: tuple[float, float]
    oxygen: float  # mL/s, that the whole wall needs

    @property
    def weakened(self) -> float:
        """Share of contraction that the lack of flow in the inner layer costs [1]."""
        lost: float = lost_contraction(self.supplied[0] / self.needed[0])
        return lost


def needs(patient: Patient, atp: float, supplied: tuple[float, float], rate: float) -> Needs:
    """Return what the layers get and need.

    `atp`: contractile use of the left ventricle [µmol/s]; `supplied`: flow through the arterioles of inner and outer
    layer [mL/s]; `rate`: heart rate [1/min].
    """
    wall = wall_supply(patient)
    used = wall_need(atp, rate, wall)
    return Needs(supplied, layer_needs(used, wall), used)


def wall_supply(patient: Patient, own: OperatingPoint | None = None, *, ischaemia: bool = False) -> WallSupply:
    """Return what the wall of a patient needs, and whether a lack weakens it against the patient as found."""
    c, blood = patient.coronary, patient.oxygen
    return WallSupply(
        patient.left_ventricle.wall_volume, c.basal_need, c.activation_need,
        oxygen_content(blood.haemoglobin, blood.arterial_saturation), c.extraction, c.subendocardial_share,
        float(ischaemia and own is not None), own.weakened if own is not None else 0.0,
    )  # fmt: skip


def lung_water_gain(capillary: float, patient: Patient) -> float:
    """Return the water that stays in the lung at a capillary pressure [mmHg], in mL/min."""
    lung_ = patient.lung
    starling = lung.LungWater(
        lung_.filtration, lung_.reflection, lung_.plasma_oncotic, lung_.tissue_oncotic, lung_.tissue_pressure,
        lung_.greatest_lymph,
    )  # fmt: skip
    gain: float = water_gain(filtration_rate(capillary, starling), starling)
    return gain


def arterial_midpoint(reflex: Baroreflex, own_pressure: float) -> float:
    """Return the pressure of half drive [mmHg] of receptors that live at a mean aortic pressure [mmHg]."""
    found: float = reset_midpoint(reflex.arterial_midpoint, reflex.resetting, own_pressure, reflex.usual_pressure)
    return found


def receptors(reflex: Baroreflex, own: OperatingPoint | None, *, works: bool) -> Receptors:
    """Return the baroreflex of a patient, which does not work without an operating point."""
    limbs = [getattr(reflex, name) for name in LIMBS]
    at_work = Receptors(
        float(works and own is not None),
        arterial_midpoint(reflex, own.aortic_pressure if own is not None else reflex.usual_pressure),
        reflex.arterial_width, reflex.cardiopulmonary_midpoint, reflex.cardiopulmonary_width, 0.0, 0.0,
        tuple(limb.arterial_gain for limb in limbs), tuple(limb.cardiopulmonary_gain for limb in limbs),
    )  # fmt: skip
    if own is None:
        return at_work
    drive, cardiopulmonary = drives(own.aortic_pressure, own.right_atrial_pressure, at_work)
    return at_work._replace(own_drive=drive, own_cardiopulmonary_drive=cardiopulmonary)


def slow_physiology(
    patient: Patient, own: OperatingPoint | None = None, *, reflex: bool = True, ischaemia: bool = False
) -> SlowPhysiology:
    """Return everything of a patient that slow states go by; the arguments are those of `Regulation`."""
    lags = [
        *(getattr(patient.baroreflex, name).time_constant for name in LIMBS),
        *(patient.coronary.reaction_time for _ in TONES), patient.coronary.ischaemia_time,
        *(drug.onset for drug in DRUGS.values()),
    ]  # fmt: skip
    return SlowPhysiology(
        receptors(patient.baroreflex, own, works=reflex),
        wall_supply(patient, own, ischaemia=ischaemia),
        patient.chronotropic_response,
        tuple(float(getattr(patient.drugs, name)) for name in DRUGS),
        tuple(lags),
    )


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
