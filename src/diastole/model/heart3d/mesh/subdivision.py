"""Subdivision of tetrahedra into eight: activation, with its thin fast layer, needs a finer mesh than mechanics."""

from typing import NamedTuple

import numpy as np

from diastole.arrays import Array, Integers
from diastole.model.heart3d.mesh.mesh_checks import EDGES

# Four at the corners, and four of the octahedron between them, around its diagonal from the middle of edge 0-2 to the
# middle of edge 1-3. Nodes 4 … 9 are the middles of EDGES.
CHILDREN = np.array(
    [[0, 4, 5, 6], [4, 1, 7, 8], [5, 7, 2, 9], [6, 8, 9, 3], [4, 5, 6, 8], [4, 7, 5, 8], [5, 7, 9, 8], [5, 9, 6, 8]]
)


class Subdivision(NamedTuple):
    """A finer mesh whose first nodes are the nodes of the coarse mesh."""

    tetrahedra: Integers  # (8 m, 4), the same orientation as their parents
    parents: Integers  # (8 m,), the element that each was cut from
    ends: Integers  # (n_new, 2), each new node lies in the middle between these two

    def fill(self, values: Array) -> Array:
        """Return values at all nodes from those at the coarse nodes (n, …): a new node has the mean of its ends."""
        return np.concatenate((values, 0.5 * (values[self.ends[:, 0]] + values[self.ends[:, 1]])))


def subdivided(points: Array, tetrahedra: Integers) -> Subdivision:
    """Cut each tetrahedron (m, 4) over points (n, 3) into eight.

    The coordinates of the corners, not their numbers, decide which of its three diagonals cuts the inner octahedron.
    """
    rank = np.empty(len(points), np.int64)
    rank[np.lexsort(points.T)] = np.arange(len(points))
    order = np.argsort(rank[tetrahedra], axis=1)
    sorted_ = np.take_along_axis(tetrahedra, order, axis=1)
    pairs = np.stack([sorted_[:, edge] for edge in EDGES], axis=1)  # (m, 6, 2)
    ends, which = np.unique(np.sort(pairs.reshape(-1, 2), axis=1), axis=0, return_inverse=True)
    ten = np.concatenate((sorted_, len(points) + which.reshape(-1, len(EDGES))), axis=1)
    children = ten[:, CHILDREN]
    swaps = sum(order[:, i] > order[:, j] for i, j in EDGES)
    odd = np.asarray(swaps) % 2 == 1
    children[odd] = children[odd][:, :, [0, 1, 3, 2]]
    return Subdivision(
        tetrahedra=children.reshape(-1, 4).astype(np.int64),
        parents=np.repeat(np.arange(len(tetrahedra)), len(CHILDREN)),
        ends=ends.astype(np.int64),
    )
