"""A course on disk, so that one that was interrupted goes on as if it had not been.

Arrays are kept as such and the rest as JSON, in which Python writes floats so that they read back as the very same.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diastole.course.course import Course, Lived
from diastole.course.trend import COLUMNS
from diastole.devices.balloon_pump.balloon import Inflation
from diastole.devices.balloon_pump.console import Landmarks
from diastole.errors import InputError
from diastole.program import program_mark, text_mark
from diastole.simulation.beats import console_settings

Array = NDArray[np.float64]

READS_AS_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, zipfile.BadZipFile)


def save_checkpoint(course: Course, path: Path) -> None:
    """Write where a course stands to a file, between two beats."""
    heart = course.heart
    note = {
        "made_of": made_of(course),
        "time": course.time,
        "started": course.started,
        "first": course.first,
        "lived": [step._asdict() for step in course.lived],
        "earlier": list(heart.earlier),
        "landmarks": list(heart.landmarks),
        "seen_at": heart.seen_at,
        "beats_of_console": heart.beats - course.switched,
    }
    with path.open("wb") as file:
        np.savez(file, note=np.array(json.dumps(note)), state=heart.state, slow=heart.slow, rows=course.rows)


def resume(course: Course, path: Path) -> None:
    """Bring a course that has just been made to where a checkpoint says it stood.

    Raises
    ------
    InputError
        If the checkpoint is missing, damaged, or of another course; the message says what differs.
    """
    if not path.is_file():
        raise InputError(f"there is no checkpoint {path} to go on from; leave out --resume to start at the beginning")
    try:
        note, arrays = _read(path)
        other = [what for what, mark in made_of(course).items() if note["made_of"][what] != mark]
    except READS_AS_DAMAGED:
        raise _damaged(path) from None
    if other:
        raise InputError(
            f"{path} was made with another {' and another '.join(other)}; give the same as then, or leave out --resume "
            f"to start at the beginning"
        )
    try:
        _place(course, note, arrays)
    except READS_AS_DAMAGED:
        raise _damaged(path) from None


def made_of(course: Course) -> dict[str, str]:
    """Return a mark of everything that decides what a course will be."""
    parts = {
        "patient": course.patient.to_yaml(),
        "script": course.script.text,
        "--reflex": str(course.reflex),
        "--ischaemia": str(course.ischaemia),
        "--accuracy": course.accuracy,
    }
    return {what: text_mark(text) for what, text in parts.items()} | {"version of the program": program_mark()}


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return what a checkpoint holds: its notes and its arrays."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        note = json.loads(str(kept["note"]))
        return note, {name: np.asarray(kept[name], dtype=np.float64) for name in ("state", "slow", "rows")}


def _place(course: Course, note: dict[str, Any], arrays: dict[str, Array]) -> None:
    """Put a course where it stood."""
    rows = arrays["rows"]
    heart = course.heart
    fits = arrays["state"].shape == heart.state.shape and arrays["slow"].shape == heart.slow.shape
    if not fits or rows.ndim != 2 or rows.shape[1] != len(COLUMNS):
        raise ValueError("these are not the arrays of a course")
    lived = [Lived(**step) for step in note["lived"]]
    course.place(lived, note["time"], note["started"], note["first"], rows)
    heart.state[:], heart.slow[:] = arrays["state"], arrays["slow"]
    heart.set_console(console_settings(heart.patient), Landmarks(*note["landmarks"]))
    course.switched, heart.seen_at = heart.beats, note["seen_at"]
    heart.beats += note["beats_of_console"]
    heart.earlier = Inflation(*note["earlier"])


def _damaged(path: Path) -> InputError:
    return InputError(
        f"{path} is no checkpoint, or is damaged; delete it and leave out --resume to start at the beginning"
    )
