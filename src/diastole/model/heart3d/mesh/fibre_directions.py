"""Directions in the wall from what meshio has read: unit vectors at cells or points."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from diastole.errors import InputError
from diastole.model.heart3d.mesh.mesh_checks import place

Floats = NDArray[np.float64]

SHORTEST = 1e-8  # 1, a vector shorter than this is no direction
PARALLEL = 0.99  # 1, cosine between fibre and sheet from which they are one direction


def has(content: Any, name: str) -> bool:
    """Whether what meshio read has such data."""
    return name in content.cell_data or name in content.point_data


def vectors(content: Any, name: str, kind: str, path: Any) -> tuple[Floats, str]:
    """Return unit vectors and where they are given: at the elements if both are there."""
    if not has(content, name):
        known = ", ".join([*content.cell_data, *content.point_data]) or "nothing"
        raise InputError(f"mesh '{path}' has no '{name}' at cells or points (it has {known}): add it as vectors, "
                         "or leave the mesh away to have fibres by rule.")  # fmt: skip
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
        values[unused] = 1.0  # loose points are dropped later
    if values.ndim != 2 or values.shape[1] != 3:
        raise InputError(f"'{name}' of mesh '{path}' has shape {values.shape}; it needs three components.")
    lengths = np.linalg.norm(values, axis=1)
    wrong = np.flatnonzero(~(lengths > SHORTEST) | ~np.isfinite(lengths))
    if wrong.size:
        what, first = "element" if at == "cells" else "point", int(wrong[0])
        raise InputError(
            f"'{name}' of {what} {first} at {place(where[first], 'of the file')} has length {lengths[first]:g}, "
            f"and {wrong.size} of {len(values)} are no directions: give a vector at each {what}."
        )
    return values / lengths[:, None], at


def check_pair(fibre: Floats, sheet: Floats, *, same_place: bool, path: Any) -> None:
    """Refuse a sheet direction that says nothing beside the fibre."""
    if not same_place:
        raise InputError(f"mesh '{path}' gives fibre and sheet at different places: give both at cells or at points.")
    along = np.flatnonzero(np.abs(np.einsum("ij,ij->i", fibre, sheet)) > PARALLEL)
    if along.size:
        raise InputError(f"'sheet' is parallel to 'fibre' in row {along[0]} and {along.size} in all of '{path}': "
                         "give the direction across the layers, or leave it out.")  # fmt: skip
