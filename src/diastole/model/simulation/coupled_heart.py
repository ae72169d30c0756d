"""A beating heart one or both of whose ventricles are solved elsewhere: everything else is the closed loop's own.

Each step of the chambers, the circulation runs ahead on the pressures that are expected, the chambers are solved at the
volumes that come out, and where a pressure is another one than expected all is done again with better lines.
"""

from functools import cache
from math import ceil
from types import ModuleType
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel import COUPLED, Circulation, coupled_circulation
from diastole.model.circulation.kernel_parameters import PLACES, SIGNAL_NAMES, STATE_INDEX, STATE_NAMES, places
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.patient import Patient
from diastole.model.physiology.chamber import ChamberLine, Chambers, Lines, Muscle
from diastole.model.physiology.clock import Calcium
from diastole.model.physiology.myofilament import Crossbridges, Tension
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.stepper import advance, differentiate
from diastole.model.simulation.trace import SampledBeat

SUBSTEP_SHARE = 1.0 / 3.0  # 1, of the longest step, that the circulation takes at most within a step of the chamber
PRESSURE_TOLERANCE = 0.2  # mmHg, between the pressure that was expected and that of the chamber
MOST_TRIALS = 4


class Loop(NamedTuple):
    """A circulation some of whose chambers are solved elsewhere."""

    module: ModuleType
    circulation: Circulation
    states: Array  # places of its states in those of the closed loop
    signals: Array  # and of its signals
    volumes: Array  # places of the chambers' volumes in its own states
    lines: tuple[slice, ...]  # places of the chambers' lines in its own parameters

    def parameters(self, p: Array) -> Array:
        """Return its parameters from those of the closed loop; the lines of the chambers are written later."""
        lines = {name for name, type_ in self.module.PARAMETERS if type_ == "ChamberLine"}
        parts = [
            np.zeros(len(ChamberLine._fields)) if name in lines else p[PLACES[name]]
            for name, _ in self.module.PARAMETERS
        ]
        return np.concatenate(parts)


@cache
def loop_around(chambers: tuple[str, ...]) -> Loop:
    """Return the circulation around chambers that are solved elsewhere; raise StopIteration if there is none."""
    lines = {f"{name}_chamber" for name in chambers}
    module = next(one for one in COUPLED if lines == {name for name, type_ in one.PARAMETERS if type_ == "ChamberLine"})
    own = [name for name, _ in module.STATES]
    return Loop(
        module,
        coupled_circulation(module),
        np.array([STATE_INDEX[name] for name in own]),
        np.array([SIGNAL_NAMES.index(name) for name, _ in module.SIGNALS]),
        np.array([own.index(f"v_{name}") for name in chambers]),
        tuple(places(module)[f"{name}_chamber"] for name in chambers),
    )


def driven_muscle(p: Array, chamber: str = "lv") -> Muscle:
    """Return what drives a ventricle in a beat with these parameters of the closed loop."""
    return Muscle(
        Calcium(*p[PLACES[f"{chamber}_calcium"]]),
        Crossbridges(*p[PLACES["bridges"]]),
        Tension(*p[PLACES[f"{chamber}_tension"]]),
    )


class _Samples:
    """Samples of a beat, in the layout of the closed loop."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self.time: list[Array] = []
        self.states: list[Array] = []
        self.signals: list[Array] = []
        self.watched = np.zeros(len(loop.module.WATCHED))  # integral over time
        self.wall_time: list[float] = []
        self.wall: list[dict[str, float]] = []

    def add(self, time: Array, states: Array, p: Array) -> None:
        """Add points of the circulation."""
        self.time.append(time)
        self.states.append(states)
        self.signals.append(differentiate(time, states, p, self._loop.circulation)[1])

    def add_wall(self, time: float, signals: dict[str, float]) -> None:
        """Add what the wall says at the end of a step."""
        self.wall_time.append(time)
        self.wall.append(signals)

    def beat(self, p: Array, period: float, present: Inflation | None) -> SampledBeat:
        """Return all of it as one beat; what the wall says is joined by straight lines."""
        time = np.concatenate(self.time)
        states = np.zeros((time.size, len(STATE_NAMES)))
        signals = np.zeros((time.size, len(SIGNAL_NAMES)))
        states[:, self._loop.states] = np.concatenate(self.states)
        signals[:, self._loop.signals] = np.concatenate(self.signals)
        for name in self.wall[0]:
            values = np.interp(time, self.wall_time, [row[name] for row in self.wall])
            if name in STATE_INDEX:
                states[:, STATE_INDEX[name]] = values
            else:
                signals[:, SIGNAL_NAMES.index(name)] = values
        return SampledBeat(p.copy(), period, present, self.watched / period, time, states, signals)


class CoupledHeart(BeatingHeart):
    """A beating heart with one or both ventricles of its own.

    `patient`: as of any beating heart.
    `chambers`: the ventricles; their volumes are those of the state.
    `state` and `slow`: to start from, in the layout of the closed loop.
    `regulation`: of the patient.
    `longest_step`: that follows the patient's closed loop [s]; a substep, also the spacing of the trace, is a third of
        it at most.
    """

    def __init__(
        self,
        patient: Patient,
        chambers: Chambers,
        *,
        state: Array,
        slow: Array | None = None,
        regulation: Regulation | None = None,
        longest_step: float = LONGEST_STEP["default"],
    ):
        super().__init__(patient, longest_step=longest_step, state=state, slow=slow, regulation=regulation)
        self.chambers = chambers
        self.loop = loop_around(chambers.names)

    is_compiled = False  # its chambers are not

    def run(self, actual: float, earlier: Inflation, present: Inflation | None, *, record: bool = False) -> SampledBeat:  # type: ignore[override]  # a beat all the same
        """Integrate one beat with given inflations; it is always recorded."""
        p = self._beat_parameters(actual, earlier, present)
        own = self.loop.parameters(p)
        y = self.state[self.loop.states].copy()
        samples = _Samples(self.loop)
        samples.add_wall(0.0, self.chambers.begin([driven_muscle(p, name) for name in self.chambers.names]))
        steps = ceil(actual / self.chambers.step - 1e-9)
        step = actual / steps
        for i in range(steps):
            y = self._step(i * step, step, y, own, samples)
        samples.add(np.array([actual]), y[np.newaxis], own)
        beat = samples.beat(p, actual, present)
        self.state = beat.states[-1].copy()
        return beat

    def _step(self, time: float, step: float, y: Array, own: Array, samples: _Samples) -> Array:
        """Advance circulation and chambers by a step of the chambers; return the new state."""
        lines = self.chambers.expected(time, step)
        substeps = ceil(step / (SUBSTEP_SHARE * self.longest_step) - 1e-9)
        for trial in range(1, MOST_TRIALS + 1):
            for place, line in zip(self.loop.lines, lines, strict=True):
                own[place] = line
            end_state = y.copy()
            path = advance(end_state, own, step, substeps, start=time, record=True, circulation=self.loop.circulation)
            volumes = end_state[self.loop.volumes]
            ends = self.chambers.solve(volumes)
            missed = [end.pressure - at_end(line, end.volume, step) for line, end in zip(lines, ends, strict=True)]
            if max(map(abs, missed)) <= PRESSURE_TOLERANCE:
                break
            if trial < MOST_TRIALS:
                lines = through(lines, ends, step)
        samples.add_wall(time + step, self.chambers.accept(lines))
        samples.watched += path.means * step
        samples.add(time + np.arange(substeps) * step / substeps, path.states[:-1], own)
        return end_state


def at_end(line: ChamberLine, volume: float, step: float) -> float:
    """Return the pressure of a line at the end of its step [s], at a volume [mL] there [mmHg]."""
    return line.pressure + line.elastance * (volume - line.volume) + line.drift * step


def through(lines: Lines, ends: Lines, step: float) -> Lines:
    """Return lines from the same starts with the slopes of their ends, whose pressures they reach after a step [s]."""
    return tuple(
        line._replace(elastance=end.elastance, drift=(end.pressure - at_end(
            line._replace(elastance=end.elastance, drift=0.0), end.volume, step)) / step)
        for line, end in zip(lines, ends, strict=True)
    )  # fmt: skip
