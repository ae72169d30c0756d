"""A run of the 3D heart on disk, so that one that was interrupted goes on as if it had not been, on any ranks.

Arrays are kept as such and the rest as JSON, in which Python writes floats so that they read back as the very same.
"""

import json
import zipfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from mpi4py import MPI

from diastole.errors import InputError
from diastole.heart3d.standing import Arrays, Note, Standing, pack
from diastole.program import program_mark, text_mark

READS_AS_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, zipfile.BadZipFile)
NOT_USED = "leave out --resume to start at the beginning"


class Kept(NamedTuple):
    """What a checkpoint holds."""

    note: Note
    arrays: Arrays
    path: Path


def made_of(parts: Mapping[str, str]) -> dict[str, str]:
    """Return a mark of everything that decides what a run will be, such as the patient and each option, by name."""
    return {what: text_mark(text) for what, text in parts.items()} | {"version of the program": program_mark()}


def save_checkpoint(
    standing: Standing,
    marks: Mapping[str, str],
    path: Path,
    whole_file: Callable[[Path], AbstractContextManager[Path]],
) -> None:
    """Write where a run stands, by the first rank.

    Parameters
    ----------
    marks
        From ``made_of``.
    path
        Of the checkpoint.
    whole_file
        Gives a draft beside a path and moves it into its place at the end.
    """
    note, arrays = pack(standing)
    if standing.heart.ventricle.wall.points.mesh.comm.rank:
        return
    text = json.dumps(note | {"made_of": dict(marks)})
    with whole_file(path) as draft, draft.open("wb") as file:
        np.savez(file, note=np.array(text), **arrays)  # type: ignore[arg-type]  # names and arrays


def read_checkpoint(path: Path, marks: Mapping[str, str], comm: MPI.Comm = MPI.COMM_WORLD) -> Kept:
    """Return what a checkpoint holds, on all ranks.

    Raises
    ------
    InputError
        If the checkpoint is missing, damaged, or of another run; the message says what differs.
    """
    found: Kept | str | None = None
    if comm.rank == 0:
        try:
            found = _read(path, marks)
        except InputError as problem:
            found = str(problem)
    found = comm.bcast(found)
    if isinstance(found, str):
        raise InputError(found)
    assert found is not None
    return found


def damaged(path: Path) -> InputError:
    """Return what is said of a file that is no checkpoint."""
    return InputError(f"{path} is no checkpoint, or is damaged; delete it and {NOT_USED}")


def of_another_mesh(path: Path) -> InputError:
    """Return what is said where the mesh came out another one than then."""
    return InputError(f"{path} belongs to another mesh than the one that was made now; {NOT_USED}")


def _read(path: Path, marks: Mapping[str, str]) -> Kept:
    if not path.is_file():
        raise InputError(f"there is no checkpoint {path} to go on from; {NOT_USED}")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            note = json.loads(str(kept["note"]))
            arrays = {name: kept[name] for name in kept.files if name != "note"}
        other = [what for what, mark in marks.items() if note["made_of"].get(what) != mark]
        if not other and not {"strokes", "match", "earlier", "landmarks"} <= set(note):
            raise ValueError("these are not the notes of a run")
    except READS_AS_DAMAGED:
        raise damaged(path) from None
    if other:
        raise InputError(
            f"{path} was made with another {' and another '.join(other)}; give the same as then, or {NOT_USED}"
        )
    return Kept(note, arrays, path)
