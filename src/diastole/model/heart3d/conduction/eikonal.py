"""Solver of the anisotropic eikonal equation √(∇τ · M ∇τ) = 1 on tetrahedra.

The arrival time at a vertex is the minimum over the opposite face of an element: the time at a point of the face, which
is linear over the face, plus the travel time from there (Hopf and Lax). When the time of a vertex falls, its neighbours
are updated, until no time falls any more. The result is the only fixed point, so the order of the updates does not
matter. Lengths are in cm, times in s.
"""

from math import inf, isfinite, sqrt

import numpy as np

from diastole.arrays import Array, Integers
from diastole.model.heart3d.compiler import compiled

Vector = tuple[float, float, float]
Tensor = tuple[float, float, float, float, float]  # fibre x, y, z; speed along and across it, cm/s
Face = tuple[int, int, int]

TOLERANCE = 1e-14  # s, a smaller decrease is ignored, so that rounding does not keep the queue alive
LEAST_SINE = 1e-12  # 1, squared sine of the angle between two edges, below which a face counts as a line


@compiled
def span(points: Array, start: int, end: int) -> Vector:
    """Return the vector from one vertex to another [cm]."""
    return (points[end, 0] - points[start, 0], points[end, 1] - points[start, 1], points[end, 2] - points[start, 2])


@compiled
def travel(u: Vector, v: Vector, tensor: Tensor) -> float:
    """u · M⁻¹ v = u · v / v_t² + (u · f)(v · f)(1/v_f² − 1/v_t²)  [s²]: its root is a travel time."""
    x, y, z, along, across = tensor
    plain = u[0] * v[0] + u[1] * v[1] + u[2] * v[2]
    along_fibre = (u[0] * x + u[1] * y + u[2] * z) * (v[0] * x + v[1] * y + v[2] * z)
    return plain / (across * across) + along_fibre * (1.0 / (along * along) - 1.0 / (across * across))


@compiled
def over_edge(points: Array, times: Array, start: int, end: int, vertex: int, tensor: Tensor) -> float:
    """min over λ ∈ [0, 1] of τ₁ + λ (τ₂ − τ₁) + |a − λ e|  [s]: the front arrives over an edge of the opposite face."""
    a = span(points, start, vertex)
    aa = travel(a, a, tensor)
    if not isfinite(times[end]):
        return float(times[start] + sqrt(aa))
    e = span(points, start, end)
    ee, ae = travel(e, e, tensor), travel(a, e, tensor)
    rise = times[end] - times[start]
    foot = ae / ee  # of the perpendicular from the vertex
    height = max(aa - ae * foot, 0.0)
    slack = ee - rise * rise
    if slack > 0.0:
        at = min(max(foot - rise * sqrt(height / (ee * slack)), 0.0), 1.0)
    else:
        at = 0.0 if rise > 0.0 else 1.0
    return float(times[start] + at * rise + sqrt(ee * (at - foot) ** 2 + height))


@compiled
def over_inside(points: Array, times: Array, face: Face, vertex: int, tensor: Tensor) -> float:
    """τ₃ + λ₀ · δ + h √(1 − δ · G⁻¹ δ)  [s]: the front arrives through the inside of the opposite face; ∞ if not.

    λ₀ and h are the foot and the length of the perpendicular from the vertex; G holds the products of the two edges.
    """
    one, other, corner = face
    e, g, a = span(points, corner, one), span(points, corner, other), span(points, corner, vertex)
    ee, eg, gg = travel(e, e, tensor), travel(e, g, tensor), travel(g, g, tensor)
    ae, ag = travel(a, e, tensor), travel(a, g, tensor)
    determinant = ee * gg - eg * eg
    if determinant <= LEAST_SINE * ee * gg:
        return inf
    first, second = times[one] - times[corner], times[other] - times[corner]
    lean_1, lean_2 = (gg * first - eg * second) / determinant, (ee * second - eg * first) / determinant
    foot_1, foot_2 = (gg * ae - eg * ag) / determinant, (ee * ag - eg * ae) / determinant
    slack = 1.0 - (first * lean_1 + second * lean_2)
    if slack <= 0.0:
        return inf
    height = sqrt(max(travel(a, a, tensor) - ae * foot_1 - ag * foot_2, 0.0))
    at_1, at_2 = foot_1 - height * lean_1 / sqrt(slack), foot_2 - height * lean_2 / sqrt(slack)
    if at_1 < 0.0 or at_2 < 0.0 or at_1 + at_2 > 1.0:
        return inf
    return float(times[corner] + foot_1 * first + foot_2 * second + height * sqrt(slack))


@compiled
def over_face(points: Array, times: Array, face: Face, vertex: int, tensor: Tensor) -> float:
    """Return the earliest time through the opposite face or over its edges [s]; ∞ if no time is known there."""
    best = inf
    known = 0
    for turn in range(3):
        start, end = face[turn], face[(turn + 1) % 3]
        if isfinite(times[start]):
            known += 1
            best = min(best, over_edge(points, times, start, end, vertex, tensor))
    if known == 3:
        best = min(best, over_inside(points, times, face, vertex, tensor))
    return best


@compiled
def spread(
    points: Array, tetrahedra: Integers, tensors: Array, around: tuple[Integers, Integers], times: Array
) -> None:
    """Spread the front from the vertices whose time is finite; the times are changed in place.

    Parameters
    ----------
    points
        (n, 3), cm.
    tetrahedra
        (m, 4).
    tensors
        (m, 5): the fibre and the speeds along and across it, cm/s.
    around
        Where the elements of each vertex start (n + 1,), and these elements (4 m,).
    times
        (n,), s; ∞ where the front has not arrived.
    """
    first, elements = around
    count = points.shape[0]
    queue = np.empty(count, np.int64)
    waiting = np.isfinite(times)
    head, length = 0, 0
    for vertex in range(count):
        if waiting[vertex]:
            queue[length] = vertex
            length += 1
    while length > 0:
        source = queue[head]
        head, length = (head + 1) % count, length - 1
        waiting[source] = False
        for place in range(first[source], first[source + 1]):
            corners = tetrahedra[elements[place]]
            t = tensors[elements[place]]
            tensor = (t[0], t[1], t[2], t[3], t[4])
            for k in range(4):
                vertex = corners[k]
                if vertex == source:
                    continue
                face = (corners[(k + 1) % 4], corners[(k + 2) % 4], corners[(k + 3) % 4])
                time = over_face(points, times, face, vertex, tensor)
                if time < times[vertex] - TOLERANCE:
                    times[vertex] = time
                    if not waiting[vertex]:
                        waiting[vertex] = True
                        queue[(head + length) % count] = vertex
                        length += 1
