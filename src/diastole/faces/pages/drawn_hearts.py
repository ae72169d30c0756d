"""The two hearts of a step as a drawing of a kilobyte, for paper and for a page without JavaScript."""

import numpy as np
from markupsafe import Markup

from diastole.arrays import Array
from diastole.model.run import Comparison, Run

WIDTH, HEIGHT, TOP = 300, 100, 14  # px of the frame, and above it for the legend
POINTS = 45  # of a trace
TICK = 20.0  # mmHg, to which the axis is rounded
LEGEND = "Aorta and left ventricle; dashed: without"
AORTA, VENTRICLE = "aortic_pressure", "lv_pressure"


def drawn_hearts(comparison: Comparison, label: str) -> Markup:
    """Return pressures of aorta and left ventricle with the balloon, and of the aorta without, as an ``<svg>``."""
    pumped, plain = comparison.with_, comparison.without
    top = TICK * np.ceil(max(run.signals[name].max() for run in (pumped, plain) for name in (AORTA, VENTRICLE)) / TICK)
    end = float(pumped.time[-1])
    drawn = ((plain, AORTA, "aorta without"), (pumped, VENTRICLE, "ventricle"), (pumped, AORTA, "aorta"))
    paths = "".join(f'<path class="{role}" d="{_path(run, name, end, top)}"/>' for run, name, role in drawn)
    levels = _levels(np.arange(0.0, top + 1.0, 2 * TICK), top)
    return Markup('<svg class="drawn" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, TOP + HEIGHT, label, Markup(f'<text y="9">{LEGEND}</text>{levels}{paths}')
    )


def _levels(levels: Array, top: float) -> str:
    places = _y(levels, top)
    ticks = "".join(f"M0 {y}h{WIDTH}" for y in places)
    named = zip(levels, places, strict=True)
    texts = "".join(f'<text x="{WIDTH}" y="{y - 2}">{level:.0f}</text>' for level, y in named)
    return f'<path class="tick" d="{ticks}"/><g class="level">{texts}</g>'


def _y(pressure: float | Array, top: float) -> Array:
    return np.round(TOP + HEIGHT * (1.0 - np.asarray(pressure) / top)).astype(int)


def _path(run: Run, name: str, end: float, top: float) -> str:
    """Return a trace over a time [s], repeated where its cycle is shorter: each point relative to the one before."""
    times = np.linspace(0.0, end, POINTS)
    x = np.round(WIDTH * times / end).astype(int)
    y = _y(np.interp(np.mod(times, run.time[-1]), run.time, run.signals[name]), top)
    steps = "".join(f" {dx} {dy}" for dx, dy in zip(np.diff(x), np.diff(y), strict=True))
    return f"M{x[0]} {y[0]}l{steps.strip()}".replace(" -", "-")
