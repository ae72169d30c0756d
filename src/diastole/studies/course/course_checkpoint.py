"""A course on disk, so that one that was interrupted goes on as if it had not been."""

from pathlib import Path

import numpy as np

from diastole.checkpoint import READS_AS_DAMAGED, Arrays, Note, damaged, made_of, read_checkpoint, write_checkpoint
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.balloon_pump.console import Landmarks
from diastole.model.simulation.beats import console_settings
from diastole.studies.course.course_columns import COLUMNS
from diastole.studies.course.patient_course import Course, Lived


def save_checkpoint(course: Course, path: Path) -> None:
    """Write where a course stands to a file, between two beats.

    Raises
    ------
    InputError
        If it cannot be written; an earlier checkpoint stays.
    """
    heart = course.heart
    note = {
        "made_of": _marks(course),
        "time": course.time,
        "started": course.started,
        "first": course.first,
        "lived": [step._asdict() for step in course.lived],
        "earlier": list(heart.earlier),
        "landmarks": list(heart.landmarks),
        "seen_at": heart.seen_at,
        "beats_of_console": heart.beats - course.switched,
    }
    write_checkpoint(path, note, {"state": heart.state, "slow": heart.slow, "rows": course.rows})


def resume(course: Course, path: Path) -> None:
    """Bring a course that has just been made to where a checkpoint says it stood.

    Raises
    ------
    InputError
        If the checkpoint is missing, damaged, or of another course; the message says what differs.
    """
    note, arrays = read_checkpoint(path, _marks(course))
    try:
        _place(course, note, arrays)
    except READS_AS_DAMAGED:
        raise damaged(path) from None


def _marks(course: Course) -> dict[str, str]:
    """Return a mark of everything that decides what a course will be."""
    parts = {
        "patient": course.patient.to_yaml(),
        "script": course.script.text,
        "--reflex": str(course.reflex),
        "--ischaemia": str(course.ischaemia),
        "--accuracy": course.accuracy,
    }
    return made_of(parts)


def _place(course: Course, note: Note, arrays: Arrays) -> None:
    """Put a course where it stood."""
    state, slow, rows = (np.asarray(arrays[name], dtype=np.float64) for name in ("state", "slow", "rows"))
    heart = course.heart
    fits = state.shape == heart.state.shape and slow.shape == heart.slow.shape
    if not fits or rows.ndim != 2 or rows.shape[1] != len(COLUMNS):
        raise ValueError("these are not the arrays of a course")
    lived = [Lived(**step) for step in note["lived"]]
    course.place(lived, note["time"], note["started"], note["first"], rows)
    heart.state[:], heart.slow[:] = state, slow
    heart.set_console(console_settings(heart.patient), Landmarks(*note["landmarks"]))
    course.switched, heart.seen_at = heart.beats, note["seen_at"]
    heart.beats += note["beats_of_console"]
    heart.earlier = Inflation(*note["earlier"])
