"""Integration points of the wall: their places, their weights, and fields that have values at them."""

from functools import cached_property
from typing import Any

import basix
import basix.ufl
import numpy as np
import ufl
from dolfinx import fem
from dolfinx.mesh import Mesh
from mpi4py import MPI

from diastole.arrays import Array
from diastole.model.heart3d.wall.form_cache import compiling

DEGREE = 4  # with fewer points P2 elements become unstable during a beat; more change nothing (docs/numerics)


class IntegrationPoints:
    """The integration points of this rank's elements, one a row, element by element."""

    def __init__(self, mesh: Mesh, degree: int = DEGREE):
        self.mesh = mesh
        self.degree = degree
        self.dx = ufl.Measure("dx", mesh, metadata={"quadrature_degree": degree})
        self.reference: Array = np.asarray(basix.make_quadrature(basix.CellType.tetrahedron, degree)[0], float)
        self.elements = mesh.topology.index_map(mesh.topology.dim).size_local
        self.count = self.elements * len(self.reference)
        self._cells = np.arange(self.elements, dtype=np.int32)

    def field(self, name: str, values: Array | float = 0.0) -> fem.Function:
        """Return a field with these values, (points,) or (points, 3), or with one number everywhere."""
        element = basix.ufl.quadrature_element("tetrahedron", value_shape=np.shape(values)[1:], degree=self.degree)
        field = fem.Function(fem.functionspace(self.mesh, element), name=name)
        if isinstance(values, np.ndarray):
            self.write(field, values)
        else:
            field.x.array[:] = values
        return field

    def write(self, field: fem.Function, values: Array) -> None:
        """Write values (points,) or (points, 3) of this rank's own elements into a field."""
        flat = np.asarray(values, dtype=float).ravel()
        field.x.array[: flat.size] = flat

    def expression(self, expression: Any) -> fem.Expression:
        """Compile an expression for ``evaluate``."""
        with compiling(self.mesh.comm) as options:
            return fem.Expression(expression, self.reference, jit_options=options)

    def evaluate(self, expression: fem.Expression) -> Array:
        """Return the values of an expression at the points, (points,) or (points, 3)."""
        values = expression.eval(self.mesh, self._cells)
        return np.ascontiguousarray(values).reshape(self.count, *expression.value_shape)

    @cached_property
    def places(self) -> Array:
        """Coordinates of the points, (points, 3) [cm]."""
        return self.evaluate(self.expression(ufl.SpatialCoordinate(self.mesh)))

    @cached_property
    def weights(self) -> Array:
        """Volume that each point represents, (points,) [mL]."""
        space = self.field("weight").function_space
        with compiling(self.mesh.comm) as options:
            form = fem.form(ufl.TestFunction(space) * self.dx, jit_options=options)
        vector = fem.assemble_vector(form)
        return vector.array[: self.count].copy()

    def integral(self, values: Array) -> float:
        """Return the integral of values (points,) over the whole wall, summed over all ranks."""
        return float(self.mesh.comm.allreduce(float(self.weights @ values), op=MPI.SUM))

    def mean(self, values: Array) -> float:
        """Return the mean of values (points,) over the volume of the wall."""
        return self.integral(values) / self.integral(np.ones(self.count))
