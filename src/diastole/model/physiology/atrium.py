"""An atrium as a time-varying elastance that stiffens as it fills."""

from typing import NamedTuple

from diastole.law import law


class Atrium(NamedTuple):
    """Parameters of an atrium."""

    unstressed_volume: float  # mL
    passive: float  # mmHg/mL, elastance at rest
    active: float  # mmHg/mL, added at full contraction
    stiffening: float  # mmHg/mL², of the resting wall


@law
def atrial_pressure(volume: float, activation: float, outside: float, atrium: Atrium) -> float:
    """P = P_out + (E₁ + E_a e) x + E₂ x |x|,  x = V − V₀  [mmHg]. Form: ours."""
    x = volume - atrium.unstressed_volume
    return outside + (atrium.passive + atrium.active * activation) * x + atrium.stiffening * x * abs(x)
