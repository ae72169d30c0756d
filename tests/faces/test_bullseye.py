"""Bull's eyes: every segment at its place, one scale, and no drawing of nothing."""

import numpy as np
import pytest
from matplotlib.patches import Wedge

from diastole.errors import InputError
from diastole.faces.figures.bullseye import COUNT, Group, bullseye_figure
from diastole.faces.figures.comparison_figure import render
from diastole.model.heart3d.mesh.segments import SEGMENTS

VALUES = np.arange(1.0, 18.0)
UP, LEFT, DOWN, RIGHT = (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)
DIRECTIONS = {"anterior": UP, "septal": LEFT, "inferior": DOWN, "lateral": RIGHT}
TOWARDS = {"anteroseptal": (UP, LEFT), "inferoseptal": (DOWN, LEFT), "inferolateral": (DOWN, RIGHT),
           "anterolateral": (UP, RIGHT), **{name: (at,) for name, at in DIRECTIONS.items()}}  # fmt: skip
RADIUS = {"basal": 0.875, "mid": 0.625, "apical": 0.375}


def texts(axes):
    return {each.get_text(): each.get_position() for each in axes.texts}


def test_each_segment_stands_where_its_name_says():
    axes = bullseye_figure(Group({"x": VALUES}, "kPa", decimals=0)).axes[0]
    places = texts(axes)
    assert places["17"] == (0.0, 0.0)
    for number, name in enumerate(SEGMENTS[:-1], start=1):
        ring, wall = name.split()
        x, y = places[str(number)]
        assert np.hypot(x, y) == pytest.approx(RADIUS[ring])
        assert all(x * dx + y * dy > 0.3 * RADIUS[ring] for dx, dy in TOWARDS[wall]), name
    assert len(axes.patches) == COUNT == len(SEGMENTS)


def test_wedges_cover_the_disc_once():
    wedges = [each for each in bullseye_figure(Group({"x": VALUES}, "kPa")).axes[0].patches if isinstance(each, Wedge)]
    area = sum(np.radians(w.theta2 - w.theta1) / 2 * (w.r**2 - (w.r - w.width) ** 2) for w in wedges)
    assert area == pytest.approx(np.pi)


def test_panels_share_one_scale_and_changes_have_their_white_at_zero():
    figure = bullseye_figure(Group({"off": VALUES, "on": -3.0 * VALUES}, "ATP, %", changes=True))
    bar = figure.axes[-1]
    assert bar.get_ylabel() == "ATP, %"
    assert bar.get_ylim() == pytest.approx((-51.0, 51.0))
    same = bullseye_figure(Group({"off": VALUES, "on": VALUES}, "kPa"))
    first, second = ([patch.get_facecolor() for patch in axes.patches] for axes in (same.axes[0], same.axes[1]))
    assert first == second
    assert len(set(first)) == COUNT


def test_groups_have_scales_of_their_own():
    figure = bullseye_figure(Group({"a": VALUES, "b": VALUES}, "kPa"), Group({"c": VALUES}, "%", changes=True))
    titles = [axes.get_title() for axes in figure.axes if axes.get_title()]
    limits = {axes.get_ylabel(): axes.get_ylim() for axes in figure.axes if axes.get_ylabel()}
    assert titles == ["a", "b", "c"]
    assert limits["kPa"] == pytest.approx((1.0, 17.0))
    assert limits["%"] == pytest.approx((-17.0, 17.0))


def test_a_segment_without_value_is_hatched_and_has_no_number():
    values = VALUES.copy()
    values[4] = np.nan
    axes = bullseye_figure(Group({"x": values}, "kPa", decimals=0)).axes[0]
    assert axes.patches[4].get_hatch()
    assert "5" not in texts(axes)
    assert "nan" not in texts(axes)


@pytest.mark.parametrize(
    ("values", "words"),
    [(VALUES[:-1], r"shape \(16,\); it needs 17"), (np.full(17, np.nan), "no value in any segment")],
)
def test_what_cannot_be_drawn_is_refused(values, words):
    with pytest.raises(InputError, match=words):
        bullseye_figure(Group({"x": values}, "kPa"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_renders(theme):
    assert render(bullseye_figure(Group({"x": VALUES}, "kPa"), theme=theme), "png").startswith(b"\x89PNG")
