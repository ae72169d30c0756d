"""Pictures of a run of the 3D heart: the wall cut open, the segments, the beating wall."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from diastole.faces.figures.bullseye import Group, bullseye_figure
from diastole.faces.figures.comparison_figure import blank_figure, dress, styled, write_figure
from diastole.faces.figures.legend import legend_style
from diastole.faces.figures.panels import STRONG, THIN
from diastole.faces.figures.theme import THEMES
from diastole.faces.figures.walls import walls_figure
from diastole.model.heart3d.mesh.surface import at_nodes, surface
from diastole.model.heart3d.output.animation import DrawnQuantity, animation, write_animation
from diastole.model.heart3d.output.pictures import WallState

if TYPE_CHECKING:
    from diastole.model.heart3d.run.heart_results import ConditionResult, Heart3DResults

TITLES = {"without": "without balloon pump", "with": "with balloon pump"}
FRAMES = 40  # of an animation, at most
NMOL = 1000.0  # nmol/µmol
TENSION = "Active tension [kPa]"
SHOWN = {  # of an animation: title, and factor to the unit in it, by the names of `FIELDS`
    "active_tension": (TENSION, 1.0),
    "fibre_strain": ("Fibre strain from the shape without load [%]", 100.0),
    "atp": ("ATP of contraction since the QRS onset [nmol/mL]", NMOL),
}
OUTSIDE = 0.5  # %, of the values, beyond each end of the colours
SIDES = {"lv": "Left ventricle", "rv": "Right ventricle"}


def save_wall_picture(results: "Heart3DResults", path: Path, theme: str = "light") -> Path:
    """Draw the wall at end-diastole and at end-systole, coloured by active tension, all on one scale."""
    states = [state for name, each in results.conditions.items() for state in _states(results, name, each)]
    return write_figure(walls_figure(results.mesh.tetrahedra, states, TENSION, theme=theme), path)


def _states(results: "Heart3DResults", name: str, condition: "ConditionResult") -> list[WallState]:
    """Return the wall at the two moments."""
    states = []
    for moment, time in (("End-diastole", 0.0), ("End-systole", condition.end_systole)):
        at = condition.fields.at(time)
        points = results.mesh.places + condition.fields.displacement[at]
        tension = condition.fields.of_elements["active_tension"][at].astype(float)
        values = at_nodes(results.mesh.tetrahedra, tension, results.mesh.volume, len(points))
        states.append(WallState(f"{moment} {TITLES[name]}", points, values))
    return states


def save_loops(results: "Heart3DResults", path: Path, theme: str = "light") -> Path:
    """Draw the pressure–volume loops of both ventricles in the first beat of each condition."""
    colours = THEMES[theme]
    with styled():
        figure = blank_figure(8.0, 3.6, colours)
        for axes, (side, title) in zip(figure.subplots(1, 2), SIDES.items(), strict=True):
            for place, (name, each) in enumerate(results.conditions.items()):
                one = each.beat.trace.first_beat
                style = THIN if place == 0 and len(results.conditions) > 1 else STRONG
                axes.plot(
                    each.beat.trace[f"v_{side}"][one], each.beat.trace[f"p_{side}"][one], label=TITLES[name],
                    color=colours.ventricle if side == "lv" else colours.atrium, **style,
                )  # fmt: skip
            axes.set(title=title, xlabel="Volume, mL", ylabel="Pressure, mmHg")
            dress(axes, colours)
            axes.set_ylim(bottom=0.0)
        if len(results.conditions) > 1:
            axes.legend(**legend_style(colours))
        return write_figure(figure, path)


def save_bullseye(results: "Heart3DResults", path: Path, theme: str = "light") -> Path:
    """Draw the ATP use of each segment: of one condition, or without, with, and the change."""
    atp = {name: NMOL * each.segments["atp"] for name, each in results.conditions.items()}
    amounts = {TITLES[name].capitalize(): values for name, values in atp.items()}
    groups = [Group(amounts, "ATP of contraction per beat [nmol/mL]", decimals=0)]
    if len(atp) == 2:
        change = 100.0 * (atp["with"] / atp["without"] - 1.0)
        groups.append(Group({"Change by the pump": change}, "Change [%]", changes=True))
    return write_figure(bullseye_figure(*groups, theme=theme), path)


def save_animation(results: "Heart3DResults", condition: "ConditionResult", path: Path) -> Path:
    """Write the beating wall of a condition, coloured by active tension, for the web."""
    return write_animation(path, _animation(results, condition))


def animations(results: "Heart3DResults") -> dict[str, bytes]:
    """Return the beating wall of each condition, as the content of a .glb file; all have the same limits of colours."""
    return {key: _animation(results, each) for key, each in results.conditions.items()}


def _animation(results: "Heart3DResults", condition: "ConditionResult") -> bytes:
    """Return the beating wall of a condition as the content of a .glb file."""
    mesh, fields = results.mesh, condition.fields
    chosen = np.unique(np.linspace(0, len(fields.time) - 1, min(FRAMES, len(fields.time))).round().astype(int))
    quantities = {}
    for key, (title, factor) in SHOWN.items():
        rows = factor * fields.of_elements[key][chosen].astype(float)
        values = np.stack([at_nodes(mesh.tetrahedra, row, mesh.volume, len(mesh.places)) for row in rows])
        quantities[key] = DrawnQuantity(title, values, _limits(results, key, factor))
    return animation(
        mesh.places + fields.displacement[chosen], surface(mesh.tetrahedra), quantities, fields.time[chosen],
        results.heart.one_fibre.patient.name,
    )  # fmt: skip


def _limits(results: "Heart3DResults", key: str, factor: float) -> tuple[float, float]:
    """Return between which values nearly all elements are, over the beat and in every condition."""
    values = np.concatenate([each.fields.of_elements[key].ravel() for each in results.conditions.values()])
    low, high = factor * np.percentile(values, (OUTSIDE, 100.0 - OUTSIDE))
    return float(low), float(high)
