"""The beating wall as one animated file for the web (glTF 2.0, binary), which three.js and model-viewer play.

Each frame after the first is a morph target: what it adds to position, normal and colour of the first one. The weights
go from one frame to the next in straight lines, so that the motion between frames is linear in time. The quantities
themselves are attributes with names of our own, which other viewers leave alone; the mesh says in ``extras`` what they
are.
"""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Normalize, to_hex
from numpy.typing import NDArray

from diastole.arrays import Array, Integers
from diastole.errors import InputError
from diastole.files import write_whole

MOST_FRAMES = 40  # a viewer keeps all of them in the memory of the graphics card
CM = 0.01  # m
# glTF's own numbers
MAGIC, VERSION, JSON_CHUNK, BINARY_CHUNK = 0x46546C67, 2, 0x4E4F534A, 0x004E4942
FLOAT, UNSIGNED = 5126, 5125
VERTICES, INDICES = 34962, 34963  # what a part of the buffer is for
COLOURS = "cividis"  # matplotlib's map, which readers who see no red and green can read
STOPS = 9  # colours of the map that ``extras`` list
BITS_LEFT = np.int32(-1 << 9)  # 14 of the 23 of a number's fraction: what nobody sees is 0 and can be packed


class DrawnQuantity(NamedTuple):
    """What colours can show."""

    title: str  # with its unit
    values: Array  # (f, n), by frame and point
    limits: tuple[float, float]  # values at both ends of the colours


def write_animation(path: str | Path, content: bytes) -> Path:
    """Write what `animation` returns as a .glb file; InputError for another ending, or if there is no such folder."""
    if Path(path).suffix.lower() != ".glb":
        raise InputError(f"an animation is a file ending with .glb, not '{path}'.")
    if not Path(path).absolute().parent.is_dir():
        raise InputError(f"cannot write {path}: there is no such folder; make it or choose another place.")
    return write_whole(path, content)


def animation(
    frames: Array,
    triangles: Integers,
    quantities: Mapping[str, DrawnQuantity],
    times: Array,
    name: str = "left ventricle",
) -> bytes:
    """Return an animation as the content of a .glb file.

    Parameters
    ----------
    frames
        (f, n, 3), cm, the long axis along z; points that no triangle uses are left out.
    triangles
        (m, 3), normals out of the wall.
    quantities
        By name; the first one colours the wall in any viewer.
    times
        (f,), s, rising.

    Raises
    ------
    InputError
        If the shapes do not belong together, something is not finite, or the frames are too many.
    """
    _check(frames, triangles, quantities, times)
    used, corners = np.unique(triangles, return_inverse=True)
    corners = corners.reshape(-1, 3)
    x, y, z = np.moveaxis(frames[:, used] * CM, 2, 0)
    positions = np.stack((x, z, -y), axis=2)  # glTF has y upwards
    normals = np.stack([vertex_normals(points, corners) for points in positions])
    first = next(iter(quantities.values()))
    shapes = {"POSITION": positions, "NORMAL": normals, "COLOR_0": _linear_light(first.values[:, used], first.limits)}
    shapes |= {_attribute(key): each.values[:, used] for key, each in quantities.items()}
    file = _Buffer()
    mesh = _mesh(file, shapes, corners) | {"extras": _extras(quantities)}
    content = _scene(file, mesh, len(frames), np.asarray(times) - times[0], name)
    return _packed(content, bytes(file.data))


def _attribute(key: str) -> str:
    """Return the name of an attribute of our own."""
    return f"_{key.upper()}"


def _extras(quantities: Mapping[str, DrawnQuantity]) -> dict[str, Any]:
    """Return what the quantities are, and the colours between their limits."""
    return {
        "quantities": [
            {"attribute": _attribute(key), "title": each.title, "limits": list(each.limits)}
            for key, each in quantities.items()
        ],
        "colours": [to_hex(colormaps[COLOURS](place)) for place in np.linspace(0.0, 1.0, STOPS)],
    }


def vertex_normals(points: Array, triangles: Integers) -> Array:
    """Return unit normals at points (n, 3): of the triangles (m, 3) around each, weighted by their areas."""
    a, b, c = points[triangles[:, 0]], points[triangles[:, 1]], points[triangles[:, 2]]
    normals = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], np.cross(b - a, c - a))
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.where(lengths > 0.0, normals / np.where(lengths > 0.0, lengths, 1.0), [0.0, 1.0, 0.0])


def _check(frames: Array, triangles: Integers, quantities: Mapping[str, DrawnQuantity], times: Array) -> None:
    """Refuse shapes and values that cannot make an animation."""
    if not 2 <= len(frames) <= MOST_FRAMES:
        raise InputError(f"an animation of {len(frames)} frames is not possible; give 2 to {MOST_FRAMES}.")
    if not quantities:
        raise InputError("an animation needs a quantity that its colours show.")
    for key, each in quantities.items():
        if each.values.shape != frames.shape[:2] or np.shape(times) != (len(frames),):
            shapes = f"{frames.shape}, {each.values.shape} ({key}) and {np.shape(times)}"
            raise InputError(
                f"frames, values and times of the animation have shapes {shapes}; give (f, n, 3), (f, n), (f,)."
            )
        if not np.all(np.isfinite(each.values)):
            raise InputError(f"the animation has values of {key} that are not finite.")
    if not (np.all(np.isfinite(frames)) and np.all(np.diff(times) > 0.0)):
        raise InputError("the animation has points that are not finite, or times that do not rise.")
    if triangles.size == 0 or triangles.min() < 0 or triangles.max() >= frames.shape[1]:
        raise InputError(f"the triangles of the animation must use points 0 to {frames.shape[1] - 1}.")


def _linear_light(values: Array, limits: tuple[float, float]) -> Array:
    """Return the colours of values (f, n) as amounts of light (f, n, 3), which glTF wants."""
    screen = colormaps[COLOURS](Normalize(*limits, clip=True)(values))[..., :3]
    return np.asarray(np.where(screen > 0.04045, ((screen + 0.055) / 1.055) ** 2.4, screen / 12.92))


def _short(array: Array) -> NDArray[np.float32]:
    """Return numbers with fewer bits, to 6e-5 of each."""
    return (array.astype(np.float32).view(np.int32) & BITS_LEFT).view(np.float32)


class _Buffer:
    """The binary part of the file, and the tables of its views and accessors."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def add(self, array: NDArray[Any], kind: str, use: int | None = None, *, bounds: bool = False) -> int:
        """Append an array of 4-byte numbers and return its place in the table."""
        raw = np.ascontiguousarray(array).tobytes()
        view: dict[str, Any] = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(raw)}
        number = FLOAT if array.dtype == np.float32 else UNSIGNED
        accessor = {"bufferView": len(self.views), "componentType": number, "count": len(array), "type": kind}
        if bounds:
            rows = array.reshape(len(array), -1)
            accessor |= {"min": rows.min(axis=0).tolist(), "max": rows.max(axis=0).tolist()}
        self.views.append(view | ({"target": use} if use else {}))
        self.accessors.append(accessor)
        self.data += raw
        return len(self.accessors) - 1


def _mesh(file: _Buffer, shapes: Mapping[str, Array], triangles: Integers) -> dict[str, Any]:
    """Return the first frame, and what each later one adds to it; `shapes`: (f, n, 3) or (f, n), by attribute."""

    def attributes(arrays: Mapping[str, Array]) -> dict[str, int]:
        """Return the numbers of the arrays of a frame in the file."""
        return {
            name: file.add(_short(array), "VEC3" if array.ndim == 2 else "SCALAR", VERTICES, bounds=name == "POSITION")
            for name, array in arrays.items()
        }

    count = len(next(iter(shapes.values())))
    first = attributes({name: shape[0] for name, shape in shapes.items()})
    later = [attributes({name: shape[k] - shape[0] for name, shape in shapes.items()}) for k in range(1, count)]
    indices = file.add(triangles.astype(np.uint32).ravel(), "SCALAR", INDICES)
    primitive = {"attributes": first, "indices": indices, "material": 0, "targets": later}
    return {"primitives": [primitive], "weights": [0.0] * len(later)}


def _scene(file: _Buffer, mesh: dict[str, Any], frames: int, times: Array, name: str) -> dict[str, Any]:
    """Return the description of the whole scene."""
    weights = np.eye(frames, dtype=np.float32)[:, 1:]  # at frame k the k-th target alone
    sampler = {
        "input": file.add(times.astype(np.float32), "SCALAR", bounds=True),
        "output": file.add(weights.ravel(), "SCALAR"),
        "interpolation": "LINEAR",
    }
    channel = {"sampler": 0, "target": {"node": 0, "path": "weights"}}
    surface = {"baseColorFactor": [1.0, 1.0, 1.0, 1.0], "metallicFactor": 0.0, "roughnessFactor": 0.85}
    return {
        "asset": {"version": "2.0", "generator": "diastole"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": name}],
        "meshes": [mesh | {"name": name}],
        "materials": [{"doubleSided": True, "pbrMetallicRoughness": surface}],
        "animations": [{"name": "beat", "samplers": [sampler], "channels": [channel]}],
        "accessors": file.accessors,
        "bufferViews": file.views,
        "buffers": [{"byteLength": len(file.data)}],
    }


def _packed(content: dict[str, Any], data: bytes) -> bytes:
    """Return the file: a header, the description and the binary part, each filled up to four bytes."""
    text = json.dumps(content, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    data += b"\0" * (-len(data) % 4)
    whole = 12 + 8 + len(text) + 8 + len(data)
    header = struct.pack("<III", MAGIC, VERSION, whole)
    return b"".join(
        (header, struct.pack("<II", len(text), JSON_CHUNK), text, struct.pack("<II", len(data), BINARY_CHUNK), data)
    )
