"""The pericardium, which lets the four chambers feel each other.

In people it carries nearly all of the right atrial pressure (hamilton1994), in the presets little.
"""

from typing import NamedTuple

from diastole.law import exp, law


class Pericardium(NamedTuple):
    """Parameters of the pericardium."""

    pressure: float  # mmHg, at the reference volume
    volume: float  # mL, reference volume of the blood in the four chambers
    growth: float  # 1/mL, inverse of the volume that raises the pressure e-fold


@law
def pericardial_pressure(heart_volume: float, pericardium: Pericardium) -> float:
    """P = p₀ exp(k (V_heart − V₀))  [mmHg]. Form: lumens2009."""
    return pericardium.pressure * exp(pericardium.growth * (heart_volume - pericardium.volume))
