"""An atrium as a time-varying elastance whose resting wall stiffens as it fills."""

from typing import Annotated, NamedTuple

from diastole.law import exp, law
from diastole.meaning import Meaning, OutsidePressure

FOLDING = 0.02  # mmHg/mL², of an atrium below its unstressed volume; assumed


class Atrium(NamedTuple):
    """Parameters of an atrium."""

    unstressed_volume: Annotated[float, Meaning("mL", "v_0")]
    pressure: Annotated[float, Meaning("mmHg", "p_1", note="by which the resting wall is scaled")]
    stiffening: Annotated[float, Meaning("1/mL", "1/v_e", note="inverse of the volume that stiffens it e-fold")]
    active: Annotated[float, Meaning("mmHg/mL", "E_a", note="elastance added at full contraction")]


@law
def atrial_pressure(
    volume: Annotated[float, Meaning("mL", "v", 5, 120)],
    activation: Annotated[float, Meaning("1", "e", 0, 1)],
    outside: OutsidePressure,
    atrium: Atrium,
) -> Annotated[float, Meaning("mmHg", "p")]:
    """P = P_out + p₁ (e^{k x} − 1) − E₂ min(x, 0)² + E_a e x,  x = V − V₀. Form: ours, after the resting ventricle.

    Below V₀ the wall folds, and what is left in it is sucked out ever harder.
    """
    x = volume - atrium.unstressed_volume
    folded = min(x, 0.0)
    resting = atrium.pressure * (exp(atrium.stiffening * x) - 1.0) - FOLDING * folded * folded
    return outside + resting + atrium.active * activation * x
