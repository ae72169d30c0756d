"""Odd meshes of two ventricles: each is refused at once, in one sentence with place and cure, or read as what it is."""

from typing import NamedTuple

import numpy as np
import pytest

from tests.heart3d import two  # first: skips without engine

from diastole.errors import InputError  # isort: skip
from diastole.model.heart3d.mesh.biventricle import sized_biventricle  # isort: skip
from diastole.model.heart3d.mesh.ellipsoid import sized_ellipsoid  # isort: skip
from diastole.model.heart3d.mesh.tetrahedra import draw_wall  # isort: skip
from diastole.model.heart3d.mesh.user_mesh import OF_BOTH, SURFACES, read_mesh  # isort: skip
from diastole.model.heart3d.wall.user_wall import upright  # isort: skip

meshio = pytest.importorskip("meshio", reason="needs the extra heart3d")

CM_IN_MM = 10.0
MOST_ELEMENTS = 2_000  # here: half a million take seconds to write and to read
ENDO, EPI, BASE, RIGHT = 1, 2, 3, 4
LEFT = sized_ellipsoid(two.CAVITIES[0], two.MUSCLE[0], 0.58, 0.7)


class Parts(NamedTuple):
    """The content of a file [mm]."""

    points: np.ndarray
    tetrahedra: np.ndarray
    triangles: np.ndarray
    tags: np.ndarray

    def write(self, path):
        kind = "tetra" if self.tetrahedra.shape[1] == 4 else "tetra10"
        blocks = [(kind, self.tetrahedra), ("triangle", self.triangles)]
        data = {"surface": [np.zeros(len(self.tetrahedra)), self.tags]}
        meshio.Mesh(self.points, blocks, cell_data=data).write(path)
        return path

    @property
    def middles(self):
        return self.points[self.triangles].mean(axis=1)


@pytest.fixture(scope="module")
def drawn():
    return draw_wall(sized_biventricle(LEFT, two.CAVITIES[1], two.MUSCLE[1]), 2.5)


@pytest.fixture
def heart(drawn):
    """Return the content of a good file, of the second order."""
    return Parts(CM_IN_MM * drawn.points, drawn.tetrahedra.copy(), drawn.triangles.copy(), drawn.tags.astype(float))


def straight(heart):
    return heart._replace(tetrahedra=heart.tetrahedra[:, :4])


def tagged(heart, where, tag):
    tags = heart.tags.copy()
    tags[where] = tag
    return heart._replace(tags=tags)


def renamed(heart, names):
    return heart._replace(tags=np.array([names.get(tag, tag) for tag in heart.tags.tolist()]))


def lowest(heart, tag, count=1):
    """Return the rows of the triangles of a surface that lie nearest to the apex."""
    own = np.flatnonzero(heart.tags == tag)
    return own[np.argsort(heart.middles[own, 2])][:count]


def septal_side(heart):
    """Return the triangles of the right cavity that lie on the left ventricle's outer ellipsoid."""
    x, y, z = np.moveaxis(heart.points[heart.triangles] / CM_IN_MM, 2, 0)
    out = (np.hypot(x, y) / LEFT.outer_short) ** 2 + ((z - LEFT.centre) / LEFT.outer_long) ** 2
    return (heart.tags == RIGHT) & (out < 1.02).all(axis=1)


def apart(heart):
    """Cut the heart into two walls that share no node, as two segmentations do."""
    plane = np.median(heart.points[np.unique(heart.triangles[heart.tags == RIGHT]), 0])
    right = heart.points[heart.tetrahedra[:, :4], 0].mean(axis=1) < plane
    moved = heart.points - [100.0, 0.0, 0.0]
    count = len(heart.points)
    tetrahedra = heart.tetrahedra.copy()
    tetrahedra[right] += count
    return straight(heart._replace(points=np.concatenate((heart.points, moved)), tetrahedra=tetrahedra))


def turned(heart, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return heart._replace(points=heart.points @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]))


def flat(heart):
    points, nodes = heart.points.copy(), heart.tetrahedra[4]
    points[nodes[3]] = points[nodes[:3]].mean(axis=0)
    return straight(heart._replace(points=points))


def lost_node(heart):
    tetrahedra = heart.tetrahedra.copy()
    tetrahedra[9, 2] = 10**7
    return straight(heart._replace(tetrahedra=tetrahedra))


def not_a_number(heart):
    points = heart.points.copy()
    points[11, 1] = np.inf
    return heart._replace(points=points)


def twice(heart):
    return heart._replace(
        triangles=np.concatenate((heart.triangles, heart.triangles[:1])), tags=np.append(heart.tags, heart.tags[0])
    )


def inside(heart):
    """Tag a face between two elements."""
    outer = {tuple(row) for row in np.sort(heart.triangles, axis=1).tolist()}
    face = next(row for row in np.sort(heart.tetrahedra[:, :3], axis=1).tolist() if tuple(row) not in outer)
    return heart._replace(triangles=np.vstack((heart.triangles, face)), tags=np.append(heart.tags, RIGHT))


def torn(heart):
    points = np.concatenate((heart.points, heart.points[heart.tetrahedra[40, :1]]))
    tetrahedra = heart.tetrahedra[:, :4].copy()
    tetrahedra[40, 0] = len(points) - 1
    return heart._replace(points=points, tetrahedra=tetrahedra)


def huge(heart):
    repeat = MOST_ELEMENTS // len(heart.tetrahedra) + 1
    return heart._replace(tetrahedra=np.tile(heart.tetrahedra, (repeat, 1)))


COVER = r"\d+ of \d+ faces of the wall are none of ENDO, EPI, BASE and RIGHT_ENDO, the first at \("
NONE = r"has no triangle of {} among its \d+ triangles: give each triangle of the boundary 1 for ENDO"
REFUSED = {  # what is done, and what the refusal says
    "no left marker": (lambda h: tagged(h, h.tags == ENDO, 0), NONE.format("ENDO")),
    "no outside marker": (lambda h: tagged(h, h.tags == EPI, 0), NONE.format("EPI")),
    "no base marker": (lambda h: tagged(h, h.tags == BASE, 0), NONE.format("BASE")),
    "no right marker": (lambda h: tagged(h, h.tags == RIGHT, 0), NONE.format("RIGHT_ENDO")),
    "both cavities are the left one": (
        lambda h: renamed(h, {RIGHT: ENDO}),
        r"no triangle of RIGHT_ENDO .*--ventricles 1 reads a wall of the left one",
    ),
    "markers of another program": (
        lambda h: renamed(h, {1: 30, 2: 40, 3: 10, 4: 20}),
        NONE.format("ENDO, EPI, BASE, RIGHT_ENDO"),
    ),
    "markers from zero": (lambda h: h._replace(tags=h.tags - 1), NONE.format("RIGHT_ENDO")),
    "ventricles exchanged": (
        lambda h: renamed(h, {ENDO: RIGHT, RIGHT: ENDO}),
        r"free wall of RIGHT_ENDO is \d\.\d times as thick .* give the left one 1 and the right one 4",
    ),
    "left inside out": (lambda h: renamed(h, {ENDO: EPI, EPI: ENDO}), "exchange the tags of ENDO and EPI"),
    "right inside out": (lambda h: renamed(h, {RIGHT: EPI, EPI: RIGHT}), "exchange the tags of RIGHT_ENDO and EPI"),
    "base and right exchanged": (lambda h: renamed(h, {BASE: RIGHT, RIGHT: BASE}), "ENDO touches another surface"),
    "septum is outside": (
        lambda h: tagged(h, septal_side(h), EPI),
        r"RIGHT_ENDO touches another surface than BASE at \(.*each side of the septum belongs to its cavity",
    ),
    "hole in the left": (lambda h: tagged(h, lowest(h, ENDO), EPI), r"open: ENDO has 2 borders .* around \(.* as ENDO"),
    "hole in the right": (
        lambda h: tagged(h, lowest(h, RIGHT), EPI),
        r"open: RIGHT_ENDO has 2 borders .* around \(.* as RIGHT_ENDO",
    ),
    "a bare face on the right": (lambda h: tagged(h, lowest(h, RIGHT), 0), COVER),
    "a fifth surface": (lambda h: tagged(h, lowest(h, EPI, 12), 5), "12" + COVER[3:]),
    "not a number of a marker": (lambda h: tagged(h, lowest(h, EPI), np.nan), COVER),
    "half a marker": (lambda h: tagged(h, lowest(h, EPI), 1.5), COVER),
    "two walls": (apart, r"the wall is in 2 pieces, the smallest of \d+ elements at \(.*merge double nodes"),
    "torn": (torn, COVER + r".*merge double nodes"),
    "inside out": (
        lambda h: h._replace(tetrahedra=straight(h).tetrahedra[:, [0, 2, 1, 3]]),
        "exchange two nodes of each",
    ),
    "gmsh's order": (
        lambda h: h._replace(tetrahedra=h.tetrahedra[:, [0, 1, 2, 3, 4, 5, 6, 7, 9, 8]]),
        "10-node elements are in gmsh's order",
    ),
    "flat": (flat, r"element \d+ .* at \(.*repair or smooth"),
    "in m": (lambda h: h._replace(points=1e-3 * h.points), "cavity of ENDO holds .* in m it would fit"),
    "in cm": (lambda h: h._replace(points=0.1 * h.points), "in cm it would fit, so try that unit"),
    "in µm": (lambda h: h._replace(points=1e3 * h.points), "in µm it would fit, so try that unit"),
    "of a mouse": (lambda h: h._replace(points=0.02 * h.points), "check the scale of the mesh"),
    "lost node": (lost_node, r"an element with node 10000000, but only \d+ points"),
    "not a number": (not_a_number, "needs three finite coordinates of each point"),
    "a face twice": (twice, r"1 triangles of ENDO, EPI, BASE or RIGHT_ENDO are .* or are given twice"),
    "a face inside": (inside, r"1 triangles of .* or RIGHT_ENDO are not faces of the wall .* at \(.*tag the boundary"),
    "no triangles": (
        lambda h: h._replace(triangles=h.triangles[:0], tags=h.tags[:0]),
        r"no triangle of .* among its 0 triangles",
    ),
    "huge": (huge, rf"has \d+ tetrahedra, and at most {MOST_ELEMENTS} are possible: coarsen it"),
}  # fmt: skip


def test_a_good_heart_is_read(heart, tmp_path):
    mesh = read_mesh(heart.write(tmp_path / "heart.vtu"), surfaces=OF_BOTH)
    assert mesh.cavity_volume == pytest.approx(two.CAVITIES[0], rel=0.2)  # its lids and faces are straight here


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_heart_of_two_ventricles_is_refused_with_its_cure(heart, tmp_path, monkeypatch, name):
    monkeypatch.setattr("diastole.model.heart3d.mesh.user_mesh.MOST_ELEMENTS", MOST_ELEMENTS)
    damage, words = REFUSED[name]
    path = damage(heart).write(tmp_path / "heart.vtu")
    with pytest.raises(InputError, match=words) as refused:
        read_mesh(path, surfaces=OF_BOTH)
    message = str(refused.value)
    assert message.endswith(".")
    assert "\n" not in message


def test_two_ventricles_read_as_one_name_the_option(heart, tmp_path):
    with pytest.raises(InputError, match=r"none of ENDO, EPI and BASE, .*--ventricles 2"):
        read_mesh(heart.write(tmp_path / "heart.vtu"), surfaces=SURFACES)


@pytest.mark.parametrize("degrees", [0.0, 90.0, 200.0])
def test_the_right_ventricle_comes_to_lie_towards_minus_x(heart, tmp_path, degrees):
    """Whatever the coordinates of an image: segments and the curvature of the septum go by it."""
    path = turned(heart, degrees).write(tmp_path / "heart.vtu")
    mesh = upright(read_mesh(path, surfaces=OF_BOTH), 0.0)
    x, y, _ = mesh.points[np.unique(mesh.triangles[mesh.tags == RIGHT])].mean(axis=0)
    assert x < 0.0
    assert abs(y) < 0.02 * abs(x)
