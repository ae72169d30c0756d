"""Series of R-R intervals: read from a file, or generated from a seed.

Sinus rhythm with respiration after mcsharry2003, atrial fibrillation after hennig2006, premature beats with their
compensatory pause. A series says when beats come; it says nothing of why.
"""

import csv
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.files import LARGEST_INPUT, decoded, read_file

RESPIRATION, MAYER = 0.25, 0.1  # Hz, of the two waves of a resting heart rate; mcsharry2003
SPREAD = 0.01  # Hz, standard deviation of each wave in frequency; mcsharry2003
MAYER_SHARE = 0.5  # 1, power of the slow wave over that of respiration; mcsharry2003
SINUS_VARIATION = 0.04  # 1, standard deviation over mean; assumed
FIBRILLATION_RATE = 6.0  # 1/s, of the exponential part; hennig2006 finds 3 to 12
CORRELATED_PART = 0.05  # s, standard deviation of the part with 1/f noise; assumed
SHORTEST = 0.25  # s, of a conducted beat in fibrillation; assumed
SLOWEST_NOISE = 1000.0  # beats, over which the 1/f noise is correlated; assumed
PREMATURE = 0.6  # 1, coupling of a premature beat over the interval before it; assumed
ALLOWED = (0.2, 10.0)  # s, between which a number of a file is an R-R interval; assumed
MILLISECONDS = 30.0  # a number above is in milliseconds: no interval lasts 30 s, none 30 ms


def sinus(count: int, seed: int, mean: float = 0.8) -> Array:
    """Return intervals [s] of sinus rhythm, whose rate goes with respiration (mcsharry2003)."""
    _check(count, mean)
    frequency = np.fft.rfftfreq(count, d=mean)
    respiration, mayer = (np.exp(-0.5 * ((frequency - centre) / SPREAD) ** 2) for centre in (RESPIRATION, MAYER))
    phase = np.random.default_rng(seed).uniform(0.0, 2.0 * np.pi, len(frequency))
    spectrum = np.sqrt(respiration + MAYER_SHARE * mayer) * np.exp(1j * phase)
    spectrum[0] = 0.0
    wave: Array = np.fft.irfft(spectrum, count)
    size = float(np.std(wave)) or 1.0
    return mean * (1.0 + SINUS_VARIATION * wave / size)


def atrial_fibrillation(count: int, seed: int, mean: float = 0.65) -> Array:
    """Return intervals [s] of atrial fibrillation: two independent parts, one with 1/f noise, one exponential.

    After hennig2006. The exponential part has most of the variance, so that the correlation of neighbours is near the
    zero that bootsma1970 found at rest.
    """
    _check(count, mean)
    random = np.random.default_rng(seed)
    exponential = random.exponential(1.0 / FIBRILLATION_RATE, count)
    return np.maximum(mean - 1.0 / FIBRILLATION_RATE + CORRELATED_PART * _pink(count, random) + exponential, SHORTEST)


def _pink(count: int, random: np.random.Generator) -> Array:
    """Return noise of unit variance whose spectrum falls about as 1/f: relaxations over each octave of times."""
    times = 2.0 ** np.arange(int(np.log2(SLOWEST_NOISE)) + 1)
    noise = np.zeros(count)
    for memory in np.exp(-1.0 / times):
        start = random.standard_normal() * memory  # as if it had always run
        noise += lfilter([np.sqrt(1.0 - memory**2)], [1.0, -memory], random.standard_normal(count), zi=[start])[0]
    noise /= np.sqrt(len(times))
    return noise


def with_premature_beats(intervals: Array, share: float, seed: int) -> Array:
    """Return the same intervals [s] with a share of premature beats, never two in a row.

    The pause after each is fully compensatory: the beat after it comes when it would have come without.
    """
    if not 0.0 <= share <= 0.5:
        raise ValueError("the share of premature beats lies between 0 and 0.5")
    chosen = np.random.default_rng(seed).random(len(intervals)) < share / (1.0 - share)
    changed = intervals.copy()
    last = 0
    for i in np.flatnonzero(chosen[:-1]):
        if i > last:  # an interval lies between it and the pause before
            early = PREMATURE * intervals[i]
            changed[i], changed[i + 1] = early, intervals[i] + intervals[i + 1] - early
            last = int(i) + 1
    return changed


def read_intervals(path: Path) -> Array:
    """Return the intervals [s] of a file: one a line, or a CSV with a column ``rr``, in seconds or milliseconds.

    Raises
    ------
    InputError
        If the file holds no intervals, says not which column, or has a number that is no R-R interval.
    """
    raw = read_file(path, LARGEST_INPUT)
    if len(raw) > LARGEST_INPUT:
        raise InputError(f"{path.name} is larger than {LARGEST_INPUT // 1_000_000} MB")
    reader = csv.reader(decoded(raw, path.name).splitlines())
    rows = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    column = 0
    if rows and not _is_number(rows[0][1][0]):
        column = _column([name.strip().lower() for name in rows[0][1]], path)
        rows = rows[1:]
    elif rows and len(rows[0][1]) > 1:
        raise InputError(f"{path.name}: of several columns, a first line must call one rr")
    intervals = np.array([_number(row, column, f"{path.name}, line {line}") for line, row in rows])
    if not len(intervals):
        raise InputError(f"{path.name}: the file holds no R-R intervals")
    seconds = intervals / 1000.0 if np.median(intervals) > MILLISECONDS else intervals
    outside = np.flatnonzero((seconds < ALLOWED[0]) | (seconds > ALLOWED[1]))
    if len(outside):
        line = rows[outside[0]][0]
        raise InputError(f"{path.name}, line {line}: {intervals[outside[0]]:g} is no R-R interval from 0.2 to 10 s")
    return seconds


def _column(names: list[str], path: Path) -> int:
    if names.count("rr") != 1:
        raise InputError(f"{path.name}: one column must be called rr, found {', '.join(names)}")
    return names.index("rr")


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _number(row: list[str], column: int, place: str) -> float:
    text = row[column] if column < len(row) else ""
    if not _is_number(text):
        raise InputError(f"{place}: {text!r} is no number")
    return float(text)


def _check(count: int, mean: float) -> None:
    if count < 1 or not SHORTEST + 1.0 / FIBRILLATION_RATE < mean < ALLOWED[1]:
        raise ValueError("a series has at least one interval, of a mean between 0.42 and 10 s")
