"""Changes from beat to beat: the baroreflex, the coronary arterioles, a wall short of oxygen, drug levels.

A beat is integrated with these held; its means then move them on. All act on parameters, none on a state of the blood.
"""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.law import reread
from diastole.model.circulation.influence import NO_INFLUENCE, Influence
from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import Patient
from diastole.model.patient.regulation import Baroreflex
from diastole.model.physiology import baroreflex, lung
from diastole.model.physiology.baroreflex import limb_target, reset_midpoint
from diastole.model.physiology.coronary import arteriolar_target, lost_contraction
from diastole.model.physiology.drug import dose_effect
from diastole.model.physiology.lung import filtration_rate, water_gain
from diastole.model.physiology.oxygen import flow_need, oxygen_content, oxygen_need

sympathetic_drive = reread(baroreflex.sympathetic_drive, {"exp": exp})

LIMBS = ("rate", "contractility", "resistance", "veins")
TONES = ("subendocardial_tone", "subepicardial_tone")
SLOW_NAMES = (*LIMBS, *TONES, "weakened", *(f"level_{name}" for name in DRUGS))
SLOW_INDEX = {name: i for i, name in enumerate(SLOW_NAMES)}
TONE_SLOTS = slice(len(LIMBS), len(LIMBS) + len(TONES))
LEVELS = slice(len(SLOW_NAMES) - len(DRUGS), len(SLOW_NAMES))
FIRST_TONE = 0.3  # 1, first guess; only the way to the steady beat depends on it
SETTLING = 0.3  # 1, of the way to its target that a slow state goes per cycle where only the end counts


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
    c, blood = patient.coronary, patient.oxygen
    used = oxygen_need(atp, patient.left_ventricle.wall_volume, c.basal_need, c.activation_need, rate)
    whole = flow_need(used, oxygen_content(blood.haemoglobin, blood.arterial_saturation), c.extraction)
    share = c.subendocardial_share
    return Needs(supplied, (share * whole, (1.0 - share) * whole), used)


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
        if own is not None:
            self._midpoint = arterial_midpoint(patient.baroreflex, own.aortic_pressure)
            self._own_drives = self._drives(own.aortic_pressure, own.right_atrial_pressure)
        self.doses = [float(getattr(patient.drugs, name)) for name in DRUGS]
        self.lags = np.array([
            *(getattr(patient.baroreflex, name).time_constant for name in LIMBS),
            *(patient.coronary.reaction_time for _ in TONES), patient.coronary.ischaemia_time,
            *(drug_.onset for drug_ in DRUGS.values()),
        ])  # fmt: skip

    def first(self, like: Array | None = None) -> Array:
        """Return slow states to start from: drugs at the level of their dose, and no reflex.

        `like`: slow states of another heart, from which all but the drugs is taken.
        """
        slow = np.zeros(len(SLOW_NAMES)) if like is None else like.copy()
        if like is None:
            slow[TONE_SLOTS] = FIRST_TONE
        slow[LEVELS] = self.doses
        return slow

    def influence(self, slow: Array) -> Influence:
        """Return what slow states do to the circulation."""
        rate, contractility, resistance, veins, inner, outer, weakened, *levels = slow.tolist()
        own = Influence(
            rate, contractility, resistance, veins=veins, weakened=weakened, subendocardial_tone=inner,
            subepicardial_tone=outer,
        )  # fmt: skip
        if not any(levels):
            return own
        drugs = drug_influence(levels, self.patient.chronotropic_response)
        free = 1.0 - drugs.blockade
        return own._replace(rate=own.rate * free, contractility=own.contractility * free).joined(drugs)

    def advance(self, slow: Array, means: dict[str, float], seconds: float) -> None:
        """Move slow states on by a beat of so many seconds with these means, each with its lag."""
        targets = self._targets(slow, means, SECONDS_PER_MINUTE / seconds)
        slow += (targets - slow) * -np.expm1(-seconds / self.lags)

    def settle(self, slow: Array, means: dict[str, float], seconds: float) -> None:
        """Move slow states a good part of the way to where beats of so many seconds with these means would go."""
        slow += SETTLING * (self._targets(slow, means, SECONDS_PER_MINUTE / seconds) - slow)

    def _targets(self, slow: Array, means: dict[str, float], rate: float) -> Array:
        """Return what each slow state strives for at a heart rate [1/min]."""
        patient = self.patient
        supplied = (means["q_subendocardial_arterioles"], means["q_subepicardial_arterioles"])
        wall = needs(patient, means["atp_lv"], supplied, rate)
        tones = map(arteriolar_target, slow[TONE_SLOTS].tolist(), wall.supplied, wall.needed)
        weakened = wall.weakened - self.own.weakened if self.own is not None and self.ischaemia else 0.0
        return np.array([*self._limbs(means), *tones, weakened, *self.doses])

    def _limbs(self, means: dict[str, float]) -> list[float]:
        """Return what each limb of the baroreflex strives for; nothing where it is off."""
        if self.own is None or not self.reflex:
            return [0.0] * len(LIMBS)
        now, filled = self._drives(means["p_ascending_aorta"], means["p_ra"])
        own, own_filled = self._own_drives
        limbs = [getattr(self.patient.baroreflex, name) for name in LIMBS]
        return [
            limb_target(limb.arterial_gain, now, own, limb.cardiopulmonary_gain, filled, own_filled) for limb in limbs
        ]

    def _drives(self, aortic: float, right_atrial: float) -> tuple[float, float]:
        """Return the drive of arterial and cardiopulmonary receptors [1] at mean pressures [mmHg]."""
        reflex = self.patient.baroreflex
        return (
            sympathetic_drive(aortic, self._midpoint, reflex.arterial_width),
            sympathetic_drive(right_atrial, reflex.cardiopulmonary_midpoint, reflex.cardiopulmonary_width),
        )


def drug_influence(levels: Sequence[float], chronotropic_response: float) -> Influence:
    """Return what drugs at these levels [µg/kg/min] do together where the rate answers to catecholamines so [1]."""
    total = NO_INFLUENCE
    for known, level in zip(DRUGS.values(), levels, strict=True):
        for curve in known.curves if level > 0.0 else ():
            effect = dose_effect(level, curve.greatest, curve.half_dose, curve.steepness)
            if known.goes_with_response(curve):
                effect *= chronotropic_response
            total = total.joined(Influence(**{curve.on: effect}))
    return total
