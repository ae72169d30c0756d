"""Compiled functions of traced programs, with their object code kept on disk."""

import ctypes
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib import import_module
from math import prod
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from diastole.arrays import Array
from diastole.law import CACHE_FOLDER

if TYPE_CHECKING:
    from diastole.tracing.traced_program import Program

CHECKSUM = sha256().digest_size  # bytes
CACHE_LINE = 64  # bytes


@cache
def load(writer: str, lanes: int = 1, precision: str = "f64") -> dict[str, Callable[..., None]]:
    """Return the compiled functions of a program by name; arrays are passed by their address.

    `writer`: module and function that write the program, such as ``diastole.model.circulation.kernel:write_beat``; the
    module is imported only where no code is kept. `lanes` and `precision`: as of `Program`.
    """
    machine = _machine()
    path = CACHE_FOLDER / f"{writer.rpartition(':')[2]}-{lanes}{precision}-{machine.processor_hash()}.o"
    code = _read(path)
    if code is None:
        code = machine.compiled(written(writer, lanes, precision))
        _keep(path, code)
    functions: dict[str, Callable[..., None]] = machine.loaded(code)
    return functions


def widest() -> int:
    """Return how many lanes of doubles the processor computes at once."""
    return int(_machine().widest())


def _machine() -> ModuleType:
    """Return the module for the processor, which loads LLVM: an answer or a rule does not need it."""
    from diastole.tracing import machine

    return machine


def written(writer: str, lanes: int = 1, precision: str = "f64", *, is_small: bool = False) -> "Program":
    """Return the program that a function writes; arguments as of `load` and `Program`."""
    from diastole.tracing.traced_program import Program  # as above

    module, _, name = writer.partition(":")
    program = Program(lanes, precision, is_small=is_small)
    getattr(import_module(module), name)(program)
    return program


def _read(path: Path) -> bytes | None:
    """Return what was kept; None where there is nothing, or it is damaged."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    kept, checksum = content[:-CHECKSUM], content[-CHECKSUM:]
    if _checksum(path, kept) == checksum:
        return kept
    _say_once(f"Compiled code in {path.parent} is damaged and made again.")
    return None


def _checksum(path: Path, content: bytes) -> bytes:
    """Return the checksum of code and of where it is kept: that of another program or version must never run."""
    return sha256(f"{path.parent.name}/{path.name}".encode() + content).digest()


def _keep(path: Path, content: bytes) -> None:
    """Keep compiled code, where there is room, so that no other process ever reads half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                file.write(content + _checksum(path, content))
                file.close()
                Path(file.name).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(file.name).unlink()
                raise
    except OSError as problem:
        _say_once(
            f"Compiled code cannot be kept in {path.parent} ({problem}), so it is made anew each time; set "
            f"DIASTOLE_CACHE_DIR to a folder that can be written."
        )


@cache
def _say_once(sentence: str) -> None:
    logging.getLogger(__name__).warning(sentence)


def lane_memory(shape: tuple[int, ...], number: type[np.floating[Any]] = np.float64) -> Array:
    """Return room that begins with a cache line, so that the numbers of eight lanes lie in one, not across two."""
    count, size = prod(shape), np.dtype(number).itemsize
    room = np.empty(count + CACHE_LINE // size, number)
    begin = -room.ctypes.data % CACHE_LINE // size
    return room[begin : begin + count].reshape(shape)


class LaneRoom:
    """Room for arrays of lanes that is used again and again: fresh memory costs more than what is computed in it."""

    def __init__(self) -> None:
        self._whole, self._taken = lane_memory((0,)), 0

    def __call__(self, shape: tuple[int, ...]) -> Array:
        """Return an array that begins with a cache line, as `lane_memory`; it lasts until the room is emptied."""
        count = prod(shape)
        if self._taken + count > self._whole.size:
            self._whole, self._taken = lane_memory((2 * (self._whole.size + count),)), 0
        begin, numbers_of_a_line = self._taken, CACHE_LINE // self._whole.itemsize
        self._taken += -(-count // numbers_of_a_line) * numbers_of_a_line
        return self._whole[begin : begin + count].reshape(shape)

    def empty(self) -> None:
        """Give all of it free."""
        self._taken = 0


def address(array: Array, shape: tuple[int, ...] | None = None) -> int:
    """Return where the numbers of an array lie.

    Raise ValueError if they are no doubles in one piece, or the array is not of the shape that compiled code expects:
    it would read and write beyond its end.
    """
    if shape is not None and array.shape != shape:
        raise ValueError(f"compiled code takes an array of shape {shape} here, not {array.shape}")
    if array.dtype != np.float64 or not array.flags.c_contiguous:
        raise ValueError("compiled code takes arrays of doubles that lie in one piece")
    if array.size and array.flags.writeable:
        return ctypes.addressof(ctypes.c_char.from_buffer(array))  # a third of the time of the other way
    return array.ctypes.data
