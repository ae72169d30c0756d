"""The left ventricle alone, held at a volume for one beat: the peak pressure that it can make there."""

from diastole.arrays import Array
from diastole.law import compiled
from diastole.model.circulation.first_state import FIRST_BOUND
from diastole.model.physiology.clock import Calcium, calcium_concentration
from diastole.model.physiology.myofilament import (
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
from diastole.model.physiology.one_fibre import Wall, fibre_stretch, passive_stress, ventricular_pressure

STEP = 1e-3  # s, longest of Heun's method; the peak of a preset is converged to 0.1 %


@compiled
def _peak_tension(
    stretch: float, period: float, step: float, calcium: Calcium, tension: Tension, bridges: Crossbridges
) -> float:
    """Return the peak of the active tension of a beat from rest at a fixed stretch [kPa]."""
    overlap = filament_overlap(stretch, bridges)
    bound, blocked, weak, strong = FIRST_BOUND, 1.0, 0.0, 0.0
    highest = 0.0
    for i in range(int(period / step)):
        ca = calcium_concentration(i * step, calcium)
        ca_next = calcium_concentration((i + 1) * step, calcium)
        c1 = troponin_binding(ca, bound, stretch, bridges)
        b1 = blocking(bound, blocked, weak, strong, bridges)
        w1 = weak_binding(blocked, weak, strong, 0.0, bridges)
        s1 = strong_binding(weak, strong_detachment(strong, 0.0, bridges), bridges)
        c, b, w, s = bound + step * c1, blocked + step * b1, weak + step * w1, strong + step * s1
        bound += 0.5 * step * (c1 + troponin_binding(ca_next, c, stretch, bridges))
        blocked += 0.5 * step * (b1 + blocking(c, b, w, s, bridges))
        weak += 0.5 * step * (w1 + weak_binding(b, w, s, 0.0, bridges))
        strong += 0.5 * step * (s1 + strong_binding(w, strong_detachment(s, 0.0, bridges), bridges))
        highest = max(highest, active_tension(overlap, weak, strong, 0.0, 0.0, tension))
    return highest


@compiled
def isovolumic_curves(
    volumes: Array,
    period: float,
    step: float,
    w: Array,
    c: Array,
    t: Array,
    b: Array,
    relaxed: Array,
    contracted: Array,
) -> None:
    """Set the transmural pressure at rest and at the peak of an isovolumic beat [mmHg] at each of the volumes [mL].

    `w`, `c`, `t` and `b`: fields of ``Wall``, ``Calcium``, ``Tension`` and ``Crossbridges`` as arrays: compiled
    code that takes tuples is not found again in the cache on disk.
    """
    wall = Wall(w[0], w[1], w[2], w[3], w[4])
    calcium = Calcium(c[0], c[1], c[2], c[3], c[4], c[5])
    tension = Tension(t[0], t[1])
    bridges = Crossbridges(
        b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
    )
    for i in range(volumes.size):
        stretch = fibre_stretch(volumes[i], wall)
        resting = passive_stress(stretch, wall)
        peak = resting + _peak_tension(stretch, period, step, calcium, tension, bridges)
        relaxed[i] = ventricular_pressure(resting, volumes[i], 0.0, wall)
        contracted[i] = ventricular_pressure(peak, volumes[i], 0.0, wall)
