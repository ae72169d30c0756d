"""From a dose to an effect."""

from typing import Annotated

from diastole.law import law
from diastole.meaning import Meaning


@law
def dose_effect(
    dose: Annotated[float, Meaning("µg/(kg min)", "D", 0, 20)],
    greatest: Annotated[float, Meaning("any", r"E_\mathrm{max}", -1, 10)],
    half_dose: Annotated[float, Meaning("µg/(kg min)", "D_{50}", 0.1, 100)],
    steepness: Annotated[float, Meaning("1", "n", 1, 3)],
) -> Annotated[float, Meaning("unit of E_max", "E")]:
    """E = E_max Dⁿ/(D₅₀ⁿ + Dⁿ). hill1910."""
    raised: float = dose**steepness
    half: float = half_dose**steepness
    return greatest * raised / (half + raised)
