"""Cross-bridges at every integration point: the laws of ``physiology.myofilament``, advanced over a step of the wall.

A step is linearly implicit. The stretch at its end is unknown while the wall is solved, so tension is given as a linear
function of it, T(λ_e) + K (λ − λ_e), where K is the derivative of the discrete law. Afterwards the states are advanced
along the stretch that was found. With a frozen tension a beat would oscillate wherever the muscle is stiffer than the
passive wall (regazzoni2021).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array, Integers
from diastole.model.heart3d.compiler import compiled
from diastole.model.heart3d.conduction.excitation import Excitation
from diastole.model.heart3d.wall.finite_element_wall import ActiveStress
from diastole.model.physiology.clock import Calcium
from diastole.model.physiology.myofilament import (
    Crossbridges,
    Tension,
    active_tension,
    blocking,
    filament_overlap,
    strong_binding,
    strong_detachment,
    strong_straining,
    troponin_binding,
    weak_binding,
    weak_straining,
)

STATES = ("bound", "blocked", "weak", "strong", "strong_strain", "weak_strain")
LONGEST_SUBSTEP = 1e-3  # s, assumed: RK4 (stable for rate × step < 2.785) can follow the fastest rate, 700/s, to 4 ms
CROSS_FIBRE = 0.4  # 1, active stress across the fibres over that along them; walker2005
PROBE = 1e-2  # 1/s, change of the stretch rate by which K is found; assumed


class MuscleDrive(NamedTuple):
    """Calcium and constants of the muscle of a wall in a beat."""

    calcium: Calcium
    bridges: Crossbridges
    tension: Tension
    viscosity: float  # kPa s, of the passive fibre


Drives = tuple[MuscleDrive, ...]  # of the left wall, and of the right one if there is one


@compiled
def _rates(state: Array, out: Array, calcium: float, stretch: float, rate: float, bridges: Crossbridges) -> None:
    """Write the rates of the six states of a point into ``out``."""
    bound, blocked, weak, strong, strong_strain, weak_strain = state
    detaching = strong_detachment(strong, strong_strain, bridges)
    out[0] = troponin_binding(calcium, bound, stretch, bridges)
    out[1] = blocking(bound, blocked, weak, strong, bridges)
    out[2] = weak_binding(blocked, weak, strong, weak_strain, bridges)
    out[3] = strong_binding(weak, detaching, bridges)
    out[4] = strong_straining(strong_strain, rate, bridges)
    out[5] = weak_straining(weak_strain, rate, bridges)


@compiled
def _advance(
    states: Array, calcium: Array, scale: Array, strength: Array, before: Array, rate: Array, step: float,
    walls: Integers, drives: Drives, tension: Array, detached: Array, probe: float,
) -> None:  # fmt: skip
    """Advance all points over a step; write its tension [kPa] and its detached heads per bound site [1].

    ``states`` (points, 6) is changed in place. ``calcium`` (points, 2 substeps + 1) is that at the ends and in the
    middle of the substeps. ``before`` and ``rate`` are those of the wall's stretch, and ``scale`` converts them to the
    sarcomere; ``walls`` says which of the ``drives`` a point has, and ``probe`` is added to every rate.
    """
    substeps = calcium.shape[1] // 2
    h = step / substeps
    k1, k2, k3, k4, ahead = np.empty(6), np.empty(6), np.empty(6), np.empty(6), np.empty(6)
    for i in range(states.shape[0]):
        y = states[i]
        drive = drives[walls[i]]
        bridges = drive.bridges
        speed = (rate[i] + probe) * scale[i]
        first = before[i] * scale[i]
        freed = 0.0
        for s in range(substeps):
            length = first + s * h * speed
            now, half, then = calcium[i, 2 * s], calcium[i, 2 * s + 1], calcium[i, 2 * s + 2]
            middle, end = length + 0.5 * h * speed, length + h * speed
            _rates(y, k1, now, length, speed, bridges)
            freed += h / 6.0 * filament_overlap(length, bridges) * strong_detachment(y[3], y[4], bridges)
            for j in range(6):
                ahead[j] = y[j] + 0.5 * h * k1[j]
            _rates(ahead, k2, half, middle, speed, bridges)
            for j in range(6):
                ahead[j] = y[j] + 0.5 * h * k2[j]
            _rates(ahead, k3, half, middle, speed, bridges)
            freed += 4.0 * h / 6.0 * filament_overlap(middle, bridges) * strong_detachment(ahead[3], ahead[4], bridges)
            for j in range(6):
                ahead[j] = y[j] + h * k3[j]
            _rates(ahead, k4, then, end, speed, bridges)
            for j in range(6):
                y[j] += h / 6.0 * (k1[j] + 2.0 * (k2[j] + k3[j]) + k4[j])
            freed += h / 6.0 * filament_overlap(end, bridges) * strong_detachment(y[3], y[4], bridges)
        overlap = filament_overlap(first + step * speed, bridges)
        tension[i] = strength[i] * active_tension(overlap, y[2], y[3], y[5], y[4], drive.tension)
        detached[i] = strength[i] * freed


class WallCrossbridges:
    """Cross-bridges at the integration points of a wall."""

    def __init__(
        self, stretch: Array, *, excitation: Excitation, scale: Array, strength: Array, walls: Integers | None = None,
        beside: Array | None = None, cross_fibre: float = CROSS_FIBRE,
    ):  # fmt: skip
        """Start at rest.

        Parameters
        ----------
        stretch
            Stretch of the wall (points,) [1].
        excitation
            Activation and calcium of the points.
        scale
            Stretch of the sarcomere over the stretch of the wall (points,) [1].
        strength
            Fraction of the muscle that contracts (points,) [1].
        walls
            The wall of each point (points,), which has a drive of its own; one wall if left out.
        beside
            Stretch of the wall across the fibres (points,) [1]; needed where the wall is solved for.
        cross_fibre
            Active stress across the fibres over that along them [1].
        """
        self.excitation, self.scale, self.strength, self.cross_fibre = excitation, scale, strength, cross_fibre
        self.walls = np.zeros(stretch.size, np.int64) if walls is None else walls
        self.states = np.zeros((stretch.size, len(STATES)))  # (points, 6), in the order of STATES
        self.states[:, 1] = 1.0
        self.stretch = stretch.copy()  # (points,) 1, of the wall at the end of the last accepted step
        self.rate = np.zeros_like(stretch)  # (points,) 1/s, of the stretch over that step
        self.beside = np.ones_like(stretch) if beside is None else beside.copy()  # (points,) 1, stretch across fibres
        self.beside_rate = np.zeros_like(stretch)  # (points,) 1/s
        self.tension = np.zeros_like(stretch)  # (points,) kPa, active, at the end of that step

    def _run(
        self, states: Array, rate: Array, time: float, step: float, drives: Drives, probe: float = 0.0
    ) -> tuple[Array, Array]:
        tension, detached = np.empty_like(rate), np.empty_like(rate)
        substeps = int(np.ceil(step / LONGEST_SUBSTEP - 1e-9))
        times = time + 0.5 * step / substeps * np.arange(2 * substeps + 1, dtype=np.float64)
        calcium = self.excitation.calcium(times, [drive.calcium for drive in drives])
        _advance(
            states, calcium, self.scale, self.strength, self.stretch, rate, step, self.walls, drives, tension,
            detached, probe,
        )  # fmt: skip
        return tension, detached

    def _of_walls(self, values: Sequence[float]) -> Array:
        """Return values of the walls at the points (points,)."""
        return np.array(values)[self.walls]

    def expect(self, time: float, step: float, drives: Drives) -> ActiveStress:
        """Return the tension at the end of a step as a linear function of the stretch there.

        Parameters
        ----------
        time
            Time of the beat at the start of the step [s].
        step
            Length of the step [s].
        drives
            Calcium and constants of each wall in this beat.
        """
        expected = self.stretch + step * self.rate
        tension, _ = self._run(self.states.copy(), self.rate, time, step, drives)
        probed, _ = self._run(self.states.copy(), self.rate, time, step, drives, PROBE)
        viscosity = self._of_walls([drive.viscosity for drive in drives])
        stiffness = np.maximum((probed - tension) / (PROBE * step), 0.0)
        along = tension + viscosity * self.rate, stiffness + viscosity / step, expected
        beside = self.cross_fibre * tension, self.cross_fibre * stiffness, self.beside + step * self.beside_rate
        return ActiveStress(*along, *beside)

    def accept(self, stretch: Array, time: float, step: float, drives: Drives, beside: Array | None = None) -> Array:
        """Advance along the stretch (points,) that was found; return the ATP used in the step (points,) [µmol/mL].

        What was found across the fibres is only remembered.
        """
        self.rate = (stretch - self.stretch) / step
        if beside is not None:
            self.beside, self.beside_rate = beside.copy(), (beside - self.beside) / step
        self.tension, detached = self._run(self.states, self.rate, time, step, drives)
        self.stretch = stretch.copy()
        return self._of_walls([drive.tension.heads for drive in drives]) * detached

    def hold(self, stretch: Array, beside: Array) -> None:
        """Set the present stretch along and across the fibres, with rates of zero: the wall was moved between beats."""
        self.stretch, self.rate = stretch.copy(), np.zeros_like(stretch)
        self.beside, self.beside_rate = beside.copy(), np.zeros_like(beside)
