"""What each drug does at which dose: curves of Emax and half dose on parameters of the circulation."""

from typing import NamedTuple


class Curve(NamedTuple):
    """Effect of a dose on one parameter: E_max Dⁿ/(D₅₀ⁿ + Dⁿ)."""

    on: str  # a field of circulation.influence.Influence
    greatest: float  # relative change at the largest effect; mL/kg for the veins
    half_dose: float  # µg/kg/min
    steepness: float  # 1
    source: str  # key of evidence/sources.yaml, or assumed


class Drug(NamedTuple):
    """A drug that is infused."""

    purpose: str
    largest_dose: float  # µg/kg/min, end of the range that the curves were read from
    usual_dose: float  # µg/kg/min
    onset: float  # s, time constant with which the effect follows the dose
    curves: tuple[Curve, ...]


DRUGS: dict[str, Drug] = {
    "nitroprusside": Drug("opens arterioles and veins", 10.0, 1.0, 60.0, (
        Curve("resistance", -0.60, 1.0, 1.0, "assumed"),
        Curve("pulmonary_resistance", -0.50, 1.0, 1.0, "assumed"),
        Curve("veins", -4.0, 0.7, 1.0, "assumed"),
    )),
    "dobutamine": Drug("strengthens the heart and opens arterioles", 20.0, 5.0, 150.0, (
        Curve("contractility", 0.30, 8.0, 1.0, "assumed"),
        Curve("rate", 0.40, 18.0, 1.5, "assumed"),
        Curve("resistance", -0.35, 5.0, 1.0, "assumed"),
        Curve("pulmonary_resistance", -0.30, 5.0, 1.0, "assumed"),
    )),
    "dopamine": Drug("strengthens the heart; opens arterioles in low doses and narrows them in high ones", 20.0, 5.0, 120.0, (
        Curve("contractility", 0.25, 5.0, 1.0, "assumed"),
        Curve("rate", 0.55, 12.0, 2.0, "assumed"),
        Curve("resistance", -0.30, 2.0, 1.5, "assumed"),
        Curve("resistance", 1.0, 15.0, 2.0, "assumed"),
        Curve("pulmonary_resistance", 0.40, 10.0, 2.0, "assumed"),
        Curve("veins", 6.0, 10.0, 2.0, "assumed"),
    )),
    "noradrenaline": Drug("narrows arterioles and veins and strengthens the heart a little", 1.0, 0.1, 120.0, (
        Curve("resistance", 1.0, 0.07, 1.5, "assumed"),
        Curve("contractility", 0.15, 0.17, 1.0, "assumed"),
        Curve("rate", 0.20, 0.20, 1.0, "assumed"),
        Curve("pulmonary_resistance", 0.25, 0.20, 1.0, "assumed"),
        Curve("veins", 10.0, 0.10, 1.0, "assumed"),
    )),
    "esmolol": Drug("slows and weakens the heart and blunts its reflex", 300.0, 100.0, 600.0, (
        Curve("rate", -0.22, 80.0, 1.0, "assumed"),
        Curve("contractility", -0.10, 80.0, 1.0, "assumed"),
        Curve("blockade", 0.90, 80.0, 1.0, "assumed"),
    )),
}  # fmt: skip
