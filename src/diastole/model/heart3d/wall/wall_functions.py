"""The harmonic functions of a wall: each is 1 on one of its surfaces and 0 on the others (bayer2012).

They are of second order and give the depth in a wall, the direction across it, its fibres, and which cavity a place
belongs to. In a thick wall the depth differs a little from the fraction of the distance.
"""

from typing import Any

import numpy as np
import ufl
from dolfinx import fem
from dolfinx.fem.petsc import LinearProblem

from diastole.arrays import Array
from diastole.model.heart3d.mesh.fibre_rule import WallFunctions
from diastole.model.heart3d.mesh.tetrahedra import ENDO, EPI, RIGHT_ENDO, VentricleMesh
from diastole.model.heart3d.wall.form_cache import compiling
from diastole.model.heart3d.wall.quadrature import DEGREE, IntegrationPoints

SURFACES = (ENDO, RIGHT_ENDO, EPI)  # in the order of WallFunctions
CORNERS = np.vstack((np.zeros(3), np.eye(3)))
SOLVER = {"ksp_type": "preonly", "pc_type": "lu", "pc_factor_mat_solver_type": "mumps"}


def wall_functions(ventricle: VentricleMesh, points: IntegrationPoints) -> tuple[WallFunctions, Array]:
    """Return the functions at the integration points, and their values at the corners of this rank's elements.

    Returns
    -------
    The functions at the points, and (elements, 4, 3) at the corners.
    """
    body, surfaces = ventricle.mesh, ventricle.surfaces
    space = fem.functionspace(body, ("Lagrange", 2))
    trial, test = ufl.TrialFunction(space), ufl.TestFunction(space)
    dx = ufl.Measure("dx", body, metadata={"quadrature_degree": DEGREE})
    stiffness, none = ufl.inner(ufl.grad(trial), ufl.grad(test)) * dx, fem.Constant(body, 0.0) * test * dx
    places = {tag: fem.locate_dofs_topological(space, 2, surfaces.find(tag)) for tag in SURFACES}
    values, slopes, corners = [], [], []
    for one in SURFACES:
        if one != EPI and one not in ventricle.drawn.cavities:
            values.append(np.zeros((points.count, 1)))
            slopes.append(np.zeros((points.count, 3)))
            corners.append(np.zeros((points.elements, 4)))
            continue
        held = [fem.dirichletbc(float(tag == one), dofs, space) for tag, dofs in places.items()]
        with compiling(body.comm) as options:
            problem = LinearProblem(
                stiffness, none, bcs=held, petsc_options_prefix="wall_", petsc_options=SOLVER, jit_options=options
            )
        solved = problem.solve()
        values.append(np.clip(_evaluated(points, solved, points.reference), 0.0, 1.0).reshape(-1, 1))
        slopes.append(_evaluated(points, ufl.grad(solved), points.reference).reshape(-1, 3))
        corners.append(np.clip(_evaluated(points, solved, CORNERS), 0.0, 1.0).reshape(-1, 4))
    return WallFunctions(np.hstack(values), np.stack(slopes, axis=1)), np.stack(corners, axis=-1)


def _evaluated(points: IntegrationPoints, expression: Any, at: Array) -> Array:
    """Evaluate an expression at reference points (q, 3) of this rank's elements; (elements, q) or (elements, q, 3)."""
    with compiling(points.mesh.comm) as options:
        compiled = fem.Expression(expression, at, jit_options=options)
    return np.asarray(compiled.eval(points.mesh, np.arange(points.elements, dtype=np.int32)), float)
