"""A table of numbers that grows by rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FIRST_ROWS = 1024


class Table:
    """Rows of equal length, kept in one array that doubles when it is full."""

    def __init__(self, columns: int):
        self._all = np.empty((FIRST_ROWS, columns))
        self.count = 0

    @property
    def rows(self) -> Array:
        """The rows so far (count, columns); a view."""
        return self._all[: self.count]

    def append(self, row: Sequence[float | None]) -> None:
        """Add a row; what is not defined becomes no number."""
        if self.count == self._all.shape[0]:
            self._all = np.concatenate((self._all, np.empty_like(self._all)))
        self._all[self.count] = row
        self.count += 1

    def fill(self, rows: Array) -> None:
        """Put in these rows (n, columns) instead of what there is."""
        self._all = rows.copy() if rows.shape[0] else np.empty((FIRST_ROWS, rows.shape[1]))
        self.count = rows.shape[0]
