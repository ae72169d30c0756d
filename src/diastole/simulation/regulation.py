"""What changes from beat to beat: the baroreflex, the coronary arterioles, a wall short of oxygen, drug levels.

A beat is integrated with these held; its means then move them on. All act on parameters, none on a state of the blood.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.circulation.influence import NO_INFLUENCE, Influence, heart_rate
from diastole.circulation.parameters import WATCHED_NAMES
from diastole.drugs.formulary import DRUGS
from diastole.law import interpreted
from diastole.patient import Patient
from diastole.physiology import baroreflex, coronary, drug, lung, oxygen

Array = NDArray[np.float64]

approach = interpreted(baroreflex.approach)
sympathetic_drive = interpreted(baroreflex.sympathetic_drive)
limb_target = interpreted(baroreflex.limb_target)
arteriolar_target = interpreted(coronary.arteriolar_target)
lost_contraction = interpreted(coronary.lost_contraction)
dose_effect = interpreted(drug.dose_effect)
oxygen_content = interpreted(oxygen.oxygen_content)
oxygen_need = interpreted(oxygen.oxygen_need)
filtration_rate = interpreted(lung.filtration_rate)
water_gain = interpreted(lung.water_gain)
flow_need = interpreted(oxygen.flow_need)

LIMBS = ("rate", "contractility", "resistance", "veins")
TONES = ("subendocardial_tone", "subepicardial_tone")
SLOW_NAMES = (*LIMBS, *TONES, "weakened", *(f"level_{name}" for name in DRUGS))
SLOW_INDEX = {name: i for i, name in enumerate(SLOW_NAMES)}
LEVELS = slice(len(SLOW_NAMES) - len(DRUGS), len(SLOW_NAMES))
FIRST_TONE = 0.3  # 1, first guess; only the way to the steady beat depends on it
SETTLING = 0.3  # 1, of the way to its target that a slow state goes per cycle where only the end counts


class OperatingPoint(NamedTuple):
    """Where the reflex and the muscle of a patient stand as they were found: what they answer to is the change."""

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
        return lost_contraction(self.supplied[0] / self.needed[0])


def beat_means(seen: Array) -> dict[str, float]:
    """Return the time mean of everything watched over a beat (steps + 1, w)."""
    means = (seen.sum(axis=0) - 0.5 * (seen[0] + seen[-1])) / (seen.shape[0] - 1)
    return dict(zip(WATCHED_NAMES, means.tolist(), strict=True))


def needs(patient: Patient, atp: float, supplied: tuple[float, float], rate: float) -> Needs:
    """Return what the layers get and need.

    Parameters
    ----------
    atp
        Contractile use of the left ventricle [µmol/s].
    supplied
        Flow through the arterioles of inner and outer layer [mL/s].
    rate
        Heart rate [1/min].
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
    return water_gain(filtration_rate(capillary, starling), starling)


class Regulation:
    """The slow physiology of a patient.

    Attributes
    ----------
    own : OperatingPoint or None
        None where the baroreflex is off.
    ischaemia : bool
        Whether a lasting lack of oxygen weakens the wall.
    """

    def __init__(self, patient: Patient, own: OperatingPoint | None = None, *, ischaemia: bool = False):
        self.patient = patient
        self.own = own
        self.ischaemia = ischaemia
        self.doses = np.array([getattr(patient.drugs, name) for name in DRUGS])

    def first(self) -> Array:
        """Return slow states to start from: no reflex, drugs at the level of their dose."""
        slow = np.zeros(len(SLOW_NAMES))
        slow[[SLOW_INDEX[name] for name in TONES]] = FIRST_TONE
        slow[LEVELS] = self.doses
        return slow

    def influence(self, slow: Array) -> Influence:
        """Return what slow states do to the circulation."""
        values = dict(zip(SLOW_NAMES, slow.tolist(), strict=True))
        own = Influence(**{name: values[name] for name in (*LIMBS, *TONES, "weakened")})
        levels = slow[LEVELS]
        if not levels.any():
            return own
        drugs = drug_influence(levels)
        free = 1.0 - drugs.blockade
        return own._replace(rate=own.rate * free, contractility=own.contractility * free).joined(drugs)

    def advance(self, slow: Array, means: dict[str, float], seconds: float) -> None:
        """Move slow states on by a beat of so many seconds with these means."""
        for i, (target, time_constant) in enumerate(self._targets(slow, means)):
            slow[i] = approach(slow[i], target, seconds, time_constant)

    def settle(self, slow: Array, means: dict[str, float]) -> None:
        """Move slow states a good part of the way to where a support cycle with these means would take them."""
        for i, (target, _) in enumerate(self._targets(slow, means)):
            slow[i] += SETTLING * (target - slow[i])

    def _targets(self, slow: Array, means: dict[str, float]) -> list[tuple[float, float]]:
        """Return what each slow state strives for, and its time constant [s]."""
        patient = self.patient
        reflex, coronary_ = patient.baroreflex, patient.coronary
        values = dict(zip(SLOW_NAMES, slow.tolist(), strict=True))
        supplied = (means["q_subendocardial_arterioles"], means["q_subepicardial_arterioles"])
        wall = needs(patient, means["atp_lv"], supplied, heart_rate(patient, self.influence(slow)))
        targets = [(target, getattr(reflex, name).time_constant) for name, target in self._limbs(means).items()]
        for name, flow, need in zip(TONES, wall.supplied, wall.needed, strict=True):
            targets.append((arteriolar_target(values[name], flow, need), coronary_.reaction_time))
        lost = wall.weakened - self.own.weakened if self.own is not None and self.ischaemia else 0.0
        targets.append((lost, coronary_.ischaemia_time))
        doses = zip(DRUGS.values(), self.doses.tolist(), strict=True)
        return targets + [(dose, known.onset) for known, dose in doses]

    def _limbs(self, means: dict[str, float]) -> dict[str, float]:
        """Return what each limb of the baroreflex strives for; nothing where it is off."""
        if self.own is None:
            return dict.fromkeys(LIMBS, 0.0)
        reflex = self.patient.baroreflex
        arterial = (reflex.arterial_midpoint, reflex.arterial_width)
        cardiopulmonary = (reflex.cardiopulmonary_midpoint, reflex.cardiopulmonary_width)
        drives = (
            sympathetic_drive(means["p_ascending_aorta"], *arterial),
            sympathetic_drive(self.own.aortic_pressure, *arterial),
            sympathetic_drive(means["p_ra"], *cardiopulmonary),
            sympathetic_drive(self.own.right_atrial_pressure, *cardiopulmonary),
        )
        limbs = {name: getattr(reflex, name) for name in LIMBS}
        return {
            name: limb_target(limb.arterial_gain, *drives[:2], limb.cardiopulmonary_gain, *drives[2:])
            for name, limb in limbs.items()
        }


def drug_influence(levels: Array) -> Influence:
    """Return what drugs at these levels [µg/kg/min] do together."""
    total = NO_INFLUENCE
    for known, level in zip(DRUGS.values(), levels.tolist(), strict=True):
        for curve in known.curves if level > 0.0 else ():
            effect = dose_effect(level, curve.greatest, curve.half_dose, curve.steepness)
            total = total.joined(Influence(**{curve.on: effect}))
    return total
