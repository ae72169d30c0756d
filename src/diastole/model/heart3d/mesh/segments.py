"""The seventeen segments of the left ventricle (cerqueira2002)."""

import numpy as np

from diastole.arrays import Array, Integers

SEGMENTS = (
    "basal anterior", "basal anteroseptal", "basal inferoseptal",
    "basal inferior", "basal inferolateral", "basal anterolateral",
    "mid anterior", "mid anteroseptal", "mid inferoseptal",
    "mid inferior", "mid inferolateral", "mid anterolateral",
    "apical anterior", "apical septal", "apical inferior", "apical lateral", "apex",
)  # fmt: skip
APEX = len(SEGMENTS)
# In turn from the middle of the septum towards the inferior wall.
SIXTHS = np.array([3, 4, 5, 6, 1, 2])  # the first begins at the middle of the septum
QUARTERS = np.array([14, 15, 16, 13])  # the first has the middle of the septum in its middle


def segment_numbers(height: Array, azimuth: Array) -> Integers:
    """Return the number of the segment of each place (n,), 1 to 17.

    The cavity is cut into equal thirds of its length, with six basal, six mid and four apical segments; the apex is the
    wall beyond the cavity.

    Parameters
    ----------
    height
        (n,), along the long axis: 0 at the apex of the cavity, 1 at the base, below 0 in the cap of the apex.
    azimuth
        (n,), rad, from the middle of the septum, positive towards the inferior wall.
    """
    turn = np.mod(azimuth, 2.0 * np.pi) / (2.0 * np.pi)
    sixth = SIXTHS[np.floor(6.0 * turn).astype(np.int64) % 6]
    quarter = QUARTERS[np.floor(4.0 * turn + 0.5).astype(np.int64) % 4]
    places = [height < 0.0, height < 1.0 / 3.0, height < 2.0 / 3.0]
    return np.select(places, [np.full_like(sixth, APEX), quarter, sixth + 6], sixth)
