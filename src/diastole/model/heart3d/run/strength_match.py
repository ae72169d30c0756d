"""Matches the strength of each wall's muscle to its one-fibre ventricle; no other parameter is fitted.

Without a circulation the ventricles are driven through the volumes of the patient's own 0D beat, and the tension of
each wall is scaled until each cavity does the work of that beat. No effect of a treatment enters.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.heart3d.run.finite_element_ventricles import FiniteElementVentricles, VentricleSnapshot
from diastole.model.heart3d.wall.broyden import next_guess
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
    """Result of the match; one number a chamber."""

    strengths: Array  # 1
    works: Array  # mmHg mL, of the wall
    wanted: Array  # mmHg mL, of the 0D beat


def driven(
    ventricles: FiniteElementVentricles, muscles: Sequence[Muscle], wanted: Sequence[PressureVolumeLoop]
) -> list[PressureVolumeLoop]:
    """Drive ventricles through the volumes of a beat and return their pressure-volume loops."""
    period = float(wanted[0].time[-1])
    steps = int(np.ceil(period / ventricles.step - 1e-9))
    step = period / steps
    ventricles.begin(muscles)
    pressures = [ventricles.pressures]
    times = step * np.arange(steps + 1)
    volumes = np.stack([np.interp(times, loop.time, loop.volume) for loop in wanted], axis=1)
    for i in range(steps):
        lines = ventricles.expected(times[i], step)
        pressures.append(np.array([end.pressure for end in ventricles.solve(volumes[i + 1])]))
        ventricles.accept(lines)
    both = zip(volumes.T, np.transpose(pressures), strict=True)
    return [PressureVolumeLoop(times.astype(np.float64), *one) for one in both]


def match_strengths(
    ventricles: FiniteElementVentricles,
    muscles: Sequence[Muscle],
    loops: Sequence[PressureVolumeLoop],
    watch: Callable[[str], None] | None = None,
) -> StrengthMatch:
    """Scale the strength of each wall until its cavity does the work of its loop; leave all at rest at end-diastole.

    Raises
    ------
    SimulationError
        If no strengths do the work.
    """
    start, wanted = ventricles.snapshot(), np.array([loop.work for loop in loops])
    tried: list[tuple[Array, Array]] = []
    strengths = np.ones(len(loops))
    for _ in range(MOST_BEATS):
        if watch:
            watch(f"matching the wall: strength {_spelled(strengths, 3)}")
        ventricles.restore(start)
        ventricles.set_strengths(strengths)
        works = np.array([loop.work for loop in driven(ventricles, muscles, loops)])
        tried.append((strengths, works))
        if np.abs(works / wanted - 1.0).max() <= TOLERANCE:
            _rest(ventricles, start)
            return StrengthMatch(strengths, works, wanted)
        strengths = _next(tried, wanted)
        if not np.all((strengths >= STRENGTHS[0]) & (strengths <= STRENGTHS[1])):
            break
    raise SimulationError(
        f"no strength of the muscle between {STRENGTHS[0]} and {STRENGTHS[1]} times its own makes the wall do the work "
        f"of the one-fibre ventricle ({_spelled(wanted, 0)} mmHg mL; tried: "
        + ", ".join(f"{_spelled(factors, 2)} does {_spelled(works, 0)}" for factors, works in tried)
        + "); try another wall.sphericity or left_ventricle.wall_volume"
    )


def _spelled(values: Array, decimals: int) -> str:
    return " and ".join(f"{value:.{decimals}f}" for value in values)


def _next(tried: list[tuple[Array, Array]], wanted: Array) -> Array:
    """Return the next strengths: in proportion at first, but by a factor of two at most."""
    strengths, works = tried[0]
    if len(tried) == 1:
        doing = np.maximum(works, np.finfo(float).tiny)
        return strengths * np.clip(wanted / doing, 0.5, 2.0)
    missing = [(factors, done - wanted) for factors, done in tried]
    return next_guess(missing, np.diag(works / strengths))


def _rest(ventricles: FiniteElementVentricles, start: VentricleSnapshot) -> None:
    """Go back to the end of diastole, but keep the cross-bridge states that the beat has left."""
    states = ventricles.muscle.states.copy()
    ventricles.restore(start)
    ventricles.muscle.states[:] = states
