"""Pictures of the wall cut open along its long axis, drawn by PyVista without a window.

Seen from the anterior side with the anterior half taken away: septum on the left, lateral wall on the right, base up.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array, Integers
from diastole.errors import InputError

Image = NDArray[np.uint8]

TILT = np.radians(14.0)  # how far the view comes from above
MARGIN = 1.06  # 1, room around the largest state
QUALITY = 8  # samples per pixel
# A second-order tetrahedron as eight of first order; 4 … 9 in the order of VTK: 01, 12, 02, 03, 13, 23.
CHILDREN = np.array(
    [[0, 4, 6, 7], [4, 1, 5, 8], [6, 5, 2, 9], [7, 8, 9, 3], [4, 6, 7, 8], [4, 5, 6, 8], [6, 5, 9, 8], [6, 9, 7, 8]]
)


class WallState(NamedTuple):
    """A wall at an instant."""

    title: str
    points: Array  # (n, 3), cm, deformed
    values: Array  # (n,) at the points or (m,) at the elements


def wall_images(
    tetrahedra: Integers,
    states: Sequence[WallState],
    *,
    limits: tuple[float, float],
    colours: str,
    background: str,
    size: tuple[int, int] = (460, 640),
) -> list[Image]:
    """Return a picture of each state (height, width, 3), all from the same place at the same scale.

    Parameters
    ----------
    tetrahedra
        (m, 4), or (m, 10) in VTK's order, over the points of each state.
    states
        Walls to be drawn; z is the long axis with the base at the largest z, the septum is at −x.
    limits
        Values at both ends of the colours.
    colours
        Name of matplotlib's map.
    background
        Colour behind the wall.
    size
        Width and height, pixels.

    Raises
    ------
    InputError
        If a state does not belong to the elements or holds numbers that are not finite.
    """
    _check(tetrahedra, states)
    points = np.concatenate([state.points for state in states])
    low, high = points.min(axis=0), points.max(axis=0)
    drawn = []
    for state in states:
        plotter = _stage(background, size)
        try:
            plotter.add_mesh(
                _cut_open(tetrahedra, state, 0.5 * (low + high)), scalars="value", cmap=colours, clim=limits,
                show_scalar_bar=False, smooth_shading=False, ambient=0.35, diffuse=0.65, interpolate_before_map=True,
            )  # fmt: skip
            _aim(plotter, low, high, size)
            drawn.append(np.array(plotter.screenshot(return_img=True), np.uint8))
        finally:
            plotter.close()
    return drawn


def _check(tetrahedra: Integers, states: Sequence[WallState]) -> None:
    """Refuse states that cannot be drawn."""
    if not states:
        raise InputError("no state of the wall is given to draw; give at least one.")
    for title, points, values in states:
        if len(values) not in (len(points), len(tetrahedra)):
            raise InputError(
                f"wall '{title}' has {len(values)} values; it needs one for each of its {len(points)} points or "
                f"{len(tetrahedra)} elements."
            )
        if len(points) <= tetrahedra.max():
            raise InputError(f"wall '{title}' has {len(points)} points, but an element has node {tetrahedra.max()}.")
        if not (np.all(np.isfinite(points)) and np.all(np.isfinite(values))):
            raise InputError(f"wall '{title}' has points or values that are not finite; nothing is drawn.")


def linear(tetrahedra: Integers) -> Integers:
    """Return elements of first order (m, 4) or (8 m, 4) for those of any order."""
    return tetrahedra if tetrahedra.shape[1] == 4 else tetrahedra[:, CHILDREN].reshape(-1, 4)


def _cut_open(tetrahedra: Integers, state: WallState, middle: Array) -> Any:
    """Return the inferior half of a wall."""
    import pyvista  # of the extra heart3d, and slow to load

    cells = linear(tetrahedra)
    grid = pyvista.UnstructuredGrid({pyvista.CellType.TETRA: cells}, np.asarray(state.points, np.float64))
    if len(state.values) == len(state.points):
        grid.point_data["value"] = state.values
    else:
        grid.cell_data["value"] = np.repeat(state.values, len(cells) // len(tetrahedra))
    return grid.clip("y", origin=(0.0, float(middle[1]), 0.0), invert=False)


def _stage(background: str, size: tuple[int, int]) -> Any:
    """Return an empty picture; VTK finds by itself how to draw without a display and need not say so."""
    import pyvista  # as above
    from vtkmodules.vtkCommonCore import vtkLogger

    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_ERROR)
    plotter = pyvista.Plotter(off_screen=True, window_size=list(size), lighting="none")
    plotter.set_background(background)
    plotter.enable_anti_aliasing("msaa", multi_samples=QUALITY)
    plotter.add_light(pyvista.Light(light_type="headlight"))
    return plotter


def _aim(plotter: Any, low: Array, high: Array, size: tuple[int, int]) -> None:
    """Look at the box from the front and a little from above, without perspective."""
    middle, extent = 0.5 * (low + high), high - low
    tall = extent[2] * np.cos(TILT) + 0.5 * extent[1] * np.sin(TILT)
    wide = extent[0] * size[1] / size[0]
    away = 10.0 * float(np.linalg.norm(extent))
    eye = middle + away * np.array([0.0, -np.cos(TILT), np.sin(TILT)])
    plotter.camera_position = [tuple(eye), tuple(middle), (0.0, 0.0, 1.0)]
    plotter.enable_parallel_projection()
    plotter.camera.parallel_scale = 0.5 * MARGIN * max(tall, wide)
    plotter.reset_camera_clipping_range()
