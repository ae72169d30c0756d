"""The two hearts of a step as a drawing of a few hundred bytes, for paper and for a page without JavaScript."""

from collections.abc import Mapping

import numpy as np
from markupsafe import Markup

from diastole.arrays import Array
from diastole.model.run import Comparison, Run

WIDTH, HEIGHT, GAP, TOP = 240, 100, 14, 16  # px of a panel, between panels, and for its title
POINTS = 60  # of a trace
TICK = 20.0  # mmHg, to which the axis is rounded
TRACES: Mapping[str, str] = {"lv_pressure": "ventricle", "aortic_pressure": "aorta"}


def drawn_hearts(comparison: Comparison, label: str) -> Markup:
    """Return pressures of aorta and left ventricle of both hearts as an ``<svg>`` element."""
    runs = {"Without the balloon": comparison.without, "With the balloon": comparison.with_}
    highest = max(run.signals[name].max() for run in runs.values() for name in TRACES)
    top = TICK * np.ceil(highest / TICK)
    end = max(float(run.time[-1]) for run in runs.values())
    panels = "".join(
        f'<g transform="translate({place * (WIDTH + GAP)} 0)"><text y="11">{title}</text>{_panel(run, end, top)}</g>'
        for place, (title, run) in enumerate(runs.items())
    )
    return Markup('<svg class="drawn" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        2 * WIDTH + GAP, TOP + HEIGHT, label, Markup(panels)
    )


def _panel(run: Run, end: float, top: float) -> str:
    """Return the frame and the traces of one heart, repeated until the longer support cycle of both ends."""
    times = np.linspace(0.0, end, POINTS)
    x = np.round(WIDTH * times / end).astype(int)
    paths = ""
    for name, role in TRACES.items():
        pressures = np.interp(np.mod(times, run.time[-1]), run.time, run.signals[name])
        y = np.round(TOP + HEIGHT * (1.0 - pressures / top)).astype(int)
        paths += f'<path class="{role}" d="{_path(x, y)}"/>'
    ticks = "".join(_tick(level, top) for level in np.arange(0.0, top + 1.0, 2 * TICK))
    return ticks + paths


def _tick(level: float, top: float) -> str:
    y = round(TOP + HEIGHT * (1.0 - level / top))
    return f'<path class="tick" d="M0 {y}h{WIDTH}"/><text x="{WIDTH}" y="{y - 2}" class="level">{level:.0f}</text>'


def _path(x: Array, y: Array) -> str:
    """Return a line through points, each after the first relative to the one before."""
    steps = "".join(f" {dx} {dy}" for dx, dy in zip(np.diff(x), np.diff(y), strict=True))
    return f"M{x[0]} {y[0]}l{steps.strip()}".replace(" -", "-")
