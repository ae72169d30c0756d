"""A course on disk, so that one that was interrupted goes on as if it had not been."""

from pathlib import Path

from diastole.checkpoint import READS_AS_DAMAGED, damaged, made_of, read_checkpoint, write_checkpoint
from diastole.studies.course.course_state import CourseState
from diastole.studies.course.patient_course import Course


def save_checkpoint(course: Course, path: Path) -> None:
    """Write where a course stands to a file, between two beats.

    Raise InputError if it cannot be written; an earlier checkpoint stays.
    """
    note, arrays = course.snapshot().packed()
    write_checkpoint(path, note | {"made_of": _marks(course)}, arrays)


def resume(course: Course, path: Path) -> None:
    """Bring a course that has just been made to where a checkpoint says it stood.

    Raise InputError if the checkpoint is missing, damaged, or of another course; the message says what differs.
    """
    note, arrays = read_checkpoint(path, _marks(course))
    try:
        course.restore(CourseState.unpacked(note, arrays))
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
