"""Second-order tetrahedral meshes with named surfaces: drawn by gmsh in an idealised heart, spread over the ranks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import basix.ufl
import gmsh
import numpy as np
from dolfinx.mesh import Mesh, MeshTags, create_mesh, entities_to_geometry, exterior_facet_indices, meshtags
from mpi4py import MPI

from diastole.arrays import Array, Integers
from diastole.errors import InputError
from diastole.model.heart3d.mesh.biventricle import Biventricle
from diastole.model.heart3d.mesh.ellipsoid import Ellipsoid
from diastole.model.heart3d.mesh.mesh_checks import GMSH_NODES, MIDDLES
from diastole.model.heart3d.mpi_ranks import by_first_rank

ENDO, EPI, BASE, RIGHT_ENDO = 1, 2, 3, 4
CAVITIES = (ENDO, RIGHT_ENDO)  # surfaces around the left and the right cavity
MUSCLE = 1
ORDER = 2  # of the geometry: straight elements lose a tenth of the cavity
# The nodes of an element in DOLFINx's order, as places in the order of files (see MIDDLES).
ON_BASE = 1e-3  # cm, a surface lies at the base if all of it is as near to it
SAMPLES = 9  # places in each direction of a surface at which its inside is sought
LEAST_EVEN = 0.1  # 1, an element is uneven if its smallest Jacobian is less than this share of its largest; assumed
SHORTER = (1.0, 0.95, 0.9, 0.85)  # 1, shares of the edge that are tried, since with some of them faces cross; ours
MOST_HALVINGS = 20  # of the way of an uneven element from its straight shape
NODES = [0, 1, 2, 3, *(4 + MIDDLES.index(ends) for ends in ((2, 3), (1, 3), (1, 2), (0, 3), (0, 2), (0, 1)))]


class DrawnMesh(NamedTuple):
    """A mesh as plain arrays, the same on all ranks; from them the mesh can be rebuilt bit by bit."""

    points: Array  # (n, 3), cm
    tetrahedra: Integers  # (m, 10), in the order of files
    triangles: Integers  # (k, 3), corners of the whole boundary
    tags: Integers  # (k,), ENDO, EPI, BASE or RIGHT_ENDO

    @property
    def cavities(self) -> tuple[int, ...]:
        """The surfaces around its cavities."""
        return tuple(tag for tag in CAVITIES if tag in self.tags)


class VentricleMesh(NamedTuple):
    """A DOLFINx mesh with the tags of its surfaces and the arrays that it was made from."""

    mesh: Mesh[Any]
    surfaces: MeshTags
    drawn: DrawnMesh


class CrossingError(Exception):
    """Straight faces of two surfaces near each other cross."""


@contextmanager
def _session() -> Iterator[None]:
    """Start gmsh, silent and on one thread, and end it even after an error."""
    gmsh.initialize(interruptible=False)
    try:
        gmsh.option.setNumber("General.Terminal", 0)
        gmsh.option.setNumber("General.NumThreads", 1)
        yield
    finally:
        gmsh.finalize()


def _solid(centre: Array | tuple[float, ...], half_axes: Array | tuple[float, ...]) -> tuple[int, int]:
    """Add a solid ellipsoid to the model and return its tag."""
    ball: int = gmsh.model.occ.addSphere(*centre, 1.0)
    gmsh.model.occ.dilate([(3, ball)], *centre, *half_axes)
    return 3, ball


def _left(shape: Ellipsoid, depth: float) -> tuple[int, int]:
    """Add what a surface of the left ventricle at a depth of its wall holds; return its tag."""
    short, long = (float(radius) for radius in shape.radii(np.array(depth)))
    return _solid((0.0, 0.0, shape.centre), (short, short, long))


def _build(shape: Ellipsoid | Biventricle) -> list[tuple[int, int]]:
    """Add the wall to the current gmsh model and return its tags."""
    occ = gmsh.model.occ
    left = shape if isinstance(shape, Ellipsoid) else shape.left
    outer, inner = [_left(left, 1.0)], [_left(left, 0.0)]
    if isinstance(shape, Biventricle):
        outer, _ = occ.fuse(outer, [_solid(shape.centre, shape.half_axes(1.0))])
        inner += occ.cut([_solid(shape.centre, shape.half_axes(0.0))], [_left(left, 1.0)])[0]
    reach = 4.0 * left.outer_long
    above = occ.addBox(-reach, -reach, 0.0, 2.0 * reach, 2.0 * reach, 2.0 * reach)
    wall, _ = occ.cut(outer, [*inner, (3, above)])
    occ.synchronize()
    return list(wall)


def _inside(surface: int) -> Array:
    """Return a point in the inside of a surface of the current gmsh model (3,) [cm]."""
    (low_u, low_v), (high_u, high_v) = gmsh.model.getParametrizationBounds(2, surface)
    shares = (np.arange(SAMPLES) + 0.5) / SAMPLES
    for u in low_u + (high_u - low_u) * shares:
        for v in low_v + (high_v - low_v) * shares:
            if gmsh.model.isInside(2, surface, [u, v], parametric=True):
                return np.array(gmsh.model.getValue(2, surface, [u, v]))
    raise InputError(f"surface {surface} of the wall is too narrow to be meshed; try rounder ventricles.")


def _surface_at(shape: Ellipsoid | Biventricle, point: Array) -> int:
    """Return the tag of the surface on which a point (3,) of the boundary lies."""
    if abs(point[2]) < ON_BASE:
        return BASE
    left = shape if isinstance(shape, Ellipsoid) else shape.left
    if left.depth(point) < 0.5:
        return ENDO
    if isinstance(shape, Ellipsoid):
        return EPI
    middle_of_wall = (point - shape.centre) / shape.half_axes(0.5)
    return RIGHT_ENDO if middle_of_wall @ middle_of_wall < 1.0 else EPI


def _draw(shape: Ellipsoid | Biventricle, size: float) -> None:
    """Mesh the wall in the current gmsh model."""
    wall = _build(shape)
    named: dict[int, list[int]] = {}
    for _, surface in gmsh.model.getBoundary(wall, oriented=False):
        named.setdefault(_surface_at(shape, _inside(surface)), []).append(surface)
    for tag, surfaces in named.items():
        gmsh.model.addPhysicalGroup(2, surfaces, tag)
    gmsh.model.addPhysicalGroup(3, [tag for _, tag in wall], MUSCLE)
    _fill(size)
    gmsh.model.mesh.optimize("Netgen")
    gmsh.model.mesh.setOrder(ORDER)
    _curve()
    _check_unfolded(size)


def _fill(size: float) -> None:
    """Fill the wall of the current gmsh model with elements of straight edges.

    Raises
    ------
    CrossingError
        If faces of two surfaces cross; gmsh then needs another session.
    """
    gmsh.option.setNumber("Mesh.MeshSizeMin", size)
    gmsh.option.setNumber("Mesh.MeshSizeMax", size)
    try:
        gmsh.model.mesh.generate(3)
    except Exception as problem:  # gmsh has no kind of its own
        raise CrossingError from problem


def _curve() -> None:
    """Let the inside of the wall follow its curved surfaces, and where elements stay uneven, make them less curved.

    gmsh's other ways to unfold elements, and those on the surfaces that the option prevents, take elements in the order
    of their addresses, which makes another mesh in each process.
    """
    tags, nodes = gmsh.model.mesh.getElementsByType(gmsh.model.mesh.getElementType("tetrahedron", ORDER))
    nodes = nodes.reshape(-1, len(NODES))[:, GMSH_NODES]
    straight = {node: gmsh.model.mesh.getNode(node)[0] for node in np.unique(nodes[:, :4])}
    for middle, ends in zip(nodes[:, 4:].ravel(), nodes[:, MIDDLES].reshape(-1, 2), strict=True):
        straight[middle] = 0.5 * (straight[ends[0]] + straight[ends[1]])
    gmsh.option.setNumber("Mesh.HighOrderThresholdMin", -np.finfo(float).max)
    gmsh.model.mesh.optimize("HighOrderElastic")
    for _ in range(MOST_HALVINGS):
        least, most = (gmsh.model.mesh.getElementQualities(tags, name) for name in ("minDetJac", "maxDetJac"))
        for node in np.unique(nodes[~(least > LEAST_EVEN * np.abs(most))]):
            gmsh.model.mesh.setNode(node, 0.5 * (gmsh.model.mesh.getNode(node)[0] + straight[node]), [])


def _check_unfolded(size: float) -> None:
    """Refuse a mesh with a folded element: the pressure would push its surface, which is not closed, away."""
    tags, _ = gmsh.model.mesh.getElementsByType(gmsh.model.mesh.getElementType("tetrahedron", ORDER))
    least = gmsh.model.mesh.getElementQualities(tags, "minDetJac")
    worst = int(least.argmin())
    if least[worst] > 0.0:
        return
    nodes = gmsh.model.mesh.getElement(tags[worst])[1][:4]
    x, y, z = sum(gmsh.model.mesh.getNode(node)[0] for node in nodes) / len(nodes)
    raise InputError(
        f"element {worst} at ({x:.2f}, {y:.2f}, {z:.2f}) cm of a mesh with edges of {size:g} cm is folded, as are "
        f"{int((least <= 0.0).sum())} of {len(tags)} elements; try a smaller edge."
    )


def _drawn() -> DrawnMesh:
    """Return the mesh of the current gmsh model as arrays, its points in the order of their tags."""
    tags, places, _ = gmsh.model.mesh.getNodes()
    order = np.argsort(tags)
    kinds = {dim: gmsh.model.mesh.getElementType(name, ORDER) for dim, name in ((2, "triangle"), (3, "tetrahedron"))}

    def elements(dim: int, group: int) -> Integers:
        """Return the nodes of the elements of a physical group (m, 6 or 10)."""
        entities = gmsh.model.getEntitiesForPhysicalGroup(dim, group)
        blocks = [gmsh.model.mesh.getElementsByType(kinds[dim], entity)[1] for entity in entities]
        nodes = np.concatenate(blocks).reshape(-1, 6 if dim == 2 else len(NODES))
        return np.asarray(np.searchsorted(tags[order], nodes), np.int64)

    groups = {tag for _, tag in gmsh.model.getPhysicalGroups(2)}
    faces = {tag: elements(2, tag)[:, :3] for tag in (ENDO, EPI, BASE, RIGHT_ENDO) if tag in groups}
    return DrawnMesh(
        places.reshape(-1, 3)[order],
        elements(3, MUSCLE)[:, GMSH_NODES],
        np.concatenate(list(faces.values())),
        np.repeat(list(faces), [len(one) for one in faces.values()]),
    )


def draw_wall(shape: Ellipsoid | Biventricle, size: float, comm: MPI.Comm = MPI.COMM_WORLD) -> DrawnMesh:
    """Return the mesh of an idealised wall, on all ranks.

    It is the same to the last digit in each process on the same machine.

    Parameters
    ----------
    shape
        One ventricle, or two.
    size
        Length of an edge [cm].
    comm
        Ranks; the first one draws.

    Raises
    ------
    InputError
        If elements of this size cannot follow the surfaces; all ranks raise it.
    """

    def draw() -> DrawnMesh:
        """Return the mesh of the first of ever shorter edges with which no faces cross."""
        for share in SHORTER:
            with suppress(CrossingError), _session():
                _draw(shape, share * size)
                return _drawn()
        raise InputError(f"a wall this thin cannot be filled with edges of {size:g} cm; try a smaller edge.")

    return by_first_rank(draw, comm)


def spread(drawn: DrawnMesh, comm: MPI.Comm = MPI.COMM_WORLD) -> VentricleMesh:
    """Return the DOLFINx mesh, spread over the ranks, with its surfaces."""
    first = comm.rank == 0
    cells = drawn.tetrahedra[:, NODES] if first else np.empty((0, len(NODES)), np.int64)
    element: Any = basix.ufl.element("Lagrange", "tetrahedron", ORDER, shape=(3,))
    body = create_mesh(comm, cells, element, drawn.points if first else np.empty((0, 3)))
    body.topology.create_connectivity(2, 3)
    faces = exterior_facet_indices(body.topology)
    body.topology.create_connectivity(2, 0)
    nodes = entities_to_geometry(body, 2, faces)[:, :3]
    tag_of = {
        tuple(row): tag for row, tag in zip(np.sort(drawn.triangles, axis=1).tolist(), drawn.tags.tolist(), strict=True)
    }
    named = np.sort(body.geometry.input_global_indices[nodes], axis=1).tolist()
    tags = np.array([tag_of[tuple(row)] for row in named], dtype=np.int32)
    return VentricleMesh(body, meshtags(body, 2, faces, tags), drawn)


def ellipsoid_mesh(shape: Ellipsoid, size: float, comm: MPI.Comm = MPI.COMM_WORLD) -> VentricleMesh:
    """Return the mesh of a truncated ellipsoid, spread over the ranks; see `draw_wall`."""
    return spread(draw_wall(shape, size, comm), comm)
