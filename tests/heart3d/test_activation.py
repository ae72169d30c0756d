"""Arrival of a front: distance over speed, order of convergence, the stretched metric; and patterns of a ventricle."""

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.model.heart3d.conduction import activation
from diastole.model.heart3d.conduction.activation import (
    WallCoordinates,
    activation_pattern,
    activation_times,
    arrival_times,
    conduction_speeds,
    site_nodes,
)
from diastole.model.heart3d.mesh.subdivision import subdivided
from tests.heart3d.shapes import cube, ellipsoid

CENTRE = np.array([0.5, 0.5, 0.5])
BALL = 0.25  # where the front is given exactly: a point source has an error of order h log h
FIBRE = np.array([1.0, 2.0, 3.0]) / np.sqrt(14.0)


def exact(points, fibre, along, across):
    d = points - CENTRE
    inverse = np.eye(3) / across**2 + np.outer(fibre, fibre) * (1.0 / along**2 - 1.0 / across**2)
    return np.sqrt(np.einsum("ni,ij,nj->n", d, inverse, d))


def front(points, tetrahedra, fibre, along, across, *, sites, times):
    m = len(tetrahedra)
    return arrival_times(
        points, tetrahedra, np.tile(fibre, (m, 1)), np.full(m, along), np.full(m, across), sites=sites, site_times=times
    )


def error(n, fibre, along, across):
    points, tetrahedra = cube(n)
    truth = exact(points, fibre, along, across)
    ball = np.flatnonzero(np.linalg.norm(points - CENTRE, axis=1) < BALL)
    difference = front(points, tetrahedra, fibre, along, across, sites=ball, times=truth[ball]) - truth
    assert difference.min() > -1e-12, "a front over straight elements cannot be early"
    return difference.mean(), difference.max()


def of_the_left(name):
    """Return the early sites that a single ventricle has."""
    return [site for site in activation_pattern(name).sites if not site.right]


@pytest.mark.parametrize("along", [1.0, 2.0, 3.0])
def test_error_falls_at_first_order_in_the_stretched_metric(along):
    mean, largest = np.array([error(n, FIBRE, along, 1.0) for n in (6, 12, 24)]).T
    order = np.log2(mean[:-1] / mean[1:])
    assert np.all((order > 0.75) & (order < 1.6)), order
    assert largest[-1] < 0.025


def test_distance_over_speed_from_a_point():
    points, tetrahedra = cube(8)
    source = int(np.argmin(np.linalg.norm(points - CENTRE, axis=1)))
    times = front(points, tetrahedra, FIBRE, 2.0, 2.0, sites=np.array([source]), times=np.array([0.1]))
    truth = 0.1 + np.linalg.norm(points - CENTRE, axis=1) / 2.0
    assert np.all(times > truth - 1e-12)
    assert np.max(times - truth) < 0.06
    assert times[source] == 0.1


def test_plane_front_is_exact():
    points, tetrahedra = cube(4)
    sites = np.flatnonzero(points[:, 2] == 0.0)
    times = front(points, tetrahedra, np.array([0.0, 0.0, 1.0]), 3.0, 1.0, sites=sites, times=np.zeros(len(sites)))
    np.testing.assert_allclose(times, points[:, 2] / 3.0, atol=1e-12)


def wall(cells=(1, 6, 8)):
    heart = ellipsoid(*cells)
    one_wall = np.zeros(heart.depth.shape, bool)
    return heart, WallCoordinates(heart.depth, heart.azimuth, heart.height, one_wall, heart.depth)


@pytest.mark.parametrize("name", activation.PATTERNS)
def test_numbering_changes_nothing(name):
    heart, where = wall()
    before = activation_times(heart.points, heart.tetrahedra, heart.fibres, where, activation_pattern(name), cuts=1)
    random = np.random.default_rng(5)
    nodes, elements = random.permutation(len(heart.points)), random.permutation(len(heart.tetrahedra))
    number = np.argsort(nodes)
    turned = number[heart.tetrahedra[elements]][:, [1, 2, 0, 3]]
    moved = WallCoordinates(*(values[nodes] for values in where))
    after = activation_times(
        heart.points[nodes], turned, heart.fibres[elements], moved, activation_pattern(name), cuts=1
    )
    np.testing.assert_allclose(after, before[nodes], atol=1e-12, rtol=0.0)


def test_faster_is_never_later():
    points, tetrahedra = cube(5)
    m = len(tetrahedra)
    random = np.random.default_rng(1)
    fibres = random.normal(size=(m, 3))
    fibres /= np.linalg.norm(fibres, axis=1, keepdims=True)
    along, across = random.uniform(1.0, 3.0, m), random.uniform(0.5, 1.0, m)
    source = {"sites": np.array([0]), "site_times": np.array([0.0])}
    slow = arrival_times(points, tetrahedra, fibres, along, across, **source)
    for faster in ((1.3 * along, across), (along, np.where(np.arange(m) % 3 == 0, 1.5 * across, across))):
        fast = arrival_times(points, tetrahedra, fibres, *faster, **source)
        assert np.all(fast <= slow + 1e-12)
        assert fast.max() < slow.max()


def test_a_late_site_gives_way_to_an_early_front():
    points, tetrahedra = cube(2)
    times = front(points, tetrahedra, FIBRE, 1.0, 1.0, sites=np.array([0, 1]), times=np.array([0.0, 9.0]))
    assert times[1] == pytest.approx(0.5)


def test_a_piece_apart_is_counted():
    points, tetrahedra = cube(2)
    two = np.concatenate((points, points + 5.0))
    both = np.concatenate((tetrahedra, tetrahedra + len(points)))
    with pytest.raises(InputError, match="cannot reach 27 of 54 nodes, the first of them node 27 at"):
        front(two, both, FIBRE, 1.0, 1.0, sites=np.array([0]), times=np.array([0.0]))


@pytest.mark.parametrize(
    ("fibre", "along", "words"),
    [(FIBRE, 0.0, "speed along the fibres is 0 cm/s in element 0"), (2.0 * FIBRE, 1.0, "has length 2"),
     (np.nan * FIBRE, 1.0, "has length nan"), (FIBRE, np.nan, "is nan cm/s")],
)  # fmt: skip
def test_what_means_nothing_is_refused(fibre, along, words):
    points, tetrahedra = cube(1)
    with pytest.raises(InputError, match=words):
        front(points, tetrahedra, fibre, along, 1.0, sites=np.array([0]), times=np.array([0.0]))


def test_cutting_keeps_volume_and_orientation():
    points, tetrahedra = cube(2)
    tetrahedra[::2] = tetrahedra[::2][:, [1, 2, 0, 3]]
    fine = subdivided(points, tetrahedra)
    p = fine.fill(points)[fine.tetrahedra]
    volumes = np.linalg.det(p[:, 1:] - p[:, :1]) / 6.0
    np.testing.assert_allclose(volumes, 1.0 / 48.0 / 8.0)
    assert len(fine.fill(points)) == 5**3
    np.testing.assert_allclose(p.mean(axis=1).reshape(-1, 8, 3).mean(axis=1), points[tetrahedra].mean(axis=1))


def test_sites_lie_where_they_are_said_to_lie():
    heart, where = wall((2, 12, 24))
    high, middle, low = site_nodes(heart.points, where, of_the_left("normal"))
    assert np.all(heart.depth[[high, middle, low]] == 0.0)
    assert heart.points[middle, 0] == pytest.approx(-2.5, abs=0.15)  # the septum is at −x
    assert heart.points[high, 1] < 0.0 < heart.points[low, 1]  # anterior −y, inferior +y
    assert heart.height[low] < heart.height[middle] < heart.height[high]
    (right,) = site_nodes(heart.points, where, of_the_left("left_bundle_branch_block"))
    assert heart.depth[right] == 1.0
    assert heart.points[right, 0] < -3.0


def test_normal_activation_takes_as_long_as_seen_in_man():
    heart, where = wall((2, 10, 16))
    times = activation_times(heart.points, heart.tetrahedra, heart.fibres, where, activation_pattern("normal"), cuts=1)
    last = int(np.argmax(times))
    assert 0.063 < times.max() < 0.096  # wyndham1979
    assert heart.height[last] > 0.9  # the last place is posterobasal: durrer1970
    assert 60.0 < np.degrees(heart.azimuth[last]) < 200.0
    assert times[heart.depth == 0.0].mean() < times[heart.depth == 1.0].mean()


def test_bundle_branch_block_is_slower_and_ends_opposite_the_septum():
    heart, where = wall((2, 10, 16))
    block = activation_pattern("left_bundle_branch_block")
    times = activation_times(heart.points, heart.tetrahedra, heart.fibres, where, block, cuts=0)
    assert times.max() > 0.13
    assert heart.points[np.argmax(times), 0] > 1.0


def test_the_layer_is_seen_on_a_coarse_mesh():
    heart, where = wall((1, 8, 12))
    times = [
        activation_times(
            heart.points, heart.tetrahedra, heart.fibres, where, activation_pattern("normal"), cuts=cuts
        ).max()
        for cuts in (1, 2)
    ]
    assert abs(times[1] - times[0]) < 0.012


def test_layer_is_where_the_endocardium_is():
    depth = np.array([0.0, 0.0, 0.0, 1.0, 0.3])
    elements, left = np.array([[0, 1, 2, 3], [0, 1, 3, 4]]), np.zeros(2, bool)
    along, across = conduction_speeds(depth, elements, left, activation_pattern("normal"))
    np.testing.assert_allclose(along, [130.0, 65.0])
    np.testing.assert_allclose(across, [96.0, 48.0])


def test_in_a_left_bundle_branch_block_only_the_right_wall_has_a_layer():
    depth, elements = np.zeros(4), np.array([[0, 1, 2, 3], [0, 1, 2, 3]])
    pattern = activation_pattern("left_bundle_branch_block")
    along, _ = conduction_speeds(depth, elements, np.array([False, True]), pattern)
    np.testing.assert_allclose(along, [65.0, 130.0])


def test_unknown_pattern_names_the_known_ones():
    with pytest.raises(InputError, match=r"known are normal, left_bundle_branch_block\. Did you mean 'normal'"):
        activation_pattern("normal1")
