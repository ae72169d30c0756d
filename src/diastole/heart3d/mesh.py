"""Tetrahedra of second order in an ellipsoid, with its three surfaces named."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import gmsh
from dolfinx.io import gmsh as gmsh_io
from dolfinx.mesh import Mesh, MeshTags
from mpi4py import MPI

from diastole.errors import InputError
from diastole.heart3d.anatomy import Ellipsoid

ENDO, EPI, BASE = 1, 2, 3
MUSCLE = 1
ORDER = 2  # of the geometry: straight elements lose a tenth of the cavity


class VentricleMesh(NamedTuple):
    """A mesh with the tags of its surfaces: ENDO, EPI and BASE."""

    mesh: Mesh[Any]
    surfaces: MeshTags


@contextmanager
def _session() -> Iterator[None]:
    """Start gmsh, silent and on one thread, and end it whatever happens."""
    gmsh.initialize(interruptible=False)
    try:
        gmsh.option.setNumber("General.Terminal", 0)
        gmsh.option.setNumber("General.NumThreads", 1)
        yield
    finally:
        gmsh.finalize()


def _solid(short: float, long: float, centre: float) -> int:
    """Add a full ellipsoid about z to the model and return its tag."""
    ball: int = gmsh.model.occ.addSphere(0.0, 0.0, centre, 1.0)
    gmsh.model.occ.dilate([(3, ball)], 0.0, 0.0, centre, short, short, long)
    return ball


def _draw(shape: Ellipsoid, size: float) -> None:
    """Build the tetrahedra of the wall in the current model."""
    occ = gmsh.model.occ
    outer = _solid(shape.outer_short, shape.outer_long, shape.centre)
    inner = _solid(shape.inner_short, shape.inner_long, shape.centre)
    reach = 2.0 * shape.outer_long
    above = occ.addBox(-reach, -reach, 0.0, 2.0 * reach, 2.0 * reach, 2.0 * reach)
    wall, _ = occ.cut([(3, outer)], [(3, inner), (3, above)])
    occ.synchronize()
    named: dict[int, list[int]] = {ENDO: [], EPI: [], BASE: []}
    for _, surface in gmsh.model.getBoundary(wall, oriented=False):
        low = gmsh.model.getBoundingBox(2, surface)
        flat = low[5] - low[2] < 1e-3 * shape.outer_long
        inside = low[2] > 0.5 * ((shape.centre - shape.inner_long) + (shape.centre - shape.outer_long))
        named[BASE if flat else ENDO if inside else EPI].append(surface)
    for tag, surfaces in named.items():
        gmsh.model.addPhysicalGroup(2, surfaces, tag)
    gmsh.model.addPhysicalGroup(3, [tag for _, tag in wall], MUSCLE)
    gmsh.option.setNumber("Mesh.MeshSizeMin", size)
    gmsh.option.setNumber("Mesh.MeshSizeMax", size)
    gmsh.model.mesh.generate(3)
    gmsh.model.mesh.optimize("Netgen")
    gmsh.model.mesh.setOrder(ORDER)
    for method in ("HighOrderElastic", "HighOrder"):  # elements at curved surfaces fold otherwise
        gmsh.model.mesh.optimize(method)
    _check_unfolded(size)


def _check_unfolded(size: float) -> None:
    """Refuse a mesh with a folded element: its surface would not be closed, and the pressure would push it away.

    Raises
    ------
    InputError
        With the place of the worst element.
    """
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


def ellipsoid_mesh(shape: Ellipsoid, size: float, comm: MPI.Comm = MPI.COMM_WORLD) -> VentricleMesh:
    """Return the mesh of a truncated ellipsoid.

    Parameters
    ----------
    shape
        The ellipsoid.
    size
        Length of an edge [cm].
    comm
        Ranks over which the mesh is spread.

    Raises
    ------
    InputError
        Where elements of this size cannot follow the surfaces, on all ranks alike.
    """
    with _session():
        refused = None
        if comm.rank == 0:
            try:
                _draw(shape, size)
            except InputError as problem:
                refused = str(problem)
        refused = comm.bcast(refused)
        if refused:
            raise InputError(refused)
        data = gmsh_io.model_to_mesh(gmsh.model, comm, 0, gdim=3)
    assert data.facet_tags is not None, "three surfaces were named"
    return VentricleMesh(data.mesh, data.facet_tags)
