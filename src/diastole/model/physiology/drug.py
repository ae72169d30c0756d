"""From a dose to an effect."""

from diastole.law import law


@law
def dose_effect(dose: float, greatest: float, half_dose: float, steepness: float) -> float:
    """E = E_max Dⁿ/(D₅₀ⁿ + Dⁿ)  [unit of E_max]. hill1910."""
    raised: float = dose**steepness
    half: float = half_dose**steepness
    return greatest * raised / (half + raised)
