"""A checkpoint on disk: notes and arrays under one checksum, so that it is whole or refused.

Arrays are kept as such and the rest as JSON, in which Python writes floats so that they read back as the very same.
"""

import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diastole.errors import InputError
from diastole.files import hash_of, write_whole
from diastole.source_hash import program_hash

type Note = dict[str, Any]
type Arrays = dict[str, NDArray[Any]]

HEADING = b"diastole checkpoint 2\n"  # then the SHA-256 of all that follows
CHECKSUM = sha256().digest_size
READS_AS_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, zipfile.BadZipFile)
BEGIN = "leave out --resume to start at the beginning"


def made_of(parts: Mapping[str, str]) -> dict[str, str]:
    """Return a mark of everything that decides what a run will be, such as the patient and each option, by name."""
    return {what: hash_of((), text) for what, text in parts.items()} | {"version of the program": program_hash()}


def write_checkpoint(path: Path, note: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a checkpoint; an earlier one stays until this one is on the disk.

    Parameters
    ----------
    note
        What JSON can hold, with ``made_of`` from `made_of`.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    buffer = BytesIO()
    np.savez(buffer, note=np.array(json.dumps(note)), **arrays)  # type: ignore[arg-type]  # names and arrays
    content = buffer.getvalue()
    write_whole(path, HEADING + sha256(content).digest() + content)


def read_checkpoint(path: Path, marks: Mapping[str, str]) -> tuple[Note, Arrays]:
    """Return notes and arrays of a checkpoint.

    Parameters
    ----------
    marks
        From `made_of`, of the run that goes on.

    Raises
    ------
    InputError
        If the checkpoint is missing, damaged, or of another run; the message says what differs.
    """
    if not path.is_file():
        raise InputError(f"there is no checkpoint {path} to go on from; {BEGIN}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"the checkpoint {path} cannot be read: {error.strerror}; {BEGIN}") from None
    try:
        note, arrays = _checked(content)
        other = [what for what, mark in marks.items() if note["made_of"].get(what) != mark]
    except READS_AS_DAMAGED:
        raise damaged(path) from None
    if other:
        raise InputError(
            f"{path} was made with another {' and another '.join(other)}; give the same as then, or {BEGIN}"
        )
    return note, arrays


def damaged(path: Path) -> InputError:
    """Return what is said of a file that is no checkpoint."""
    return InputError(f"{path} is no checkpoint, or is damaged; delete it and {BEGIN}")


def _checked(content: bytes) -> tuple[Note, Arrays]:
    """Return what the bytes of a checkpoint hold, if they are as they were written."""
    start = len(HEADING) + CHECKSUM
    if not content.startswith(HEADING) or content[len(HEADING) : start] != sha256(content[start:]).digest():
        raise ValueError("these are not the bytes that were written")
    with np.load(BytesIO(content[start:]), allow_pickle=False) as kept:
        return json.loads(str(kept["note"])), {name: kept[name] for name in kept.files if name != "note"}
