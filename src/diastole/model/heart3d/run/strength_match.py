"""Matches the strength of the wall's muscle to the one-fibre ventricle; no other parameter is fitted.

Without a circulation the wall is driven through the volumes of the patient's own 0D beat, and its tension is scaled
until it does the work of that beat. No effect of a treatment enters.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.heart3d.run.finite_element_ventricle import FiniteElementVentricle, VentricleSnapshot
from diastole.model.physiology.chamber import Muscle

TOLERANCE = 0.01  # 1, of the work
MOST_BEATS = 6
STRENGTHS = (0.2, 5.0)  # 1, a strength outside this range means that something else is wrong; assumed


class PressureVolumeLoop(NamedTuple):
    """Volume and transmural pressure of a ventricle over one beat from the QRS onset."""

    time: Array  # s
    volume: Array  # mL
    pressure: Array  # mmHg

    @property
    def work(self) -> float:
        """Work of the ventricle on the blood, −∮ p dV [mmHg mL]."""
        return -float(np.trapezoid(self.pressure, self.volume))


class StrengthMatch(NamedTuple):
    """Result of the match."""

    strength: float  # 1
    work: float  # mmHg mL, of the wall
    wanted: float  # mmHg mL, of the 0D beat
    loop: PressureVolumeLoop  # of the wall


def driven(ventricle: FiniteElementVentricle, muscle: Muscle, wanted: PressureVolumeLoop) -> PressureVolumeLoop:
    """Drive a ventricle through the volumes of a beat and return its pressure-volume loop."""
    period = float(wanted.time[-1])
    steps = int(np.ceil(period / ventricle.step - 1e-9))
    step = period / steps
    ventricle.begin(muscle)
    pressures = [ventricle.pressure]
    times = step * np.arange(steps + 1)
    volumes = np.interp(times, wanted.time, wanted.volume)
    for i in range(steps):
        ventricle.expected(times[i], step)
        pressures.append(ventricle.solve(float(volumes[i + 1])).pressure)
        ventricle.accept()
    return PressureVolumeLoop(times.astype(np.float64), volumes, np.array(pressures))


def match_strength(
    ventricle: FiniteElementVentricle,
    muscle: Muscle,
    wanted: PressureVolumeLoop,
    watch: Callable[[str], None] | None = None,
) -> StrengthMatch:
    """Scale the strength of a ventricle until it does the wanted work; leave it at rest at the end of diastole.

    Raises
    ------
    SimulationError
        If no strength does the work.
    """
    start = ventricle.snapshot()
    tried: list[tuple[float, float]] = []
    strength = 1.0
    for _ in range(MOST_BEATS):
        if watch:
            watch(f"matching the wall: strength {strength:.3f}")
        ventricle.restore(start)
        ventricle.set_strength(strength)
        loop = driven(ventricle, muscle, wanted)
        tried.append((strength, loop.work))
        if abs(loop.work / wanted.work - 1.0) <= TOLERANCE:
            _rest(ventricle, start)
            return StrengthMatch(strength, loop.work, wanted.work, loop)
        strength = _next(tried, wanted.work)
        if not STRENGTHS[0] <= strength <= STRENGTHS[1]:
            break
    raise SimulationError(
        f"no strength of the muscle between {STRENGTHS[0]} and {STRENGTHS[1]} times its own makes the wall do the work "
        f"of the one-fibre ventricle ({wanted.work:.0f} mmHg mL; tried: "
        + ", ".join(f"{factor:.2f} does {work:.0f}" for factor, work in tried)
        + "); try another wall.sphericity or left_ventricle.wall_volume"
    )


def _next(tried: list[tuple[float, float]], wanted: float) -> float:
    """Return the next strength by the secant through the last two."""
    if len(tried) == 1:
        return tried[0][0] * min(max(wanted / tried[0][1], 0.5), 2.0) if tried[0][1] > 0.0 else 2.0 * tried[0][0]
    (before, less), (now, work) = tried[-2:]
    return now + (wanted - work) * (now - before) / (work - less)


def _rest(ventricle: FiniteElementVentricle, start: VentricleSnapshot) -> None:
    """Go back to the end of diastole, but keep the cross-bridge states that the beat has left."""
    states = ventricle.muscle.states.copy()
    ventricle.restore(start)
    ventricle.muscle.states[:] = states
