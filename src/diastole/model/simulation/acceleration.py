"""The way to a fixed point of the map over a support cycle: Anderson acceleration, as long as it leads on.

Affine combinations with weights that sum to one keep the blood volume exactly, so the answer is the one of this
patient's blood volume from any start.

Where a leaflet just opens in one cycle and not in the next, the map has a kink, and combinations across it lead
nowhere. Where hardly any blood gets through the heart, as under a strong VA-ECMO, what is spread wrongly between body
and lung seeps back by a few thousandths of a millilitre per beat. The search then begins anew and combines the map over
a stretch of many cycles: within it the fast changes die out, and the slow ones grow large enough to be extrapolated.
"""

from functools import cache

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel_parameters import BLOOD, STATE_NAMES
from diastole.model.physiology.coronary import LEAST_TONE
from diastole.model.simulation.slow_states import SLOW_NAMES, TONE_SLOTS
from diastole.tracing.native import address, load

DEPTH = 5  # earlier cycles that are combined
PLAIN_CYCLES = 2  # before the first combination, and after a failed one
PATIENCE = 20  # cycles in which combinations must halve the residual
STRETCH = 20  # cycles that are combined as one where they did not
STRETCHES = 2  # that make a combination
CUTOFF = 1e-7  # 1, of a difference of residuals that is new against those of later cycles; less is rounding
VOLUME_RANGE = (0.5, 2.0)  # times what the plain step gives: a combination that goes beyond is shortened
FLOW_WEIGHT = 0.02  # s: a flow counts as the volume that it moves in 20 ms
VEIN_WEIGHT = 0.3  # 1: the large slow store counts less
SLOW_WEIGHT = 10.0  # mL: a slow state that changes by 1 counts as this volume
FAST = len(STATE_NAMES)
WIDTH = FAST + len(SLOW_NAMES)  # states and slow states, which a cycle maps together
STORES = tuple(int(place) for place in np.flatnonzero(BLOOD))
BOUNDS = {place: (0.0, 1.0) for place, name in enumerate(STATE_NAMES) if name.startswith("opening_")} | {
    FAST + place: (LEAST_TONE, 1.0) for place in range(TONE_SLOTS.start, TONE_SLOTS.stop)
}  # of what a combination may give


def _weights() -> Array:
    weights = np.ones(WIDTH)
    for i, name in enumerate(STATE_NAMES):
        if name.startswith("q_"):
            weights[i] = FLOW_WEIGHT
    weights[STATE_NAMES.index("v_systemic_veins")] = VEIN_WEIGHT
    weights[FAST:] = SLOW_WEIGHT
    return weights


WEIGHTS = _weights()


def weighted_change(before: Array, after: Array) -> float:
    """Return the largest change of a state and slow state over a cycle, each by its weight [mL]."""
    return float(np.abs((after - before) * WEIGHTS).max())


def combined(tried: Array, mapped: Array) -> Array:
    """Return where to go on from, by the last few cycles: the combination with the least combined residual.

    `tried` and `mapped`: states and slow states before and after each cycle (cycles, `WIDTH`), the newest last; with
    lanes (cycles, `WIDTH`, lanes), each lane for itself.
    """
    lanes = tried.shape[2] if tried.ndim > 2 else 1
    count = tried.shape[0] - 1
    start = np.empty(tried.shape[1:])
    work = np.empty((WIDTH + count * (WIDTH + count + 1), lanes))
    combine = load("diastole.model.simulation.acceleration_program:combination", lanes)["combine"]
    combine(*map(address, (_weights_of(lanes), tried, mapped, start, work)), count)
    return start


@cache
def _weights_of(lanes: int) -> Array:
    return np.repeat(WEIGHTS, lanes)


class Acceleration:
    """Cycles that were tried, and where to start the next one from."""

    def __init__(self, first: Array):
        """Begin from states and slow states before the first cycle."""
        self._first = first
        self._tried: list[Array] = []
        self._mapped: list[Array] = []
        self._stretch = 1  # cycles
        self._begun = first  # where the stretch that runs began
        self._left = 1  # cycles of it
        self._mark = np.inf  # mL, residual of which half is waited for
        self._waited = 0  # cycles
        self.is_plain = True  # whether no combination is to blame for the cycle that runs

    def forget(self) -> None:
        """Combine nothing of what was tried so far."""
        self._tried, self._mapped, self._left, self.is_plain = [], [], self._stretch, True

    def next_start(self, before: Array, after: Array) -> Array:
        """Return where to start the next cycle from, by states and slow states at both ends of the last one."""
        if self._stretch == 1 and self._leads_nowhere(weighted_change(before, after)):
            self._stretch = STRETCH
            self.forget()
            return self._first
        if self._left == self._stretch:
            self._begun = before
        self._left -= 1
        return after if self._left else self._after_stretch(after)

    def _after_stretch(self, after: Array) -> Array:
        """Return where to go on from after a stretch: from a combination where there is enough for one."""
        self._tried = [*self._tried, self._begun][-DEPTH - 1 :]
        self._mapped = [*self._mapped, after][-DEPTH - 1 :]
        self._left = self._stretch
        enough = PLAIN_CYCLES + 1 if self._stretch == 1 else STRETCHES
        if len(self._tried) < enough:
            return after
        start = combined(np.array(self._tried), np.array(self._mapped))
        if self._stretch > 1:
            self.forget()
        self.is_plain = False
        return start

    def _leads_nowhere(self, residual: float) -> bool:
        """Take in the residual of a cycle [mL]; tell whether combinations have had their time."""
        if residual <= 0.5 * self._mark:
            self._mark, self._waited = residual, 0
        else:
            self._waited += 1
        return self._waited >= PATIENCE
