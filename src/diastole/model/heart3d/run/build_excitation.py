"""Builds activation and calcium of a patient's wall, and the local constants of its muscle that go with them."""

import numpy as np

from diastole.arrays import Array
from diastole.model.heart3d.conduction.activation import activation_pattern
from diastole.model.heart3d.conduction.cell_calcium import layer_curves, layers_at
from diastole.model.heart3d.conduction.excitation import CellTransient, Excitation, OneFibreTransient
from diastole.model.heart3d.wall.loaded_ventricle import LoadedVentricle, activation_delays
from diastole.model.heart3d.wall.local_constants import SAME, SPREAD, LocalConstants, local_constants, matched_cells
from diastole.model.heart3d.wall.wall_crossbridges import MuscleDrive
from diastole.model.patient.wall_geometry import Wall


def build_excitation(
    wall: Wall, loaded: LoadedVentricle, drive: MuscleDrive, stretch: float, period: float
) -> tuple[Excitation, LocalConstants]:
    """Return activation and calcium of the points, and the local constants.

    The constants are those of normal conduction; a block changes the delays only.

    Parameters
    ----------
    wall
        Names the activation and the calcium.
    loaded
        The wall at the end of diastole.
    drive, stretch
        Of the left one fibre, and the stretch of its sarcomeres at the end of diastole [1].
    period
        Of the beat at which cells are paced [s].
    """
    uniform = wall.activation == "uniform"
    normal = np.zeros(loaded.points.count) if uniform else activation_delays(loaded, activation_pattern("normal"))
    as_usual = wall.activation in ("uniform", "normal")
    delays = normal if as_usual else activation_delays(loaded, activation_pattern(wall.activation))
    spread = np.zeros(1) if uniform else _percentiles(loaded, normal)
    if wall.calcium == "one_fibre":
        constants = SAME if uniform else local_constants(drive, stretch, spread)
        return OneFibreTransient(delays - constants.lead, loaded.walls), constants
    curves, spacing = layer_curves(period)
    layers = layers_at(loaded.coordinates.cover)
    rows = np.arange(len(curves))
    one_each = CellTransient(np.zeros(rows.size), np.zeros_like(rows), rows, curves, spacing=spacing)
    shares = np.array([loaded.points.integral((layers == row).astype(float)) for row in rows])
    gain, constants = matched_cells(drive, stretch, spread, one_each, shares)
    late = delays - constants.lead
    return CellTransient(late, loaded.walls, layers, curves, spacing=spacing, gain=gain), constants


def _percentiles(loaded: LoadedVentricle, values: Array) -> Array:
    """Return percentiles of values over the volume of the whole wall."""
    comm = loaded.points.mesh.comm
    everywhere, weights = (np.concatenate(comm.allgather(part)) for part in (values, loaded.points.weights))
    order = np.argsort(everywhere, kind="stable")
    volume = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(SPREAD / 100.0, volume / weights.sum(), everywhere[order])
