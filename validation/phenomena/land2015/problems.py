"""The three problems of Land et al. 2015 with the project's own mesh, integration points and Newton search.

Lengths in mm, stresses in kPa (of the beam in Pa). What the paper holds fixed is held by springs too stiff to matter.
Incompressibility is a pressure of its own (P2 displacement, P1 pressure) or, as in the heart, a penalty on volume.
"""

from functools import cache
from typing import NamedTuple

import basix.ufl
import numpy as np
import ufl
from dolfinx import fem, geometry
from dolfinx import mesh as meshes
from mpi4py import MPI

from diastole.model.heart3d.mesh.ellipsoid import Ellipsoid, ellipsoidal_frames
from diastole.model.heart3d.mesh.tetrahedra import BASE, ENDO, VentricleMesh, ellipsoid_mesh
from diastole.model.heart3d.wall.cavity import surface_measure
from diastole.model.heart3d.wall.cavity_problem import CavityProblem
from diastole.model.heart3d.wall.quadrature import IntegrationPoints

HELD = 1e6  # stiffness of what is fixed, per mm
LEAST_SHARE = 1e-3  # 1, of the load, in a step


class Guccione(NamedTuple):
    """Constants of the law of guccione1991."""

    scale: float  # C
    fibre: float  # b_f
    across: float  # b_t
    shear: float  # b_fs


class Solid(NamedTuple):
    """A body with the direction of its fibres at the integration points, and the surfaces BASE (fixed) and ENDO."""

    ventricle: VentricleMesh
    points: IntegrationPoints
    fibres: np.ndarray


def guccione_energy(law, gradient, fibre):
    """Ψ = C/2 (e^Q − 1) of Ē, Q = b_f E_ff² + b_t (E_ss² + E_nn² + 2 E_sn²) + 2 b_fs (E_fs² + E_fn²). guccione1991."""
    isochoric = ufl.det(gradient) ** (-2.0 / 3.0) * gradient.T * gradient
    strain = 0.5 * (isochoric - ufl.Identity(3))
    along = strain * fibre
    fibre_strain = ufl.inner(fibre, along)
    mixed = ufl.inner(along, along) - fibre_strain**2  # E_fs² + E_fn²
    others = ufl.inner(strain, strain) - fibre_strain**2 - 2.0 * mixed
    exponent = law.fibre * fibre_strain**2 + law.across * others + 2.0 * law.shear * mixed
    return law.scale / 2.0 * (ufl.exp(exponent) - 1.0)


class Body:
    """A solid under a pressure on ENDO, and an active second Piola-Kirchhoff stress along its fibres."""

    def __init__(self, solid: Solid, law: Guccione, penalty: float | None):
        mesh, points = solid.points.mesh, solid.points
        displacement = basix.ufl.element("Lagrange", "tetrahedron", 2, shape=(3,))
        parts = [displacement] if penalty else [displacement, basix.ufl.element("Lagrange", "tetrahedron", 1)]
        space = fem.functionspace(mesh, basix.ufl.mixed_element(parts) if len(parts) > 1 else parts[0])
        self.unknown, test = fem.Function(space), ufl.TestFunction(space)
        u, v = (self.unknown, test) if penalty else (ufl.split(self.unknown)[0], ufl.split(test)[0])
        self.displacement = self.unknown if penalty else self.unknown.sub(0)
        fibre, self.tension = points.field("fibre", solid.fibres), fem.Constant(mesh, 0.0)
        gradient = ufl.variable(ufl.Identity(3) + ufl.grad(u))
        ratio = ufl.det(gradient)
        stress = ufl.diff(guccione_energy(law, gradient, fibre), gradient)
        stress += self.tension * ufl.outer(gradient * fibre, fibre)
        cofactor = ratio * ufl.inv(gradient).T
        if penalty:
            stress += penalty / 2.0 * (ratio - 1.0 / ratio) * cofactor
            unbalanced = ufl.inner(stress, ufl.grad(v)) * points.dx
        else:
            q, eta = ufl.split(self.unknown)[1], ufl.split(test)[1]
            unbalanced = (ufl.inner(stress + q * cofactor, ufl.grad(v)) + (ratio - 1.0) * eta) * points.dx
        ds, normal = surface_measure(solid.ventricle, points.degree), ufl.FacetNormal(mesh)
        held = HELD * law.scale * ufl.inner(u, v) * ds(BASE)
        self.problem = CavityProblem(self.unknown, unbalanced + held, [-ufl.inner(v, cofactor * normal) * ds(ENDO)])

    def load(self, pressure, tension=0.0, first=0.25):
        """Raise pressure and tension together, in smaller steps where it is hard."""

        def solve(share):
            self.tension.value = share * tension
            self.problem.solve_pressures([share * pressure])

        self.problem.in_shares(solve, first=first, least=LEAST_SHARE)
        return self

    def place(self, point):
        """Return where a point of the unloaded body has gone (3,)."""
        mesh, at = self.problem.unknown.function_space.mesh, np.array(point, float)
        tree = geometry.bb_tree(mesh, 3)
        near = geometry.compute_closest_entity(tree, geometry.create_midpoint_tree(mesh, 3, np.arange(
            mesh.topology.index_map(3).size_local, dtype=np.int32)), mesh, at[None])  # fmt: skip
        return at + self.displacement.eval(at[None], near).ravel()


def beam(cuts) -> Solid:
    """Return the beam of 10 × 1 × 1 mm, ``cuts`` elements across; fibres along it, fixed at x = 0."""
    box = meshes.create_box(
        MPI.COMM_SELF, [[0.0, 0.0, 0.0], [10.0, 1.0, 1.0]], [5 * cuts, cuts, cuts], meshes.CellType.tetrahedron
    )
    faces = [meshes.locate_entities_boundary(box, 2, lambda x, i=i: np.isclose(x[i], 0.0)) for i in (0, 2)]
    tags = np.repeat(np.array([BASE, ENDO], dtype=np.int32), [len(one) for one in faces])
    order = np.argsort(np.concatenate(faces))
    surfaces = meshes.meshtags(box, 2, np.concatenate(faces)[order], tags[order])
    points = IntegrationPoints(box)
    return Solid(VentricleMesh(box, surfaces, drawn=None), points, np.tile([1.0, 0.0, 0.0], (points.count, 1)))


SHAPE = Ellipsoid(7.0, 17.0, 10.0, 20.0, -5.0)  # mm; the paper's z is 5 more


def ventricle(edge) -> Solid:
    """Return the ellipsoid with fibres from +90° inside to −90° outside."""
    hollow = ellipsoid_mesh(SHAPE, edge, MPI.COMM_SELF)
    points = IntegrationPoints(hollow.mesh)
    return Solid(hollow, points, ellipsoidal_frames(SHAPE, points.places, np.pi / 2.0, -np.pi / 2.0).fibre)


@cache
def deflection(cuts, penalty=None):
    """Return where the upper edge of the beam's end comes to, z of (10, 0.5, 1) [mm]; 4 Pa from below."""
    body = Body(beam(cuts), Guccione(2000.0, 8.0, 2.0, 4.0), penalty).load(4.0)
    return float(body.place((10.0, 0.5, 1.0))[2])


def _apices(body):
    return tuple(float(body.place((0.0, 0.0, SHAPE.centre - long))[2] + 5.0) for long in (17.0, 20.0))


@cache
def inflation(edge, penalty=None):
    """Return z of the apex inside and outside [mm] at 10 kPa, isotropic."""
    return _apices(Body(ventricle(edge), Guccione(10.0, 1.0, 1.0, 1.0), penalty).load(10.0))


@cache
def contraction(edge, penalty=None):
    """Return z of the apex inside and outside [mm] at 15 kPa and an active stress of 60 kPa."""
    return _apices(Body(ventricle(edge), Guccione(2.0, 8.0, 2.0, 4.0), penalty).load(15.0, 60.0, first=0.1))
