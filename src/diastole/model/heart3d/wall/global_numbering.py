"""One numbering of nodes and elements for any number of ranks: the order in which the mesh was drawn or read.

Fields that are spread over the ranks are gathered in this order, and distributed from it again.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array, Integers
from diastole.model.heart3d.mesh.tetrahedra import NODES
from diastole.model.heart3d.wall.finite_element_wall import FiniteElementWall

Values = NDArray[Any]


class Layout:
    """The places of this rank's unknowns and integration points in the numbering of the whole mesh."""

    def __init__(self, wall: FiniteElementWall):
        points, mesh = wall.points, wall.points.mesh
        self.comm = mesh.comm
        self._elements = np.asarray(mesh.topology.original_cell_index[: points.elements], np.int64)
        self._per_element = len(points.reference)
        global_nodes = np.asarray(mesh.geometry.input_global_indices, np.int64)
        space = wall.displacement.function_space
        self._node_of = np.empty(wall.displacement.x.array.size // 3, np.int64)
        self._node_of[space.dofmap.list.ravel()] = global_nodes[mesh.geometry.dofmaps[0].ravel()]
        self._nodes = int(mesh.geometry.index_map().size_global)
        self._count = int(mesh.topology.index_map(3).size_global)
        own = global_nodes[mesh.geometry.dofmaps[0][: points.elements]]
        drawn = self._joined(own.T, self._elements, self._count).T
        self.tetrahedra: Integers = np.empty_like(drawn)  # (m, 10), the nodes of all elements, in VTK's order
        self.tetrahedra[:, NODES] = drawn
        # (n, 3) cm, coordinates of all nodes in the unloaded shape
        self.places: Array = self._joined(mesh.geometry.x.T, global_nodes, self._nodes).T

    def join_nodes(self, values: Values) -> Values:
        """Gather a vector field, (…, unknowns) of this rank, as (…, n, 3) of the whole mesh on every rank."""
        apart = np.moveaxis(values.reshape(*values.shape[:-1], -1, 3), -2, -1)
        return np.moveaxis(self._joined(apart, self._node_of, self._nodes), -1, -2)

    def share_nodes(self, joined: Values) -> Values:
        """Return this rank's part, (…, unknowns), of a field (…, n, 3)."""
        return joined[..., self._node_of, :].reshape(*joined.shape[:-2], -1)

    def join_points(self, values: Values) -> Values:
        """Gather values at integration points, (…, points) of this rank, as (…, m, q) of the whole mesh."""
        apart = np.moveaxis(values.reshape(*values.shape[:-1], -1, self._per_element), -2, -1)
        return np.moveaxis(self._joined(apart, self._elements, self._count), -1, -2)

    def share_points(self, joined: Values) -> Values:
        """Return this rank's part, (…, points), of values (…, m, q)."""
        return joined[..., self._elements, :].reshape(*joined.shape[:-2], -1)

    def _joined(self, values: Values, numbers: Integers, count: int) -> Values:
        """Gather values (…, own), whose global numbers are (own,), as (…, count)."""
        whole = np.empty((*values.shape[:-1], count), values.dtype)
        for part, where in self.comm.allgather((values, numbers)):
            whole[..., where] = part
        return whole
