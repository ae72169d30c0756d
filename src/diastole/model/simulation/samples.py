"""Samples of a patient, over which compiled scans walk."""

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


class Rows(NamedTuple):
    """Which samples a scan looks at, at least."""

    first: int
    late: int  # 1 where that belongs to the second cycle, else 0
    points: int  # in the first cycle
    more: int  # in the second one


class Samples:
    """Times of samples, and the scans of signals at these times.

    `time`: (points,), rising [s]; signals have the same shape.
    `length`: after which the samples repeat themselves, once [s]; None if they do not.
    """

    def __init__(self, time: Array, length: float | None = None):
        self._time = time
        self._length = inf if length is None else length
        self._functions = load("diastole.model.simulation.scan_program:scans")
        self._numbers, self._found = (c_double * MOST_NUMBERS)(), (c_double * MOST_NUMBERS)()
        self._shift = c_double(length or 0.0)
        self._buffers = [addressof(one) for one in (self._numbers, self._found, self._shift)]
        self._address = address(time)
        self._rows: dict[tuple[float, float], Rows] = {}

    def scan(self, scan: Scan, signals: tuple[int, ...], numbers: tuple[float, ...]) -> Any:
        """Return what a scan finds in signals, given by their addresses, with the numbers that it is given."""
        rows = self._reach(numbers[-2:][0], numbers[-1])
        for place, number in enumerate(numbers):
            self._numbers[place] = number
        repeats = self._repeats(*numbers[-2:]) if scan.repeats else 1
        self._functions[scan.name](self._address, *signals, *self._buffers, *rows, repeats)
        return scan.found(*self._found[: len(scan.found._fields)])

    def _reach(self, start: float, end: float) -> Rows:
        """Return which rows a scan from a time to another needs, and one more against rounding."""
        key = start, end
        if key not in self._rows:
            self._rows[key] = self._spanned(start, end)
        return self._rows[key]

    def _spanned(self, start: float, end: float) -> Rows:
        last, is_late, is_beyond = self._time.size, start >= self._length, end > self._length
        begins = int(self._time.searchsorted(start - self._length if is_late else start, "right"))
        stops = int(self._time.searchsorted(end - self._length if is_beyond else end))
        first, reach = min(max(begins - 2, 0), last - 1), min(stops + 2, last)
        if is_late and first > 0:
            return Rows(first, 1, 0, max(reach - first, 0))
        if is_late:  # the second cycle begins with the last sample of the first one
            return Rows(last - 1, 0, 1, reach - 1)
        return Rows(first, 0, last - first, reach - 1) if is_beyond else Rows(first, 0, max(reach - first, 0), 0)

    @cached_property
    def _longest(self) -> float:
        """Longest time between two samples [s]."""
        return float(np.diff(self._time).max())

    def _repeats(self, start: float, end: float) -> int:
        """Return how many of the points at which a jet is read may lie between two samples."""
        between = (end - start) / (DOPPLER_POINTS - 1)
        return ceil(self._longest / between) + 1 if between > 0.0 else 1
