"""Water that leaves the lung's capillaries, and what the lymph carries away."""

from typing import NamedTuple

from diastole.law import law

VENOUS_SHARE = 0.4  # 1, of the lung's resistance that lies behind its capillaries, gaar1967


class LungWater(NamedTuple):
    """Starling's parameters of both lungs."""

    filtration: float  # mL/(min mmHg)
    reflection: float  # 1
    plasma_oncotic: float  # mmHg
    tissue_oncotic: float  # mmHg
    tissue_pressure: float  # mmHg
    greatest_lymph: float  # mL/min


@law
def capillary_pressure(atrial: float, arterial_pressure: float) -> float:
    """P_c = P_LA + 0.4 (P_PA − P_LA)  [mmHg]. gaar1967."""
    return atrial + VENOUS_SHARE * (arterial_pressure - atrial)


@law
def filtration_rate(capillary: float, lung: LungWater) -> float:
    """J = K_f [(P_c − P_i) − σ (π_c − π_i)], not below 0  [mL/min]. starling1896."""
    oncotic = lung.reflection * (lung.plasma_oncotic - lung.tissue_oncotic)
    return max(0.0, lung.filtration * (capillary - lung.tissue_pressure - oncotic))


@law
def water_gain(filtration: float, lung: LungWater) -> float:
    """W = max(0, J − J_lymph,max)  [mL/min]: what the lymph cannot carry away stays in the lung. Ours."""
    return max(0.0, filtration - lung.greatest_lymph)
