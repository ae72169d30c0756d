"""A user's own mesh of one ventricle or two in its end-diastolic shape.

The mesh is turned so that the opening of the left cavity lies in z = 0, with its middle at the origin and the apex
below, and scaled to the patient's cavity. Depth, and the fibres where the mesh has none, come from harmonic functions.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from dolfinx import fem
from mpi4py import MPI

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.heart3d.mesh.ellipsoid import Frames
from diastole.model.heart3d.mesh.fibre_rule import rule_frames
from diastole.model.heart3d.mesh.mesh_checks import ring, second_order
from diastole.model.heart3d.mesh.tetrahedra import (
    BASE,
    ENDO,
    EPI,
    NODES,
    RIGHT_ENDO,
    DrawnMesh,
    VentricleMesh,
    spread,
)
from diastole.model.heart3d.mesh.user_mesh import OF_BOTH, SURFACES, UserMesh, read_mesh
from diastole.model.heart3d.wall.cavity import cavity_volume
from diastole.model.heart3d.wall.form_cache import compiling
from diastole.model.heart3d.wall.loaded_ventricle import LoadedVentricle, placed
from diastole.model.heart3d.wall.quadrature import DEGREE, IntegrationPoints
from diastole.model.heart3d.wall.wall_functions import wall_functions
from diastole.model.patient import Patient

SCALES = (0.5, 2.0)  # 1, factors of lengths within which the mesh can be this patient's; assumed
LIKE_WALL = 0.1  # 1, by which the volume of the wall may differ from the patient's without a word; assumed
OPPOSITE = -0.9  # 1, two directions count as the same, with opposite signs, if the cosine between them is smaller
CROSSES = 0.5  # 1, a fibre crosses the wall if it leaves it at more than 30° (sin 30°); assumed
MOST_CROSSING = 0.15  # 1, fraction of the wall in which fibres may cross it, as noisy measured fibres do; assumed
USUAL_ANGLES = (np.radians(60.0), np.radians(-60.0))  # rad, inside and outside, as of the presets
TAGS = {OF_BOTH["ENDO"]: ENDO, OF_BOTH["EPI"]: EPI, OF_BOTH["BASE"]: BASE, OF_BOTH["RIGHT_ENDO"]: RIGHT_ENDO}


def user_ventricle(
    path: str | Path,
    unit: str,
    cavity: float,
    comm: MPI.Comm = MPI.COMM_WORLD,
    *,
    septum: float = 0.0,
    surfaces: Mapping[str, int] = SURFACES,
    angles: tuple[float, float] = USUAL_ANGLES,
    note: Callable[[str], None] = lambda text: None,
) -> tuple[LoadedVentricle, float]:
    """Return a user's mesh as ventricles with a given left cavity, and the factor by which its lengths were scaled.

    Parameters
    ----------
    path, unit, surfaces
        As of `user_mesh.read_mesh`.
    cavity
        Volume of the left cavity at the end of diastole [mL].
    comm
        Ranks over which the mesh is spread.
    septum
        Azimuth of the middle of the septum [rad] after the shortest turn that brings the normal of the opening to z;
        measured from −x, positive towards +y, where the inferior wall lies in our frame; of two ventricles, from the
        right one.
    angles
        Of the fibres inside and outside by rule, for a mesh without fibres [rad].
    note
        Called with a sentence where fibres are made by rule.

    Raises
    ------
    InputError
        If the file is not such a wall, if fibres cross it, or if the cavity differs so much that the mesh must be
        another heart's.
    """
    given = upright(read_mesh(path, unit, surfaces), septum)
    ventricle = spread(_drawn(given), comm)
    factor = _fit(ventricle, cavity)
    points = IntegrationPoints(ventricle.mesh)
    functions, at_corners = wall_functions(ventricle, points)
    if given.fibre is None:
        note(f"{path} has no vectors 'fibre' at cells or points, so its fibres are made by rule")
        frames = rule_frames(functions, *angles)
    else:
        frames = _frames(given, given.fibre, points, functions.across)
    apex = factor * given.points[given.triangles[given.tags == SURFACES["ENDO"]], 2].min()
    return placed(ventricle, points, frames, functions, at_corners, apex), factor


def user_loading(
    path: Path, unit: str, patient: Patient, note: Callable[[str], None]
) -> Callable[[Array, MPI.Comm], LoadedVentricle]:
    """Return the function that makes the end-diastolic ventricles from a user's mesh, scaled to the patient's cavity.

    Parameters
    ----------
    path, unit
        File of the mesh and unit of its coordinates, see ``user_mesh``.
    patient
        Whose walls and fibre angles are compared and used.
    note
        Called with a sentence that says by how much the mesh was scaled, and with one for each wall or cavity that is
        not the patient's.
    """
    walls = {"left": patient.left_ventricle.wall_volume, "right": patient.right_ventricle.wall_volume}

    def loading(cavities: Array, comm: MPI.Comm) -> LoadedVentricle:
        loaded, factor = user_ventricle(
            path, unit, float(cavities[0]), comm, surfaces=OF_BOTH if len(cavities) == 2 else SURFACES,
            angles=(np.radians(patient.wall.inner_angle), np.radians(patient.wall.outer_angle)), note=note,
        )  # fmt: skip
        note(f"the lengths of {path} are scaled by {factor:.3f} to the cavity of {cavities[0]:.0f} mL at end-diastole")
        for place, (side, wall) in enumerate(list(walls.items())[: len(cavities)]):
            own = loaded.points.integral((loaded.walls == place).astype(float))
            if abs(own / wall - 1.0) > LIKE_WALL:
                note(
                    f"its {side} wall then holds {own:.0f} mL and the patient's {wall:.0f} mL, so the muscle of the "
                    f"two hearts is not the same: give the patient {side}_ventricle.wall_volume {own:.0f} mL, or a "
                    f"cavity like the image's"
                )
        return loaded

    return loading


def upright(given: UserMesh, septum: float) -> UserMesh:
    """Return the mesh turned into our frame: opening in z = 0, wall below, septum at −x.

    With two cavities the septum is where the right one lies, and its azimuth is counted from there.
    """
    endo, base = (given.triangles[given.tags == SURFACES[name]] for name in ("ENDO", "BASE"))
    rim = given.points[np.unique(ring(given.points, endo, base, "cm"))]
    middle = rim.mean(axis=0)
    normal = np.linalg.svd(rim - middle)[2][2]
    if normal @ (given.points[endo].mean(axis=(0, 1)) - middle) > 0.0:
        normal = -normal
    turn = _to_z(normal)
    right = given.triangles[given.tags == OF_BOTH["RIGHT_ENDO"]]
    if len(right):
        x, y, _ = turn @ (given.points[np.unique(right)].mean(axis=0) - middle)
        septum += float(np.arctan2(y, -x))
    turn = _about_z(-septum) @ turn
    sheet = None if given.sheet is None else given.sheet @ turn.T
    fibre = None if given.fibre is None else given.fibre @ turn.T
    return given._replace(points=(given.points - middle) @ turn.T, fibre=fibre, sheet=sheet)


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


def _frames(given: UserMesh, fibres: Array, points: IntegrationPoints, across: Array) -> Frames:
    """Return fibres and sheets at the points; a mesh without sheets gets the transmural direction."""
    fibre = _directions(given, fibres, points)
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
