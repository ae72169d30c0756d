"""The baroreflex: arterial and cardiopulmonary receptors set rate, contractility, arterioles and veins.

A patient's values are those with the reflex at work, as they were measured; so each limb answers to the change of
sympathetic drive from the one at the patient's own pressures, and a drive near its end has little left to give. The
receptors of the arteries reset, in hours to days, to the pressure that they live at.
"""

from diastole.law import exp, law


@law
def sympathetic_drive(pressure: float, midpoint: float, width: float) -> float:
    """s = 1/(1 + e^{(P − P_mid)/w})  [1]: full at low pressure, none at high. ursino1998."""
    return 1.0 / (1.0 + exp((pressure - midpoint) / width))


@law
def reset_midpoint(midpoint: float, resetting: float, own: float, usual: float) -> float:
    """P_mid = P_half + r (P_own − P_usual)  [mmHg]: pressure of half drive after receptors have reset. salgado1976."""
    return midpoint + resetting * (own - usual)


@law
def limb_target(
    arterial_gain: float,
    arterial: float,
    arterial_own: float,
    cardiopulmonary_gain: float,
    cardiopulmonary: float,
    cardiopulmonary_own: float,
) -> float:
    """x = G_a (s_a − s_a,own) + G_c (s_c − s_c,own)  [unit of the gains]: what a limb strives for. ursino1998."""
    return arterial_gain * (arterial - arterial_own) + cardiopulmonary_gain * (cardiopulmonary - cardiopulmonary_own)
