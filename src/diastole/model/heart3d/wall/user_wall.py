"""A user's own mesh as a ventricle in its end-diastolic shape.

The mesh is turned so that the opening of the cavity lies in z = 0, with its middle at the origin and the apex below,
and scaled to the patient's cavity. The depth in the wall solves Laplace's equation between ENDO (0) and EPI (1), as in
bayer2012; in a thick wall it differs a little from the fraction of the distance.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import ufl
from dolfinx import fem
from dolfinx.fem.petsc import LinearProblem
from mpi4py import MPI

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.heart3d.conduction.activation import WallCoordinates
from diastole.model.heart3d.mesh.ellipsoid import Frames
from diastole.model.heart3d.mesh.mesh_checks import ring, second_order
from diastole.model.heart3d.mesh.tetrahedra import BASE, ENDO, EPI, NODES, DrawnMesh, VentricleMesh, spread
from diastole.model.heart3d.mesh.user_mesh import SURFACES, UserMesh, read_mesh
from diastole.model.heart3d.wall.cavity import cavity_volume
from diastole.model.heart3d.wall.form_cache import compiling
from diastole.model.heart3d.wall.loaded_ventricle import LoadedVentricle, corner_places
from diastole.model.heart3d.wall.quadrature import DEGREE, IntegrationPoints

Field = Any  # DOLFINx has no types that help here

SCALES = (0.5, 2.0)  # 1, factors of lengths within which the mesh can be this patient's; assumed
LIKE_WALL = 0.1  # 1, by which the volume of the wall may differ from the patient's without a word; assumed
OPPOSITE = -0.9  # 1, two directions count as the same, with opposite signs, if the cosine between them is smaller
CROSSES = 0.5  # 1, a fibre crosses the wall if it leaves it at more than 30° (sin 30°); assumed
MOST_CROSSING = 0.15  # 1, fraction of the wall in which fibres may cross it, as noisy measured fibres do; assumed
CORNERS = np.vstack((np.zeros(3), np.eye(3)))
TAGS = {SURFACES["ENDO"]: ENDO, SURFACES["EPI"]: EPI, SURFACES["BASE"]: BASE}


def user_ventricle(
    path: str | Path, unit: str, cavity: float, comm: MPI.Comm = MPI.COMM_WORLD, *, septum: float = 0.0
) -> tuple[LoadedVentricle, float]:
    """Return a user's mesh as a ventricle with a given cavity, and the factor by which its lengths were scaled.

    Parameters
    ----------
    path
        An XDMF or VTU file, see ``user_mesh``.
    unit
        Unit of its coordinates, see ``user_mesh``.
    cavity
        Volume of the cavity at the end of diastole [mL].
    comm
        Ranks over which the mesh is spread.
    septum
        Azimuth of the middle of the septum [rad] after the shortest turn that brings the normal of the opening to z;
        measured from −x, positive towards +y, where the inferior wall lies in our frame.

    Raises
    ------
    InputError
        If the file is not a wall with fibres, if these cross the wall, or if the cavity differs so much that the mesh
        must be another heart's.
    """
    given = upright(read_mesh(path, unit), septum)
    ventricle = spread(_drawn(given), comm)
    factor = _fit(ventricle, cavity)
    points = IntegrationPoints(ventricle.mesh)
    depth = _depth(ventricle)
    places = points.places, corner_places(points)
    apex = factor * given.points[given.triangles[given.tags == SURFACES["ENDO"]], 2].min()
    deep = (_evaluated(points, depth, at) for at in (points.reference, CORNERS))
    inside, corners = (
        WallCoordinates(
            np.clip(share, 0.0, 1.0).reshape(at.shape[:-1]),
            np.arctan2(at[..., 1], -at[..., 0]),
            1.0 - at[..., 2] / apex,
        )
        for share, at in zip(deep, places, strict=True)
    )
    across = _evaluated(points, ufl.grad(depth), points.reference).reshape(-1, 3)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    return LoadedVentricle(ventricle, points, _frames(given, points, across), inside, corners, across), factor


def user_loading(
    path: Path, unit: str, wall: float, note: Callable[[str], None]
) -> Callable[[float, MPI.Comm], LoadedVentricle]:
    """Return the function that makes the end-diastolic ventricle from a user's mesh, scaled to the patient's cavity.

    Parameters
    ----------
    path, unit
        File of the mesh and unit of its coordinates, see ``user_mesh``.
    wall
        Volume of the patient's wall [mL].
    note
        Called with a sentence that says by how much the mesh was scaled, and with one where its wall is not the
        patient's.
    """

    def loading(cavity: float, comm: MPI.Comm) -> LoadedVentricle:
        loaded, factor = user_ventricle(path, unit, cavity, comm)
        note(f"the lengths of {path} are scaled by {factor:.3f} to the cavity of {cavity:.0f} mL at end-diastole")
        own = loaded.points.integral(np.ones(loaded.points.count))
        if abs(own / wall - 1.0) > LIKE_WALL:
            note(
                f"its wall then holds {own:.0f} mL and the patient's {wall:.0f} mL, so the muscle of the two hearts is "
                f"not the same: give the patient left_ventricle.wall_volume {own:.0f} mL, or a cavity like the image's"
            )
        return loaded

    return loading


def upright(given: UserMesh, septum: float) -> UserMesh:
    """Return the mesh turned into our frame: opening in z = 0, wall below, septum at −x."""
    endo, base = (given.triangles[given.tags == SURFACES[name]] for name in ("ENDO", "BASE"))
    rim = given.points[np.unique(ring(given.points, endo, base, "cm"))]
    middle = rim.mean(axis=0)
    normal = np.linalg.svd(rim - middle)[2][2]
    if normal @ (given.points[endo].mean(axis=(0, 1)) - middle) > 0.0:
        normal = -normal
    turn = _about_z(-septum) @ _to_z(normal)
    sheet = None if given.sheet is None else given.sheet @ turn.T
    return given._replace(points=(given.points - middle) @ turn.T, fibre=given.fibre @ turn.T, sheet=sheet)


def _about_z(angle: float) -> Array:
    """Return the rotation that increases the azimuth, from −x towards +y, by an angle [rad]."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def _to_z(normal: Array) -> Array:
    """Return the shortest rotation of a unit vector to z; a vector along −z is turned about y."""
    cosine = float(normal[2])
    if cosine < -1.0 + 1e-12:
        return np.diag([-1.0, 1.0, -1.0])
    x, y, _ = normal
    cross = np.array([[0.0, 0.0, -x], [0.0, 0.0, -y], [x, y, 0.0]])
    turn: Array = np.eye(3) + cross + cross @ cross / (1.0 + cosine)
    return turn


def _drawn(given: UserMesh) -> DrawnMesh:
    """Return a user's mesh as a drawn mesh."""
    tags = np.array([TAGS[tag] for tag in given.tags.tolist()], np.int64)
    straight = given.tetrahedra.shape[1] != len(NODES)
    nodes = second_order(given.points, given.tetrahedra) if straight else (given.points, given.tetrahedra)
    return DrawnMesh(*nodes, given.triangles, tags)


def _fit(ventricle: VentricleMesh, cavity: float) -> float:
    """Scale a mesh to a cavity [mL], in place, and return the factor of its lengths."""
    body = ventricle.mesh
    still = fem.Function(fem.functionspace(body, ("Lagrange", 2, (3,))))
    with compiling(body.comm) as options:
        form = fem.form(cavity_volume(ventricle, still, DEGREE), jit_options=options)
    volume = fem.assemble_scalar(form)
    own = float(body.comm.allreduce(volume, op=MPI.SUM))
    factor = float(np.cbrt(cavity / own))
    if not SCALES[0] <= factor <= SCALES[1]:
        raise InputError(
            f"the cavity of the mesh holds {own:.3g} mL and the patient's {cavity:.3g} mL at the end of diastole: "
            f"its lengths would be scaled by {factor:.2g}, and {SCALES[0]:g} to {SCALES[1]:g} is allowed; check the "
            f"unit of the mesh, or give the patient the volume of the image."
        )
    body.geometry.x[:] *= factor
    return factor


def _depth(ventricle: VentricleMesh) -> Field:
    """Return the depth in the wall, of second order: a potential that is 0 on ENDO and 1 on EPI."""
    body, surfaces = ventricle.mesh, ventricle.surfaces
    space = fem.functionspace(body, ("Lagrange", 2))
    trial, test = ufl.TrialFunction(space), ufl.TestFunction(space)
    held = [
        fem.dirichletbc(value, fem.locate_dofs_topological(space, 2, surfaces.find(tag)), space)
        for tag, value in ((ENDO, 0.0), (EPI, 1.0))
    ]
    dx = ufl.Measure("dx", body, metadata={"quadrature_degree": DEGREE})
    with compiling(body.comm) as options:
        problem = LinearProblem(
            ufl.inner(ufl.grad(trial), ufl.grad(test)) * dx, fem.Constant(body, 0.0) * test * dx, bcs=held,
            petsc_options_prefix="depth_", petsc_options={"ksp_type": "preonly", "pc_type": "lu",
                                                          "pc_factor_mat_solver_type": "mumps"}, jit_options=options,
        )  # fmt: skip
    return problem.solve()


def _evaluated(points: IntegrationPoints, expression: Any, at: Array) -> Array:
    """Evaluate an expression at reference points (q, 3) of this rank's elements; (elements, q) or (elements, q, 3)."""
    with compiling(points.mesh.comm) as options:
        compiled = fem.Expression(expression, at, jit_options=options)
    return np.asarray(compiled.eval(points.mesh, np.arange(points.elements, dtype=np.int32)), float)


def _frames(given: UserMesh, points: IntegrationPoints, across: Array) -> Frames:
    """Return fibres and sheets at the points; a mesh without sheets gets the transmural direction."""
    fibre = _directions(given, given.fibre, points)
    _check_along(fibre, across, points)
    sheet = across if given.sheet is None else _directions(given, given.sheet, points)
    sheet = sheet - np.sum(sheet * fibre, axis=1, keepdims=True) * fibre
    return Frames(fibre, sheet / np.linalg.norm(sheet, axis=1, keepdims=True))


def _check_along(fibre: Array, across: Array, points: IntegrationPoints) -> None:
    """Refuse fibres that cross the wall instead of running along it: they were made in another frame."""
    crossing = np.abs(np.sum(fibre * across, axis=1)) > CROSSES
    comm = points.mesh.comm
    parts = (points.weights[crossing], points.weights)
    crossed, whole = (comm.allreduce(float(part.sum()), op=MPI.SUM) for part in parts)
    if crossed > MOST_CROSSING * whole:
        raise InputError(
            f"in {crossed / whole:.0%} of the wall the fibres leave it at more than 30°, and the fibres of a heart run "
            "along it: turn the vectors 'fibre' as the coordinates were turned, give their components as "
            "x, y, z, and see that 'fibre' and 'sheet' are not exchanged."
        )


def _directions(given: UserMesh, vectors: Array, points: IntegrationPoints) -> Array:
    """Return unit vectors at the points from vectors at elements or corners."""
    body = points.mesh
    if given.fibre_at == "cells":
        rows = body.topology.original_cell_index[: points.elements]
        return np.repeat(vectors[rows], len(points.reference), axis=0)
    nodes = body.geometry.input_global_indices[body.geometry.dofmaps[0][: points.elements, :4]]
    return between(vectors[nodes], points.reference).reshape(-1, 3)


def between(corners: Array, reference: Array) -> Array:
    """Interpolate unit vectors at the corners of elements (n, 4, 3) to reference points (q, 3); return (n, q, 3).

    The signs in a file count, since fibres may turn by more than a right angle from corner to corner. Only vectors that
    point in almost opposite directions count as the same direction.
    """
    against = np.einsum("ncj,nj->nc", corners, corners[:, 0]) < OPPOSITE
    shares = np.column_stack((1.0 - reference.sum(axis=1), reference))
    mixed = np.einsum("qc,ncj->nqj", shares, np.where(against[..., None], -corners, corners))
    directions: Array = mixed / np.linalg.norm(mixed, axis=-1, keepdims=True)
    return directions
