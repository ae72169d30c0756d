"""Volume of a cavity as an integral over the inner surface of its wall; exact for a flat lid."""

from typing import Any, NamedTuple

import numpy as np
import ufl
from dolfinx import fem
from mpi4py import MPI

from diastole.arrays import Array
from diastole.model.heart3d.mesh.tetrahedra import ENDO, VentricleMesh
from diastole.model.heart3d.wall.form_cache import compiling

Expression = Any

AXIS = (0.0, 0.0, 1.0)  # normal of the opening


def surface_measure(ventricle: VentricleMesh, degree: int) -> Expression:
    """Return the integration measure over the tagged surfaces."""
    return ufl.Measure("ds", ventricle.mesh, subdomain_data=ventricle.surfaces, metadata={"quadrature_degree": degree})


class Cavity(NamedTuple):
    """A cavity that a flat lid closes, normal to the long axis."""

    surface: int  # tag of its inner surface
    centre: Array  # (3,) cm, a point of the long axis through the middle of the opening


LEFT = Cavity(ENDO, np.zeros(3))  # of a left ventricle in our frame


def cavities(ventricle: VentricleMesh, degree: int) -> list[Cavity]:
    """Return the cavities of a mesh in its present shape.

    Since surface and lid close a volume, ∫_lid x dA = −∫_endo x N_z dA.
    """
    mesh = ventricle.mesh
    place, normal, ds = ufl.SpatialCoordinate(mesh), ufl.FacetNormal(mesh), surface_measure(ventricle, degree)
    cavities_of_wall = []
    for surface in ventricle.drawn.cavities:
        with compiling(mesh.comm) as options:
            forms = [
                fem.form(part * normal[2] * ds(surface), jit_options=options) for part in (1.0, place[0], place[1])
            ]
        own = np.array([fem.assemble_scalar(form) for form in forms], float)
        area, x, y = mesh.comm.allreduce(own, op=MPI.SUM)
        cavities_of_wall.append(Cavity(surface, np.array([x / area, y / area, 0.0])))
    return cavities_of_wall


def cavity_volume(ventricle: VentricleMesh, displacement: Expression, degree: int, cavity: Cavity = LEFT) -> Expression:
    """V = −½ ∫_endo ξ · J F⁻ᵀ N dA,  ξ = (I − a⊗a)(X + u − c)  [mL], a the normal and c the centre of the opening.

    While the lid is flat and normal to a, the volume does not depend on c, and its derivative, the load of a pressure,
    exerts no net force. With c in the middle of the opening a tilt of the lid changes no volume either, so that the
    load does not turn the wall.
    """
    gradient = ufl.Identity(3) + ufl.grad(displacement)
    axis = ufl.as_vector(AXIS)
    centre = fem.Constant(ventricle.mesh, cavity.centre)  # a plain number would make another form of every heart
    place = ufl.SpatialCoordinate(ventricle.mesh) + displacement - centre
    flat = place - ufl.inner(place, axis) * axis
    normal = ufl.cofac(gradient) * ufl.FacetNormal(ventricle.mesh)  # J F⁻ᵀ N, without a quotient to derive
    return -0.5 * ufl.inner(flat, normal) * surface_measure(ventricle, degree)(cavity.surface)
