"""An atrium as a time-varying elastance that stiffens as it fills."""

from typing import Annotated, NamedTuple

from diastole.law import law
from diastole.meaning import Meaning, OutsidePressure


class Atrium(NamedTuple):
    """Parameters of an atrium."""

    unstressed_volume: Annotated[float, Meaning("mL", "v_0")]
    passive: Annotated[float, Meaning("mmHg/mL", "E_1", note="elastance at rest")]
    active: Annotated[float, Meaning("mmHg/mL", "E_a", note="added at full contraction")]
    stiffening: Annotated[float, Meaning("mmHg/mL²", "E_2", note="of the resting wall")]


@law
def atrial_pressure(
    volume: Annotated[float, Meaning("mL", "v", 5, 120)],
    activation: Annotated[float, Meaning("1", "e", 0, 1)],
    outside: OutsidePressure,
    atrium: Atrium,
) -> Annotated[float, Meaning("mmHg", "p")]:
    """P = P_out + (E₁ + E_a e) x + E₂ x |x|,  x = V − V₀. Form: ours."""
    x = volume - atrium.unstressed_volume
    return outside + (atrium.passive + atrium.active * activation) * x + atrium.stiffening * x * abs(x)
