"""Fields for ParaView: an XDMF file with the times, and in the same folder an HDF5 file with the numbers."""

from io import BytesIO
from typing import Any, NamedTuple
from xml.etree import ElementTree as Xml

import h5py
from numpy.typing import NDArray

from diastole.model.heart3d.run.heart_results import FIELDS, ResultMesh, WallFields

XDMF_TYPES = {"f": "Float", "i": "Int"}


class XdmfAttribute(NamedTuple):
    """A field as ParaView shows it."""

    label: str
    values: NDArray[Any]
    place: str  # Node or Cell
    kind: str  # Scalar or Vector
    moves: bool


def xdmf_files(name: str, mesh: ResultMesh, fields: WallFields) -> tuple[bytes, bytes]:
    """Return the XDMF and the HDF5 file of a condition, put together in memory.

    Parameters
    ----------
    name
        Of the HDF5 file, in the folder of the XDMF file.
    """
    numbers = BytesIO()
    root = Xml.Element("Xdmf", Version="3.0")
    domain = Xml.SubElement(root, "Domain")
    steps = Xml.SubElement(domain, "Grid", Name="beat", GridType="Collection", CollectionType="Temporal")
    with h5py.File(numbers, "w") as file:

        def stored(parent: Xml.Element, key: str, values: NDArray[Any]) -> None:
            """Put an array into the file, once, and refer to it."""
            if key not in file:
                file.create_dataset(key, data=values, compression="gzip", shuffle=True)
            kind, size = XDMF_TYPES[values.dtype.kind], str(values.dtype.itemsize)
            shape = " ".join(map(str, values.shape))
            item = Xml.SubElement(parent, "DataItem", Format="HDF", NumberType=kind, Precision=size, Dimensions=shape)
            item.text = f"{name}:/{key}"

        for index, time in enumerate(fields.time):
            grid = Xml.SubElement(steps, "Grid", Name="wall", GridType="Uniform")
            Xml.SubElement(grid, "Time", Value=f"{time:.6f}")
            shape = Xml.SubElement(grid, "Geometry", GeometryType="XYZ")
            stored(shape, "places", mesh.places)
            cells = Xml.SubElement(grid, "Topology", TopologyType="Tet_10", NumberOfElements=str(len(mesh.tetrahedra)))
            stored(cells, "tetrahedra", mesh.tetrahedra)
            for attribute in _attributes(mesh, fields):
                one = Xml.SubElement(grid, "Attribute", Name=attribute.label, AttributeType=attribute.kind,
                                     Center=attribute.place)  # fmt: skip
                if attribute.moves:
                    stored(one, f"{attribute.label}/{index:04d}", attribute.values[index])
                else:
                    stored(one, attribute.label, attribute.values)
    Xml.indent(root)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True), numbers.getvalue()


def _attributes(mesh: ResultMesh, fields: WallFields) -> list[XdmfAttribute]:
    """Return the fields; those that move have a row for each time."""
    moving = [
        XdmfAttribute(f"{name} [{unit}]", fields.of_elements[name], "Cell", "Scalar", True)
        for name, (_, unit) in FIELDS.items()
    ]
    return [
        XdmfAttribute("displacement [cm]", fields.displacement, "Node", "Vector", True),
        *moving,
        XdmfAttribute("segment", mesh.segment, "Cell", "Scalar", False),
        XdmfAttribute("depth", mesh.depth, "Cell", "Scalar", False),
        XdmfAttribute("activation_time [ms]", mesh.activation, "Cell", "Scalar", False),
        XdmfAttribute("fibre", mesh.fibre, "Cell", "Vector", False),
    ]
