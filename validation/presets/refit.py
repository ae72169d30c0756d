"""Fit presets to their records again: ``python -m validation.presets.refit [PRESET ...]`` writes their files.

The values that are free are fitted by least squares to the aims of the record, without the reflex, from where they are;
all else of the file stays as it was. A preset that builds on another is fitted after it.
"""

import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from diastole.errors import InputError, SimulationError
from diastole.files import write_whole
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import value_at
from diastole.model.run import simulate
from diastole.studies.fit.fit_factors import QUANTITIES, with_numbers
from validation.presets.record import Record, records

PRESET_FILES = Path(str(files("diastole.model.patient") / "presets"))
DIGITS = 4  # of a fitted value in a file
EXACT = 12  # digits while it is sought
CONVERGED = {"ftol": 1e-10, "xtol": 1e-6, "gtol": 1e-10}  # 1, where a fit ends
FAR = 30.0  # 1, residual of a heart without a steady beat
BOUNDS = (0.15, 6.0)  # 1, of a value over the one before: beyond this is another heart; assumed
STEP = 2e-3  # 1, of a value, in derivatives
NEAR = 1e-2  # 1, by which a value may differ after a refit and still be the same


class Refit(NamedTuple):
    """Free values of a preset, fitted to its record."""

    record: Record
    patient: Patient
    numbers: dict[str, float]  # by key


def refit(record: Record, start: Patient) -> Refit:
    """Return the patient whose free values fit the aims of a record best, and how near it comes.

    `start`: who has all else, and values to start from.
    """
    before = {key: value_at(start, key) for group in record.free for key in group}

    def numbers(shares: NDArray[np.float64], digits: int) -> dict[str, float]:
        each = zip(record.free, shares.tolist(), strict=True)
        return {key: float(f"{before[key] * share:.{digits}g}") for group, share in each for key in group}

    def residuals(shares: NDArray[np.float64]) -> list[float]:
        try:
            run = simulate(with_numbers(start, numbers(shares, EXACT), "fitted"))
        except (SimulationError, InputError):
            return [FAR] * len(record.aims)
        return [aim.missed(run) for aim in record.aims]

    if not record.free:
        return Refit(record, start, {})
    solved = least_squares(
        residuals, np.ones(len(record.free)), diff_step=STEP, bounds=BOUNDS, x_scale="jac", **CONVERGED
    )
    found = numbers(solved.x, DIGITS)
    return Refit(record, with_numbers(start, found, "fitted"), found)


def with_fitted(text: str, numbers: Mapping[str, float]) -> str:
    """Return the text of a preset's file with the fitted values in their lines, and all else as it was.

    Raise InputError if a value has no line that says `source: fitted`.
    """
    left, lines = dict(numbers), []
    for key, line in _keyed(text):
        if key in left and line.rstrip().endswith("source: fitted}"):
            line = f"{line[: line.index('{')]}{{value: {QUANTITIES[key].text(left.pop(key))}, source: fitted}}"
        lines.append(line)
    if left:
        raise InputError(f"no line '{{value: …, source: fitted}}' for {', '.join(left)}; add it to the preset's file")
    return "\n".join(lines) + "\n"


def _keyed(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line of a file with the dotted key that it holds, by its indentation of two spaces."""
    path: list[str] = []
    for line in text.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        path = [*path[:depth], line.strip().partition(":")[0]]
        yield ".".join(path), line


def main(names: list[str]) -> None:
    """Fit the named presets, or all, write their files, and say how near each comes to its record."""
    for record in records():
        if names and record.preset not in names:
            continue
        path = PRESET_FILES / f"{record.preset}.yaml"
        found = refit(record, Patient.load(path))
        write_whole(path, with_fitted(path.read_text(encoding="utf-8"), found.numbers).encode())
        fitted = ", ".join(f"{key} {value:g}" for key, value in found.numbers.items())
        print(f"{record.preset}: {fitted or 'nothing is free'}")
        run = simulate(found.patient)
        for one in record.baselines:
            print(f"  {one.name}: {one.shown(run):.4g} {one.unit}, aim {one.aim}, {one.value:g} ± {one.spread:g}")


if __name__ == "__main__":
    main(sys.argv[1:])
