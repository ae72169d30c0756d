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
from diastole.model.heart3d.wall.wall_crossbridges import MuscleDrive, WallCrossbridges
from diastole.model.physiology.myofilament import Crossbridges

SPACING = 1e-3  # s, between the samples of a twitch
TWITCH = 0.6  # s, simulated time of a twitch
SPREAD = np.linspace(0.5, 99.5, 100)  # %, percentiles of the wall at which the delays are read
FASTEST = 30.0  # 1, largest factor: it cannot make up for a wider spread


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


def isometric_twitch(drive: MuscleDrive, stretch: float) -> Array:
    """Return the tension of an isometric twitch, sampled every ``SPACING`` from the onset of calcium [kPa]."""
    still = np.array([stretch])
    fibre = WallCrossbridges(still, delay=np.zeros(1), scale=np.ones(1), strength=np.ones(1))
    tension = [0.0]
    for i in range(round(TWITCH / SPACING)):
        fibre.accept(still, i * SPACING + drive.calcium.onset, SPACING, (drive,))
        tension.append(float(fibre.tension[0]))
    return np.array(tension)


def _reaches(twitch: Array, share: float) -> float:
    """Return the time at which a twitch first reaches a fraction of its peak [s]."""
    after = int(np.argmax(twitch >= share * twitch.max()))
    low, high = twitch[after - 1], twitch[after]
    return SPACING * (after - 1 + (share * twitch.max() - low) / (high - low))


def local_constants(drive: MuscleDrive, stretch: float, delays: Array) -> LocalConstants:
    """Return the constants with which the wall, with its activation times, twitches like the one fibre.

    Parameters
    ----------
    drive
        Calcium and constants of the one fibre.
    stretch
        Stretch of the sarcomeres at the end of diastole [1].
    delays
        Activation times at equal shares of the wall's volume (k,) [s].
    """
    whole = isometric_twitch(drive, stretch)
    rise = _reaches(whole, 0.9) - _reaches(whole, 0.1)

    def mean(factor: float) -> Array:
        """Return the mean over twitches that start after each of the delays."""
        local = drive._replace(bridges=LocalConstants(factor, 0.0).bridges(drive.bridges))
        twitch = isometric_twitch(local, stretch)
        times = SPACING * np.arange(twitch.size)
        return np.mean([np.interp(times - delay, times, twitch, left=0.0) for delay in delays], axis=0)

    def excess(factor: float) -> float:
        twitch = mean(factor)
        return _reaches(twitch, 0.9) - _reaches(twitch, 0.1) - rise

    if excess(1.0) <= 0.0:
        factor = 1.0
    else:
        factor = FASTEST if excess(FASTEST) > 0.0 else brentq(excess, 1.0, FASTEST, xtol=1e-3)
    return LocalConstants(factor, _reaches(mean(factor), 0.5) - _reaches(whole, 0.5))
