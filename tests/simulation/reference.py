"""The oracle: the same right-hand side and console, integrated by CVODE at tight tolerances."""

import numpy as np
from sksundae.cvode import CVODE

from diastole.model.circulation.kernel_parameters import PLACES
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION, Inflation
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.stepper import differentiate
from diastole.model.simulation.trace import RecordedBeat

TOLERANCE = 1e-10
SAMPLE = 5e-4  # s, between rows of a recorded beat


class Held(Regulation):
    """Slow states that stand still, so that two integrators see the same heart."""

    def advance(self, slow, means, seconds):
        pass

    def settle(self, slow, means, seconds):
        pass


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

        width = self.state.size

        def rhs(time, y, dy):
            dy[:] = differentiate(np.array([time]), np.array(y), p)[0, :width]

        times = np.linspace(0.0, actual, int(np.ceil(actual / SAMPLE)) + 1)
        solver = CVODE(rhs, method="BDF", rtol=TOLERANCE, atol=TOLERANCE, max_num_steps=200_000)
        solution = solver.solve(times, self.state)
        assert solution.success, solution.message
        self.state[:] = solution.y[-1]
        states = np.array(solution.y)
        rows = differentiate(np.array(solution.t), states, p)
        means = np.trapezoid(rows[:, width:], solution.t, axis=0) / actual
        return RecordedBeat(p, actual, present, means, rows[:, width:].copy(), states, rows[:, :width].copy())
