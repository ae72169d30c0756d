"""Effects of each drug by dose: curves of Emax and half dose on parameters of the circulation.

What a catecholamine does to the rate is that of a healthy heart, and a patient has a share of it, a failing heart
little. Its effects on contraction are those of a failing heart, as in the patients that need these drugs. Curves are
the direct effects; what the baroreflex adds is its own. A curve on the resistance is one of tone, which goes for the
closing pressure too: pressure over flow falls further than that where the output rises. No full text was read: a source
means that the value was read in, or worked out from, its abstract. How steep a curve is, is assumed throughout.
"""

from typing import NamedTuple


class Curve(NamedTuple):
    """Effect of a dose on one parameter: E_max Dⁿ/(D₅₀ⁿ + Dⁿ)."""

    on: str  # a field of circulation.influence.Influence
    greatest: float  # relative change at the largest effect; mL/kg for the veins
    half_dose: float  # µg/kg/min
    steepness: float  # 1
    source: str  # of the greatest effect: key of knowledge/evidence/sources.yaml, or assumed
    half_dose_source: str = "assumed"


class Drug(NamedTuple):
    """A drug that is infused."""

    purpose: str
    largest_dose: float  # µg/kg/min, end of the range that the curves were read from
    usual_dose: float  # µg/kg/min
    onset: float  # s, time constant with which the effect follows the dose; assumed
    curves: tuple[Curve, ...]
    range_source: str  # of the range of doses
    other_names: tuple[str, ...] = ()
    catecholamine: bool = False  # its effect on the rate goes with the patient's chronotropic response

    def goes_with_response(self, curve: Curve) -> bool:
        """Return whether the effect of a curve of its own goes with the patient's chronotropic response."""
        return self.catecholamine and curve.on == "rate"


DRUGS: dict[str, Drug] = {
    "nitroprusside": Drug("opens arterioles and veins", 10.0, 1.0, 60.0, (
        # A fit to dogs at fixed flow; −52 % of pressure over flow in failure (guiha1974), as the flow rises.
        Curve("resistance", -0.60, 1.0, 1.0, "guiha1974"),
        Curve("pulmonary_resistance", -0.50, 1.0, 1.0, "assumed"),  # falls where pressure is high; size assumed
        # 4.8 mL/kg in dogs without reflexes (hoka1987), at a dose taken as one that halves the resistance.
        Curve("veins", -5.5, 0.7, 1.0, "hoka1987"),
    ), "nitroprusside_label", other_names=("snp", "sodium nitroprusside")),
    "dobutamine": Drug("strengthens the heart and opens arterioles", 20.0, 5.0, 150.0, (
        # Peak calcium, set for severe heart failure, where the drug gains 37 % of its gain in health (colucci1988).
        Curve("contractility", 0.30, 8.0, 1.0, "assumed"),
        # From 59 to 92 /min at 10 in health (green1992); that the rate can become 2.4 times as high is assumed.
        Curve("rate", 1.4, 13.0, 1.5, "assumed", "green1992"),
        # −42 % at 10 of pressure over flow (akhtar1975), in which more flow and the reflex have their share.
        Curve("resistance", -0.35, 5.0, 1.0, "akhtar1975"),
        Curve("pulmonary_resistance", -0.30, 5.0, 1.0, "assumed"),
    ), "dobutamine_label", other_names=("dobutamin",), catecholamine=True),
    "dopamine": Drug(
        "strengthens the heart; opens arterioles in low doses and narrows them in high ones", 20.0, 5.0, 120.0, (
        # Peak calcium. Cardiac index after surgery has a half dose of 4.4 (fit to steen1978).
        Curve("contractility", 0.25, 5.0, 1.0, "assumed"),
        Curve("rate", 0.55, 12.0, 2.0, "assumed"),  # +4 % at 3 in health (macgregor1997); nothing firm above
        # −17 % at 3 of pressure over flow, more flow included.
        Curve("resistance", -0.13, 2.0, 1.5, "mitrovic1993"),
        Curve("resistance", 1.0, 15.0, 2.0, "assumed"),
        Curve("pulmonary_resistance", 0.40, 10.0, 2.0, "assumed"),
        Curve("veins", 6.0, 10.0, 2.0, "assumed"),  # wedge pressure rises above 4 to 5; size assumed
    ), "dopamine_label", other_names=("dopamin",), catecholamine=True),
    "noradrenaline": Drug("narrows arterioles and veins and strengthens the heart a little", 1.0, 0.1, 120.0, (
        # Half effect at 15.3 nmol/L (joachim2024), which 0.07 gives (ensinger1992). +30 % at 0.04 agrees with maas2013,
        # and with the +24 % at 0.15 of brassard2009 only through the reflex.
        Curve("resistance", 1.0, 0.07, 1.5, "joachim2024", "ensinger1992"),
        Curve("contractility", 0.15, 0.17, 1.0, "assumed"),
        Curve("rate", 0.20, 0.20, 1.0, "assumed"),
        Curve("pulmonary_resistance", 0.25, 0.20, 1.0, "assumed"),
        Curve("veins", 10.0, 0.10, 1.0, "assumed"),  # mean filling pressure rises (maas2013); size assumed
    ), "noradrenaline_label", other_names=("norepinephrine", "noradrenalin", "norad", "norepi"), catecholamine=True),
    "esmolol": Drug("slows and weakens the heart and blunts its reflex", 300.0, 100.0, 600.0, (
        # −9 and −13 % at about 57 and 229 (iskandrian1986), −19 % up to 300 (kirshenbaum1988). The half dose lies
        # between 62 (reilly1985) and 113 (volzzang1994).
        Curve("rate", -0.22, 80.0, 1.0, "iskandrian1986", "reilly1985"),
        # Ejection fraction from 0.27 to 0.21 at about 229 in failing hearts (iskandrian1986); in dogs nothing at 100,
        # and all measures of contraction lower from 300 on (jacobs1988).
        Curve("contractility", -0.25, 230.0, 2.0, "iskandrian1986", "jacobs1988"),
        Curve("blockade", 0.90, 80.0, 1.0, "volzzang1994", "reilly1985"),  # 85 % of receptors at 500
    ), "esmolol_label"),
}  # fmt: skip
DRUG_NAMES: dict[str, str] = {  # as people call it → name
    called: name for name, drug in DRUGS.items() for called in (name, *drug.other_names)
}
OTHER_DRUGS = (  # that are given in shock or valve disease; a name that resembles one of ours must not lead to it
    "adrenaline", "epinephrine", "vasopressin", "phenylephrine", "milrinone", "enoximone", "levosimendan",
    "isoproterenol", "isoprenaline", "nitroglycerin", "hydralazine", "nicardipine", "nifedipine", "metoprolol",
    "labetalol", "landiolol", "furosemide",
)  # fmt: skip
