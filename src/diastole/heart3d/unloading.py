"""The shape of a wall without load, found from its shape at the end of diastole and the pressure there.

Equilibrium is written on the loaded shape, which is known, and solved for the way back: with X = x + U, F = (I + ∇U)⁻¹.
One nonlinear problem instead of a sequence of guesses, and on the same elements its discrete equations are those of
the loading, so that the loaded shape comes back to the last digit (govindjee1996).
"""

from typing import NamedTuple

import numpy as np
import ufl
from dolfinx import fem
from numpy.typing import NDArray

from diastole.errors import SimulationError
from diastole.heart3d.anatomy import Frames
from diastole.heart3d.cavity import cavity_volume, surface_measure
from diastole.heart3d.material import Deformation, Rest
from diastole.heart3d.mesh import BASE, VentricleMesh
from diastole.heart3d.newton import CavityProblem, Diverged
from diastole.heart3d.quadrature import IntegrationPoints

Array = NDArray[np.float64]

HOLD = 1e-3  # kPa/cm, of the base against drifting as a whole: the pressure has no net force, so it carries next to none
FIRST_SHARE = 0.25  # 1, of the pressure in the first step
LEAST_SHARE = 1e-3  # 1, smaller steps mean that the wall cannot be unloaded


class Unloaded(NamedTuple):
    """A mesh moved to its shape without load."""

    ventricle: VentricleMesh
    loading: fem.Function  # displacement that brings it back to the loaded shape [cm]
    pressure: float  # kPa, with which it does
    points: IntegrationPoints
    frames: Frames  # at the points, (points, 3)


def _move_nodes(mesh, displacement: fem.Function, share: float) -> None:  # type: ignore[no-untyped-def]
    """Shift the nodes of a mesh of second order by a displacement of second order, in place."""
    space = displacement.function_space
    values = displacement.x.array.reshape(-1, 3)
    nodes = mesh.geometry.dofmaps[0].ravel()
    unknowns = space.dofmap.list.ravel()
    shift = np.zeros_like(mesh.geometry.x)
    shift[nodes] = values[unknowns]
    mesh.geometry.x[:] += share * shift


def unload(ventricle: VentricleMesh, frames: Frames, rest: Rest, pressure: float) -> Unloaded:
    """Move a mesh of the loaded shape to the shape without load.

    Parameters
    ----------
    ventricle
        Of the loaded shape; its nodes are moved.
    frames
        Directions in the loaded shape at the integration points, (points, 3).
    rest
        The wall at rest.
    pressure
        In the cavity, over that outside the wall [kPa].

    Raises
    ------
    SimulationError
        Where no such shape is found, naming the share of the pressure that could still be taken away.
    """
    mesh = ventricle.mesh
    points = IntegrationPoints(mesh)
    space = fem.functionspace(mesh, ("Lagrange", 2, (3,)))
    back = fem.Function(space, name="unloading")
    test = ufl.TestFunction(space)
    inverse = ufl.Identity(3) + ufl.grad(back)
    gradient = ufl.variable(ufl.inv(inverse))
    fibre, sheet = (points.vector(name, values) for name, values in zip(Frames._fields, frames, strict=True))
    relaxed = [inverse * one / ufl.sqrt(ufl.inner(inverse * one, inverse * one)) for one in (fibre, sheet)]
    deformation = Deformation(gradient, *relaxed, mesh)
    cauchy = ufl.diff(rest.energy(deformation), gradient) * gradient.T / deformation.volume_ratio
    hold = HOLD * ufl.inner(back, test) * surface_measure(ventricle, points.degree)(BASE)
    internal = ufl.inner(cauchy, ufl.grad(test)) * points.dx - hold
    still = fem.Function(space)
    load = ufl.derivative(cavity_volume(ventricle, still, points.degree), still, test)
    _take_away(CavityProblem(back, internal, load), back, pressure)
    relaxed_frames = Frames(*(points.evaluate(points.expression(one)) for one in relaxed))
    _move_nodes(mesh, back, 1.0)
    loading = fem.Function(space, name="loading")
    loading.x.array[:] = -back.x.array
    return Unloaded(ventricle, loading, pressure, IntegrationPoints(mesh), relaxed_frames)


def _take_away(problem: CavityProblem, back: fem.Function, pressure: float) -> None:
    """Follow the unloading in shares of the pressure, smaller ones where it is hard."""
    done, share = 0.0, FIRST_SHARE
    while done < 1.0:
        kept = back.x.array.copy()
        try:
            problem.solve_pressure(min(done + share, 1.0) * pressure)
        except Diverged:
            back.x.array[:] = kept
            share *= 0.5
            if share < LEAST_SHARE:
                raise SimulationError(
                    f"the wall cannot be unloaded: with {done:.0%} of the end-diastolic pressure of {pressure:.2f} kPa "
                    f"taken away it finds no shape; allowed is a stiffer wall (left_ventricle.passive_stiffness) or a "
                    f"lower pressure"
                ) from None
            continue
        done = min(done + share, 1.0)
        share *= 1.5
