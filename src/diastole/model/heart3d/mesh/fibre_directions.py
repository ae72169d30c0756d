"""Fibre and sheet directions of a user's mesh, as meshio has read them: unit vectors at cells or points."""

from typing import Any

import numpy as np

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.heart3d.mesh.mesh_checks import place

SHORTEST = 1e-8  # 1, a shorter vector has no direction
PARALLEL = 0.99  # 1, fibre and sheet count as parallel if the cosine between them is larger


def has_directions(content: Any, name: str) -> bool:
    """Return whether the mesh has data of this name."""
    return name in content.cell_data or name in content.point_data


def unit_directions(content: Any, name: str, kind: str, path: Any) -> tuple[Array, str]:
    """Return unit vectors and where they are given; the elements count if the points have them too."""
    at = "cells" if name in content.cell_data else "points"
    if at == "cells":
        rows = zip(content.cells, content.cell_data[name], strict=True)
        blocks = [(cells.data, np.asarray(values)) for cells, values in rows if cells.type == kind]
        values = np.concatenate([block for _, block in blocks])
        where = np.concatenate([content.points[nodes[:, :4]].mean(axis=1) for nodes, _ in blocks])
    else:
        values, where = np.asarray(content.point_data[name]), content.points
        unused = np.setdiff1d(
            np.arange(len(where)), np.concatenate([c.data.ravel() for c in content.cells if c.type == kind])
        )
        values = values.copy()
        values[unused] = 1.0  # points of no element are dropped later
    if values.ndim != 2 or values.shape[1] != 3:
        raise InputError(f"'{name}' of mesh '{path}' has shape {values.shape}; it needs three components.")
    lengths = np.linalg.norm(values, axis=1)
    wrong = np.flatnonzero(~(lengths > SHORTEST) | ~np.isfinite(lengths))
    if wrong.size:
        what, first = "element" if at == "cells" else "point", int(wrong[0])
        raise InputError(
            f"'{name}' of {what} {first} at {place(where[first], 'of the file')} has length {lengths[first]:g}, "
            f"and {wrong.size} of {len(values)} vectors have no direction: give a vector at each {what}."
        )
    return values / lengths[:, None], at


def check_pair(fibre: Array, sheet: Array, *, same_place: bool, path: Any) -> None:
    """Refuse a sheet direction that is parallel to the fibre, or given elsewhere."""
    if not same_place:
        raise InputError(f"mesh '{path}' gives fibre and sheet at different places: give both at cells or at points.")
    along = np.flatnonzero(np.abs(np.einsum("ij,ij->i", fibre, sheet)) > PARALLEL)
    if along.size:
        raise InputError(f"'sheet' is parallel to 'fibre' in row {along[0]} and {along.size} in all of '{path}': "
                         "give the direction across the layers, or leave it out.")  # fmt: skip
