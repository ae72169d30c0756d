"""What moves from beat to beat, as laws: what each slow state strives for, and what all do to the circulation.

The numbers of a law are those of one patient, or arrays of many. A patient enters as `SlowPhysiology`; what goes by the
model, such as the limbs of the reflex and the drugs of the formulary, is written out when a law is read.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from diastole.law import expm1, only_if, select
from diastole.model.circulation.influence import NO_INFLUENCE, TOGETHER, Influence
from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE
from diastole.model.drugs.formulary import DRUGS, Drug
from diastole.model.input_blocks.block_numbers import Numbers
from diastole.model.patient import Patient
from diastole.model.patient.regulation import Baroreflex
from diastole.model.physiology.baroreflex import limb_target, reset_midpoint, sympathetic_drive
from diastole.model.physiology.coronary import arteriolar_target, lost_contraction
from diastole.model.physiology.drug import dose_effect
from diastole.model.physiology.oxygen import flow_need, oxygen_content, oxygen_need

LIMBS = ("rate", "contractility", "resistance", "veins")
TONES = ("subendocardial_tone", "subepicardial_tone")
SLOW_NAMES = (*LIMBS, *TONES, "weakened", *(f"level_{name}" for name in DRUGS))
SLOW_INDEX = {name: i for i, name in enumerate(SLOW_NAMES)}
TONE_SLOTS = slice(len(LIMBS), len(LIMBS) + len(TONES))
LEVELS = slice(len(SLOW_NAMES) - len(DRUGS), len(SLOW_NAMES))
SETTLING = 0.3  # 1, of the way to its target that a slow state goes per cycle where only the end counts
AT_REST = (0.0,) * len(LIMBS)  # limbs of a reflex that is off

type Means = Mapping[str, float]  # of what is watched over a beat, by name


class OperatingPoint(NamedTuple):
    """The set point of reflex and muscle, from the untreated patient: they respond to the change from it."""

    aortic_pressure: float  # mmHg, mean
    right_atrial_pressure: float  # mmHg, mean
    weakened: float  # 1, share of contraction that a lack of flow costs


class Resetting(NamedTuple):
    """How far the receptors of the arteries have reset to the pressure that they live at."""

    share: float  # 1, of the way
    usual_pressure: float  # mmHg, mean aortic pressure of receptors that have not


class Receptors(NamedTuple):
    """The baroreflex of a patient: where receptors answer, and how much each limb goes by them."""

    works: float  # 1, or 0 where the reflex is off
    midpoint: float  # mmHg, mean aortic pressure at half drive
    width: float  # mmHg, over which the drive falls e-fold at its ends
    cardiopulmonary_midpoint: float  # mmHg, the same of the right atrium
    cardiopulmonary_width: float  # mmHg
    own_drive: float  # 1, of the arterial receptors of the patient as found
    own_cardiopulmonary_drive: float  # 1, likewise
    arterial_gains: tuple[float, ...]  # by limb
    cardiopulmonary_gains: tuple[float, ...]


class WallSupply(NamedTuple):
    """What the wall of the left ventricle needs of blood, and what a lack costs."""

    volume: float  # mL, of the wall
    basal_need: float  # mL/(min kg)
    activation_need: float  # mL/kg, per beat
    oxygen_content: float  # mL/mL, of arterial blood
    extraction: float  # 1
    subendocardial_share: float  # 1, of the need
    ischaemia: float  # 1 where a lasting lack weakens the wall, else 0
    own_weakened: float  # 1, share of contraction that the patient as found lacks


class SlowPhysiology(NamedTuple):
    """Everything of a patient that slow states go by."""

    receptors: Receptors
    wall: WallSupply
    chronotropic_response: float  # 1
    doses: tuple[float, ...]  # µg/kg/min, by drug
    lags: tuple[float, ...]  # s, by slow state


def unanswering(patient: Patient | Numbers) -> SlowPhysiology:
    """Return what follows from a patient, or from its numbers: without an operating point nothing answers to it."""
    lags = [
        *(getattr(patient.baroreflex, name).time_constant for name in LIMBS),
        *(patient.coronary.reaction_time for _ in TONES), patient.coronary.ischaemia_time,
        *(drug.onset for drug in DRUGS.values()),
    ]  # fmt: skip
    doses = tuple([getattr(patient.drugs, name) for name in DRUGS])
    return SlowPhysiology(
        receptors(patient.baroreflex), wall_supply(patient), patient.chronotropic_response, doses, tuple(lags)
    )


def receptors(reflex: Baroreflex | Numbers) -> Receptors:
    """Return the baroreflex of a patient, off, whose receptors have not reset."""
    limbs = [getattr(reflex, name) for name in LIMBS]
    return Receptors(
        0.0, reflex.arterial_midpoint, reflex.arterial_width, reflex.cardiopulmonary_midpoint,
        reflex.cardiopulmonary_width, 0.0, 0.0,
        tuple([limb.arterial_gain for limb in limbs]), tuple([limb.cardiopulmonary_gain for limb in limbs]),
    )  # fmt: skip


def wall_supply(patient: Patient | Numbers) -> WallSupply:
    """Return what the wall of a patient needs; a lasting lack does not weaken it."""
    coronary, blood = patient.coronary, patient.oxygen
    return WallSupply(
        patient.left_ventricle.wall_volume, coronary.basal_need, coronary.activation_need,
        oxygen_content(blood.haemoglobin, blood.arterial_saturation), coronary.extraction,
        coronary.subendocardial_share, 0.0, 0.0,
    )  # fmt: skip


def set_point(means: Means, rate: float, wall: WallSupply) -> OperatingPoint:
    """Return the set point of a patient from the steady beat of the patient as found, at a heart rate [1/min]."""
    inner, _ = layer_needs(wall_need(means["atp_lv"], rate, wall), wall)
    weakened = lost_contraction(means["q_subendocardial_arterioles"] / inner)
    return OperatingPoint(means["p_ascending_aorta"], means["p_ra"], weakened)


def at_operating_point(patient: SlowPhysiology, own: OperatingPoint, resetting: Resetting) -> SlowPhysiology:
    """Return the slow physiology of a patient whose receptors have not reset as one that answers from a set point."""
    midpoint = reset_midpoint(
        patient.receptors.midpoint, resetting.share, own.aortic_pressure, resetting.usual_pressure
    )
    reset = patient.receptors._replace(midpoint=midpoint)
    drive, cardiopulmonary = drives(own.aortic_pressure, own.right_atrial_pressure, reset)
    receptors = reset._replace(own_drive=drive, own_cardiopulmonary_drive=cardiopulmonary)
    return patient._replace(receptors=receptors, wall=patient.wall._replace(own_weakened=own.weakened))


def influence_of(slow: Sequence[float], chronotropic_response: float) -> Influence:
    """Return what slow states do to the circulation."""
    rate, contractility, resistance, veins, inner, outer, weakened, *levels = slow
    own = Influence(rate, contractility, resistance, 0.0, veins, 0.0, weakened, inner, outer)
    return only_if(sum(levels) > 0.0, lambda: under_drugs(own, levels, chronotropic_response), own)


def under_drugs(own: Influence, levels: Sequence[float], chronotropic_response: float) -> Influence:
    """Return what slow states and drugs at these levels [µg/kg/min] do; a blockade leaves less of the reflex."""
    drugs = drug_influence(levels, chronotropic_response)
    free = 1.0 - drugs.blockade
    return own._replace(rate=own.rate * free, contractility=own.contractility * free).joined(drugs)


def drug_influence(levels: Sequence[float], chronotropic_response: float) -> Influence:
    """Return what drugs at these levels [µg/kg/min] do together where the rate answers to catecholamines so [1]."""
    total = NO_INFLUENCE
    for drug, level in zip(DRUGS.values(), levels, strict=True):
        total = with_drug(total, drug, max(level, 0.0), chronotropic_response)
    return total


def with_drug(before: Influence, drug: Drug, level: float, chronotropic_response: float) -> Influence:
    """Return an influence and that of a drug at a level [µg/kg/min] together."""
    return only_if(level > 0.0, lambda: with_effects(before, drug, level, chronotropic_response), before)


def with_effects(before: Influence, drug: Drug, level: float, chronotropic_response: float) -> Influence:
    """Return an influence and the effects of all curves of a drug together."""
    total = before._asdict()
    for curve in drug.curves:
        effect = dose_effect(level, curve.greatest, curve.half_dose, curve.steepness)
        if drug.goes_with_response(curve):
            effect = effect * chronotropic_response
        total[curve.on] = TOGETHER[curve.on](total[curve.on], effect)
    return Influence(**total)


def drives(aortic: float, right_atrial: float, receptors: Receptors) -> tuple[float, float]:
    """Return the drive of arterial and cardiopulmonary receptors [1] at mean pressures [mmHg]."""
    return (
        sympathetic_drive(aortic, receptors.midpoint, receptors.width),
        sympathetic_drive(right_atrial, receptors.cardiopulmonary_midpoint, receptors.cardiopulmonary_width),
    )


def limb_targets(means: Means, receptors: Receptors) -> tuple[float, ...]:
    """Return what each limb of the baroreflex strives for; nothing where it is off."""
    return only_if(receptors.works > 0.0, lambda: driven_limbs(means, receptors), AT_REST)


def driven_limbs(means: Means, receptors: Receptors) -> tuple[float, ...]:
    """Return what each limb of a baroreflex at work strives for."""
    now, filled = drives(means["p_ascending_aorta"], means["p_ra"], receptors)
    own, own_filled = receptors.own_drive, receptors.own_cardiopulmonary_drive
    gains = zip(receptors.arterial_gains, receptors.cardiopulmonary_gains, strict=True)
    return tuple([limb_target(arterial, now, own, other, filled, own_filled) for arterial, other in gains])


def wall_need(atp: float, rate: float, wall: WallSupply) -> float:
    """Return the oxygen that the wall needs [mL/s] at a contractile use [µmol/s] and a heart rate [1/min]."""
    return oxygen_need(atp, wall.volume, wall.basal_need, wall.activation_need, rate)


def layer_needs(oxygen: float, wall: WallSupply) -> tuple[float, float]:
    """Return the flow that inner and outer layer need [mL/s] where the wall needs so much oxygen [mL/s]."""
    whole = flow_need(oxygen, wall.oxygen_content, wall.extraction)
    return wall.subendocardial_share * whole, (1.0 - wall.subendocardial_share) * whole


def targets(slow: Sequence[float], means: Means, rate: float, patient: SlowPhysiology) -> list[float]:
    """Return what each slow state strives for at a heart rate [1/min]."""
    wall = patient.wall
    inner, outer = layer_needs(wall_need(means["atp_lv"], rate, wall), wall)
    inner_flow, outer_flow = means["q_subendocardial_arterioles"], means["q_subepicardial_arterioles"]
    inner_tone, outer_tone = slow[TONE_SLOTS]
    lacking = lost_contraction(inner_flow / inner) - wall.own_weakened
    return [
        *limb_targets(means, patient.receptors),
        arteriolar_target(inner_tone, inner_flow, inner),
        arteriolar_target(outer_tone, outer_flow, outer),
        select(wall.ischaemia > 0.0, lacking, 0.0),
        *patient.doses,
    ]


def moved(now: float, goal: float, lag: float, seconds: float) -> float:
    """Return a slow state after so many seconds on its way to a goal, which it follows with its lag [s]."""
    return now - (goal - now) * expm1(-seconds / lag)


def advanced(slow: Sequence[float], means: Means, seconds: float, patient: SlowPhysiology) -> list[float]:
    """Return slow states after a beat of so many seconds with these means, each moved on with its lag."""
    goals = targets(slow, means, SECONDS_PER_MINUTE / seconds, patient)
    return [moved(now, goal, lag, seconds) for now, goal, lag in zip(slow, goals, patient.lags, strict=True)]


def settled(slow: Sequence[float], means: Means, seconds: float, patient: SlowPhysiology) -> list[float]:
    """Return slow states a good part of the way to where beats of so many seconds with these means would go."""
    goals = targets(slow, means, SECONDS_PER_MINUTE / seconds, patient)
    return [now + SETTLING * (goal - now) for now, goal in zip(slow, goals, strict=True)]
