"""The scans of samples as a traced program."""

from collections.abc import Sequence
from typing import Any

from diastole.law import reread
from diastole.model.simulation.leak_scan import LEAKING
from diastole.model.simulation.samples import Rows
from diastole.model.simulation.scans import ABOVE, AT, EXCESS, LAST_FALL, STRETCH, Sample, Scan
from diastole.model.simulation.shape_scans import END_SYSTOLE, EXTREMES, JET_FALL, LOOP, STEEPEST, WAVE
from diastole.model.simulation.systole_scans import EJECTION, SHUT
from diastole.tracing.traced_program import Memory, Program, Variable
from diastole.tracing.values import WORDS, Count, Value

SCANS = (
    STRETCH, EXCESS, AT, ABOVE, LAST_FALL, WAVE, EXTREMES, STEEPEST, LOOP, END_SYSTOLE, JET_FALL, EJECTION, SHUT,
    LEAKING,
)  # fmt: skip


def scans(program: Program) -> None:
    """Write every scan as a function of its name."""
    for scan in SCANS:
        _write(program, scan)


def _write(program: Program, scan: Scan) -> None:
    """Write a scan.

    Arguments: ``time`` and each signal (rows); the ``numbers`` that it is given; what it has ``found``, which is
    filled; the ``length`` after which the samples repeat themselves; which rows it walks over, as fields of `Rows`; and
    ``repeats``, the steps between two samples where one may not do.
    """
    signals = tuple(f"signal_{place}" for place in range(scan.signals))
    arrays = dict.fromkeys(("time", *signals, "numbers", "found", "length"), Memory)
    counts = dict.fromkeys((*Rows._fields, "repeats"), Count)
    step, result = reread(scan.step, WORDS), reread(scan.result, WORDS)
    with program.function(scan.name, {**arrays, **counts}, is_hot=not program.is_small) as arguments:
        time, *values, numbers, found, length, first, late, points, more, repeats = arguments
        given = [numbers[place] for place in range(scan.numbers)]
        state = [program.variable(number) for number in scan.first]
        last = [program.variable(one[first]) for one in (time, *values)]
        last[0].value += late.value * length[0]
        for cycle in program.loop(2):
            begins, rows = _either(cycle, first, late * (first - 1) + 1), _either(cycle, points, more)
            for row in program.loop(rows):
                at = [one[begins + row] for one in (time, *values)]
                at[0] += cycle.value * length[0]
                for _ in program.loop(repeats) if scan.repeats else (row,):
                    after = step(_record(scan, state), Sample(*_numbers(last)), Sample(*at), *given)
                    _set(state, after)
                _set(last, at)
        for place, number in enumerate(result(_record(scan, state), *given)):
            found[place] = number


def _numbers(cells: list[Variable]) -> tuple[Any, ...]:
    return tuple(cell.value for cell in cells)


def _record(scan: Scan, cells: list[Variable]) -> Any:
    """Return the state of a scan as its laws want it."""
    return type(scan.first)(*_numbers(cells))


def _set(cells: list[Variable], numbers: Sequence[Value]) -> None:
    for cell, number in zip(cells, numbers, strict=True):
        cell.value = number


def _either(cycle: Count, first: Count, second: Count) -> Count:
    """Return one count in the first cycle, and another in the second."""
    return first + cycle * (second - first)
