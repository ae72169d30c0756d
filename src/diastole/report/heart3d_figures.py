"""Pictures of a run of the 3D heart: the wall cut open, the segments, the beating wall."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from diastole.report.bullseye import AMOUNTS, CHANGES, draw_bullseye
from diastole.report.figures import blank_figure, styled, write_figure
from diastole.report.theme import THEMES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from diastole.heart3d.pictures import WallState
    from diastole.heart3d.results import Condition, Results

TITLES = {"without": "without balloon pump", "with": "with balloon pump"}
FRAMES = 40  # of an animation, at most
NMOL = 1000.0  # nmol/µmol
TENSION = "Active tension [kPa]"


def save_wall_picture(results: "Results", path: Path, theme: str = "light") -> Path:
    """Draw the wall at end-diastole and at end-systole, coloured by active tension, all on one scale."""
    from diastole.report.walls import draw_walls

    states = [state for name, one in results.conditions.items() for state in _states(results, name, one)]
    return draw_walls(path, results.mesh.tetrahedra, states, TENSION, theme=theme)


def _states(results: "Results", name: str, condition: "Condition") -> "list[WallState]":
    """Return the wall at the two moments."""
    from diastole.heart3d.pictures import WallState

    found = []
    for moment, time in (("End-diastole", 0.0), ("End-systole", condition.end_systole)):
        at = condition.fields.at(time)
        points = results.mesh.places + condition.fields.displacement[at]
        values = condition.fields.of_elements["active_tension"][at].astype(float)
        found.append(WallState(f"{moment} {TITLES[name]}", points, values))
    return found


def save_bullseye(results: "Results", path: Path, theme: str = "light") -> Path:
    """Draw the ATP use of each segment: of one condition, or without, with, and the change."""
    return write_figure(
        cost_figure({name: one.segments["atp"] for name, one in results.conditions.items()}, theme), path
    )


def cost_figure(atp: dict[str, np.ndarray], theme: str = "light") -> "Figure":
    """Return bull's eyes of the ATP use (17,) by condition on one scale, and of its change in percent."""
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    colours = THEMES[theme]
    every = NMOL * np.concatenate(list(atp.values()))
    amounts = Normalize(float(np.nanmin(every)), float(np.nanmax(every)))
    panels = [(TITLES[name].capitalize(), NMOL * values, amounts, AMOUNTS) for name, values in atp.items()]
    scales = [("ATP of contraction per beat [nmol/mL]", len(panels))]
    if len(atp) == 2:
        before, after = atp.values()
        change = 100.0 * (after / before - 1.0)
        most = max(float(np.nanmax(np.abs(change))), np.finfo(float).tiny)
        panels.append(("Change by the pump", change, Normalize(-most, most), CHANGES))
        scales.append(("Change [%]", 1))
    with styled():
        figure = blank_figure(3.4 * len(panels) + 0.9 * len(scales), 3.5, colours)
        axes = list(figure.subplots(1, len(panels), squeeze=False)[0])
        for one, (title, values, norm, name) in zip(axes, panels, strict=True):
            decimals = 1 if name == CHANGES else 0
            draw_bullseye(one, values, norm, colormaps[name], theme=colours, decimals=decimals)
            one.set_title(title, fontsize=9.5, color=colours.ink, parse_math=False)
        start = 0
        for label, count in scales:
            _, _, norm, name = panels[start]
            bar = figure.colorbar(
                ScalarMappable(norm, colormaps[name]), ax=axes[start : start + count], shrink=0.8, aspect=22
            )
            bar.set_label(label, color=colours.ink)
            bar.ax.tick_params(colors=colours.muted, labelsize=8)
            bar.outline.set_edgecolor(colours.muted)
            start += count
        return figure


def save_animation(results: "Results", condition: "Condition", path: Path) -> Path:
    """Write the beating wall of a condition, coloured by active tension, for the web."""
    from diastole.heart3d.animation import write_animation
    from diastole.heart3d.surface import at_nodes, surface

    mesh, fields = results.mesh, condition.fields
    chosen = np.unique(np.linspace(0, len(fields.time) - 1, min(FRAMES, len(fields.time))).round().astype(int))
    tension = fields.of_elements["active_tension"][chosen].astype(float)
    values = np.stack([at_nodes(mesh.tetrahedra, row, mesh.volume, len(mesh.places)) for row in tension])
    peaks = [one.fields.of_elements["active_tension"] for one in results.conditions.values()]
    most = max(float(np.percentile(one.max(axis=0), 99.5)) for one in peaks)
    return write_animation(
        path, mesh.places + fields.displacement[chosen], surface(mesh.tetrahedra), values, fields.time[chosen],
        limits=(0.0, most), name=results.heart.one_fibre.patient.name,
    )  # fmt: skip
