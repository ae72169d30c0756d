"""How a wall moves from the end of diastole on, measured as magnetic resonance measures a heart.

Strain is Green's, from the shape at the end of diastole, in the radial (r), circumferential (c) and longitudinal (l)
direction of each place there. Levels are thirds of the cavity's length, layers thirds of the depth. Twist is positive
where the apex turns counterclockwise as seen from below, relative to the base (young2012). What is said of a surface is
a mean over the area of a part of it: read at the nodes that happen to lie there, it would differ from mesh to mesh.
"""

from typing import NamedTuple

import numpy as np

from diastole.arrays import Array, Integers
from diastole.model.heart3d.mesh.mesh_checks import slopes
from diastole.model.heart3d.mesh.sampled_surface import SampledSurface, sample
from diastole.model.heart3d.mesh.surface import with_middles

ENDO, EPI, BASE = 1, 2, 3  # tags of the triangles
LEVELS, LAYERS = ("base", "middle", "apex"), ("inner", "middle", "outer")
STRAINS = {"rr": (0, 0), "cc": (1, 1), "ll": (2, 2), "cr": (1, 0), "cl": (1, 2), "rl": (0, 2)}
SLICES = {"apical": (0.12, 0.38), "basal": (0.65, 0.92)}  # 1, heights of the slices; assumed
APEX = 0.5  # cm, around the lowest place of a surface, which counts as its apex; assumed
MM_PER_CM = 10.0
SIMPSON = np.array([1.0, 1.0, 4.0]) / 6.0  # of both ends and the middle of a side
EXTREMES = (1.0, 99.0)  # %, percentiles of the elements that count as their extremes

# Measures by name with their unit and their name in words.
MEASURES = {
    "base_descent": ("mm", "Descent of the base"),
    "rim_descent": ("mm", "Descent of the inner rim of the base, where valves hang"),
    "apex_rise_outside": ("mm", "Rise of the apex, outside"),
    "apex_rise_inside": ("mm", "Rise of the apex, inside"),
    "twist_outside": ("°", "Largest twist, outside"),
    "twist_inside": ("°", "Largest twist, inside"),
    "counter_twist_outside": ("°", "Largest twist the other way in systole, outside"),
    "counter_twist_inside": ("°", "Largest twist the other way in systole, inside"),
    "torsion": ("°/cm", "Largest twist over the distance of the slices, mean of inside and outside"),
    "circumferential_strain": ("1", "Circumferential strain, middle level and layer"),
    "longitudinal_strain": ("1", "Longitudinal strain, middle layer"),
    "shear_strain": ("1", "Circumferential-radial shear, middle level"),
    "thickening": ("%", "Thickening, middle level"),
    "smallest_volume_ratio": ("1", "Volume of an element over that at the end of diastole, first percentile"),
    "largest_volume_ratio": ("1", "Volume of an element over that at the end of diastole, last percentile"),
}


# Of a septum with a right ventricle behind it.
SEPTUM = {"least_septal_curvature": ("1/cm", "Least curvature of the septum over the beat, below 0 if bowed leftwards")}
SEPTAL_HEIGHTS, SEPTAL_AZIMUTH = (0.35, 0.75), 55.0  # 1 and °, of the part of the septum that is measured; assumed


class MovingWall(NamedTuple):
    """The left ventricular wall over a beat; z is the long axis, with the base at the largest z."""

    places: Array  # (t, n, 3) cm, of the nodes; the first is the end of diastole
    tetrahedra: Integers  # (m, 10), in VTK's order
    triangles: Integers  # (k, 3), of the surfaces
    tags: Integers  # (k,)
    reference: Array  # (q, 3), the points of an element at which strain is taken
    weights: Array  # (m, q) mL
    depth: Array  # (m, q)
    across: Array  # (m, q, 3), unit vectors across the wall at the end of diastole, outwards

    def nodes(self, surface: int) -> Integers:
        """Return the nodes of a surface."""
        return np.unique(self.triangles[self.tags == surface])

    def surface(self, tag: int) -> SampledSurface:
        """Return a surface at the end of diastole."""
        return sample(with_middles(self.tetrahedra, self.triangles[self.tags == tag]), self.places[0])

    def at(self, instant: float) -> Array:
        """Return the nodes (n, 3) at an instant, counted in frames; between two of them they move straight."""
        before = min(int(instant), len(self.places) - 2)
        share = instant - before
        return (1.0 - share) * self.places[before] + share * self.places[before + 1]

    @property
    def length(self) -> float:
        """Length of the cavity at the end of diastole [cm]."""
        z = self.places[0, :, 2]
        return float(z[self.nodes(BASE)].mean() - z[self.nodes(ENDO)].min())

    def heights(self, z: Array) -> Array:
        """Return heights at the end of diastole, 0 at the apex of the cavity and 1 at the base."""
        return 1.0 + (z - self.places[0, self.nodes(BASE), 2].mean()) / self.length


class WallMotion(NamedTuple):
    """What is measured of a moving wall."""

    measures: dict[str, float]  # by the names in MEASURES
    strains: dict[str, Array]  # by the names in STRAINS: (3, 3) at the end of systole, LEVELS by LAYERS
    courses: dict[str, Array]  # (t,): base_descent, rim_descent [mm], twists of both sides [°], septal_curvature [1/cm]

    @property
    def units(self) -> dict[str, str]:
        """Unit of each measure."""
        return {name: unit for name, (unit, _) in (MEASURES | SEPTUM).items() if name in self.measures}


def base_descent(wall: MovingWall) -> Array:
    """Return how far the base has come down (t,) [mm]."""
    base = wall.surface(BASE)
    z = _mean_height(wall.places, base, base.areas)
    return MM_PER_CM * (z[0] - z)


def rim_descent(wall: MovingWall) -> Array:
    """Return how far the inner rim of the left ventricle's base has come down (t,) [mm], a mean over its length."""
    base, inside = (with_middles(wall.tetrahedra, wall.triangles[wall.tags == tag]) for tag in (BASE, ENDO))
    sides = np.concatenate([base[:, [i, (i + 1) % 3, 3 + i]] for i in range(3)])  # both ends and the middle
    rim = sides[np.isin(sides[:, 2], inside)]
    z = wall.places[:, rim, 2] @ SIMPSON
    lengths = np.linalg.norm(wall.places[0, rim[:, 1]] - wall.places[0, rim[:, 0]], axis=1)
    return np.asarray(MM_PER_CM * np.average(z[0] - z, weights=lengths, axis=1))


def apex_rise(wall: MovingWall, surface: int, instant: float) -> float:
    """Return how far the apex of a surface has risen at an instant [mm]."""
    sampled = wall.surface(surface)
    lowest = sampled.places[np.argmin(sampled.places[:, 2])]
    near = np.linalg.norm(sampled.places - lowest, axis=1) < APEX
    before, now = (_mean_height(nodes, sampled, sampled.areas * near) for nodes in (wall.at(0), wall.at(instant)))
    return float(MM_PER_CM * (now - before))


def _mean_height(nodes: Array, surface: SampledSurface, weights: Array) -> Array:
    """Return the mean height of a surface, whose places have weights, with nodes at (…, n, 3) [cm]."""
    return np.asarray(nodes[..., 2] @ surface.spread(weights / weights.sum(), nodes.shape[-2]))


def twist(wall: MovingWall, surface: int) -> Array:
    """Return the rotation of the apical slice of a surface less that of the basal one (t,) [°]."""
    sampled = wall.surface(surface)
    apical, basal = (rotations(wall, sampled, _slice(wall, sampled, name)) for name in SLICES)
    return apical - basal


def rotations(wall: MovingWall, surface: SampledSurface, weights: Array) -> Array:
    """Return by how much a part of a surface has turned about the axis through its middle, seen from below (t,) [°].

    Its places have weights (p,). From their middle they have no moment: a shift of the whole counts nothing.
    """
    first = surface.places[:, :2] - np.average(surface.places[:, :2], axis=0, weights=weights)
    arm_x, arm_y = (surface.spread(weights * arm, wall.places.shape[1]) for arm in first.T)
    x, y = wall.places[..., 0], wall.places[..., 1]
    return -np.degrees(np.arctan2(y @ arm_x - x @ arm_y, x @ arm_x + y @ arm_y))


def _slice(wall: MovingWall, surface: SampledSurface, name: str) -> Array:
    """Return the areas of the places of a surface (p,) in a slice, and zero elsewhere."""
    height, (low, high) = wall.heights(surface.places[:, 2]), SLICES[name]
    return surface.areas * ((height > low) & (height < high))


def _distance(wall: MovingWall, surface: int) -> float:
    """Return the distance of the slices of a surface at the end of diastole [cm]."""
    sampled = wall.surface(surface)
    apical, basal = (np.average(sampled.places[:, 2], weights=_slice(wall, sampled, name)) for name in SLICES)
    return float(basal - apical)


def septal_curvature(wall: MovingWall) -> Array:
    """Return the curvature of the septum's inner surface around the long axis (t,) [1/cm], after roeleveld2005.

    It is 1 over the radius in a cross section, and positive while the septum bulges to the right ventricle, towards −x.
    Of the middle of the septum, by x = a + b y + c z + d y² through its nodes.
    """
    nodes = np.unique(with_middles(wall.tetrahedra, wall.triangles[wall.tags == ENDO]))
    x, y, z = wall.places[0, nodes].T
    height = wall.heights(z)
    low, high = SEPTAL_HEIGHTS
    chosen = nodes[(height > low) & (height < high) & (np.abs(np.degrees(np.arctan2(y, -x))) < SEPTAL_AZIMUTH)]
    return np.array([_curvature(now[chosen]) for now in wall.places])


def _curvature(points: Array) -> float:
    x, y, z = points.T
    _, slope, _, bend = np.linalg.lstsq(np.column_stack((np.ones_like(y), y, z, y**2)), x, rcond=None)[0]
    return float(2.0 * bend / (1.0 + slope**2) ** 1.5)


def deformation(wall: MovingWall, instant: float) -> Array:
    """Return the deformation gradient from the end of diastole at the points of the elements, (m, q, 3, 3)."""
    change = np.stack([slopes(at) for at in wall.reference])
    first, then = (
        np.einsum("mai,qaj->mqij", nodes[wall.tetrahedra], change) for nodes in (wall.at(0), wall.at(instant))
    )
    return np.asarray(then @ np.linalg.inv(first))


def local_axes(across: Array) -> Array:
    """Return the radial, circumferential and longitudinal unit vectors (…, 3, 3), one a row, from those across."""
    around = np.stack((-across[..., 1], across[..., 0], np.zeros(across.shape[:-1])), axis=-1)
    around /= np.maximum(np.linalg.norm(around, axis=-1, keepdims=True), np.finfo(float).tiny)
    return np.stack((across, around, np.cross(across, around)), axis=-2)


def volume_ratios(wall: MovingWall, instant: float) -> Array:
    """Return the volume of each element over that at the end of diastole, (m,) [1].

    From point to point of an element it varies by some per cent more: the bulk modulus holds what an element of second
    order can hold, which is little more than the mean.
    """
    return np.average(np.linalg.det(deformation(wall, instant)), weights=wall.weights, axis=1)


def strain(wall: MovingWall, instant: float) -> Array:
    """Return Green's strain ½ (FᵀF − 1) in the local axes at the points of the elements, (m, q, 3, 3)."""
    gradient, axes = deformation(wall, instant), local_axes(wall.across)
    green = 0.5 * (np.swapaxes(gradient, -1, -2) @ gradient - np.eye(3))
    return np.asarray(axes @ green @ np.swapaxes(axes, -1, -2))


def thickening(wall: MovingWall, instant: float) -> Array:
    """Return the growth of the distance between material surfaces of equal depth at the points, (m, q) [%]."""
    inverse = np.linalg.inv(deformation(wall, instant))
    return np.asarray(100.0 * (1.0 / np.linalg.norm(np.einsum("mqji,mqj->mqi", inverse, wall.across), axis=-1) - 1.0))


def by_level_and_layer(wall: MovingWall, values: Array) -> Array:
    """Return means of values (m, q) over LEVELS and LAYERS, (3, 3)."""
    level, layer = _levels(wall), np.clip((3.0 * wall.depth).astype(int), 0, 2)
    means = np.empty((len(LEVELS), len(LAYERS)))
    for place in np.ndindex(means.shape):
        here = (level == place[0]) & (layer == place[1])
        means[place] = np.average(values[here], weights=wall.weights[here])
    return means


def _levels(wall: MovingWall) -> Integers:
    """Return the level of each point (m, q): its place in LEVELS, and −1 below the cavity."""
    bary = np.column_stack((1.0 - wall.reference.sum(axis=1), wall.reference))
    z = np.einsum("qa,ma->mq", bary, wall.places[0, wall.tetrahedra[:, :4], 2])
    height = wall.heights(z)
    return np.where(height < 0.0, -1, 2 - np.clip((3.0 * height).astype(np.int64), 0, 2))


def measure_motion(wall: MovingWall, end_systole: float, *, septum: bool = False) -> WallMotion:
    """Return the measures of a beat.

    Parameters
    ----------
    wall
        The wall over the beat.
    end_systole
        Closure of the aortic valve, counted in frames.
    septum
        Whether there is a right ventricle behind it, so that its curvature is measured too.
    """
    twists = {"outside": twist(wall, EPI), "inside": twist(wall, ENDO)}
    descents = {"base_descent": base_descent(wall), "rim_descent": rim_descent(wall)}
    courses = descents | {f"twist_{side}": course for side, course in twists.items()}
    local = strain(wall, end_systole)
    strains = {name: by_level_and_layer(wall, local[..., i, j]) for name, (i, j) in STRAINS.items()}
    middle = _levels(wall) == LEVELS.index("middle")
    thicker = np.average(thickening(wall, end_systole)[middle], weights=wall.weights[middle])
    least, most = np.percentile(volume_ratios(wall, end_systole), EXTREMES)
    over = [course.max() / _distance(wall, tag) for course, tag in zip(twists.values(), (EPI, ENDO), strict=True)]
    measures = {
        **{name: course.max() for name, course in descents.items()},
        "apex_rise_outside": apex_rise(wall, EPI, end_systole),
        "apex_rise_inside": apex_rise(wall, ENDO, end_systole),
        **{f"twist_{side}": course.max() for side, course in twists.items()},
        **{f"counter_twist_{side}": -course[: int(end_systole) + 1].min() for side, course in twists.items()},
        "torsion": np.mean(over),
        "circumferential_strain": strains["cc"][1, 1],
        "longitudinal_strain": strains["ll"][:, 1].mean(),
        "shear_strain": strains["cr"][1].mean(),
        "thickening": thicker,
        "smallest_volume_ratio": least,
        "largest_volume_ratio": most,
    }
    if septum:
        courses["septal_curvature"] = septal_curvature(wall)
        measures["least_septal_curvature"] = courses["septal_curvature"].min()
    return WallMotion({name: float(measures[name]) for name in MEASURES | SEPTUM if name in measures}, strains, courses)
