"""An animated file is read again by hand: header, chunks, bounds, and that the morphs give back every frame."""

import json
import struct

import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.colors import to_hex

from diastole.errors import InputError
from diastole.model.heart3d.output.animation import (
    MOST_FRAMES,
    DrawnQuantity,
    animation,
    vertex_normals,
    write_animation,
)
from tests.heart3d.shapes import ellipsoid

SIZE = {"SCALAR": 1, "VEC3": 3}
KIND = {5126: np.float32, 5125: np.uint32}
LIMITS = (0.0, 60.0)


def beat(frames=5):
    heart = ellipsoid(1, 5, 8)
    squeeze = 1.0 - 0.2 * np.sin(np.linspace(0.0, np.pi, frames))
    points = np.stack([heart.points * [s, s, 1.0] for s in squeeze])
    values = np.stack([60.0 * (1.0 - s) / 0.2 * heart.depth for s in squeeze])
    quantities = {
        "active_tension": DrawnQuantity("Tension [kPa]", values, LIMITS),
        "atp": DrawnQuantity("ATP", 2.0 * values, (0.0, 99.0)),
    }
    return points, heart.triangles, quantities, 0.3 + np.linspace(0.0, 0.8, frames)


def shown(values):
    return {"active_tension": DrawnQuantity("Tension [kPa]", values, LIMITS)}


class Read:
    def __init__(self, path):
        raw = path.read_bytes()
        magic, version, length = struct.unpack_from("<4sII", raw)
        assert (magic, version, length) == (b"glTF", 2, len(raw))
        size, kind = struct.unpack_from("<I4s", raw, 12)
        assert kind == b"JSON"
        assert size % 4 == 0
        self.json = json.loads(raw[20 : 20 + size])
        rest, kind = struct.unpack_from("<I4s", raw, 20 + size)
        assert kind == b"BIN\0"
        assert rest % 4 == 0
        assert 28 + size + rest == len(raw)
        self.data = raw[28 + size :]
        assert 0 <= rest - self.json["buffers"][0]["byteLength"] < 4

    def array(self, number):
        accessor = self.json["accessors"][number]
        view = self.json["bufferViews"][accessor["bufferView"]]
        kind = np.dtype(KIND[accessor["componentType"]])
        count = accessor["count"] * SIZE[accessor["type"]]
        assert view["byteOffset"] % kind.itemsize == 0
        assert view["byteLength"] == count * kind.itemsize
        assert view["byteOffset"] + view["byteLength"] <= self.json["buffers"][0]["byteLength"]
        values = np.frombuffer(self.data, kind, count, view["byteOffset"]).reshape(accessor["count"], -1)
        for name, of in (("min", np.min), ("max", np.max)):
            if name in accessor:
                np.testing.assert_array_equal(np.float32(accessor[name]), of(values, axis=0))
        return values


@pytest.fixture
def written(tmp_path):
    points, triangles, quantities, times = beat()
    path = write_animation(tmp_path / "beat.glb", animation(points, triangles, quantities, times))
    return Read(path), points, triangles, quantities, times


def test_every_accessor_lies_in_the_buffer_and_keeps_its_bounds(written):
    file = written[0]
    for number in range(len(file.json["accessors"])):
        assert np.all(np.isfinite(file.array(number)))
    views = file.json["bufferViews"]
    ends = [view["byteOffset"] + view["byteLength"] for view in views]
    assert [view["byteOffset"] for view in views] == [0, *ends[:-1]]


def test_weights_at_a_frame_give_that_frame(written):
    file, points, triangles, quantities, times = written
    mesh = file.json["meshes"][0]
    (primitive,) = mesh["primitives"]
    sampler = file.json["animations"][0]["samplers"][0]
    clock, weights = file.array(sampler["input"]).ravel(), file.array(sampler["output"])
    weights = weights.reshape(len(times), len(primitive["targets"]))
    np.testing.assert_allclose(clock, times - times[0], atol=1e-6)
    corners = file.array(primitive["indices"]).reshape(-1, 3)
    assert len(corners) == len(triangles)
    for frame, weight in enumerate(weights):
        now = {
            name: file.array(place)
            + sum(w * file.array(t[name]) for w, t in zip(weight, primitive["targets"], strict=True))
            for name, place in primitive["attributes"].items()
        }
        x, y, z = now["POSITION"][corners].reshape(-1, 3).T * 100.0  # cm
        np.testing.assert_allclose(np.stack((x, -z, y), axis=1), points[frame][triangles].reshape(-1, 3), atol=1e-3)
        np.testing.assert_allclose(np.linalg.norm(now["NORMAL"], axis=1), 1.0, atol=2e-4)
        for key, each in quantities.items():
            shown = now[f"_{key.upper()}"][corners].ravel()
            np.testing.assert_allclose(shown, each.values[frame][triangles].ravel(), rtol=2e-4, atol=0.01)
        light = now["COLOR_0"][corners].reshape(-1, 3)
        screen = np.where(light > 0.0031308, 1.055 * np.maximum(light, 0.0) ** (1 / 2.4) - 0.055, 12.92 * light)
        first = quantities["active_tension"].values
        wanted = colormaps["cividis"](first[frame][triangles].ravel() / 60.0)[:, :3]
        np.testing.assert_allclose(screen, wanted, atol=2e-3)


def test_the_mesh_says_what_its_quantities_are(written):
    mesh, quantities = written[0].json["meshes"][0], written[3]
    said = mesh["extras"]["quantities"]
    assert [(each["title"], tuple(each["limits"])) for each in said] == [
        (q.title, q.limits) for q in quantities.values()
    ]
    assert {each["attribute"] for each in said} < mesh["primitives"][0]["attributes"].keys()
    assert mesh["extras"]["colours"][0] == to_hex(colormaps["cividis"](0.0))
    assert mesh["extras"]["colours"][-1] == to_hex(colormaps["cividis"](1.0))


def test_a_target_has_what_the_first_frame_has(written):
    (primitive,) = written[0].json["meshes"][0]["primitives"]
    for target in primitive["targets"]:
        assert target.keys() == primitive["attributes"].keys()
        assert "min" in written[0].json["accessors"][target["POSITION"]]
    assert len(written[0].json["meshes"][0]["weights"]) == len(primitive["targets"])


def test_normals_point_outward():
    heart = ellipsoid(1, 6, 12)
    normals = vertex_normals(heart.points, heart.triangles[heart.tags == 2])
    middle = (heart.depth == 1.0) & (heart.height < 0.9) & (heart.height > 0.2)
    assert np.all(np.einsum("ij,ij->i", normals, heart.points)[middle] > 0.0)


def test_values_that_are_not_finite_are_named():
    points, triangles, quantities, times = beat()
    quantities["atp"].values[2, 3] = np.nan
    with pytest.raises(InputError, match="values of atp that are not finite"):
        animation(points, triangles, quantities, times)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"frames": np.zeros((1, 4, 3)), "quantities": shown(np.zeros((1, 4))), "times": np.zeros(1)},
            "of 1 frames is not possible",
        ),
        ({"frames": np.zeros((MOST_FRAMES + 1, 4, 3))}, f"give 2 to {MOST_FRAMES}"),
        ({"quantities": shown(np.zeros((2, 3)))}, r"have shapes \(5, \d+, 3\), \(2, 3\)"),
        ({"quantities": {}}, "needs a quantity"),
        ({"times": np.zeros(5)}, "times that do not rise"),
        ({"triangles": np.array([[0, 1, 999]])}, "must use points 0 to"),
    ],
)
def test_what_makes_no_animation_is_refused(change, words):
    points, triangles, quantities, times = beat()
    given = {"frames": points, "triangles": triangles, "quantities": quantities, "times": times}
    with pytest.raises(InputError, match=words):
        animation(**(given | change))


@pytest.mark.parametrize(
    ("name", "words"), [("beat.gltf", r"ending with \.glb"), ("no_such_folder/beat.glb", "no such folder")]
)
def test_a_place_that_holds_no_animation_is_refused(tmp_path, name, words):
    with pytest.raises(InputError, match=words):
        write_animation(tmp_path / name, b"")
    assert not list(tmp_path.iterdir())
