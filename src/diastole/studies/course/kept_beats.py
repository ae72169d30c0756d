"""The beats of a course so far: a row of numbers for each."""

from collections.abc import Sequence

import numpy as np

from diastole.arrays import Array
from diastole.model.measures.measure import Value
from diastole.studies.course.course_columns import COLUMNS, INDEX

FIRST_ROWS = 1024


class KeptBeats:
    """Rows of numbers, kept in one array that doubles when it is full.

    `cycles`: beats of a support cycle, after so many steps of the script.
    """

    def __init__(self, cycles: Sequence[int]):
        self._cycles = cycles
        self._all = np.empty((FIRST_ROWS, len(COLUMNS)))
        self.count = 0

    @property
    def rows(self) -> Array:
        """The rows so far (count, columns), as `COLUMNS` says; a view."""
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

    def cycle(self, row: int) -> int:
        """Return the beats of a support cycle at a row."""
        return self._cycles[int(self.rows[row, INDEX["step"]])]

    def mean(self, name: str, row: int) -> Value:
        """Return a measure around a row: of that beat, or the mean over the support cycle that ends with it."""
        values = self.rows[max(0, row + 1 - self.cycle(row)) : row + 1, INDEX[name]]
        value = float(values.mean()) if values.size > 1 else float(values[0])
        return None if np.isnan(value) else value
