"""The finite-element ventricle as a chamber of the circulation: it advances wall and cross-bridges step by step."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.heart3d.run.recorder import Recorder
from diastole.model.heart3d.wall.cavity_problem import NewtonError
from diastole.model.heart3d.wall.finite_element_wall import FiniteElementWall
from diastole.model.heart3d.wall.local_constants import SAME, LocalConstants
from diastole.model.heart3d.wall.wall_crossbridges import STATES, MuscleDrive, WallCrossbridges
from diastole.model.physiology.chamber import ChamberLine, Muscle
from diastole.model.physiology.one_fibre import MMHG_PER_KPA

STEP = 4e-3  # s


@dataclass(frozen=True)
class VentricleSnapshot:
    """The state of a ventricle between steps."""

    displacement: Array
    pressure: float  # kPa
    states: Array
    stretch: Array
    rate: Array
    tension: Array


class FiniteElementVentricle:
    """A wall with muscle that is advanced in steps of at most ``step`` [s]."""

    def __init__(
        self,
        wall: FiniteElementWall,
        muscle: WallCrossbridges,
        *,
        viscosity: float,
        constants: LocalConstants = SAME,
        step: float = STEP,
    ):
        self.wall, self.muscle, self.viscosity, self.step = wall, muscle, viscosity, step
        self.constants = constants
        self.working = muscle.strength.copy()  # 1, fraction of the muscle that is not scar
        self.strength = 1.0
        self.atp_rate = 0.0  # µmol/s, over the last step
        self.atp = np.zeros(wall.points.count)  # µmol/mL, since the beat began
        self.recorder = Recorder(wall)
        self.each_step: Callable[[float], None] | None = None  # called with the time of the beat [s]

    def set_strength(self, strength: float) -> None:
        """Set the strength of all working muscle, relative to the one fibre."""
        self.strength = strength
        self.muscle.strength[:] = strength * self.working

    @property
    def pressure(self) -> float:
        """Transmural pressure of the cavity [mmHg]."""
        return MMHG_PER_KPA * self.wall.pressure

    def begin(self, muscle: Muscle) -> dict[str, float]:
        """Start a beat."""
        self.drive = MuscleDrive(muscle.calcium, self.constants.bridges(muscle.bridges), muscle.tension, self.viscosity)
        self.atp = np.zeros(self.wall.points.count)
        self.wall.problem.forget_factors()  # a beat that is resumed has none either
        self.recorder.begin(self.muscle.tension, self.muscle.stretch)
        return self._signals()

    def expected(self, time: float, step: float) -> ChamberLine:
        """Predict the pressure over the coming step from the muscle at constant volume and the elastance."""
        self._time, self._step = time, step
        self._before, self._pull_before = self.snapshot(), self.wall.active_stress()
        self.wall.set_active_stress(self.muscle.expect(time, step, self.drive))
        self._from = self.wall.volume
        rise, elastance = self.wall.problem.predict()
        start, slope = self.pressure, MMHG_PER_KPA * elastance
        return ChamberLine(time, self._from, start, slope, MMHG_PER_KPA * rise / step, self.atp_rate)

    def solve(self, volume: float) -> ChamberLine:
        """Solve the wall at the end of the step, at this volume [mL]."""
        self._go_to(volume)
        elastance = MMHG_PER_KPA * self.wall.problem.elastance()
        end = self._time + self._step
        return ChamberLine(end, volume, self.pressure, elastance, 0.0, self.atp_rate)

    def _go_to(self, volume: float) -> None:
        """Solve at a volume; if that fails, restart the step and change muscle and volume in smaller parts."""
        try:
            self.wall.problem.solve_volume(volume, fresh=False)
            return
        except NewtonError:
            self._restore_wall(self._before)
        before, after = self._pull_before, self.wall.active_stress()

        def part(share: float) -> None:
            self.wall.set_active_stress(before.towards(after, share))
            self.wall.problem.solve_volume(self._from + share * (volume - self._from))

        try:
            self.wall.problem.in_shares(part)
        except NewtonError as problem:
            raise SimulationError(
                f"the wall finds no equilibrium {1e3 * self._time:.0f} ms into the beat on the way from "
                f"{self._from:.1f} to {volume:.1f} mL ({problem}; {self.wall.most_squeezed()}); try a finer mesh or a "
                f"shorter step"
            ) from None

    def move(self, volume: float) -> None:
        """Change the volume to a value [mL] at one instant, in parts as small as needed.

        Raises
        ------
        SimulationError
            If even the ``LEAST_SHARE`` of the change fails.
        """
        start, problem = self.wall.volume, self.wall.problem
        try:
            problem.in_shares(lambda share: problem.solve_volume(start + share * (volume - start)))
        except NewtonError as failure:
            raise SimulationError(
                f"the wall cannot be moved from {start:.1f} to {volume:.1f} mL between beats ({failure}; "
                f"{self.wall.most_squeezed()}); try a finer mesh"
            ) from None

    def accept(self) -> dict[str, float]:
        """Accept the last solution and advance the cross-bridges along its stretch."""
        used = self.muscle.accept(self.wall.stretch(), self._time, self._step, self.drive)
        self.atp += used
        self.atp_rate = self.wall.points.integral(used) / self._step
        self.recorder.step(self._time + self._step, self.muscle.tension, self.muscle.stretch, self.atp)
        if self.each_step:
            self.each_step(self._time + self._step)
        return self._signals()

    def _signals(self) -> dict[str, float]:
        """Return means over the wall, under the names of the one-fibre ventricle's signals."""
        mean, muscle = self.wall.points.mean, self.muscle
        values = {f"{name}_lv": mean(muscle.states[:, i].copy()) for i, name in enumerate(STATES)}
        sarcomere = muscle.stretch * muscle.scale
        return values | {
            "stretch_lv": mean(sarcomere),
            "tension_lv": mean(muscle.tension),
            "stress_lv": mean(self.wall.fibre_stress()),
            "atp_lv": self.atp_rate,
        }

    def snapshot(self) -> VentricleSnapshot:
        """Return a copy of the present state."""
        muscle = self.muscle
        return VentricleSnapshot(
            self.wall.displacement.x.array.copy(), self.wall.pressure, muscle.states.copy(), muscle.stretch.copy(),
            muscle.rate.copy(), muscle.tension.copy(),
        )  # fmt: skip

    def restore(self, kept: VentricleSnapshot) -> None:
        """Go back to a snapshot."""
        self._restore_wall(kept)
        muscle = self.muscle
        for name in ("states", "stretch", "rate", "tension"):
            setattr(muscle, name, getattr(kept, name).copy())

    def _restore_wall(self, kept: VentricleSnapshot) -> None:
        self.wall.displacement.x.array[:] = kept.displacement
        self.wall.problem.pressure.value = kept.pressure
