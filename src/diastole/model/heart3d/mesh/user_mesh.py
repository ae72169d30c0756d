"""Reading a user's own mesh of one ventricle or two, from a VTU or XDMF file (also the XDMF of DOLFINx).

The file holds tetrahedra of first or second order; triangles with the cell data ``surface``, which is 1 for ENDO, 2 for
EPI, 3 for BASE and, of two ventricles, 4 for RIGHT_ENDO (0 or nothing on tetrahedra); and, if known, the vectors
``fibre`` and ``sheet`` at cells or points.
"""

import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import meshio
import numpy as np

from diastole.arrays import Array, Integers
from diastole.errors import InputError, did_you_mean
from diastole.model.heart3d.availability import first_line
from diastole.model.heart3d.mesh.dolfinx_xdmf import has_several_grids, read_grids
from diastole.model.heart3d.mesh.fibre_directions import check_pair, has_directions, unit_directions
from diastole.model.heart3d.mesh.mesh_checks import (
    boundary,
    cavity_volume,
    check_connected,
    check_elements,
    check_order,
    check_sides,
    matched,
    ring,
)

UNITS = {"cm": 1.0, "mm": 0.1, "m": 100.0, "µm": 1e-4}  # cm
MICRO = ("um", unicodedata.normalize("NFKC", "µm"))  # other spellings of µm
SURFACES = {"ENDO": 1, "EPI": 2, "BASE": 3}
OF_BOTH = SURFACES | {"RIGHT_ENDO": 4}  # of two ventricles
CAVITY = (5.0, 800.0)  # mL, from a newborn to the largest failing heart; assumed
MOST_MEMORY = 2**30  # bytes, for reading: a packed file of a few kB can hold any number of zeros; assumed
MOST_ELEMENTS = 500_000  # far more than the solver can handle; assumed
READERS = {".vtu": "vtu", ".xdmf": "xdmf"}
TETRAHEDRA = {"tetra": 4, "tetra10": 10}
TRIANGLES = ("triangle", "triangle6")
IGNORED = ("vertex", "line", "line3")


class UserMesh(NamedTuple):
    """A checked wall."""

    points: Array  # (n, 3), cm
    tetrahedra: Integers  # (m, 4) or (m, 10) in VTK's order, positive volume
    triangles: Integers  # (k, 3), the whole boundary, normals out of the wall
    tags: Integers  # (k,), see OF_BOTH
    fibre: Array | None  # (m, 3) or (n, 3), unit vectors
    sheet: Array | None  # as fibre
    fibre_at: str  # "cells" or "points"
    cavity_volume: float  # mL, of the left ventricle, with a lid on the rim of ENDO


def read_mesh(path: str | Path, unit: str = "mm", surfaces: Mapping[str, int] = SURFACES) -> UserMesh:
    """Read and check a mesh.

    Parameters
    ----------
    unit
        Of the coordinates: cm, mm, m or µm.
    surfaces
        Value of the cell data ``surface`` for ENDO, EPI and BASE; of two ventricles, for RIGHT_ENDO too.

    Raises
    ------
    InputError
        If the file cannot be read, or is not a wall around as many cavities; the message says where and what to try.
    """
    unit = "µm" if unit in MICRO else unit
    if unit not in UNITS:
        raise InputError(
            f"unit '{unit}' of a mesh is not known; known are {', '.join(UNITS)}.{did_you_mean(unit, UNITS)}"
        )
    content = _read(Path(path))
    points = np.ascontiguousarray(content.points, np.float64)
    if points.ndim != 2 or points.shape[1] != 3 or not np.all(np.isfinite(points)):
        raise InputError(f"mesh '{path}' needs three finite coordinates of each point.")
    kind, tetrahedra = _tetrahedra(content, path)
    if tetrahedra.min() < 0 or tetrahedra.max() >= len(points):
        raise InputError(f"mesh '{path}' has an element with node {tetrahedra.max()}, but only {len(points)} points.")
    check_order(points, tetrahedra)
    check_elements(points, tetrahedra, unit)
    check_connected(points, tetrahedra, unit)
    triangles, tags = _triangles(content, surfaces, path)
    outer = boundary(tetrahedra[:, :4])
    tags = tags[matched(points, outer, triangles, unit, list(surfaces))]
    volume, *_ = [_cavity(points, outer, tags, name, unit) for name in ("ENDO", "RIGHT_ENDO") if name in surfaces]
    if "RIGHT_ENDO" in surfaces:
        check_sides(points, outer, tags, *(OF_BOTH[name] for name in ("ENDO", "RIGHT_ENDO", "EPI")))
    fibre, at = unit_directions(content, "fibre", kind, path) if has_directions(content, "fibre") else (None, "cells")
    sheet, sheet_at = unit_directions(content, "sheet", kind, path) if has_directions(content, "sheet") else (None, at)
    if sheet is not None and fibre is not None:
        check_pair(fibre, sheet, same_place=at == sheet_at, path=path)
    mesh = UserMesh(points * UNITS[unit], tetrahedra, outer, tags, fibre, sheet, at, volume)
    return _without_loose_points(mesh)


def _read(path: Path) -> Any:
    """Return what meshio reads; its errors become one sentence."""
    if path.suffix.lower() not in READERS:
        raise InputError(f"mesh '{path}' must be a file ending with {' or '.join(READERS)}; meshio can convert others.")
    if not path.is_file():
        raise InputError(f"mesh '{path}' does not exist; check the path.")
    kind = READERS[path.suffix.lower()]
    try:
        with _little_memory():
            return read_grids(path) if kind == "xdmf" and has_several_grids(path) else getattr(meshio, kind).read(path)
    except MemoryError:
        raise InputError(
            f"mesh '{path}' takes more than {MOST_MEMORY // 2**20} MB to unpack: it is damaged or much too fine."
        ) from None
    except (Exception, SystemExit) as problem:  # a damaged file fails anywhere in the reader
        why = first_line(problem).rstrip(".")
        raise InputError(f"mesh '{path}' cannot be read as {path.suffix}: {why}. Export it again.") from problem


@contextmanager
def _little_memory() -> Iterator[None]:
    """Raise a MemoryError if the process takes ``MOST_MEMORY`` more than it has, where the system can enforce that."""
    if sys.platform != "linux":
        yield
        return
    import resource  # not on Windows

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    limits = [limit for limit in before if limit != resource.RLIM_INFINITY]
    room = min([pages * resource.getpagesize() + MOST_MEMORY, *limits])
    resource.setrlimit(resource.RLIMIT_AS, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _tetrahedra(content: Any, path: Any) -> tuple[str, Integers]:
    """Return the kind of the elements, and their nodes."""
    others = sorted({cells.type for cells in content.cells} - {*TETRAHEDRA, *TRIANGLES, *IGNORED})
    if others:
        raise InputError(
            f"mesh '{path}' has elements of kind {', '.join(others)}; only tetrahedra of first or second order, with "
            "triangles on the surfaces, are possible: cut the others into tetrahedra."
        )
    kinds = sorted({cells.type for cells in content.cells if cells.type in TETRAHEDRA and len(cells.data)})
    if len(kinds) != 1:
        held = "no tetrahedra" if not kinds else "tetrahedra of both orders"
        raise InputError(f"mesh '{path}' has {held}; it must be filled with tetrahedra of one order.")
    blocks = [cells.data for cells in content.cells if cells.type == kinds[0]]
    if (count := sum(map(len, blocks))) > MOST_ELEMENTS:
        raise InputError(f"mesh '{path}' has {count} tetrahedra, and at most {MOST_ELEMENTS} are possible: coarsen it.")
    return kinds[0], np.concatenate(blocks).astype(np.int64)


def _triangles(content: Any, surfaces: Mapping[str, int], path: Any) -> tuple[Integers, Integers]:
    """Return the tagged triangles (k, 3) and their tags (k,), numbered as in OF_BOTH."""
    if "surface" not in content.cell_data:
        known = ", ".join(content.cell_data) or "nothing"
        raise InputError(
            f"mesh '{path}' has no cell data 'surface' (it has {known}): give each triangle of the boundary "
            f"{_spelled(surfaces)}."
        )
    pairs = [
        (cells.data[:, :3], np.asarray(values).reshape(len(cells.data), -1)[:, 0])
        for cells, values in zip(content.cells, content.cell_data["surface"], strict=True)
        if cells.type in TRIANGLES
    ]
    triangles = np.concatenate([np.empty((0, 3), np.int64), *(nodes for nodes, _ in pairs)]).astype(np.int64)
    values = np.concatenate([np.empty(0), *(value for _, value in pairs)])
    tags = np.zeros(len(values), np.int64)
    for name, value in surfaces.items():
        tags[values == value] = OF_BOTH[name]
    missing = [name for name in surfaces if not np.any(tags == OF_BOTH[name])]
    if missing:
        other = "; --ventricles 1 reads a wall of the left one alone" if missing == ["RIGHT_ENDO"] else ""
        names = ", ".join(missing)
        raise InputError(
            f"mesh '{path}' has no triangle of {names} among its {len(tags)} triangles: give each triangle "
            f"of the boundary {_spelled(surfaces)} as cell data 'surface'{other}."
        )
    return triangles[tags > 0], tags[tags > 0]


def _spelled(surfaces: Mapping[str, int]) -> str:
    return ", ".join(f"{value} for {name}" for name, value in surfaces.items())


def _cavity(points: Array, outer: Integers, tags: Integers, name: str, unit: str) -> float:
    """Return the volume of the cavity within a surface in mL; refuse one that no heart has."""
    inside, base = outer[tags == OF_BOTH[name]], outer[tags == OF_BOTH["BASE"]]
    volume = cavity_volume(points, inside, ring(points, inside, base, unit, name))
    if volume <= 0.0:
        raise InputError(f"{name} encloses the wall instead of the cavity: exchange the tags of {name} and EPI.")
    fits = [other for other in UNITS if CAVITY[0] <= volume * UNITS[other] ** 3 <= CAVITY[1]]
    here = volume * UNITS[unit] ** 3
    if unit not in fits:
        hint = f"in {fits[0]} it would fit, so try that unit" if fits else "check the scale of the mesh"
        raise InputError(f"the cavity of {name} holds {here:.3g} mL with coordinates in {unit}, and a ventricle holds "
                         f"{CAVITY[0]:g} to {CAVITY[1]:g} mL: {hint}.")  # fmt: skip
    return here


def _without_loose_points(mesh: UserMesh) -> UserMesh:
    """Return the mesh without points that belong to no element."""
    used, numbers = np.unique(mesh.tetrahedra, return_inverse=True)
    number = np.full(len(mesh.points), -1)
    number[used] = np.arange(len(used))
    at_points = mesh.fibre_at == "points"
    return mesh._replace(
        points=mesh.points[used],
        tetrahedra=numbers.reshape(mesh.tetrahedra.shape),
        triangles=number[mesh.triangles],
        fibre=mesh.fibre[used] if at_points and mesh.fibre is not None else mesh.fibre,
        sheet=mesh.sheet[used] if at_points and mesh.sheet is not None else mesh.sheet,
    )
