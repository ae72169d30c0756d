"""Pictures of the wall: what is seen has the colour of its value, and all states the same scale of length."""

import numpy as np
import pytest
from matplotlib import colormaps

from diastole.errors import InputError
from diastole.faces.figures.comparison_figure import write_figure
from diastole.faces.figures.walls import scale, walls_figure
from diastole.model.heart3d.mesh.mesh_checks import second_order
from diastole.model.heart3d.output.pictures import WallState, linear, wall_images
from tests.heart3d.shapes import ellipsoid

pytest.importorskip("pyvista", reason="needs the extra heart3d")

HEART = ellipsoid(2, 8, 16)
SIZE = (230, 320)


def state(values, title="x", squeeze=1.0):
    return WallState(title, HEART.points * [squeeze, squeeze, 1.0], np.asarray(values, float))


def images(*states, background="#ffffff"):
    return wall_images(HEART.tetrahedra, states, limits=(0.0, 1.0), colours="cividis", background=background, size=SIZE)


def seen(image, background=255):
    """Return where the picture shows wall."""
    return np.any(np.abs(image.astype(int) - background) > 3, axis=2)


def test_the_cut_face_has_the_colour_of_the_value_and_septum_is_left():
    (image,) = images(state(np.where(HEART.points[:, 0] < 0.0, 0.0, 1.0)))
    row = image[SIZE[1] // 2]
    columns = np.flatnonzero(seen(image)[SIZE[1] // 2])
    for column, value in ((columns[0] + 6, 0.0), (columns[-1] - 6, 1.0)):
        wanted = 255.0 * np.array(colormaps["cividis"](value)[:3])
        np.testing.assert_allclose(row[column], wanted, atol=14.0)


def test_states_share_one_scale_of_length():
    wide, narrow = (seen(each) for each in images(state(HEART.depth), state(HEART.depth, squeeze=0.7)))
    width = [np.ptp(np.flatnonzero(each.any(axis=0))) for each in (wide, narrow)]
    height = [np.ptp(np.flatnonzero(each.any(axis=1))) for each in (wide, narrow)]
    assert width[1] / width[0] == pytest.approx(0.7, abs=0.03)
    assert height[1] / height[0] == pytest.approx(1.0, abs=0.05)
    assert not wide[:, [0, -1]].any()
    assert not wide[[0, -1]].any()


def test_values_at_elements_and_second_order_look_alike():
    points, ten = second_order(HEART.points, HEART.tetrahedra)
    p = points[linear(ten)]
    volumes = np.linalg.det(p[:, 1:] - p[:, :1])
    assert np.all(volumes > 0.0)
    q = HEART.points[HEART.tetrahedra]
    np.testing.assert_allclose(volumes.reshape(-1, 8), np.linalg.det(q[:, 1:] - q[:, :1])[:, None] / 8.0 + np.zeros(8))
    per_element = np.arange(len(ten)) % 7 / 7.0
    (second,) = wall_images(ten, [WallState("x", points, per_element)], limits=(0.0, 1.0), colours="cividis",
                            background="#ffffff", size=SIZE)  # fmt: skip
    (first,) = images(state(per_element))
    assert np.mean(np.abs(first.astype(int) - second.astype(int))) < 1.0


def test_figure_has_a_title_for_each_state_and_one_bar(tmp_path):
    four = [state(HEART.depth * k, f"state {k}") for k in range(1, 5)]
    figure = walls_figure(HEART.tetrahedra, four, "Active tension, kPa")
    assert [axes.get_title() for axes in figure.axes[:4]] == [f"state {k}" for k in range(1, 5)]
    assert figure.axes[-1].get_ylabel() == "Active tension, kPa"
    assert len(figure.axes) == 5
    dark = walls_figure(HEART.tetrahedra, four[:1], "kPa", theme="dark", changes=True)
    assert write_figure(dark, tmp_path / "walls.png").read_bytes().startswith(b"\x89PNG")


def test_scale_spans_all_states_but_not_one_pole():
    values = np.linspace(0.0, 10.0, 1000)
    values[0] = 1e6
    low, high = scale([state(values), state(values + 5.0)], changes=False)
    assert low == pytest.approx(0.0, abs=0.3)
    assert high == pytest.approx(15.0, abs=0.3)
    assert scale([state([-3.0, 2.0])], changes=True)[0] == pytest.approx(-3.0, rel=0.01)
    assert scale([state([2.0, 2.0])], changes=False) == (2.0, 3.0)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "no state of the wall"),
        ([state(HEART.depth[:-1])], r"has \d+ values; it needs one for each of its \d+ points or \d+ elements"),
        ([WallState("x", HEART.points[:5], np.zeros(5))], r"has 5 points, but an element has node"),
        ([state(np.nan * HEART.depth)], "not finite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(given, words):
    with pytest.raises(InputError, match=words):
        images(*given)
