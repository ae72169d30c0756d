"""A beating heart whose left ventricle is a chamber solved elsewhere: everything else is the closed loop's own.

Each step of the chamber, the circulation runs ahead on the pressure that is expected, the chamber is solved at the
volume that comes out, and where its pressure is another one than expected both are done again with the better line.
"""

from math import ceil

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.generated import coupled_loop
from diastole.model.circulation.kernel import coupled_circulation
from diastole.model.circulation.kernel_parameters import PLACES, SIGNAL_NAMES, STATE_INDEX, STATE_NAMES, places
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.patient import Patient
from diastole.model.physiology.chamber import Chamber, ChamberLine, Muscle
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
OWN_STATES = np.array([STATE_INDEX[name] for name, _ in coupled_loop.STATES])
VOLUME = [name for name, _ in coupled_loop.STATES].index("v_lv")
OWN_SIGNALS = np.array([SIGNAL_NAMES.index(name) for name, _ in coupled_loop.SIGNALS])
PLACE_OF_LINE = places(coupled_loop)["lv_chamber"]


def _own_parameters(p: Array) -> Array:
    """Return the parameters of the coupled right-hand side; the chamber's line is written later."""
    parts = [
        np.zeros(len(ChamberLine._fields)) if name == "lv_chamber" else p[PLACES[name]]
        for name, _ in coupled_loop.PARAMETERS
    ]
    return np.concatenate(parts)


def driven_muscle(p: Array) -> Muscle:
    """Return what drives the left ventricle in a beat with these parameters of the closed loop."""
    return Muscle(
        Calcium(*p[PLACES["lv_calcium"]]), Crossbridges(*p[PLACES["bridges"]]), Tension(*p[PLACES["lv_tension"]])
    )


class _Samples:
    """Samples of a beat, in the layout of the closed loop."""

    def __init__(self) -> None:
        self.time: list[Array] = []
        self.states: list[Array] = []
        self.signals: list[Array] = []
        self.watched = np.zeros(len(coupled_loop.WATCHED))  # integral over time
        self.wall_time: list[float] = []
        self.wall: list[dict[str, float]] = []

    def add(self, time: Array, states: Array, p: Array) -> None:
        """Add points of the circulation."""
        self.time.append(time)
        self.states.append(states)
        self.signals.append(differentiate(time, states, p, coupled_circulation())[1])

    def add_wall(self, time: float, signals: dict[str, float]) -> None:
        """Add what the wall says at the end of a step."""
        self.wall_time.append(time)
        self.wall.append(signals)

    def beat(self, p: Array, period: float, present: Inflation | None) -> SampledBeat:
        """Return all of it as one beat; what the wall says is joined by straight lines."""
        time = np.concatenate(self.time)
        states = np.zeros((time.size, len(STATE_NAMES)))
        signals = np.zeros((time.size, len(SIGNAL_NAMES)))
        states[:, OWN_STATES], signals[:, OWN_SIGNALS] = np.concatenate(self.states), np.concatenate(self.signals)
        for name in self.wall[0]:
            values = np.interp(time, self.wall_time, [row[name] for row in self.wall])
            if name in STATE_INDEX:
                states[:, STATE_INDEX[name]] = values
            else:
                signals[:, SIGNAL_NAMES.index(name)] = values
        return SampledBeat(p.copy(), period, present, self.watched / period, time, states, signals)


class CoupledHeart(BeatingHeart):
    """A beating heart with a chamber of its own for the left ventricle.

    `patient`: as of any beating heart.
    `chamber`: the left ventricle; its volume is that of the state.
    `state` and `slow`: to start from, in the layout of the closed loop.
    `regulation`: of the patient.
    `longest_step`: that follows the patient's closed loop [s]; a substep, also the spacing of the trace, is a third of
        it at most.
    """

    def __init__(
        self,
        patient: Patient,
        chamber: Chamber,
        *,
        state: Array,
        slow: Array | None = None,
        regulation: Regulation | None = None,
        longest_step: float = LONGEST_STEP["default"],
    ):
        super().__init__(patient, longest_step=longest_step, state=state, slow=slow, regulation=regulation)
        self.chamber = chamber

    is_compiled = False  # its chamber is not

    def run(self, actual: float, earlier: Inflation, present: Inflation | None, *, record: bool = False) -> SampledBeat:  # type: ignore[override]  # a beat all the same
        """Integrate one beat with given inflations; it is always recorded."""
        p = self._beat_parameters(actual, earlier, present)
        own = _own_parameters(p)
        y = self.state[OWN_STATES].copy()
        samples = _Samples()
        samples.add_wall(0.0, self.chamber.begin(driven_muscle(p)))
        steps = ceil(actual / self.chamber.step - 1e-9)
        step = actual / steps
        for i in range(steps):
            y = self._step(i * step, step, y, own, samples)
        samples.add(np.array([actual]), y[np.newaxis], own)
        beat = samples.beat(p, actual, present)
        self.state = beat.states[-1].copy()
        return beat

    def _step(self, time: float, step: float, y: Array, own: Array, samples: _Samples) -> Array:
        """Advance circulation and chamber by a step of the chamber; return the new state."""
        line = self.chamber.expected(time, step)
        substeps = ceil(step / (SUBSTEP_SHARE * self.longest_step) - 1e-9)
        for _ in range(MOST_TRIALS):
            own[PLACE_OF_LINE] = line
            end_state = y.copy()
            path = advance(end_state, own, step, substeps, start=time, record=True, circulation=coupled_circulation())
            volume = float(end_state[VOLUME])
            end = self.chamber.solve(volume)
            expected = line.pressure + line.elastance * (volume - line.volume) + line.drift * step
            if abs(end.pressure - expected) <= PRESSURE_TOLERANCE:
                break
            rise = end.pressure - line.pressure - end.elastance * (volume - line.volume)
            line = line._replace(elastance=end.elastance, drift=rise / step)
        samples.add_wall(time + step, self.chamber.accept())
        samples.watched += path.means * step
        samples.add(time + np.arange(substeps) * step / substeps, path.states[:-1], own)
        return end_state
