"""Axial pumps across the aortic valve: the Impella family by model and performance level.

No bench curve of head against flow is public. The curves here are fitted to the ranges of flow that the makers print
per level, read as 60 to 30 mmHg; the head at no flow and the leak of a slow pump are extrapolated.
"""

from typing import NamedTuple


class AxialModel(NamedTuple):
    """A pump by its levels and its curve at the highest speed, in L/min: H = head − linear Q − quadratic Q²."""

    speeds: dict[str, float]  # 1/min, of each performance level
    head: float  # mmHg
    linear: float  # mmHg/(L/min)
    quadratic: float  # mmHg/(L/min)²
    backward: float  # mmHg/(L/min)², for blood that runs back; assumed
    source: str


def _speeds(*thousands: float) -> dict[str, float]:
    return {f"P-{level}": 1000.0 * speed for level, speed in enumerate(thousands, start=1)}


AXIAL_PUMPS: dict[str, AxialModel] = {
    "2.5": AxialModel(_speeds(25, 35, 38, 40, 43, 45, 47, 50), 168.0, 23.5, 14.0, 167.0, "impella_manual"),
    "CP": AxialModel(_speeds(23, 31, 33, 35, 37, 39, 42, 44, 46), 200.0, 28.0, 4.5, 60.0, "impella_manual"),
    "5.5": AxialModel(_speeds(12, 17, 20, 22, 24, 26, 28, 30, 33), 203.0, 0.0, 5.7, 27.0, "impella_manual"),
}
LEVELS = max((tuple(pump.speeds) for pump in AXIAL_PUMPS.values()), key=len)  # of the pump that has most
