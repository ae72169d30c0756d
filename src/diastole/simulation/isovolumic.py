"""The left ventricle alone, held at a volume for one beat: the peak pressure that it can make there."""

import numpy as np
from numpy.typing import NDArray

from diastole.law import compiled
from diastole.physiology.clock import Calcium, calcium_concentration
from diastole.physiology.myofilament import (
    Crossbridges,
    Tension,
    active_tension,
    blocking,
    filament_overlap,
    strong_binding,
    strong_detachment,
    troponin_binding,
    weak_binding,
)
from diastole.physiology.one_fibre import Wall, fibre_stretch, passive_stress, ventricular_pressure

Array = NDArray[np.float64]

STEP = 1e-3  # s, of Heun's method; the peak is converged to 0.1 %
FIRST_BOUND = 0.02  # 1, calcium-bound troponin at rest


@compiled
def _peak_pressure(
    volume: float, period: float, wall: Wall, calcium: Calcium, tension: Tension, bridges: Crossbridges
) -> float:
    """Return the peak of the transmural pressure of an isovolumic beat from rest [mmHg]."""
    stretch = fibre_stretch(volume, wall)
    overlap = filament_overlap(stretch, bridges)
    resting = passive_stress(stretch, wall)
    bound, blocked, weak, strong = FIRST_BOUND, 1.0, 0.0, 0.0
    highest = resting
    for i in range(int(period / STEP)):
        ca = calcium_concentration(i * STEP, calcium)
        ca_next = calcium_concentration((i + 1) * STEP, calcium)
        c1 = troponin_binding(ca, bound, stretch, bridges)
        b1 = blocking(bound, blocked, weak, strong, bridges)
        w1 = weak_binding(blocked, weak, strong, 0.0, bridges)
        s1 = strong_binding(weak, strong_detachment(strong, 0.0, bridges), bridges)
        c, b, w, s = bound + STEP * c1, blocked + STEP * b1, weak + STEP * w1, strong + STEP * s1
        bound += 0.5 * STEP * (c1 + troponin_binding(ca_next, c, stretch, bridges))
        blocked += 0.5 * STEP * (b1 + blocking(c, b, w, s, bridges))
        weak += 0.5 * STEP * (w1 + weak_binding(b, w, s, 0.0, bridges))
        strong += 0.5 * STEP * (s1 + strong_binding(w, strong_detachment(s, 0.0, bridges), bridges))
        highest = max(highest, active_tension(overlap, weak, strong, 0.0, 0.0, tension) + resting)
    return ventricular_pressure(highest, volume, 0.0, wall)


@compiled
def isovolumic_peaks(
    volumes: Array,
    period: float,
    wall: Wall,
    calcium: Calcium,
    tension: Tension,
    bridges: Crossbridges,
    peaks: Array,
) -> None:
    """Set ``peaks`` [mmHg] to the peak transmural pressure of an isovolumic beat at each of the volumes [mL]."""
    for i in range(volumes.size):
        peaks[i] = _peak_pressure(volumes[i], period, wall, calcium, tension, bridges)
