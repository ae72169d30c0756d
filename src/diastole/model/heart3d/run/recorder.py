"""Records the fields of ventricles at every step of a beat, and the balance of their work."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array
from diastole.model.heart3d.wall.finite_element_wall import Fibres, FiniteElementWall
from diastole.model.physiology.one_fibre import MMHG_PER_KPA


@dataclass
class BeatFields:
    """Fields of one beat at its start and at the end of each step, in this rank's part of the wall."""

    time: list[float] = field(default_factory=list)  # s
    displacement: list[NDArray[np.float32]] = field(default_factory=list)  # (unknowns,) cm
    tension: list[NDArray[np.float32]] = field(default_factory=list)  # (points,) kPa, active
    stretch: list[NDArray[np.float32]] = field(default_factory=list)  # (points,) of the fibres of the wall
    stress: list[NDArray[np.float32]] = field(default_factory=list)  # (points,) kPa, along the fibre
    atp: list[NDArray[np.float32]] = field(default_factory=list)  # (points,) µmol/mL since the start of the beat
    pressures: list[Array] = field(default_factory=list)  # (cavities,) mmHg, transmural
    volumes: list[Array] = field(default_factory=list)  # (cavities,) mL
    stored: list[float] = field(default_factory=list)  # mJ, in the passive wall and the springs around it
    fibre_work: list[float] = field(default_factory=list)  # mJ, done by the muscle, along and beside fibres

    @property
    def pump_work(self) -> float:
        """Work on the blood of all cavities over the beat, −Σ ∮ p dV  [mJ]."""
        return -float(np.trapezoid(np.array(self.pressures), np.array(self.volumes), axis=0).sum()) / MMHG_PER_KPA

    @property
    def balance(self) -> float:
        """Error of the work balance: (muscle − blood − stored) over the work on the blood  [1]."""
        kept = self.stored[-1] - self.stored[0]
        return (self.fibre_work[-1] - self.pump_work - kept) / self.pump_work


class Recorder:
    """Keeps the fields of the beats of a wall."""

    def __init__(self, wall: FiniteElementWall):
        self._wall = wall
        self.beats: list[BeatFields] = []

    def begin(self, tension: Array, beside: Array, fibres: Fibres) -> None:
        """Start a beat from the muscle's tension along and beside the fibres, each (points,) [kPa]."""
        self.beats.append(BeatFields())
        self._before = fibres._replace(tension=tension.copy(), tension_beside=beside.copy())
        self._add(0.0, tension, fibres, np.zeros_like(tension), 0.0)

    def step(self, time: float, tension: Array, fibres: Fibres, atp: Array) -> None:
        """Record the end of a step."""
        before, self._before = self._before, fibres
        along = (fibres.tension + before.tension) * np.log(before.stretch / fibres.stretch)
        beside = (fibres.tension_beside + before.tension_beside) * np.log(before.beside / fibres.beside)
        work = self._wall.points.integral(0.5 * (along + beside))
        self._add(time, tension, fibres, atp, self.beats[-1].fibre_work[-1] + work)

    def _add(self, time: float, tension: Array, fibres: Fibres, atp: Array, work: float) -> None:
        wall, kept = self._wall, self.beats[-1]
        kept.time.append(time)
        kept.displacement.append(wall.displacement.x.array.astype(np.float32))
        fields = {"tension": tension, "stretch": fibres.stretch, "stress": fibres.stress, "atp": atp}
        for name, values in fields.items():
            getattr(kept, name).append(values.astype(np.float32))
        kept.pressures.append(MMHG_PER_KPA * wall.pressures)
        kept.volumes.append(wall.volumes)
        kept.stored.append(sum(wall.energy()))
        kept.fibre_work.append(work)
