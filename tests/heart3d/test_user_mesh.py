"""A user's mesh: what is read, and each thing that is refused, with its place."""

import base64
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.model.heart3d.mesh import mesh_checks
from diastole.model.heart3d.mesh.mesh_checks import cavity_volume, ring
from diastole.model.heart3d.mesh.user_mesh import read_mesh
from tests.heart3d.shapes import LONG, RIM, SHORT, ellipsoid

meshio = pytest.importorskip("meshio", reason="needs the extra heart3d")

CM_IN_MM = 10.0
SOLID = np.array([[1, 2, 3], [0, 3, 2], [0, 1, 3], [0, 2, 1]])  # all faces of one tetrahedron


class Parts:
    """The content of a file, to be damaged before it is written."""

    def __init__(self):
        heart = ellipsoid(1, 5, 8)
        self.points = CM_IN_MM * heart.points
        self.tetrahedra = heart.tetrahedra.copy()
        self.triangles = heart.triangles.copy()
        self.tags = heart.tags.copy()
        self.depth = heart.depth
        self.cell_data = {"fibre": heart.fibres.copy()}
        self.point_data = {}
        self.extra = []

    def write(self, path):
        cells = [("tetra", self.tetrahedra), ("triangle", self.triangles), *self.extra]
        if self.tetrahedra.shape[1] == 10:
            cells[0] = ("tetra10", self.tetrahedra)
        if not len(self.tetrahedra):
            meshio.Mesh(self.points, cells[1:], cell_data={"surface": [self.tags]}).write(path)
            return path
        sizes = [len(nodes) for _, nodes in cells]
        data = {name: [values, *(np.zeros((n, 3)) for n in sizes[1:])] for name, values in self.cell_data.items()}
        if self.tags is not None:
            data["surface"] = [np.zeros(sizes[0], int), self.tags, *(np.zeros(n, int) for n in sizes[2:])]
        meshio.Mesh(self.points, cells, point_data=self.point_data, cell_data=data).write(path)
        return path


@pytest.fixture
def parts():
    return Parts()


def exact_cavity():
    """Return the volume of the ellipsoid below the plane of its inner rim [mL]."""
    c = RIM[0]
    return np.pi * SHORT[0] ** 2 * LONG[0] * (c - c**3 / 3.0 + 2.0 / 3.0)


@pytest.mark.parametrize("ending", [".vtu", ".xdmf"])
def test_a_good_mesh_is_read(parts, tmp_path, ending):
    parts.cell_data["sheet"] = np.cross(parts.cell_data["fibre"], [0.3, 0.2, 0.9])
    parts.cell_data["fibre"] *= 7.0
    mesh = read_mesh(parts.write(tmp_path / f"heart{ending}"))
    np.testing.assert_allclose(mesh.points, parts.points / CM_IN_MM)
    assert np.array_equal(mesh.tetrahedra, parts.tetrahedra)
    np.testing.assert_allclose(np.linalg.norm(mesh.fibre, axis=1), 1.0)
    np.testing.assert_allclose(np.linalg.norm(mesh.sheet, axis=1), 1.0)
    assert mesh.fibre_at == "cells"
    assert [int(np.sum(mesh.tags == tag)) for tag in (1, 2, 3)] == [int(np.sum(parts.tags == t)) for t in (1, 2, 3)]
    assert 0.8 * exact_cavity() < mesh.cavity_volume < exact_cavity()


def test_normals_point_out_of_the_wall_though_the_file_turns_them(parts, tmp_path):
    parts.triangles[::2] = parts.triangles[::2, ::-1]
    mesh = read_mesh(parts.write(tmp_path / "heart.vtu"))
    a, b, c = np.moveaxis(mesh.points[mesh.triangles], 1, 0)
    normal, middle = np.cross(b - a, c - a), (a + b + c) / 3.0
    outward = np.einsum("ij,ij->i", normal[:, :2], middle[:, :2])
    assert np.all(outward[mesh.tags == 2] > 0.0)
    assert np.all(outward[mesh.tags == 1] < 0.0)
    assert np.all(normal[mesh.tags == 3, 2] > 0.0)


@pytest.mark.parametrize(
    ("unit", "factor", "named"),
    [("cm", 0.1, "cm"), ("m", 0.001, "m"), ("µm", 1000, "µm"), ("\u03bcm", 1000, "µm"), ("um", 1000, "µm")],
)
def test_units(parts, tmp_path, unit, factor, named):
    whole = read_mesh(parts.write(tmp_path / "mm.vtu")).cavity_volume
    parts.points = parts.points * factor
    assert read_mesh(parts.write(tmp_path / "other.vtu"), unit=unit).cavity_volume == pytest.approx(whole)
    with pytest.raises(InputError, match=f"in {named} it would fit, so try that unit"):
        read_mesh(tmp_path / "other.vtu")


def test_fibres_at_points_and_loose_points(parts, tmp_path):
    parts.points = np.concatenate((parts.points, [[0.0, 0.0, 500.0]]))
    vectors = np.tile([1.0, 0.0, 0.0], (len(parts.points), 1))
    vectors[-1] = 0.0
    parts.cell_data, parts.point_data = {}, {"fibre": vectors}
    mesh = read_mesh(parts.write(tmp_path / "heart.xdmf"))
    assert mesh.fibre_at == "points"
    assert mesh.fibre.shape == mesh.points.shape == (len(parts.points) - 1, 3)


def second_order(parts):
    """Give the elements their middles."""
    parts.points, parts.tetrahedra = mesh_checks.second_order(parts.points, parts.tetrahedra)


def test_second_order(parts, tmp_path):
    second_order(parts)
    mesh = read_mesh(parts.write(tmp_path / "heart.vtu"))
    assert mesh.tetrahedra.shape[1] == 10
    parts.points[parts.tetrahedra[3, 4]] = parts.points[parts.tetrahedra[3, 3]]
    with pytest.raises(InputError, match=r"element \d+ .* is (turned inside out|flat)"):
        read_mesh(parts.write(tmp_path / "folded.vtu"))


@pytest.mark.parametrize(
    ("order", "named"),
    [([0, 1, 2, 3, 5, 4], "gmsh's"), ([5, 4, 1, 3, 2, 0], "basix"), ([1, 0, 2, 3, 4, 5], "another program's")],
)
@pytest.mark.parametrize("is_curved", [False, True])
def test_another_order_of_the_nodes_is_named(parts, tmp_path, order, named, is_curved):
    """Node by node: what lies in a file at place k lies between the corners of ``MIDDLES[order[k]]``."""
    second_order(parts)
    if is_curved:
        parts.points *= 1.0 + 0.02 * np.sin(parts.points[:, ::-1] / 20.0)
    read_mesh(parts.write(tmp_path / "right.vtu"))
    parts.tetrahedra[:, 4:] = parts.tetrahedra[:, 4:][:, order]
    with pytest.raises(InputError, match=rf"10-node elements are in .*{named}.* order: .* 0-1, 1-2, 0-2, 0-3"):
        read_mesh(parts.write(tmp_path / "other.vtu"))


def inverted(parts):
    parts.tetrahedra[17] = parts.tetrahedra[17][[0, 2, 1, 3]]


def flat(parts):
    a, b, c, _ = parts.points[parts.tetrahedra[4]]
    parts.points = np.concatenate((parts.points, [a + 0.3 * (b - a) + 0.3 * (c - a)]))
    parts.tetrahedra[4, 3] = len(parts.points) - 1


def hole(parts):
    inner = np.flatnonzero(parts.tags == 1)
    low = inner[np.argsort(parts.points[parts.triangles[inner]].mean(axis=1)[:, 2])]
    parts.tags[low[30]] = 2


def untagged(parts):
    keep = np.arange(len(parts.tags)) != np.flatnonzero(parts.tags == 1)[3]
    parts.triangles, parts.tags = parts.triangles[keep], parts.tags[keep]


def torn(parts):
    """Two elements share a face of which one has its own copy of a node."""
    parts.points = np.concatenate((parts.points, parts.points[parts.tetrahedra[40, :1]]))
    parts.tetrahedra[40, 0] = len(parts.points) - 1


def inside(parts):
    parts.triangles = np.concatenate((parts.triangles, parts.tetrahedra[60:61, :3]))
    parts.tags = np.concatenate((parts.tags, [1]))


def two_pieces(parts):
    """A loose tetrahedron whose faces are EPI, as a segmentation leaves them behind."""
    new = len(parts.points) + np.arange(4)
    parts.points = np.concatenate((parts.points, 200.0 + 5.0 * np.concatenate((np.zeros((1, 3)), np.eye(3)))))
    parts.tetrahedra = np.concatenate((parts.tetrahedra, new[None]))
    parts.triangles = np.concatenate((parts.triangles, new[SOLID]))
    parts.tags = np.concatenate((parts.tags, [2, 2, 2, 2]))
    parts.cell_data["fibre"] = np.concatenate((parts.cell_data["fibre"], [[1.0, 0.0, 0.0]]))


def doubled(parts):
    parts.tetrahedra = np.concatenate((parts.tetrahedra, parts.tetrahedra[5:6]))
    parts.cell_data["fibre"] = np.concatenate((parts.cell_data["fibre"], parts.cell_data["fibre"][5:6]))


def closed(parts):
    parts.tags[parts.tags == 3] = 1
    parts.tags[np.argmax(parts.tags == 2)] = 3


def changed(array, where, value):
    """Return a copy of an array with a value in some places."""
    copy = array.copy()
    copy[where] = value
    return copy


def fibres(values):
    return {"cell_data": {"fibre": values}}


DAMAGES = {  # name: what is done, or a function of the parts that returns other ones, and what the refusal says
    "inverted": (inverted, r"element 17 \(the first is 0\) at \(.*\) mm is turned inside out, and 1 of \d+"),
    "all inverted": (
        lambda p: {"tetrahedra": p.tetrahedra[:, [0, 2, 1, 3]]},
        r"all \d+ elements are turned inside out.*exchange two nodes",
    ),
    "flat": (flat, r"element 4 .* is flat"),
    "hole": (hole, r"the cavity is open: ENDO has 2 borders instead of one, the smallest of 3 edges around \("),
    "untagged": (untagged, r"1 of \d+ faces of the wall are none of ENDO, EPI and BASE, the first at"),
    "torn": (torn, r"\d+ of \d+ faces of the wall are none of .* merge double nodes"),
    "inside": (inside, r"1 triangles of ENDO, EPI or BASE are not faces of the wall"),
    "two pieces": (two_pieces, r"the wall is in 2 pieces, the smallest of 1 elements at \(201"),
    "doubled": (doubled, r"triangles of ENDO, EPI or BASE are not faces of the wall or are given twice"),
    "triangle of two surfaces": (
        lambda p: {"triangles": np.concatenate((p.triangles, p.triangles[5:6])), "tags": np.concatenate((p.tags, [3]))},
        r"1 triangles of ENDO, EPI or BASE are not faces of the wall or are given twice",
    ),
    "mirrored": (lambda p: {"points": p.points * (-1.0, 1.0, 1.0)}, r"all \d+ elements are turned inside out"),
    "node twice": (
        lambda p: {"tetrahedra": changed(p.tetrahedra, (3, 1), p.tetrahedra[3, 0])}, r"element 3 .* is flat"
    ),
    "infinite": (lambda p: {"points": changed(p.points, (2, 1), np.inf)}, "three finite coordinates"),
    "closed": (closed, r"ENDO touches another surface than BASE at \(.*\) mm: BASE must lie all around"),
    "swapped": (lambda p: {"tags": np.array([0, 2, 1, 3])[p.tags]}, "exchange the tags of ENDO and EPI"),
    "no base": (
        lambda p: {"tags": changed(p.tags, p.tags == 3, 0)},
        r"no triangle of BASE among its \d+ triangles: .* 3 for BASE",
    ),
    "no tags": (lambda p: {"tags": None}, r"no cell data 'surface' \(it has fibre\)"),
    "nan fibre": (
        lambda p: fibres(changed(p.cell_data["fibre"], (9, 1), np.nan)),
        r"'fibre' of element 9 at .* has length nan, and 1 of",
    ),
    "zero fibre": (
        lambda p: fibres(changed(p.cell_data["fibre"], slice(5, 7), 0.0)),
        r"'fibre' of element 5 at .* has length 0, and 2 of",
    ),
    "parallel sheet": (
        lambda p: {"cell_data": p.cell_data | {"sheet": -p.cell_data["fibre"]}},
        r"'sheet' is parallel to 'fibre' in row 0",
    ),
    "two places": (
        lambda p: {"point_data": {"sheet": np.tile([1.0, 0.0, 0.0], (len(p.points), 1))}},
        "fibre and sheet at different places",
    ),
    "huge": (
        lambda p: {"points": 3.5 * p.points}, r"holds \S+ mL with coordinates in mm, .* 5 to 800 mL: check the scale",
    ),
    "wedges": (lambda p: {"extra": [("wedge", np.arange(6)[None])]}, "elements of kind wedge; only tetrahedra"),
    "no elements": (lambda p: {"tetrahedra": p.tetrahedra[:0], "cell_data": {}}, "no tetrahedra"),
    "lost point": (lambda p: {"points": changed(p.points, 3, np.nan)}, "three finite coordinates"),
    "wrong node": (lambda p: {"tetrahedra": changed(p.tetrahedra, (0, 0), 10_000)}, r"node 10000, but only \d+ points"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_no_wall_is_refused_with_its_place(parts, tmp_path, name):
    damage, words = DAMAGES[name]
    vars(parts).update(damage(parts) or {})
    path = parts.write(tmp_path / "heart.vtu")
    with pytest.raises(InputError, match=words) as refused:
        read_mesh(path)
    message = str(refused.value)
    assert message.endswith(".")
    assert "\n" not in message


def test_own_values_of_surfaces(parts, tmp_path):
    own = {"ENDO": 30, "EPI": 40, "BASE": 10}
    parts.tags = np.array([0, 30, 40, 10])[parts.tags]
    path = parts.write(tmp_path / "heart.vtu")
    assert read_mesh(path, surfaces=own).cavity_volume > 0.0
    with pytest.raises(InputError, match="no triangle of ENDO, EPI, BASE"):
        read_mesh(path)


def test_files_that_cannot_be_read(parts, tmp_path):
    with pytest.raises(InputError, match="does not exist; check the path"):
        read_mesh(tmp_path / "none.vtu")
    with pytest.raises(InputError, match=r"must be a file ending with \.vtu or \.xdmf"):
        read_mesh(tmp_path / "heart.stl")
    with pytest.raises(InputError, match="unit 'inch' of a mesh is not known; known are cm, mm, m, µm"):
        read_mesh(tmp_path / "none.vtu", unit="inch")
    text = parts.write(tmp_path / "whole.vtu").read_bytes()
    for end, content in (("cut.vtu", text[: len(text) // 2]), ("empty.vtu", b""), ("words.xdmf", b"not a mesh")):
        (tmp_path / end).write_bytes(content)
        with pytest.raises(InputError, match=f"{end}' cannot be read as"):
            read_mesh(tmp_path / end)
    whole = parts.write(tmp_path / "whole.xdmf")
    whole.with_suffix(".h5").unlink()
    with pytest.raises(InputError, match=r"cannot be read as \.xdmf"):
        read_mesh(whole)


CORNERS = np.concatenate((np.zeros((1, 3)), np.eye(3), -np.eye(3)))


@pytest.mark.parametrize(
    ("endo", "words"),
    [
        (SOLID, "has no border"),
        (np.concatenate((SOLID[:2], [[3, 2, 5]])), "branches at .* more than two"),
        (np.array([[0, 1, 2], [0, 4, 5]]), "touches itself at"),
    ],
)
def test_a_surface_that_is_no_cup_is_refused(endo, words):
    with pytest.raises(InputError, match=words):
        ring(CORNERS, endo, np.arange(7)[:, None], "cm")


def test_the_ring_of_a_cup_and_its_volume():
    cup = SOLID[1:, ::-1]  # the wall is outside
    rim = ring(CORNERS, cup, SOLID[:1], "cm")
    assert set(rim.ravel().tolist()) == {1, 2, 3}
    assert cavity_volume(CORNERS, cup, rim) == pytest.approx(1.0 / 6.0)
    assert cavity_volume(CORNERS, cup[:, ::-1], rim) == pytest.approx(-1.0 / 6.0)


BOMB = """<VTKFile type="UnstructuredGrid" version="0.1" byte_order="LittleEndian" header_type="UInt32"
compressor="vtkZLibDataCompressor"><UnstructuredGrid><Piece NumberOfPoints="{count}" NumberOfCells="0"><Points>
<DataArray type="Float64" NumberOfComponents="3" format="binary">{data}</DataArray></Points></Piece>
</UnstructuredGrid></VTKFile>"""


# Reads a mesh in a process of its own: the peak of a process that has run other tests says nothing of this one.
READ_AND_TELL_MEMORY = """
import resource, sys
from pathlib import Path
import numpy as np
from diastole.errors import InputError
from diastole.model.heart3d.mesh import user_mesh

path, read, limit = Path(sys.argv[1]), user_mesh.meshio.vtu.read, resource.getrlimit(resource.RLIMIT_AS)

def refused(read_it):
    try:
        return read_it(path).nbytes
    except InputError as problem:
        return problem

# A reader that asks for memory and never touches it costs nothing, so the limit is tried as it is.
for share in (0.9, 1.0):
    user_mesh.meshio.vtu.read = lambda path: np.empty(int(share * user_mesh.MOST_MEMORY), np.uint8)
    print(refused(user_mesh._read))
user_mesh.meshio.vtu.read = read
user_mesh.MOST_MEMORY = 2**26  # a true reader fills what it gets, and that takes time
print(refused(user_mesh.read_mesh))
assert resource.getrlimit(resource.RLIMIT_AS) == limit
status = Path("/proc/self/status").read_text()  # of this program alone; getrusage begins with the parent's
print(status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path):
    size = 2**30
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    zeros = bytes(2**24)
    piece = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)  # the same as often as it is repeated
    checksum = struct.pack(">I", (size % 65521) << 16 | 1)  # Adler-32 of zeros
    packed = b"\x78\xda" + piece * (size // len(zeros)) + packer.flush() + checksum
    assert zlib.decompressobj().decompress(packed, 2 * len(zeros)) == 2 * zeros
    header = struct.pack("<4I", 1, size, size, len(packed))
    data = base64.b64encode(header) + base64.b64encode(packed)
    path = tmp_path / "bomb.vtu"
    path.write_text(BOMB.format(count=size // 24, data=data.decode()), encoding="ascii")
    assert path.stat().st_size < 5e6
    told = subprocess.run(
        [sys.executable, "-c", READ_AND_TELL_MEMORY, path], capture_output=True, text=True, check=True
    )
    below, *refusals, peak = told.stdout.splitlines()
    assert int(below) == int(0.9 * 2**30)
    for refusal, limit in zip(refusals, (1024, 64), strict=True):
        assert f"takes more than {limit} MB to unpack: it is damaged or much too fine" in refusal
    assert int(peak) < 0.5 * 2**20  # kB


def test_too_many_elements(parts, tmp_path, monkeypatch):
    monkeypatch.setattr("diastole.model.heart3d.mesh.user_mesh.MOST_ELEMENTS", 10)
    with pytest.raises(InputError, match=r"has \d+ tetrahedra, and at most 10 are possible: coarsen it"):
        read_mesh(parts.write(tmp_path / "heart.vtu"))


GRIDS = """<?xml version="1.0"?>
<!DOCTYPE Xdmf SYSTEM "Xdmf.dtd" []>
<Xdmf Version="3.0" xmlns:xi="https://www.w3.org/2001/XInclude"><Domain>
<Grid Name="wall" GridType="Uniform">
<Topology TopologyType="Tetrahedron" NumberOfElements="{m}" NodesPerElement="4">{tetrahedra}</Topology>
<Geometry GeometryType="XYZ">{points}</Geometry></Grid>
<Grid Name="surface" GridType="Uniform"><xi:include xpointer="xpointer(/Xdmf/Domain/Grid/Geometry)" />
<Topology TopologyType="Triangle" NumberOfElements="{k}" NodesPerElement="3">{triangles}</Topology>
<Attribute Name="surface" AttributeType="Scalar" Center="Cell">{tags}</Attribute></Grid>
<Grid Name="fibre" GridType="Collection" CollectionType="Temporal"><Grid Name="fibre" GridType="Uniform">
<xi:include xpointer="xpointer(/Xdmf/Domain/Grid[@GridType='Uniform'][1]/*[self::Topology or self::Geometry])" />
<Time Value="0" /><Attribute Name="fibre" AttributeType="Vector" Center="Cell">{fibre}</Attribute></Grid></Grid>
</Domain></Xdmf>"""


def item(values, kind):
    rows = "\n".join(" ".join(map(repr, row)) for row in np.atleast_2d(values).tolist())
    shape = " ".join(map(str, np.shape(values)))
    return f'<DataItem Dimensions="{shape}" {kind} Format="XML">{rows}</DataItem>'


@pytest.fixture
def grids(parts):
    """Return the text of the file as DOLFINx would write it."""
    whole = 'NumberType="Int"'
    return GRIDS.format(
        m=len(parts.tetrahedra), k=len(parts.triangles), tetrahedra=item(parts.tetrahedra, whole),
        points=item(parts.points, ""), triangles=item(parts.triangles, whole), tags=item(parts.tags[:, None], ""),
        fibre=item(parts.cell_data["fibre"], ""),
    )  # fmt: skip


def test_several_grids_are_read_as_one_mesh(parts, grids, tmp_path):
    (tmp_path / "heart.xdmf").write_text(grids, encoding="utf-8")
    mesh, same = read_mesh(tmp_path / "heart.xdmf"), read_mesh(parts.write(tmp_path / "heart.vtu"))
    for one, other in zip(mesh, same, strict=True):
        assert one is other is None or np.array_equal(one, other)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("XYZ", "XYZ", None),
        (
            'Name="surface" AttributeType',
            'Name="facets" AttributeType',
            r"no cell data 'surface' \(it has facets, fibre",
        ),
        ('"Triangle"', '"Quadrilateral"', "cannot be read as .xdmf: elements of kind 'Quadrilateral'"),
        ("<Geometry", "<Geography", "cannot be read as .xdmf"),
        ('Format="XML"', 'Format="HDF"', "cannot be read as .xdmf"),
        ('Dimensions="', 'Dimensions="9 ', "cannot be read as .xdmf"),
    ],
)
def test_grids_that_are_no_wall_are_refused(grids, tmp_path, old, new, words):
    (tmp_path / "heart.xdmf").write_text(grids.replace(old, new), encoding="utf-8")
    if words is None:
        assert read_mesh(tmp_path / "heart.xdmf").fibre_at == "cells"
        return
    with pytest.raises(InputError, match=words):
        read_mesh(tmp_path / "heart.xdmf")
