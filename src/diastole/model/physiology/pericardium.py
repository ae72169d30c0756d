"""The pericardium, which lets the four chambers feel each other.

In people it carries nearly all of the right atrial pressure (hamilton1994), in the presets little.
"""

from typing import Annotated, NamedTuple

from diastole.law import exp, law
from diastole.meaning import Meaning


class Pericardium(NamedTuple):
    """Parameters of the pericardium."""

    pressure: Annotated[float, Meaning("mmHg", "p_0", note="at the reference volume")]
    volume: Annotated[float, Meaning("mL", "v_0", note="reference volume of the blood in the four chambers")]
    growth: Annotated[float, Meaning("1/mL", "1/v_e", note="inverse of the volume that raises the pressure e-fold")]


@law
def pericardial_pressure(
    heart_volume: Annotated[float, Meaning("mL", r"v_\mathrm{heart}", 200, 600)], pericardium: Pericardium
) -> Annotated[float, Meaning("mmHg", r"p_\mathrm{pc}")]:
    """P = p₀ exp(k (V_heart − V₀)). Form: lumens2009."""
    return pericardium.pressure * exp(pericardium.growth * (heart_volume - pericardium.volume))
