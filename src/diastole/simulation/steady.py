"""The steady beat: the fixed point of the map over one support cycle, by Anderson acceleration.

Affine combinations with weights that sum to one keep the blood volume exactly, so the answer is the one of this
patient's blood volume from any start. The stop is on the residual of the map, never on one output.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.circulation.parameters import BLOOD, STATE_NAMES
from diastole.errors import SimulationError
from diastole.physiology.coronary import LEAST_TONE
from diastole.simulation.beats import OPENINGS, BeatingHeart
from diastole.simulation.regulation import SLOW_NAMES, TONE_SLOTS
from diastole.simulation.trace import Trace, assemble_trace

Array = NDArray[np.float64]

DEPTH = 5  # earlier cycles that are combined
PLAIN_CYCLES = 2  # before the first combination, and after a failed one
TOLERANCE = 1e-6  # weighted change of a state over a cycle: 1e-6 mL of a volume
MOST_CYCLES = 300
CUTOFF = 1e-8  # relative, of singular values in the least squares
VOLUME_RANGE = (0.5, 2.0)  # times what the plain step gives: beyond it a combination is not believed
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


class SteadyState(NamedTuple):
    """A fixed point of the map over a support cycle."""

    state: Array  # (n,), at the QRS onset of the assisted beat
    slow: Array  # (m,), slow states
    means: dict[str, float]  # of what is watched, over the cycle
    beats: int  # integrated until steady
    residual: float  # weighted change over the last cycle


def _combine(tried: list[Array], mapped: list[Array]) -> Array:
    """Return the affine combination of the mapped states with the least combined residual, where it is believable."""
    residuals = np.array([(g - x) * WEIGHTS for x, g in zip(tried, mapped, strict=True)])
    shares, *_ = np.linalg.lstsq((residuals[:-1] - residuals[-1]).T, -residuals[-1], rcond=CUTOFF)
    newest = mapped[-1]
    y = newest + sum(share * (g - newest) for share, g in zip(shares, mapped[:-1], strict=True))
    openings, tones = y[:FAST][OPENINGS], y[FAST:][TONE_SLOTS]
    y[:FAST][OPENINGS], y[FAST:][TONE_SLOTS] = np.clip(openings, 0.0, 1.0), np.clip(tones, LEAST_TONE, 1.0)
    ratio = y[:FAST][BLOOD] / newest[:FAST][BLOOD]
    return y if VOLUME_RANGE[0] < ratio.min() and ratio.max() < VOLUME_RANGE[1] else newest


def _whole(heart: BeatingHeart) -> Array:
    """Return states and slow states as one vector."""
    return np.concatenate((heart.state, heart.slow))


def _place(heart: BeatingHeart, whole: Array) -> None:
    heart.state[:], heart.slow[:] = whole[:FAST], whole[FAST:]


def find_steady_state(
    heart: BeatingHeart, *, tolerance: float = TOLERANCE, watch: Callable[[int, float], None] | None = None
) -> SteadyState:
    """Advance a heart to its steady support cycle and leave it there.

    Parameters
    ----------
    heart
        Is advanced; its state is the steady one afterwards.
    tolerance
        Largest weighted change of any state over a cycle (mL).
    watch
        Called after each cycle with the count of beats and the residual, for a progress bar.

    Raises
    ------
    SimulationError
        If the state leaves its valid range from plain iteration, or no cycle repeats within ``MOST_CYCLES``.
    """
    tried: list[Array] = []
    mapped: list[Array] = []
    last_good = _whole(heart)
    residual = np.inf
    heart.settling, recut = True, False
    try:
        for _ in range(MOST_CYCLES):
            before = _whole(heart)
            try:
                for _ in heart.cycle():
                    pass
            except SimulationError:
                if not tried:  # no combination is to blame
                    raise
                _place(heart, last_good)
                heart.set_console(heart.settings, heart.landmarks)
                tried, mapped = [], []
                continue
            residual = float(np.abs((_whole(heart) - before) * WEIGHTS).max())
            if watch:
                watch(heart.beats, residual)
            if residual < tolerance and not recut and heart.recut():  # once: the way must not show in the answer
                tried, mapped, recut = [], [], True
                continue
            if residual < tolerance:
                return SteadyState(heart.state.copy(), heart.slow.copy(), heart.means, heart.beats, residual)
            last_good = _whole(heart)
            tried, mapped = [*tried, before][-DEPTH - 1 :], [*mapped, last_good][-DEPTH - 1 :]
            if len(tried) > PLAIN_CYCLES:
                _place(heart, _combine(tried, mapped))
    finally:
        heart.settling = False
    raise SimulationError(
        f"patient '{heart.patient.name}', beat {heart.beats}: cycles do not repeat (they differ by {residual:.2g} mL, "
        f"{tolerance:.0e} is allowed), so there is no steady beat to measure"
    )


def record_cycle(heart: BeatingHeart) -> Trace:
    """Advance a heart by one more support cycle and return its trace.

    Raises
    ------
    SimulationError
        If the state leaves its valid range, at the end of a beat or within one.
    """
    before, heart.settling = heart.settling, True
    try:
        trace = assemble_trace(list(heart.cycle(record=True)))
    finally:
        heart.settling = before
    lowest = trace.states.min(axis=0)
    empty = np.flatnonzero(BLOOD & (lowest <= 0.0))
    if empty.size:
        name = STATE_NAMES[int(empty[0])]
        raise SimulationError(
            f"patient '{heart.patient.name}', beat {heart.beats}: {name} falls to {lowest[empty[0]]:.1f} mL within the "
            f"beat; a store of blood cannot be empty"
        )
    return trace
