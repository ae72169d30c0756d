"""A curved surface as places that lie densely on it, each with its area.

A mean over a part of the surface, such as a slice, then hardly depends on where the nodes of the mesh happen to lie.
"""

from typing import NamedTuple

import numpy as np

from diastole.arrays import Array, Integers

PARTS = 12  # of each side of a triangle, which then has 144 places


class SampledSurface(NamedTuple):
    """Places on a surface of second-order triangles, triangle by triangle."""

    nodes: Integers  # (k, 6), corners a, b, c and the middles of ab, bc, ca
    places: Array  # (p, 3) cm
    areas: Array  # (p,) cm², which each place stands for

    def spread(self, values: Array, count: int) -> Array:
        """Return weights of the mesh's nodes (count,): their sum with a field is that of ``values`` (p,) with it."""
        shares = values.reshape(len(self.nodes), -1) @ SHAPES
        return np.bincount(self.nodes.ravel(), shares.ravel(), count)


def sample(nodes: Integers, points: Array) -> SampledSurface:
    """Return a surface of triangles (k, 6), as of `with_middles`, of a mesh with nodes at ``points`` (n, 3) [cm]."""
    places, along, across = (_joined(functions, points[nodes]) for functions in (SHAPES, ALONG, ACROSS))
    return SampledSurface(nodes, places, 0.5 * np.linalg.norm(np.cross(along, across), axis=1) / len(INSIDE))


def _joined(functions: Array, nodes: Array) -> Array:
    """Return what functions (s, 6) make of values at the nodes of triangles (k, 6, 3): (k s, 3)."""
    return np.einsum("sa,kai->ksi", functions, nodes).reshape(-1, 3)


def _inside() -> Array:
    """Return the middles of the small triangles into which a triangle is cut, by their shares of its corners (s, 3)."""
    upright = [(i + 1 / 3, j + 1 / 3) for i in range(PARTS) for j in range(PARTS - i)]
    turned = [(i + 2 / 3, j + 2 / 3) for i in range(PARTS) for j in range(PARTS - i - 1)]
    b, c = np.array(upright + turned).T / PARTS
    return np.column_stack((1.0 - b - c, b, c))


INSIDE = _inside()
_A, _B, _C = INSIDE.T
_NONE = np.zeros_like(_A)
# The functions of second order of the six nodes at these places, and their slopes from corner a to b and from a to c.
SHAPES = np.column_stack((*(s * (2.0 * s - 1.0) for s in (_A, _B, _C)), 4 * _A * _B, 4 * _B * _C, 4 * _C * _A))
ALONG = np.column_stack((1 - 4 * _A, 4 * _B - 1, _NONE, 4 * (_A - _B), 4 * _C, -4 * _C))
ACROSS = np.column_stack((1 - 4 * _A, _NONE, 4 * _C - 1, -4 * _B, 4 * _B, 4 * (_A - _C)))
