"""Volume of the cavity as an integral over the inner surface of the wall; exact for a flat lid."""

from typing import Any

import ufl

from diastole.model.heart3d.mesh.tetrahedra import ENDO, VentricleMesh

Expression = Any

AXIS = (0.0, 0.0, 1.0)  # normal of the opening


def surface_measure(ventricle: VentricleMesh, degree: int) -> Expression:
    """Return the integration measure over the tagged surfaces."""
    return ufl.Measure("ds", ventricle.mesh, subdomain_data=ventricle.surfaces, metadata={"quadrature_degree": degree})


def cavity_volume(ventricle: VentricleMesh, displacement: Expression, degree: int) -> Expression:
    """V = −½ ∫_endo ξ · J F⁻ᵀ N dA,  ξ = (I − a⊗a)(X + u)  [mL], a the normal of the opening.

    The volume does not depend on the origin. Its derivative, the load of a pressure, exerts no net force.
    """
    gradient = ufl.Identity(3) + ufl.grad(displacement)
    axis = ufl.as_vector(AXIS)
    place = ufl.SpatialCoordinate(ventricle.mesh) + displacement
    flat = place - ufl.inner(place, axis) * axis
    normal = ufl.det(gradient) * ufl.inv(gradient).T * ufl.FacetNormal(ventricle.mesh)
    return -0.5 * ufl.inner(flat, normal) * surface_measure(ventricle, degree)(ENDO)
