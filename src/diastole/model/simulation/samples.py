"""Samples of one patient, or of a block of patients side by side, over which compiled scans walk."""

from ctypes import addressof, c_double
from functools import cached_property
from math import ceil, inf
from typing import Any, NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.model.simulation.scans import Scan
from diastole.model.simulation.shape_scans import DOPPLER_POINTS
from diastole.tracing.native import address, load

MOST_NUMBERS = 8  # that a scan is given or finds
BYTES = 8  # of a number


class Rows(NamedTuple):
    """Which samples a scan looks at, at least."""

    first: int
    late: int  # 1 where that belongs to the second cycle, else 0
    points: int  # in the first cycle
    more: int  # in the second one


class Samples:
    """Times of samples, and the scans of signals at these times.

    `time`: (points,) of one patient, or (points, lanes) of a block [s]; rising, but that a lane with fewer samples
    repeats its last one. Signals have the same shape.
    `length`: after which the samples repeat themselves, once [s]; None if they do not.
    """

    def __init__(self, time: Array, length: Any = None):
        self._time = time
        self._is_one = time.ndim == 1
        self._latest, self._earliest = time, time
        if not self._is_one:
            self._latest, self._earliest = np.fmax.reduce(time, axis=1), np.fmin.reduce(time, axis=1)
        self._length = inf if length is None else length
        lanes = 1 if self._is_one else time.shape[1]
        self._row = lanes * BYTES
        self._functions = load("diastole.model.simulation.scan_program:scans", lanes)
        # The numbers that a scan is given, what it finds, and the length; quick for one patient, or for a row of lanes.
        self._numbers, self._found, self._shift = (self._buffer(lanes) for _ in range(3))
        self._shift[0] = 0.0 if length is None else length
        self._buffers = [
            addressof(one) if self._is_one else address(one) for one in (self._numbers, self._found, self._shift)
        ]
        self._address = address(time)
        self._rows: dict[tuple[float, float], Rows] = {}

    def _buffer(self, lanes: int) -> Any:
        return (c_double * MOST_NUMBERS)() if self._is_one else np.empty((MOST_NUMBERS, lanes))

    def scan(self, scan: Scan, signals: tuple[int, ...], numbers: tuple[Any, ...]) -> Any:
        """Return what a scan finds in signals, given by their addresses: floats, or arrays (lanes,) of a block.

        `numbers`: that the scan is given, each a float or an array (lanes,).
        """
        rows = self._reach(numbers[-2:][0], numbers[-1])
        for place, number in enumerate(numbers):
            self._numbers[place] = number
        repeats = self._repeats(numbers) if scan.repeats else 1
        self._functions[scan.name](self._address, *signals, *self._buffers, *rows, repeats)
        found = self._found[: len(scan.found._fields)]  # type: ignore[attr-defined]
        return scan.found(*found) if self._is_one else scan.found(*found.copy())

    def _reach(self, start: Any, end: Any) -> Rows:
        """Return which rows a scan from a time to another needs in any lane, and one more against rounding."""
        if self._is_one:
            key = start, end
            if key not in self._rows:
                is_late, is_beyond = start >= self._length, end > self._length
                lowest = start - self._length if is_late else start
                self._rows[key] = self._spanned(is_late, lowest, is_beyond, end - self._length if is_beyond else end)
            return self._rows[key]
        is_late, is_beyond = not np.any(start < self._length), bool(np.any(end > self._length))
        lowest = np.fmin.reduce(start - self._length if is_late else np.atleast_1d(start))
        highest = np.fmax.reduce(end - self._length if is_beyond else np.atleast_1d(end))
        return self._spanned(is_late, lowest, is_beyond, highest)

    def _spanned(self, is_late: bool, lowest: float, is_beyond: bool, highest: float) -> Rows:
        """Return the rows between two times, each in the first or in the second cycle."""
        last = self._earliest.size
        first = min(max(int(self._latest.searchsorted(lowest, "right")) - 2, 0), last - 1)
        reach = min(int(self._earliest.searchsorted(highest)) + 2, last)
        if is_late and first > 0:
            return Rows(first, 1, 0, max(reach - first, 0))
        if is_late:  # the second cycle begins with the last sample of the first one
            return Rows(last - 1, 0, 1, reach - 1)
        return Rows(first, 0, last - first, reach - 1) if is_beyond else Rows(first, 0, max(reach - first, 0), 0)

    @cached_property
    def _longest(self) -> float:
        """Longest time between two samples [s]."""
        return float(np.fmax.reduce(np.diff(self._time, axis=0), axis=None, initial=0.0))

    def _repeats(self, numbers: tuple[Any, ...]) -> int:
        """Return how many of the points at which a jet is read may lie between two samples."""
        between = np.fmin.reduce(np.atleast_1d(numbers[-1] - numbers[-2])) / (DOPPLER_POINTS - 1)
        return ceil(self._longest / between) + 1 if between > 0.0 else 1
