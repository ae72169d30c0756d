"""Local muscle constants in a wall with spreading activation.

The constants of the one-fibre heart include the spread of activation: its sites unblock slowly, because a real wall is
not activated all at once. In a wall with explicit activation times the spread would then count twice. Locally the sites
therefore unblock faster, by the factor with which the mean twitch of the wall rises as fast as the twitch of the one
fibre. Calcium comes earlier by the time that this mean twitch would otherwise be late.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.heart3d.conduction.excitation import CellTransient, Excitation, OneFibreTransient
from diastole.model.heart3d.wall.wall_crossbridges import MuscleDrive, WallCrossbridges
from diastole.model.physiology.myofilament import Crossbridges

SPACING = 1e-3  # s, between the samples of a twitch
TWITCH = 0.6  # s, simulated time of a twitch
SPREAD = np.linspace(0.5, 99.5, 100)  # %, percentiles of the wall at which the delays are read
FASTEST = 30.0  # 1, largest factor: it cannot make up for a wider spread
GAINS = (0.5, 4.0)  # 1, within which the rise of a cell's calcium over that of the one fibre is sought; assumed
AT_ONCE = OneFibreTransient(np.zeros(1))


class LocalConstants(NamedTuple):
    """Differences between the muscle at a place in the wall and the one fibre."""

    unblocking: float  # 1, factor of the rates of blocking and unblocking
    lead: float  # s, by which calcium comes earlier everywhere

    def bridges(self, bridges: Crossbridges) -> Crossbridges:
        """Return the constants for a place in the wall."""
        return bridges._replace(
            unblock_rate=self.unblocking * bridges.unblock_rate, block_rate=self.unblocking * bridges.block_rate
        )


SAME = LocalConstants(1.0, 0.0)


def isometric_twitch(drive: MuscleDrive, stretch: float, excitation: Excitation = AT_ONCE) -> Array:
    """Return the tension of an isometric twitch (points, samples) [kPa], every ``SPACING`` from its onset."""
    still, ones = (np.full(excitation.delay.size, value) for value in (stretch, 1.0))
    fibre = WallCrossbridges(still, excitation=excitation, scale=ones, strength=ones)
    tension = [np.zeros_like(still)]
    for i in range(round(TWITCH / SPACING)):
        fibre.accept(still, i * SPACING + drive.calcium.onset, SPACING, (drive,))
        tension.append(fibre.tension)
    return np.stack(tension, axis=1)


def _reaches(twitch: Array, share: float) -> float:
    """Return the time at which a twitch first reaches a fraction of its peak [s]."""
    after = int(np.argmax(twitch >= share * twitch.max()))
    low, high = twitch[after - 1], twitch[after]
    return SPACING * (after - 1 + (share * twitch.max() - low) / (high - low))


def mean_twitch(
    drive: MuscleDrive, stretch: float, delays: Array, constants: LocalConstants, excitation: Excitation = AT_ONCE,
    shares: Array | None = None,
) -> Array:  # fmt: skip
    """Return the mean over isometric twitches that start after each of the delays (samples,) [kPa].

    The points of ``excitation`` have these ``shares`` of the wall, each with all of the delays; alike if left out.
    """
    local = drive._replace(bridges=constants.bridges(drive.bridges))
    twitch = np.average(isometric_twitch(local, stretch, excitation), axis=0, weights=shares)
    times = SPACING * np.arange(twitch.size)
    return np.mean([np.interp(times - delay, times, twitch, left=0.0) for delay in delays], axis=0)


def local_constants(
    drive: MuscleDrive, stretch: float, delays: Array, excitation: Excitation = AT_ONCE, shares: Array | None = None
) -> LocalConstants:
    """Return the constants with which the wall, with its activation times, twitches like the one fibre.

    Parameters
    ----------
    drive
        Calcium and constants of the one fibre.
    stretch
        Stretch of the sarcomeres at the end of diastole [1].
    delays
        Activation times at equal shares of the wall's volume (k,) [s].
    excitation, shares
        As of `mean_twitch`.
    """
    whole = isometric_twitch(drive, stretch)[0]
    rise = _reaches(whole, 0.9) - _reaches(whole, 0.1)

    def mean(factor: float) -> Array:
        return mean_twitch(drive, stretch, delays, LocalConstants(factor, 0.0), excitation, shares)

    def excess(factor: float) -> float:
        twitch = mean(factor)
        return _reaches(twitch, 0.9) - _reaches(twitch, 0.1) - rise

    if excess(1.0) <= 0.0:
        factor = 1.0
    else:
        factor = FASTEST if excess(FASTEST) > 0.0 else brentq(excess, 1.0, FASTEST, xtol=1e-3)
    return LocalConstants(factor, _reaches(mean(factor), 0.5) - _reaches(whole, 0.5))


def matched_cells(
    drive: MuscleDrive, stretch: float, delays: Array, cells: CellTransient, shares: Array
) -> tuple[float, LocalConstants]:
    """Return the gain with which the mean twitch of the wall is as strong as that of the one fibre, and the constants.

    The calcium of the one fibre is fitted to the patient with a long plateau; a peaked one of the same height would be
    a weaker heart.

    Parameters
    ----------
    drive, stretch, delays
        As of `local_constants`.
    cells
        One cell of each layer, activated at once; its gain is changed.
    shares
        Of the layers in the volume of the wall (layers,) [1].

    Raises
    ------
    SimulationError
        If no gain does.
    """
    wanted = isometric_twitch(drive, stretch)[0].max()

    def missing(gain: float) -> float:
        cells.gain = gain
        constants = local_constants(drive, stretch, delays, cells, shares)
        return float(mean_twitch(drive, stretch, delays, constants, cells, shares).max() - wanted)

    if not missing(GAINS[0]) < 0.0 < missing(GAINS[1]):
        raise SimulationError(
            f"no calcium of the cells between {GAINS[0]} and {GAINS[1]} times that of the one fibre makes its "
            f"twitch of {wanted:.3g} kPa; try wall.calcium: one_fibre"
        )
    cells.gain = float(brentq(missing, *GAINS, xtol=1e-4))
    return cells.gain, local_constants(drive, stretch, delays, cells, shares)
