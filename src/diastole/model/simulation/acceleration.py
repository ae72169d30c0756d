"""The way to a fixed point of the map over a support cycle: Anderson acceleration, as long as it leads on.

Affine combinations with weights that sum to one keep the blood volume exactly, so the answer is the one of this
patient's blood volume from any start.

Where a leaflet just opens in one cycle and not in the next, the map has a kink, and combinations across it lead
nowhere. Where hardly any blood gets through the heart, as under a strong VA-ECMO, what is spread wrongly between body
and lung seeps back by a few thousandths of a millilitre per beat. The search then begins anew and combines the map over
a stretch of many cycles: within it the fast changes die out, and the slow ones grow large enough to be extrapolated.
"""

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel_parameters import BLOOD, STATE_NAMES
from diastole.model.physiology.coronary import LEAST_TONE
from diastole.model.simulation.beat_to_beat import SLOW_NAMES, TONE_SLOTS
from diastole.model.simulation.beats import OPENINGS

DEPTH = 5  # earlier cycles that are combined
PLAIN_CYCLES = 2  # before the first combination, and after a failed one
PATIENCE = 20  # cycles in which combinations must halve the residual
STRETCH = 20  # cycles that are combined as one where they did not
STRETCHES = 2  # that make a combination
CUTOFF = 1e-8  # relative, of singular values in the least squares
VOLUME_RANGE = (0.5, 2.0)  # times what the plain step gives: a combination that goes beyond is shortened
FLOW_WEIGHT = 0.02  # s: a flow counts as the volume that it moves in 20 ms
VEIN_WEIGHT = 0.3  # 1: the large slow store counts less
SLOW_WEIGHT = 10.0  # mL: a slow state that changes by 1 counts as this volume
FAST = len(STATE_NAMES)


def _weights() -> Array:
    weights = np.ones(len(STATE_NAMES))
    for i, name in enumerate(STATE_NAMES):
        if name.startswith("q_"):
            weights[i] = FLOW_WEIGHT
    weights[STATE_NAMES.index("v_systemic_veins")] = VEIN_WEIGHT
    return np.concatenate((weights, np.full(len(SLOW_NAMES), SLOW_WEIGHT)))


WEIGHTS = _weights()


def weighted_change(before: Array, after: Array) -> float:
    """Return the largest change of a state and slow state over a cycle, each by its weight [mL]."""
    return float(np.abs((after - before) * WEIGHTS).max())


def _believable_share(now: Array, then: Array) -> float:
    """Return how much of a step between volumes [mL] leaves every store within the believable range."""
    low, high = (then / now).min(), (then / now).max()
    down = (1.0 - VOLUME_RANGE[0]) / (1.0 - low) if low < VOLUME_RANGE[0] else 1.0
    up = (VOLUME_RANGE[1] - 1.0) / (high - 1.0) if high > VOLUME_RANGE[1] else 1.0
    return float(min(down, up))


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
        start = self._combination()
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

    def _combination(self) -> Array:
        """Return the affine combination of the mapped states with the least combined residual, not too far away."""
        residuals = np.array([(g - x) * WEIGHTS for x, g in zip(self._tried, self._mapped, strict=True)])
        shares, *_ = np.linalg.lstsq((residuals[:-1] - residuals[-1]).T, -residuals[-1], rcond=CUTOFF)
        newest = self._mapped[-1]
        step = sum(share * (g - newest) for share, g in zip(shares, self._mapped[:-1], strict=True))
        y: Array = newest + _believable_share(newest[:FAST][BLOOD], (newest + step)[:FAST][BLOOD]) * step
        openings, tones = y[:FAST][OPENINGS], y[FAST:][TONE_SLOTS]
        y[:FAST][OPENINGS], y[FAST:][TONE_SLOTS] = np.clip(openings, 0.0, 1.0), np.clip(tones, LEAST_TONE, 1.0)
        return y
