"""Finite-element ventricles as chambers of the circulation: they advance wall and cross-bridges step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.heart3d.run.recorder import Recorder
from diastole.model.heart3d.wall.cavity_problem import NewtonError
from diastole.model.heart3d.wall.finite_element_wall import Fibres, FiniteElementWall
from diastole.model.heart3d.wall.local_constants import SAME, LocalConstants
from diastole.model.heart3d.wall.wall_crossbridges import STATES, MuscleDrive, WallCrossbridges
from diastole.model.physiology.chamber import ChamberLine, Lines, Muscle
from diastole.model.physiology.one_fibre import MMHG_PER_KPA

STEP = 4e-3  # s
NAMES = ("lv", "rv")  # of the chambers, in the order of the cavities


@dataclass(frozen=True)
class VentricleSnapshot:
    """The state of ventricles between steps."""

    displacement: Array
    pressures: Array  # (chambers,) kPa
    states: Array
    stretch: Array
    rate: Array
    tension: Array
    beside: Array
    beside_rate: Array


class FiniteElementVentricles:
    """A wall with muscle around the left cavity, or around both, that is advanced in steps of at most ``step`` [s].

    Each cavity has a wall of its own, the left one's with the septum; ``names`` are those of the circulation.
    """

    def __init__(
        self,
        wall: FiniteElementWall,
        muscle: WallCrossbridges,
        *,
        viscosities: Sequence[float],
        constants: LocalConstants = SAME,
        step: float = STEP,
    ):
        self.wall, self.muscle, self.viscosities, self.step = wall, muscle, viscosities, step
        self.names = NAMES[: len(viscosities)]
        self.constants = constants
        self.working = muscle.strength.copy()  # 1, share of the tissue that is muscle and no scar
        self.strengths = np.ones(len(self.names))  # (chambers,) 1
        self.atp_rates = np.zeros(len(self.names))  # (chambers,) µmol/s, over the last step
        self._shares = [(muscle.walls == wall).astype(float) for wall in range(len(self.names))]
        self.atp = np.zeros(wall.points.count)  # µmol/mL, since the beat began
        self.recorder = Recorder(wall)
        self.each_step: Callable[[float], None] | None = None  # called with the time of the beat [s]

    def set_strengths(self, strengths: Array) -> None:
        """Set the strength of the working muscle of each wall (chambers,), relative to the one fibre."""
        self.strengths = np.array(strengths, float)
        self.muscle.strength[:] = self.strengths[self.muscle.walls] * self.working

    @property
    def pressures(self) -> Array:
        """Transmural pressure of each cavity (chambers,) [mmHg]."""
        return MMHG_PER_KPA * self.wall.pressures

    def begin(self, muscles: Sequence[Muscle]) -> dict[str, float]:
        """Start a beat."""
        self.drives = tuple(
            MuscleDrive(muscle.calcium, self.constants.bridges(muscle.bridges), muscle.tension, viscosity)
            for muscle, viscosity in zip(muscles, self.viscosities, strict=True)
        )
        self.atp = np.zeros(self.wall.points.count)
        self._flows = np.zeros(len(self.names))  # mL/s, into each cavity over the last step
        self.wall.problem.forget_factors()  # a beat that is resumed has none either
        tension = self.muscle.tension
        fibres = self.wall.fibres()
        self.recorder.begin(tension, self.muscle.cross_fibre * tension, fibres)
        return self._signals(fibres)

    def expected(self, time: float, step: float) -> Lines:
        """Predict the pressures over the coming step from the muscle at constant volume and the elastance.

        A line has the elastance of its own cavity. The other one is expected to fill as it did in the last step.
        """
        self._time, self._step = time, step
        self._before, self._pull_before = self.snapshot(), self.wall.active_stress()
        self.wall.set_active_stress(self.muscle.expect(time, step, self.drives))
        self._from = self.wall.volumes
        pressures = self.pressures
        rise, elastance = self.wall.problem.predict(step * self._flows)
        own = np.diag(elastance)
        drift = MMHG_PER_KPA * (rise / step - own * self._flows)
        return self._lines(time, self._from, pressures, MMHG_PER_KPA * own, drift)

    def solve(self, volumes: Array) -> Lines:
        """Solve the wall at the end of the step, at these volumes (chambers,) [mL]."""
        self._go_to(volumes)
        elastance = MMHG_PER_KPA * np.diag(self.wall.problem.elastance())
        return self._lines(self._time + self._step, volumes, self.pressures, elastance, np.zeros_like(volumes))

    def _lines(self, time: float, volumes: Array, pressures: Array, elastance: Array, drift: Array) -> Lines:
        numbers = zip(volumes, pressures, elastance, drift, self.atp_rates, strict=True)
        return tuple(ChamberLine(time, *map(float, one)) for one in numbers)

    def _go_to(self, volumes: Array) -> None:
        """Solve at volumes; if that fails, restart the step and change muscle and volumes in smaller parts."""
        try:
            self.wall.problem.solve_volumes(volumes, fresh=False)
            return
        except NewtonError:
            self._restore_wall(self._before)
        before, after = self._pull_before, self.wall.active_stress()

        def part(share: float) -> None:
            self.wall.set_active_stress(before.towards(after, share))
            self.wall.problem.solve_volumes(self._from + share * (volumes - self._from))

        try:
            self.wall.problem.in_shares(part)
        except NewtonError as problem:
            raise SimulationError(
                f"the wall finds no equilibrium {1e3 * self._time:.0f} ms into the beat on the way from "
                f"{_spelled(self._from)} to {_spelled(volumes)} ({problem}; {self.wall.most_squeezed()}); try a finer "
                f"mesh or a shorter step"
            ) from None

    def move(self, volumes: Array) -> None:
        """Change the volumes to values (chambers,) [mL] at one instant, in parts as small as needed.

        Raises
        ------
        SimulationError
            If even the ``LEAST_SHARE`` of the change fails.
        """
        start, problem = self.wall.volumes, self.wall.problem
        try:
            problem.in_shares(lambda share: problem.solve_volumes(start + share * (volumes - start)))
        except NewtonError as failure:
            raise SimulationError(
                f"the wall cannot be moved from {_spelled(start)} to {_spelled(volumes)} between beats ({failure}; "
                f"{self.wall.most_squeezed()}); try a finer mesh"
            ) from None

    def accept(self, lines: Lines) -> dict[str, float]:
        """Accept the last solution, whatever lines led to it, and advance the cross-bridges along its stretch."""
        fibres = self.wall.fibres()
        used = self.muscle.accept(fibres.stretch, self._time, self._step, self.drives, fibres.beside)
        self.atp += used
        self.atp_rates = np.array([self.wall.points.integral(used * share) for share in self._shares]) / self._step
        self._flows = (self.wall.volumes - self._from) / self._step
        self.recorder.step(self._time + self._step, self.muscle.tension, fibres, self.atp)
        if self.each_step:
            self.each_step(self._time + self._step)
        return self._signals(fibres)

    def _signals(self, fibres: Fibres) -> dict[str, float]:
        """Return means over each wall, under the names of the one-fibre ventricles' signals."""
        points, muscle = self.wall.points, self.muscle
        fields = {name: muscle.states[:, i].copy() for i, name in enumerate(STATES)} | {
            "stretch": muscle.stretch * muscle.scale,
            "tension": muscle.tension,
            "stress": fibres.stress,
        }
        signals = {f"atp_{name}": float(rate) for name, rate in zip(self.names, self.atp_rates, strict=True)}
        for name, share in zip(self.names, self._shares, strict=True):
            whole = points.integral(share)
            signals |= {f"{field}_{name}": points.integral(values * share) / whole for field, values in fields.items()}
        return signals

    def snapshot(self) -> VentricleSnapshot:
        """Return a copy of the present state."""
        muscle = self.muscle
        return VentricleSnapshot(
            self.wall.displacement.x.array.copy(), self.wall.pressures, muscle.states.copy(), muscle.stretch.copy(),
            muscle.rate.copy(), muscle.tension.copy(), muscle.beside.copy(), muscle.beside_rate.copy(),
        )  # fmt: skip

    def restore(self, kept: VentricleSnapshot) -> None:
        """Go back to a snapshot."""
        self._restore_wall(kept)
        muscle = self.muscle
        for name in ("states", "stretch", "rate", "tension", "beside", "beside_rate"):
            setattr(muscle, name, getattr(kept, name).copy())

    def _restore_wall(self, kept: VentricleSnapshot) -> None:
        self.wall.displacement.x.array[:] = kept.displacement
        self.wall.problem.pressures = kept.pressures


def _spelled(volumes: Array) -> str:
    return " and ".join(f"{volume:.1f} mL" for volume in volumes)
