"""The baroreflex: arterial and cardiopulmonary receptors set rate, contractility, arterioles and veins.

A patient's values are those with the reflex at work, as they were measured; so each limb answers to the change of
sympathetic drive from the one at the patient's own pressures, and a drive near its end has little left to give. The
receptors of the arteries reset, in hours to days, to the pressure that they live at.
"""

from typing import Annotated

from diastole.law import expm1, law
from diastole.meaning import Meaning, Pressure

Midpoint = Annotated[float, Meaning("mmHg", r"p_\mathrm{mid}", 0, 120)]


@law
def sympathetic_drive(
    pressure: Pressure, midpoint: Midpoint, width: Annotated[float, Meaning("mmHg", "w", 1, 30)]
) -> Annotated[float, Meaning("1", "s")]:
    """s = 1/(1 + e^{(P − P_mid)/w}): full at low pressure, none at high. ursino1998."""
    return 1.0 / (2.0 + expm1((pressure - midpoint) / width))


@law
def reset_midpoint(
    midpoint: Midpoint,
    resetting: Annotated[float, Meaning("1", "r", 0, 1)],
    own: Annotated[float, Meaning("mmHg", r"p_\mathrm{own}", 40, 130)],
    usual: Annotated[float, Meaning("mmHg", r"p_\mathrm{usual}", 80, 110)],
) -> Annotated[float, Meaning("mmHg", r"p_\mathrm{mid}")]:
    """P_mid = P_half + r (P_own − P_usual): pressure of half drive after receptors have reset. salgado1976."""
    return midpoint + resetting * (own - usual)


@law
def limb_target(
    arterial_gain: Annotated[float, Meaning("any", "G_a", 0, 2)],
    arterial: Annotated[float, Meaning("1", "s_a", 0, 1)],
    arterial_own: Annotated[float, Meaning("1", "s_{a,0}", 0, 1)],
    cardiopulmonary_gain: Annotated[float, Meaning("any", "G_c", 0, 2)],
    cardiopulmonary: Annotated[float, Meaning("1", "s_c", 0, 1)],
    cardiopulmonary_own: Annotated[float, Meaning("1", "s_{c,0}", 0, 1)],
) -> Annotated[float, Meaning("unit of the gains", r"x^\ast")]:
    """x = G_a (s_a − s_a,own) + G_c (s_c − s_c,own): what a limb strives for. ursino1998."""
    return arterial_gain * (arterial - arterial_own) + cardiopulmonary_gain * (cardiopulmonary - cardiopulmonary_own)
