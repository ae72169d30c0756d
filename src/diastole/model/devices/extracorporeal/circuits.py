"""Centrifugal pumps outside the body, which drain atria and return blood into the femoral artery."""

from typing import NamedTuple


class Circuit(NamedTuple):
    """A pump with cannulas and oxygenator: H = head n² − linear Q − quadratic Q², n in 1000/min, Q in L/min."""

    usual_flow: float  # L/min
    left_share: float  # 1, of the drained blood that comes from the left atrium
    head: float  # mmHg min²/1000²
    linear: float  # mmHg/(L/min), of the oxygenator
    quadratic: float  # mmHg/(L/min)², of pump and cannulas
    fastest: float  # 1/min
    source: str


CIRCUITS: dict[str, Circuit] = {
    # Rotaflow pump, 25 Fr venous and 17 Fr arterial cannula.
    "va_ecmo": Circuit(4.0, 0.0, 28.0, 12.0, 1.1 + 2.2 + 8.1, 5000.0, "assumed"),
    "lava_ecmo": Circuit(4.0, 0.5, 28.0, 12.0, 1.1 + 2.2 + 8.1, 5000.0, "assumed"),
    # 21 Fr transseptal and 17 Fr arterial cannula, no oxygenator.
    "tandemheart": Circuit(3.5, 1.0, 6.0, 0.0, 1.5 + 4.8 + 8.1, 7500.0, "assumed"),
}
