"""Reader of XDMF as DOLFINx writes it: one grid for the wall, one for its tagged facets, one for each function.

meshio reads one grid only. A grid that refers to another one (``xi:include``) belongs to the wall here.
"""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import h5py
import meshio
import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]

KINDS = {
    "tetrahedron": "tetra", "tetrahedron_10": "tetra10", "tet_10": "tetra10", "triangle": "triangle",
    "triangle_6": "triangle6", "tri_6": "triangle6",
}  # fmt: skip


def has_several_grids(path: Path) -> bool:
    """Return whether an XDMF file has more than one grid, which is all that meshio reads."""
    return len(Xml.parse(path).getroot().findall("Domain/Grid")) > 1


def read_grids(path: Path) -> Any:
    """Return the wall, the tagged facets and the directions of an XDMF file with several grids as a meshio mesh.

    Raises
    ------
    ValueError, KeyError, OSError
        If the file is not of this kind.
    """
    grids = [grid for grid in Xml.parse(path).getroot().iter("Grid") if grid.get("GridType") != "Collection"]
    places = next((item for grid in grids if (item := grid.find("Geometry/DataItem")) is not None), None)
    if places is None:
        raise ValueError("it has no geometry")
    cells = {kind: _values(grid.find("Topology/DataItem"), path) for grid in grids if (kind := _kind(grid))}
    attributes = [(grid, attribute) for grid in grids for attribute in grid.findall("Attribute")]
    at_points: dict[str, Values] = {}
    at_cells: dict[str, list[Values]] = {}
    for grid, attribute in attributes:
        name, values = attribute.get("Name", ""), _values(attribute.find("DataItem"), path)
        if attribute.get("Center") == "Node":
            at_points[name] = values
            continue
        own = _kind(grid) or next(iter(cells))  # a function is given on the wall, the first grid
        at_cells[name] = [
            values if kind == own else np.zeros((len(nodes), *values.shape[1:])) for kind, nodes in cells.items()
        ]
    return meshio.Mesh(_values(places, path), list(cells.items()), point_data=at_points, cell_data=at_cells)


def _kind(grid: Xml.Element) -> str | None:
    """Return meshio's name for the elements of a grid; None if it uses the elements of another grid."""
    topology = grid.find("Topology")
    if topology is None:
        return None
    named = topology.get("TopologyType") or topology.get("Type") or ""
    if named.lower() not in KINDS:
        raise ValueError(f"elements of kind '{named}' are not tetrahedra of a wall or triangles of its surfaces")
    return KINDS[named.lower()]


def _values(item: Xml.Element | None, path: Path) -> Values:
    """Return the numbers of a DataItem, which holds them or names an HDF5 file in the same folder."""
    if item is None:
        raise ValueError("a DataItem is missing")
    shape = tuple(int(size) for size in (item.get("Dimensions") or "").split())
    text = (item.text or "").strip()
    if item.get("Format") == "HDF":
        name, _, key = text.partition(":")
        with h5py.File(path.parent / name, "r") as file:
            return np.asarray(file[key]).reshape(shape)
    kind = np.int64 if item.get("NumberType") == "Int" else np.float64
    return np.array(text.split(), dtype=kind).reshape(shape)
