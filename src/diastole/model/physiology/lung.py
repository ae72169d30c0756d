"""Water that leaves the lung's capillaries, and what the lymph carries away."""

from typing import Annotated, NamedTuple

from diastole.law import law
from diastole.meaning import Meaning

VENOUS_SHARE = 0.4  # 1, of the lung's resistance that lies behind its capillaries, gaar1967


class LungWater(NamedTuple):
    """Starling's parameters of both lungs."""

    filtration: Annotated[float, Meaning("mL/(min mmHg)", "K_f")]
    reflection: Annotated[float, Meaning("1", r"\sigma")]
    plasma_oncotic: Annotated[float, Meaning("mmHg", r"\pi_p")]
    tissue_oncotic: Annotated[float, Meaning("mmHg", r"\pi_t")]
    tissue_pressure: Annotated[float, Meaning("mmHg", "p_t")]
    greatest_lymph: Annotated[float, Meaning("mL/min", r"\dot l_\mathrm{max}")]


@law
def capillary_pressure(
    atrial: Annotated[float, Meaning("mmHg", r"p_\mathrm{la}", 0, 40)],
    arterial_pressure: Annotated[float, Meaning("mmHg", r"p_\mathrm{pa}", 5, 50)],
) -> Annotated[float, Meaning("mmHg", "p_c")]:
    """P_c = P_LA + 0.4 (P_PA − P_LA). gaar1967."""
    return atrial + VENOUS_SHARE * (arterial_pressure - atrial)


@law
def filtration_rate(
    capillary: Annotated[float, Meaning("mmHg", "p_c", 0, 50)], lung: LungWater
) -> Annotated[float, Meaning("mL/min", r"\dot f")]:
    """J = K_f [(P_c − P_i) − σ (π_c − π_i)], not below 0. starling1896."""
    oncotic = lung.reflection * (lung.plasma_oncotic - lung.tissue_oncotic)
    return max(0.0, lung.filtration * (capillary - lung.tissue_pressure - oncotic))


@law
def water_gain(
    filtration: Annotated[float, Meaning("mL/min", r"\dot f", 0, 10)], lung: LungWater
) -> Annotated[float, Meaning("mL/min", r"\dot w")]:
    """W = max(0, J − J_lymph,max): what the lymph cannot carry away stays in the lung. Ours."""
    return max(0.0, filtration - lung.greatest_lymph)
