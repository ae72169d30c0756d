"""Activation times of the wall: a front starts at early sites, runs fast under the endocardium and faster along fibres.

A place in the wall has three coordinates: the azimuth from the middle of the septum (positive towards the inferior
wall), the height (0 at the apex of the cavity, 1 at the base) and the depth (0 at the endocardium, 1 at the
epicardium). In our frame z is the long axis with the base at the largest z, the middle of the septum lies at −x and the
inferior wall at +y. Lengths are in cm, times in s.
"""

from collections.abc import Sequence
from math import radians
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array, Integers
from diastole.errors import InputError, did_you_mean
from diastole.model.heart3d.conduction.eikonal import spread
from diastole.model.heart3d.mesh.subdivision import subdivided

SPEED_ALONG = 65.0  # cm/s, along the fibres; taggart2000
SPEED_ACROSS = 48.0  # cm/s, across them; taggart2000, who found 51 through the wall
LAYER_DEPTH = 0.1  # 1, share of the wall that the ends of the Purkinje network reach; assumed
# How many times faster that layer conducts: the whole wall then takes as long as in people (wyndham1979); ours.
LAYER_FACTOR = 2.0  # 1
CUTS = 2  # times each element is cut into eight, so that one element across the wall resolves the layer
ON_ENDOCARDIUM = 1e-6  # 1, a node at a smaller depth lies on the endocardium
UNIT_SLACK = 1e-6  # 1, by which the length of a fibre may differ from 1
NEAR = 0.05  # 1, depth: a site is sought among the nodes that are at most this much further off than the nearest


class EarlySite(NamedTuple):
    """A place where activation begins."""

    azimuth: float  # rad
    height: float  # 1
    depth: float  # 1
    time: float  # s
    right: bool = False  # whether in the right free wall, which a single ventricle does not have


class WallCoordinates(NamedTuple):
    """Coordinates of the nodes in the wall; each (n,)."""

    depth: Array  # 1, from the endocardium of the wall's own cavity; the septum is of the left one
    azimuth: Array  # rad
    height: Array  # 1, below zero in the cap of the apex
    right: NDArray[np.bool_]  # whether in the right free wall
    cover: Array  # 1, depth from the nearest endocardium; differs from the depth in the septum only


class ActivationPattern(NamedTuple):
    """Where activation begins, and how fast it spreads."""

    sites: tuple[EarlySite, ...]
    layer_factor: float  # 1, in the left wall
    right_layer_factor: float = LAYER_FACTOR  # 1, in the right free wall
    layer_depth: float = LAYER_DEPTH  # 1
    speed_along: float = SPEED_ALONG  # cm/s
    speed_across: float = SPEED_ACROSS  # cm/s


# durrer1970 found three early sites within 5 ms: high on the anterior paraseptal wall, at the middle of the septum's
# left surface, and posterior paraseptal at a third of the way from apex to base. The angle of "paraseptal" is assumed.
# From these sites the front takes 70 to 86 ms to the last place, by the mesh, which is posterobasal as in durrer1970;
# wyndham1979 measured 63-96 ms in intact hearts. In left bundle branch block the front enters from the right side of
# the septum, at an assumed height. It then takes about 190 ms without a fast layer, and 120 ms with a layer of factor 2
# (a network that is entered backwards). The right ventricle begins 5 to 10 ms after the left one at the anterior
# papillary muscle of its free wall (durrer1970); the place of that is assumed.
RIGHT_SITE = EarlySite(azimuth=0.0, height=0.4, depth=0.0, time=7.5e-3, right=True)
PATTERNS = {
    "normal": ActivationPattern(
        sites=(
            EarlySite(azimuth=radians(-65.0), height=0.85, depth=0.0, time=0.0),
            EarlySite(azimuth=0.0, height=0.5, depth=0.0, time=0.0),
            EarlySite(azimuth=radians(65.0), height=0.33, depth=0.0, time=0.0),
            RIGHT_SITE,
        ),
        layer_factor=LAYER_FACTOR,
    ),
    "left_bundle_branch_block": ActivationPattern(
        sites=(EarlySite(azimuth=0.0, height=0.4, depth=1.0, time=0.0), RIGHT_SITE), layer_factor=1.0
    ),
}


def activation_pattern(name: str) -> ActivationPattern:
    """Return the activation pattern of a name.

    Raises
    ------
    InputError
        If no pattern has this name.
    """
    if name not in PATTERNS:
        near = did_you_mean(name, PATTERNS)
        raise InputError(f"activation '{name}' is not known; known are {', '.join(PATTERNS)}.{near}")
    return PATTERNS[name]


def conduction_speeds(
    cover: Array, tetrahedra: Integers, right: NDArray[np.bool_], pattern: ActivationPattern
) -> tuple[Array, Array]:
    """Return the speeds along and across the fibres [cm/s], each (m,).

    They go by the depth of the nodes under the nearest endocardium (n,) and by whether an element is of the right free
    wall (m,). An element is fast if its middle lies in the layer or if one of its faces lies on the endocardium. The
    front can therefore run along the endocardium even on a coarse mesh, where the layer is thinner than an element.
    """
    corners = cover[tetrahedra]
    fast = (corners.mean(axis=1) < pattern.layer_depth) | (np.sum(corners < ON_ENDOCARDIUM, axis=1) >= 3)
    factor = np.where(fast, np.where(right, pattern.right_layer_factor, pattern.layer_factor), 1.0)
    return pattern.speed_along * factor, pattern.speed_across * factor


def activation_times(
    points: Array,
    tetrahedra: Integers,
    fibres: Array,
    where: WallCoordinates,
    pattern: ActivationPattern,
    *,
    cuts: int = CUTS,
) -> Array:
    """Return the activation time of each node of a ventricle [s], (n,).

    Parameters
    ----------
    points, tetrahedra, fibres
        (n, 3) in cm, (m, 4), (m, 3).
    where
        Coordinates of each node in the wall.
    pattern
        Early sites, layer and speeds.
    cuts
        How often each element is cut into eight first: mechanics needs few elements, a thin layer needs many.
    """
    starts = [site for site in pattern.sites if not site.right or where.right.any()]
    sites = site_nodes(points, where, starts)
    cover, right = where.cover, where.right[tetrahedra].mean(axis=1) > 0.5
    for _ in range(cuts):
        fine = subdivided(points, tetrahedra)
        points, cover = fine.fill(points), fine.fill(cover)
        tetrahedra, fibres, right = fine.tetrahedra, fibres[fine.parents], right[fine.parents]
    speeds = conduction_speeds(cover, tetrahedra, right, pattern)
    begun = np.array([site.time for site in starts])
    times = arrival_times(points, tetrahedra, fibres, *speeds, sites=sites, site_times=begun)
    return times[: len(where.depth)]


def site_nodes(points: Array, where: WallCoordinates, sites: Sequence[EarlySite]) -> Integers:
    """Return the node nearest to each early site (k,); the numbering of the nodes (n, 3) makes no difference."""
    depth, azimuth, height = where.depth, where.azimuth, where.height
    long = np.ptp(points[:, 2])
    radius = np.hypot(points[:, 0], points[:, 1])
    nearest = []
    for site in sites:
        away = np.where(where.right == site.right, np.abs(depth - site.depth), np.inf)
        aside = 2.0 * radius * np.sin(0.5 * (azimuth - site.azimuth))
        distance = np.hypot(long * (height - site.height), aside)
        distance = np.where((away <= np.nanmin(away) + NEAR) & np.isfinite(distance), distance, np.inf)
        order = np.lexsort((points[:, 2], points[:, 1], points[:, 0], np.round(distance, 9)))
        nearest.append(order[0])
    return np.array(nearest, np.int64)


def arrival_times(
    points: Array,
    tetrahedra: Integers,
    fibres: Array,
    speed_along: Array,
    speed_across: Array,
    *,
    sites: Integers,
    site_times: Array,
) -> Array:
    """Return the arrival time of the front at each node [s], (n,): √(∇τ · M ∇τ) = 1, solved by ``eikonal.spread``.

    Parameters
    ----------
    points
        (n, 3), cm.
    tetrahedra
        (m, 4), the nodes of each element.
    fibres
        (m, 3), unit vectors; M = v_f² f⊗f + v_t² (I − f⊗f).
    speed_along, speed_across
        (m,), v_f and v_t, cm/s.
    sites, site_times
        (k,), nodes where the front starts and its start times, s; a site that is reached earlier takes that time.

    Raises
    ------
    InputError
        If a speed is not positive, a fibre is not a unit vector, or the front cannot reach a node.
    """
    _check(fibres, {"along": speed_along, "across": speed_across})
    cells = np.ascontiguousarray(tetrahedra, np.int64)
    times = np.full(len(points), np.inf)
    np.minimum.at(times, sites, site_times)
    tensors = np.column_stack((fibres, speed_along, speed_across))
    spread(np.ascontiguousarray(points, np.float64), cells, tensors, elements_around(cells, len(points)), times)
    apart = np.flatnonzero(~np.isfinite(times))
    if apart.size:
        x, y, z = points[apart[0]]
        raise InputError(
            f"activation cannot reach {apart.size} of {len(points)} nodes, the first of them node {apart[0]} at "
            f"({x:.2f}, {y:.2f}, {z:.2f}) cm: the wall must be one connected piece without loose nodes, or each "
            "piece needs an early site."
        )
    return times


def elements_around(tetrahedra: Integers, nodes: int) -> tuple[Integers, Integers]:
    """Return the elements that hold each node (4 m,), and where those of each node start in them (nodes + 1,)."""
    flat = tetrahedra.ravel()
    order = np.argsort(flat, kind="stable")
    first = np.concatenate(([0], np.cumsum(np.bincount(flat, minlength=nodes))))
    return first.astype(np.int64), (order // 4).astype(np.int64)


def _check(fibres: Array, speeds: dict[str, Array]) -> None:
    """Refuse speeds that are not positive and fibres that are not unit vectors."""
    for name, speed in speeds.items():
        wrong = np.flatnonzero(~((speed > 0.0) & np.isfinite(speed)))
        if wrong.size:
            raise InputError(
                f"the conduction speed {name} the fibres is {speed[wrong[0]]:g} cm/s in element {wrong[0]}; "
                "it must be above zero."
            )
    lengths = np.linalg.norm(fibres, axis=1)
    wrong = np.flatnonzero(~(np.abs(lengths - 1.0) < UNIT_SLACK))
    if wrong.size:
        raise InputError(f"the fibre of element {wrong[0]} has length {lengths[wrong[0]]:g}; it must be a unit vector.")
