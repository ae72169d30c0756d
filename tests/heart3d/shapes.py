"""Small meshes made by hand: a cube, and a truncated ellipsoid with its fibres."""

from itertools import permutations
from typing import NamedTuple

import numpy as np

from diastole.model.heart3d.mesh.mesh_checks import boundary

SHORT, LONG = (2.5, 3.5), (9.0, 9.7)  # cm, radii of endocardium and epicardium; Aróstica 2025
RIM = (5.0 / 17.0, 5.0 / 20.0)  # cosine where the base cuts


def cut_hexahedra(index):
    """Cut the boxes of a grid of node numbers into six tetrahedra each, all in the same way."""
    a, b, c = (size - 1 for size in index.shape)
    parts = []
    for way in permutations(range(3)):
        offset = [0, 0, 0]
        corners = [index[:a, :b, :c]]
        for axis in way:
            offset[axis] = 1
            corners.append(index[tuple(slice(o, o + n) for o, n in zip(offset, (a, b, c), strict=True))])
        parts.append(np.stack([corner.ravel() for corner in corners], axis=1))
    return np.concatenate(parts)


def turned_outward(points, tetrahedra):
    """Give every element a positive volume."""
    p = points[tetrahedra]
    negative = np.einsum("ij,ij->i", np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]), p[:, 3] - p[:, 0]) < 0.0
    tetrahedra[negative] = tetrahedra[negative][:, [0, 2, 1, 3]]
    return tetrahedra


def cube(n):
    """Return points (…, 3) and tetrahedra (6 n³, 4) of the unit cube."""
    line = np.linspace(0.0, 1.0, n + 1)
    points = np.stack(np.meshgrid(line, line, line, indexing="ij"), axis=-1).reshape(-1, 3)
    index = np.arange(len(points)).reshape(n + 1, n + 1, n + 1)
    return points, turned_outward(points, cut_hexahedra(index))


class Ellipsoid(NamedTuple):
    points: np.ndarray  # cm
    tetrahedra: np.ndarray
    triangles: np.ndarray
    tags: np.ndarray  # 1 endocardium, 2 epicardium, 3 base
    depth: np.ndarray
    height: np.ndarray
    azimuth: np.ndarray
    fibres: np.ndarray  # (m, 3)


def place(depth, cosine_share, azimuth):
    """Return points of the wall; cosine_share 0 at the apex, 1 at the base."""
    short, long = SHORT[0] + depth * (SHORT[1] - SHORT[0]), LONG[0] + depth * (LONG[1] - LONG[0])
    mu = (1.0 - cosine_share) * np.pi + cosine_share * np.arccos(RIM[0] + depth * (RIM[1] - RIM[0]))
    return np.stack(
        (-short * np.sin(mu) * np.cos(azimuth), short * np.sin(mu) * np.sin(azimuth), long * np.cos(mu)), axis=-1
    )


def fibre(depth, cosine_share, azimuth):
    """sin α e_μ + cos α e_θ with α from 60° to −60°."""
    step = 1e-5
    e_mu = place(depth, cosine_share - step, azimuth) - place(depth, cosine_share, azimuth)
    e_theta = place(depth, cosine_share, azimuth + step) - place(depth, cosine_share, azimuth)
    e_mu /= np.linalg.norm(e_mu, axis=-1, keepdims=True)
    e_theta /= np.linalg.norm(e_theta, axis=-1, keepdims=True)
    alpha = np.radians(60.0 - 120.0 * depth)[..., None]
    both = np.sin(alpha) * e_mu + np.cos(alpha) * e_theta
    return both / np.linalg.norm(both, axis=-1, keepdims=True)


def ellipsoid(across=2, along=8, around=12):
    """Return a left ventricle; the long axis is z, the base at the largest z, the septum at −x."""
    t, s, a = np.meshgrid(
        np.linspace(0, 1, across + 1), np.linspace(0, 1, along + 1), np.arange(around) * 2 * np.pi / around,
        indexing="ij",
    )  # fmt: skip
    index = np.arange(t.size).reshape(t.shape)
    index[:, 0, :] = index[:, 0, :1]  # one node at the apex of each layer
    index = np.concatenate((index, index[:, :, :1]), axis=2)
    tetrahedra = cut_hexahedra(index)
    tetrahedra = tetrahedra[[len(set(row)) == 4 for row in tetrahedra.tolist()]]
    used, tetrahedra = np.unique(tetrahedra, return_inverse=True)
    tetrahedra = tetrahedra.reshape(-1, 4)
    depth, share, azimuth = (x.ravel()[used] for x in (t, s, a))
    points = place(depth, share, azimuth)
    tetrahedra = turned_outward(points, tetrahedra)
    triangles = boundary(tetrahedra)
    tags = np.select([np.all(depth[triangles] == 0.0, axis=1), np.all(depth[triangles] == 1.0, axis=1)], [1, 2], 3)
    middle = points[tetrahedra].mean(axis=1)
    return Ellipsoid(
        points, tetrahedra, triangles, tags, depth, (points[:, 2] + LONG[0]) / (LONG[0] * (1.0 + RIM[0])), azimuth,
        fibre(depth[tetrahedra].mean(axis=1), np.maximum(share[tetrahedra].mean(axis=1), 0.02),
              np.arctan2(middle[:, 1], -middle[:, 0])),
    )  # fmt: skip
