"""Checks that tetrahedra with named surfaces are a wall around one cavity; each says where it fails and what to try."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from diastole.arrays import Array, Integers
from diastole.errors import InputError

FLATTEST = 1e-4  # 1, an element is flat if 6 × volume / (longest edge)³ is smaller; a regular one has 0.71
EDGES = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
OUTWARD = ((1, 2, 3), (0, 3, 2), (0, 1, 3), (0, 2, 1))  # faces of an element of positive volume, seen from outside
# Nodes 4 … 9 of a second-order element lie between these corners: VTK's order, which meshio gives for every file.
MIDDLES = ((0, 1), (1, 2), (0, 2), (0, 3), (1, 3), (2, 3))
GMSH_NODES = [0, 1, 2, 3, 4, 5, 6, 7, 9, 8]  # gmsh's order of the nodes: the last two are exchanged
ORDERS = {"gmsh's": (0, 1, 2, 3, 5, 4), "the finite-element library's (basix)": (5, 4, 1, 3, 2, 0)}  # of MIDDLES
THICKER = 1.25  # 1, a right free wall over the left one, above which the ventricles are exchanged; assumed
FREE_WALL = 25.0  # %, percentile of the distance of a cavity from the outside that is its free wall's; assumed
CORNERS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float64)


def check_order(points: Array, tetrahedra: Integers) -> None:
    """Refuse second-order elements (m, 10) whose nodes 4 … 9 lie on the wrong edges.

    Raises
    ------
    InputError
        Naming the program whose order it is, if that is known.
    """
    if tetrahedra.shape[1] == 4:
        return
    middles = points[tetrahedra[:, 4:]]
    edges = points[tetrahedra[:, MIDDLES]].mean(axis=2)
    apart = np.linalg.norm(middles[:, :, None] - edges[:, None], axis=3).sum(axis=0)
    nearest = tuple(np.argmin(apart, axis=1).tolist())
    if nearest == tuple(range(6)) or len(set(nearest)) < 6:
        return
    named = next((name for name, order in ORDERS.items() if order == nearest), "another program's")
    spelled = ", ".join(f"{first}-{second}" for first, second in MIDDLES)
    raise InputError(
        f"the 10-node elements are in {named} order: their nodes 4 to 9 (the first is 0) must lie between corners "
        f"{spelled}, as VTK has it; reorder them, or let meshio convert the original file."
    )


def check_elements(points: Array, tetrahedra: Integers, unit: str) -> None:
    """Refuse elements (m, 4 or 10) that are turned inside out, flat, or so curved that they fold.

    Raises
    ------
    InputError
        Naming the number and the centre [unit] of the worst element.
    """
    corners = points[tetrahedra[:, :4]]
    longest = np.max([np.linalg.norm(corners[:, i] - corners[:, j], axis=1) for i, j in EDGES], axis=0)
    shape = np.min(jacobians(points, tetrahedra), axis=1) / np.maximum(longest, np.finfo(float).tiny) ** 3
    wrong = np.flatnonzero(~(shape > FLATTEST))
    if not wrong.size:
        return
    worst = int(wrong[np.argmin(shape[wrong])])
    where = place(corners[worst].mean(axis=0), unit)
    if wrong.size == len(tetrahedra) and np.all(shape < 0.0):
        raise InputError(
            f"all {len(tetrahedra)} elements are turned inside out, element {worst} at {where} the most: "
            "exchange two nodes of each element when writing the file."
        )
    what = "turned inside out" if shape[worst] < 0.0 else "flat"
    raise InputError(
        f"element {worst} (the first is 0) at {where} is {what}, and {wrong.size} of {len(tetrahedra)} elements are "
        "unusable: repair or smooth the mesh there, or mesh it again."
    )


def jacobians(points: Array, tetrahedra: Integers) -> Array:
    """Return six times the volume (m, 1), or for second-order elements the Jacobian at corners and centre (m, 5)."""
    p = points[tetrahedra]
    if tetrahedra.shape[1] == 4:
        edges = p[:, 1:] - p[:, :1]
        return np.asarray(np.linalg.det(edges))[:, None]
    at = [np.linalg.det(np.einsum("nk,mni->mki", slopes(xi), p)) for xi in (*CORNERS, CORNERS.mean(axis=0))]
    return np.stack(at, axis=1)


def slopes(at: Array) -> Array:
    """Return the derivatives (10, 3) of the second-order shape functions."""
    bary = np.array([1.0 - at.sum(), *at])
    slope = np.array([[-1.0, -1.0, -1.0], *np.eye(3)])
    corners = (4.0 * bary - 1.0)[:, None] * slope
    middles = [4.0 * (bary[i] * slope[j] + bary[j] * slope[i]) for i, j in MIDDLES]
    return np.concatenate((corners, middles))


def check_connected(points: Array, tetrahedra: Integers, unit: str) -> None:
    """Refuse a wall that is not in one piece.

    Raises
    ------
    InputError
        Naming the place of the smallest piece.
    """
    pairs = np.concatenate([tetrahedra[:, edge] for edge in EDGES])
    graph = coo_array((np.ones(len(pairs)), pairs.T), shape=(len(points), len(points)))
    piece = connected_components(graph, directed=False)[1][tetrahedra[:, 0]]
    names, first, count = np.unique(piece, return_index=True, return_counts=True)
    if len(names) > 1:
        least = int(np.argmin(count))
        where = place(points[tetrahedra[first[least], :4]].mean(axis=0), unit)
        raise InputError(
            f"the wall is in {len(names)} pieces, the smallest of {count[least]} elements at {where}: remove it, or "
            "merge double nodes."
        )


def second_order(points: Array, tetrahedra: Integers) -> tuple[Array, Integers]:
    """Return points and elements (m, 10) in VTK's order for straight ones (m, 4): new nodes halve the edges."""
    pairs = np.sort(tetrahedra[:, MIDDLES], axis=2)
    ends, which = np.unique(pairs.reshape(-1, 2), axis=0, return_inverse=True)
    middles = len(points) + which.reshape(-1, len(MIDDLES))
    return np.concatenate((points, points[ends].mean(axis=1))), np.hstack((tetrahedra, middles))


def boundary(tetrahedra: Integers) -> Integers:
    """Return the triangles that belong to one element only (k, 3); their normals point out of the wall."""
    faces = np.concatenate([tetrahedra[:, face] for face in OUTWARD])
    _, first, count = np.unique(np.sort(faces, axis=1), axis=0, return_index=True, return_counts=True)
    return np.asarray(faces[np.sort(first[count == 1])])


def matched(points: Array, outer: Integers, triangles: Integers, unit: str, names: Sequence[str]) -> Integers:
    """Return, for each triangle of the boundary (k, 3), the row of the tagged triangle (j, 3) that has the same nodes.

    ``names`` are those of the surfaces.

    Raises
    ------
    InputError
        If a face of the boundary has no tag, or a tagged triangle lies inside the wall.
    """
    most, last = ", ".join(names[:-1]), names[-1]
    rows = {tuple(nodes): row for row, nodes in enumerate(np.sort(triangles, axis=1).tolist())}
    tagged = np.array([rows.get(tuple(nodes), -1) for nodes in np.sort(outer, axis=1).tolist()])
    bare = np.flatnonzero(tagged < 0)
    if bare.size:
        where = place(points[outer[bare[0]]].mean(axis=0), unit)
        raise InputError(
            f"{bare.size} of {len(outer)} faces of the wall are none of {most} and {last}, the first at {where}: these "
            "surfaces must cover the whole wall (that of two ventricles is read with --ventricles 2); if the face is "
            "inside the wall, merge double nodes."
        )
    inside = np.setdiff1d(np.arange(len(triangles)), tagged)
    if inside.size:
        where = place(points[triangles[inside[0]]].mean(axis=0), unit)
        raise InputError(
            f"{inside.size} triangles of {most} or {last} are not faces of the wall or are given twice, the first at "
            f"{where}: tag the boundary of the tetrahedra only."
        )
    return tagged


def ring(points: Array, endo: Integers, base: Integers, unit: str, name: str = "ENDO") -> Integers:
    """Return the edges (j, 2) around the opening of a cavity, where its surface (k, 3) and BASE (l, 3) meet.

    ``name`` is that of the surface.

    Raises
    ------
    InputError
        If the edges are not one closed ring: the cavity has a hole, or no opening.
    """
    edges = np.concatenate([endo[:, [0, 1]], endo[:, [1, 2]], endo[:, [2, 0]]])
    _, first, count = np.unique(np.sort(edges, axis=1), axis=0, return_index=True, return_counts=True)
    rim = edges[first[count == 1]]
    advice = f"tag every face of the cavity as {name}; only the border of its opening may be free."
    if np.any(count > 2):
        where = place(points[edges[first[count > 2][0]]].mean(axis=0), unit)
        raise InputError(f"{name} branches at {where}, where more than two of its triangles share an edge: {advice}")
    if not len(rim):
        raise InputError(f"{name} has no border: it is closed, so there is no opening for a lid at the base; "
                         "tag the plane of the valves as BASE.")  # fmt: skip
    after = dict(rim.tolist())
    loops: list[list[int]] = []
    while after:
        start, node = after.popitem()
        loops.append([start])
        while node in after:
            loops[-1].append(node)
            node = after.pop(node)
        if node != start:
            where = place(points[node], unit)
            raise InputError(f"the border of {name} touches itself at {where}: {advice}")
    if len(loops) > 1:
        hole = min(loops, key=len)
        where = place(points[hole].mean(axis=0), unit)
        raise InputError(
            f"the cavity is open: {name} has {len(loops)} borders instead of one, the smallest of {len(hole)} edges "
            f"around {where}: {advice}"
        )
    aside = np.flatnonzero(~np.isin(rim, base).all(axis=1))
    if aside.size:
        where = place(points[rim[aside[0]]].mean(axis=0), unit)
        raise InputError(
            f"{name} touches another surface than BASE at {where}: BASE must lie all around the opening, and each side "
            "of the septum belongs to its cavity."
        )
    return np.asarray(rim)


def cavity_volume(points: Array, endo: Integers, rim: Integers) -> float:
    """Return the volume between ENDO (k, 3), whose normals point out of the wall, and a lid on its rim.

    The unit is that of the points, cubed. The volume is negative if ENDO is not the inner surface.
    """
    middle = points[np.unique(rim)].mean(axis=0)
    surface = points[endo] - middle
    return -float(np.linalg.det(surface).sum()) / 6.0  # the lid is a fan around the middle, so it adds nothing


def check_sides(points: Array, outer: Integers, tags: Integers, left: int, right: int, outside: int) -> None:
    """Refuse two cavities that are exchanged, by the thickness of the wall between each and the outside.

    Raises
    ------
    InputError
        If the right one's is thicker by ``THICKER``.
    """
    nodes = [points[np.unique(outer[tags == tag])] for tag in (outside, left, right)]
    apart = cKDTree(nodes[0])
    left_wall, right_wall = (float(np.percentile(apart.query(one)[0], FREE_WALL)) for one in nodes[1:])
    if right_wall > THICKER * left_wall:
        raise InputError(
            f"the free wall of RIGHT_ENDO is {right_wall / left_wall:.1f} times as thick as that of ENDO, so the "
            "ventricles are exchanged: give the left one 1 and the right one 4."
        )


def place(point: Array, unit: str) -> str:
    """Return a place in words."""
    x, y, z = point
    return f"({x:.4g}, {y:.4g}, {z:.4g}) {unit}"
