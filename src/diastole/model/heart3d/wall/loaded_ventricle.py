"""One ventricle, or both, in the end-diastolic shape: mesh, integration points, fibres, coordinates in the wall."""

from typing import NamedTuple

import numpy as np
from mpi4py import MPI
from numpy.typing import NDArray

from diastole.arrays import Array, Integers
from diastole.model.heart3d.conduction.activation import ActivationPattern, WallCoordinates, activation_times
from diastole.model.heart3d.mesh.biventricle import sized_biventricle
from diastole.model.heart3d.mesh.ellipsoid import Frames, ellipsoidal_frames, sized_ellipsoid
from diastole.model.heart3d.mesh.fibre_rule import (
    LEFT,
    LEFT_WALL,
    OUTSIDE,
    RIGHT,
    RIGHT_WALL,
    WallFunctions,
    rule_frames,
)
from diastole.model.heart3d.mesh.segments import segment_numbers
from diastole.model.heart3d.mesh.tetrahedra import DrawnMesh, VentricleMesh, draw_wall, spread
from diastole.model.heart3d.mesh.transverse_angle import leaning
from diastole.model.heart3d.wall.quadrature import IntegrationPoints
from diastole.model.heart3d.wall.wall_functions import wall_functions
from diastole.model.patient.wall_geometry import Wall


class LoadedVentricle(NamedTuple):
    """One ventricle, or both, in the shape that an image at the end of diastole would show."""

    ventricle: VentricleMesh
    points: IntegrationPoints
    frames: Frames  # (points, 3)
    coordinates: WallCoordinates  # of the points, each (points,)
    corners: WallCoordinates  # of the corners of this rank's elements, each (elements, 4)
    across: Array  # (points, 3), unit vectors across the wall, outwards
    walls: Integers  # (points,), LEFT_WALL or RIGHT_WALL

    @property
    def segments(self) -> Integers:
        """Segment of each point, 1 to 17; 0 in the right free wall."""
        numbers = segment_numbers(self.coordinates.height, self.coordinates.azimuth)
        return np.where(self.walls == LEFT_WALL, numbers, 0)


def ellipsoidal_ventricle(
    wall: Wall,
    cavity: float,
    volume: float,
    edge: float,
    comm: MPI.Comm = MPI.COMM_WORLD,
    drawn: DrawnMesh | None = None,
) -> LoadedVentricle:
    """Return a truncated ellipsoid sized from a patient.

    Parameters
    ----------
    wall
        Shape and fibre angles.
    cavity, volume
        Volume of the cavity and of the wall [mL].
    edge
        Length of an element's edge [cm].
    comm
        Ranks over which the mesh is spread.
    drawn
        Mesh that an earlier process drew for the same patient; drawn now if left out.
    """
    shape = sized_ellipsoid(cavity, volume, wall.sphericity, wall.apex_thinning)
    ventricle = spread(drawn or draw_wall(shape, edge, comm), comm)
    points = IntegrationPoints(ventricle.mesh)
    frames = ellipsoidal_frames(shape, points.places, np.radians(wall.inner_angle), np.radians(wall.outer_angle))
    apex = shape.centre - shape.inner_long
    inside, corners = (
        coordinates(at, depth, apex, right=np.zeros(depth.shape, bool), cover=depth)
        for at, depth in ((at, shape.depth(at)) for at in (points.places, corner_places(points)))
    )
    one_wall = np.full(points.count, LEFT_WALL)
    fibres = leaning(frames, inside.height, inside.depth)
    return LoadedVentricle(ventricle, points, fibres, inside, corners, frames.sheet, one_wall)


def two_ventricles(
    wall: Wall,
    cavities: Array,
    volumes: Array,
    edge: float,
    comm: MPI.Comm = MPI.COMM_WORLD,
    drawn: DrawnMesh | None = None,
) -> LoadedVentricle:
    """Return both idealised ventricles sized from a patient, with fibres by rule.

    Parameters
    ----------
    wall
        Shape of the left ventricle, and fibre angles of both.
    cavities, volumes
        Volumes of the cavities and of the walls, left and right; the septum is of the left wall (2,) [mL].
    edge, comm, drawn
        As of `ellipsoidal_ventricle`.
    """
    left = sized_ellipsoid(cavities[0], volumes[0], wall.sphericity, wall.apex_thinning)
    shape = sized_biventricle(left, cavities[1], volumes[1])
    ventricle = spread(drawn or draw_wall(shape, edge, comm), comm)
    points = IntegrationPoints(ventricle.mesh)
    return by_rule(ventricle, points, wall, left.centre - left.inner_long)


def by_rule(ventricle: VentricleMesh, points: IntegrationPoints, wall: Wall, apex: float) -> LoadedVentricle:
    """Return any mesh in its end-diastolic shape with fibres by rule.

    Parameters
    ----------
    ventricle, points
        The mesh, with its base at z = 0, and its integration points.
    wall
        Fibre angles.
    apex
        Height z of the apex of the left cavity [cm].
    """
    functions, at_corners = wall_functions(ventricle, points)
    frames = rule_frames(functions, np.radians(wall.inner_angle), np.radians(wall.outer_angle))
    flat = placed(ventricle, points, frames, functions, at_corners, apex)
    return flat._replace(frames=leaning(frames, flat.coordinates.height, flat.coordinates.depth))


def placed(
    ventricle: VentricleMesh,
    points: IntegrationPoints,
    frames: Frames,
    functions: WallFunctions,
    at_corners: Array,
    apex: float,
) -> LoadedVentricle:
    """Return a mesh with its fibres, and coordinates from the harmonic functions of its wall.

    Parameters
    ----------
    ventricle, points, apex
        As of `by_rule`.
    frames
        Directions at the points.
    functions, at_corners
        From `wall_functions`.
    """
    right = functions.walls == RIGHT_WALL
    cover = 1.0 - functions.values[:, :OUTSIDE].max(axis=1)
    inside = coordinates(points.places, functions.depth, apex, right=right, cover=cover)
    # A corner lies on surfaces, so it takes its wall from its element.
    of_elements = right.reshape(points.elements, -1).mean(axis=1) > 0.5
    own = np.where(of_elements[:, np.newaxis], at_corners[..., RIGHT], at_corners[..., LEFT])
    corners = coordinates(
        corner_places(points), 1.0 - own, apex, right=np.repeat(of_elements[:, np.newaxis], own.shape[1], axis=1),
        cover=1.0 - at_corners[..., :OUTSIDE].max(axis=-1),
    )  # fmt: skip
    return LoadedVentricle(ventricle, points, frames, inside, corners, functions.across, functions.walls)


def corner_places(points: IntegrationPoints) -> Array:
    """Return the corners of this rank's elements, (elements, 4, 3) [cm]."""
    mesh = points.mesh
    return mesh.geometry.x[mesh.geometry.dofmaps[0][: points.elements, :4]]


def coordinates(at: Array, depth: Array, apex: float, *, right: NDArray[np.bool_], cover: Array) -> WallCoordinates:
    """Return the wall coordinates of points (..., 3), with the base at z = 0."""
    return WallCoordinates(depth, np.arctan2(at[..., 1], -at[..., 0]), 1.0 - at[..., 2] / apex, right, cover)


def activation_delays(loaded: LoadedVentricle, pattern: ActivationPattern) -> Array:
    """Return the activation time of each point after the first place of the wall (points,) [s].

    Every rank solves the whole mesh, which costs less than communication between ranks would.
    """
    points = loaded.points
    comm, mesh = points.mesh.comm, points.mesh
    own = mesh.geometry.index_map().local_to_global(
        np.ascontiguousarray(mesh.geometry.dofmaps[0][: points.elements, :4]).ravel()
    )
    fibres = np.mean(loaded.frames.fibre.reshape(points.elements, -1, 3), axis=1)
    fibres /= np.linalg.norm(fibres, axis=1, keepdims=True)
    parts = (own, corner_places(points).reshape(-1, 3), fibres, *(one.ravel() for one in loaded.corners))
    nodes, places, directions, *where = (np.concatenate(comm.allgather(part)) for part in parts)
    kept, first, number = np.unique(nodes, return_index=True, return_inverse=True)
    at_nodes = WallCoordinates(*(one[first] for one in where))
    cells = number.reshape(-1, 4).astype(np.int64)
    times = activation_times(places[first], cells, directions, at_nodes, pattern)
    at_corners = times[np.searchsorted(kept, own)].reshape(-1, 4)
    return _within(at_corners, points.reference).ravel()


def _within(corners: Array, reference: Array) -> Array:
    """Interpolate values at corners (elements, 4) to reference points (q, 3); return (elements, q)."""
    rest = 1.0 - reference.sum(axis=1)
    return corners @ np.column_stack((rest, reference)).T
