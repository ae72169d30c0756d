"""The pressures below a balloon that empties: three stores against an aorta of many, which carries waves."""

from functools import cache, partial

import numpy as np

from validation.patients import preset, with_pump, without_pump
from validation.phenomena.waves.ladder import Ladder
from validation.rows import Row

TOPIC = "Waves in the aorta"
PLACES = {"thoracic": 26.0, "abdominal": 37.0}  # cm from the valve, middle and end of the balloon; assumed
NEAR, WITHOUT_NEAR = 8.0, 4.0  # mmHg, with and without a balloon; assumed


@cache
def ladder(name: str, *, pump: bool) -> Ladder:
    """Return the ladder of a preset without or with a balloon at 1:1."""
    return Ladder(with_pump(preset(name)) if pump else without_pump(preset(name)))


def beyond_the_ladder(name: str, place: str, *, pump: bool) -> float:
    """Return the lowest pressure of the model at a place less that of the ladder [mmHg]."""
    many = ladder(name, pump=pump)
    return float(np.min(many.run.steady.trace[f"p_{place}_aorta"])) - many.lowest(PLACES[place])


ROWS = [
    Row(
        TOPIC, "a ladder of 24 cells", name, "balloon 1:1" if pump else "none",
        f"lowest {place} aortic pressure, three stores less many", "mmHg",
        partial(beyond_the_ladder, name, place, pump=pump), -near, near,
    )
    for name in ("shock", "acute_severe_ar")
    for pump, near in ((False, WITHOUT_NEAR), (True, NEAR))
    for place in PLACES
]  # fmt: skip
