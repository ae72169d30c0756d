"""Places of the console's numbers on a pressure curve."""

import numpy as np

from diastole.faces.figures.traces import Array, repeated, turning_points
from diastole.model.run import Run

type Landmark = tuple[str, float, float]  # label, time [s], pressure [mmHg]

PEAKS = ("AUG", "ASYS", "SYS")
TROUGHS = ("ADIA", "DIA")
NEAR = 2.0  # mmHg: a label further off its curve is not drawn
EDGE = 0.03  # share of the width that stays free of labels


def landmarks(run: Run, length: float, *, late: bool = False) -> list[Landmark]:
    """Return the places of the console's numbers on aortic pressure: peaks early or late, troughs midway."""
    time, pressure = repeated(run, "aortic_pressure", length)
    peaks, troughs = turning_points(pressure)
    labels = [
        *_matched(run, PEAKS, (time, pressure), peaks, length if late else 0.0),
        *_matched(run, TROUGHS, (time, pressure), troughs, 0.5 * length),
        *_notch(run, (time, pressure), length),
    ]
    return sorted(labels, key=lambda label: label[1])


def _matched(
    run: Run, names: tuple[str, ...], curve: tuple[Array, Array], turns: list[int], preferred: float
) -> list[Landmark]:
    """Match labels with turning points of the same pressure nearest to a time [s], each point used once."""
    points = [(float(time), float(pressure)) for time, pressure in zip(*(part[turns] for part in curve), strict=True)]
    length = float(curve[0][-1])
    free = [point for point in points if EDGE * length < point[0] < (1.0 - EDGE) * length]
    labels = []
    for name in names:
        value = run.labels.get(name)
        if value is None:
            continue
        misses = [(round(abs(pressure - value)), abs(time - preferred), (time, pressure)) for time, pressure in free]
        miss, _, best = min(misses, default=(NEAR, 0.0, (0.0, 0.0)))
        if miss < NEAR:
            free.remove(best)
            labels.append((name, *best))
    return labels


def _notch(run: Run, curve: tuple[Array, Array], length: float) -> list[Landmark]:
    """Return the dicrotic notch: where forward flow through the aortic valve first ends."""
    value = run.labels.get("DN")
    if value is None:
        return []
    time, pressure = curve
    flow = repeated(run, "aortic_flow", length)[1]
    ends = np.flatnonzero((flow[:-1] > 0.0) & (flow[1:] <= 0.0)) + 1
    near = [int(i) for i in ends if abs(pressure[i] - value) < 2 * NEAR]
    return [("DN", float(time[near[0]]), float(pressure[near[0]]))] if near else []
