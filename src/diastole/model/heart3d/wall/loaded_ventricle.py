"""A ventricle in its end-diastolic shape: mesh, integration points, fibres, coordinates in the wall."""

from typing import NamedTuple

import numpy as np
from mpi4py import MPI

from diastole.arrays import Array, Integers
from diastole.model.heart3d.conduction.activation import ActivationPattern, WallCoordinates, activation_times
from diastole.model.heart3d.mesh.ellipsoid import Frames, ellipsoidal_frames, sized_ellipsoid
from diastole.model.heart3d.mesh.segments import segment_numbers
from diastole.model.heart3d.mesh.tetrahedra import DrawnMesh, VentricleMesh, draw_ellipsoid, spread
from diastole.model.heart3d.wall.quadrature import IntegrationPoints
from diastole.model.patient.wall_geometry import Wall


class LoadedVentricle(NamedTuple):
    """A ventricle in the shape that an image at the end of diastole would show."""

    ventricle: VentricleMesh
    points: IntegrationPoints
    frames: Frames  # (points, 3)
    coordinates: WallCoordinates  # of the points, each (points,)
    corners: WallCoordinates  # of the corners of this rank's elements, each (elements, 4)
    across: Array  # (points, 3), unit vectors across the wall, outwards

    @property
    def segments(self) -> Integers:
        """Segment of each point, 1 to 17."""
        return segment_numbers(self.coordinates.height, self.coordinates.azimuth)


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
    ventricle = spread(drawn or draw_ellipsoid(shape, edge, comm), comm)
    points = IntegrationPoints(ventricle.mesh)
    frames = ellipsoidal_frames(shape, points.places, np.radians(wall.inner_angle), np.radians(wall.outer_angle))
    apex = shape.centre - shape.inner_long
    places = points.places, corner_places(points)
    inside, corners = (_coordinates(at, shape.depth(at), apex) for at in places)
    return LoadedVentricle(ventricle, points, frames, inside, corners, frames.sheet)


def corner_places(points: IntegrationPoints) -> Array:
    """Return the corners of this rank's elements, (elements, 4, 3) [cm]."""
    mesh = points.mesh
    return mesh.geometry.x[mesh.geometry.dofmaps[0][: points.elements, :4]]


def _coordinates(at: Array, depth: Array, apex: float) -> WallCoordinates:
    """Return the wall coordinates of points (..., 3), with the base at z = 0."""
    return WallCoordinates(depth, np.arctan2(at[..., 1], -at[..., 0]), 1.0 - at[..., 2] / apex)


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
    coordinates = WallCoordinates(*(one[first] for one in where))
    cells = number.reshape(-1, 4).astype(np.int64)
    times = activation_times(places[first], cells, directions, coordinates, pattern)
    at_corners = times[np.searchsorted(kept, own)].reshape(-1, 4)
    return _within(at_corners, points.reference).ravel()


def _within(corners: Array, reference: Array) -> Array:
    """Interpolate values at corners (elements, 4) to reference points (q, 3); return (elements, q)."""
    rest = 1.0 - reference.sum(axis=1)
    return corners @ np.column_stack((rest, reference)).T
