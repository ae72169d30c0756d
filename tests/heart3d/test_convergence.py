"""Order of convergence of the displacement with the project's energy and its Newton search."""

import numpy as np
import pytest

from tests.heart3d import walls  # noqa: F401  first: skips without engine

import ufl  # isort: skip
from dolfinx import fem, mesh  # isort: skip
from mpi4py import MPI  # isort: skip

from diastole.model.heart3d.wall.cavity_problem import CavityProblem
from diastole.model.heart3d.wall.material import TRANSVERSE, Deformation, PassiveMuscle
from diastole.model.heart3d.wall.quadrature import IntegrationPoints


def error(cuts):
    """Return the L² error of the displacement of a cube of ``cuts`` elements an edge, with its solution known.

    The solution shears twice, which keeps every volume; the loads are those of its own stress.
    """
    cube = mesh.create_unit_cube(MPI.COMM_SELF, cuts, cuts, cuts)
    points = IntegrationPoints(cube)
    space = fem.functionspace(cube, ("Lagrange", 2, (3,)))
    unknown, test, x = fem.Function(space), ufl.TestFunction(space), ufl.SpatialCoordinate(cube)
    known = ufl.as_vector((0.08 * ufl.sin(2.0 * x[1]), 0.0, 0.06 * ufl.sin(2.0 * x[0])))
    fibre, sheet = (fem.Constant(cube, np.array(v)) for v in ((0.6, 0.8, 0.0), (-0.8, 0.6, 0.0)))

    def stress(displacement):
        gradient = ufl.variable(ufl.Identity(3) + ufl.grad(displacement))
        deformation = Deformation(gradient, gradient * fibre, gradient * sheet, cube)
        return ufl.diff(PassiveMuscle(TRANSVERSE, 1.0).energy(deformation).density, gradient)

    exact = ufl.Measure("dx", cube, metadata={"quadrature_degree": 8})
    unbalanced = ufl.inner(stress(unknown), ufl.grad(test)) * points.dx
    unbalanced -= ufl.inner(stress(known), ufl.grad(test)) * exact
    unbalanced += ufl.inner(unknown - known, test) * exact
    nothing = ufl.inner(ufl.as_vector((1.0, 0.0, 0.0)), test) * points.dx
    problem = CavityProblem(unknown, unbalanced, [nothing])
    unknown.interpolate(fem.Expression(known, space.element.interpolation_points))
    problem.solve_pressures([0.0])
    return np.sqrt(fem.assemble_scalar(fem.form(ufl.inner(unknown - known, unknown - known) * exact)))


@pytest.fixture(scope="module")
def errors():
    return np.array([error(cuts) for cuts in (2, 4, 8)])


def test_the_displacement_converges_with_the_third_order(errors):
    """P2 elements: the error of the displacement falls as h³, also nearly incompressible."""
    assert errors[-1] < 1e-4
    orders = np.log2(errors[:-1] / errors[1:])
    assert orders[-1] > 2.7
