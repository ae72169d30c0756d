"""The oracle: the same right-hand side and console, integrated by CVODE at tight tolerances."""

import numpy as np
from sksundae.cvode import CVODE

from diastole.model.circulation.kernel import closed_circulation
from diastole.model.circulation.kernel_parameters import PLACES, SIGNAL_NAMES, STATE_NAMES, WATCHED_NAMES
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION, Inflation
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.stepper import differentiate
from diastole.model.simulation.trace import RecordedBeat
from diastole.tracing.native import address

TOLERANCE = 1e-10
SAMPLE = 5e-4  # s, between rows of a recorded beat
NUDGE, SMALL = 1e-7, 1e-3  # by which a state is moved, of its size, for the slopes of Newton's iteration; least size


class Held(Regulation):
    """Slow states that stand still, so that two integrators see the same heart."""

    def advance(self, slow, means, seconds):
        pass

    def settle(self, slow, means, seconds):
        pass


class Rates:
    """The rates of one state at one time, which CVODE asks for some thousand times a beat: it finds its room made."""

    def __init__(self, p):
        loop = closed_circulation()
        self._compiled, self._p = loop.differentiate, p
        self._time, self._state, self._out = np.empty(1), np.empty(loop.width.states), np.empty(loop.width.rates)
        self._rates = self._out[: loop.width.states]
        self._given = *map(address, (self._time, self._state, p, self._out)), 1

    def __call__(self, time, state):
        self._time[0] = time
        self._state[:] = state
        self._compiled(*self._given)
        return self._rates


class ReferenceHeart(BeatingHeart):
    """A heart whose beats are integrated by CVODE (BDF)."""

    is_compiled = False

    def run(
        self, actual: float, earlier: Inflation, present: Inflation | None, *, record: bool = False
    ) -> RecordedBeat:
        p = self.parameters.copy()
        p[PLACES["period"]] = actual
        p[PLACES["earlier"]] = earlier
        p[PLACES["present"]] = present or NO_INFLATION

        rates_at = Rates(p)

        def rhs(time, y, dy):
            dy[:] = rates_at(time, y)

        def jacobian(time, y, dy, rows):
            widths = NUDGE * np.maximum(np.abs(y), SMALL)
            nudged = differentiate(np.full(y.size, time), y + np.diag(widths), p)[0]
            rows[:] = ((nudged - dy) / widths[:, None]).T

        times = np.linspace(0.0, actual, int(np.ceil(actual / SAMPLE)) + 1)
        solver = CVODE(
            rhs, method="BDF", rtol=TOLERANCE, atol=TOLERANCE, max_num_steps=200_000, jacfn=jacobian
        )  # fmt: skip
        solution = solver.solve(times, self.state)
        assert solution.success, solution.message
        self.state[:] = solution.y[-1]
        states = np.array(solution.y)
        rates, signals = differentiate(np.array(solution.t), states, p)
        samples = dict(zip((*STATE_NAMES, *SIGNAL_NAMES), np.hstack((states, signals)).T, strict=True))
        means = [np.trapezoid(samples[name], solution.t) / actual for name in WATCHED_NAMES]
        return RecordedBeat(p, actual, present, np.array(means), states, rates.copy(), signals.copy())
