"""The state of a course between two beats: with patient, script and options it decides how the course goes on."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from diastole.arrays import Array
from diastole.checkpoint import Arrays, Note
from diastole.model.simulation.heart_state import HeartState
from diastole.studies.course.course_columns import COLUMNS
from diastole.studies.course.step_outcome import PastStep

NOTED = ("time", "started", "first", "longest_step", "step_cautions", "console")


@dataclass(frozen=True)
class CourseState:
    """A course between two beats; the attributes are those of `Course`."""

    heart: HeartState
    past_steps: list[PastStep]
    rows: Array  # (beats, columns)
    time: float
    started: float | None
    first: int
    longest_step: float  # s, of the integration
    step_cautions: dict[str, int | None]
    console: dict[str, Any]  # as `WatchedConsole.noted` says

    def packed(self) -> tuple[Note, Arrays]:
        """Return what a checkpoint keeps of it: a note and arrays."""
        note, arrays = self.heart.packed()
        note |= {"past_steps": [step._asdict() for step in self.past_steps]} | {
            name: getattr(self, name) for name in NOTED
        }
        return note, arrays | {"rows": self.rows}

    @classmethod
    def unpacked(cls, note: Note, arrays: Arrays) -> "CourseState":
        """Return the state of a course that a checkpoint keeps.

        Raise ValueError, KeyError or TypeError if it keeps none.
        """
        rows = np.asarray(arrays["rows"], dtype=np.float64)
        if rows.ndim != 2 or rows.shape[1] != len(COLUMNS):
            raise ValueError("these are not the rows of a course")
        past_steps = [PastStep(**step) for step in note["past_steps"]]
        noted: dict[str, Any] = {name: note[name] for name in NOTED}
        return cls(HeartState.unpacked(note, arrays), past_steps, rows, **noted)
