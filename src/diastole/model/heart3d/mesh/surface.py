"""The surface of a second-order mesh as plain triangles, and element values at its nodes, for drawing."""

import numpy as np

from diastole.arrays import Array, Integers
from diastole.model.heart3d.mesh.mesh_checks import MIDDLES, boundary


def with_middles(tetrahedra: Integers, triangles: Integers) -> Integers:
    """Return triangles (k, 3) of elements (m, 10) in VTK's order with the middles of their sides ab, bc, ca (k, 6)."""
    ends = np.sort(np.concatenate([tetrahedra[:, list(pair)] for pair in MIDDLES]), axis=1)
    middles = np.concatenate([tetrahedra[:, 4 + i] for i in range(len(MIDDLES))])
    middle_of = dict(zip(map(tuple, ends.tolist()), middles.tolist(), strict=True))
    sides = [np.sort(triangles[:, pair], axis=1).tolist() for pair in ([0, 1], [1, 2], [2, 0])]
    return np.column_stack((triangles, *([middle_of[a, b] for a, b in side] for side in sides)))


def surface(tetrahedra: Integers) -> Integers:
    """Return the surface of elements (m, 10) in VTK's order: four triangles a face (4 k, 3), normals outward."""
    triangles = []
    for a, b, c, ab, bc, ca in with_middles(tetrahedra, boundary(tetrahedra[:, :4])).tolist():
        triangles += [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    return np.array(triangles, dtype=np.int64)


def at_nodes(tetrahedra: Integers, values: Array, volume: Array, count: int) -> Array:
    """Return values of elements (m,) at nodes (n,): means of the elements around, weighted by their volume (m,)."""
    nodes = tetrahedra.ravel()
    weights = np.repeat(volume, tetrahedra.shape[1])
    total = np.bincount(nodes, weights, count)
    summed = np.bincount(nodes, weights * np.repeat(values, tetrahedra.shape[1]), count)
    means: Array = summed / total
    return means
