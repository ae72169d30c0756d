"""A course as an xarray Dataset."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diastole.studies.course.course_columns import COLUMNS, INDEX
from diastole.studies.course.patient_course import Course

if TYPE_CHECKING:
    import xarray


def course_dataset(course: Course) -> "xarray.Dataset":
    """Return the columns over the dimension ``beat``, and what became of each step over ``script_step``.

    Patient, script and switches are attributes, so that the file alone says what was run; ``complete`` is 1 where every
    step is over.
    """
    import xarray  # takes as long to load as a course of minutes, and few save one

    rows, lived = course.rows, course.lived
    columns = {
        name: ("beat", rows[:, INDEX[name]].copy(), {"units": column.unit, "long_name": column.title})
        for name, column in COLUMNS.items()
        if name not in ("time", "step")
    }
    steps = {
        "step_line": (
            np.array([step.line for step in lived], dtype=np.int64),
            {"units": "1", "long_name": "Line of the script"},
        ),
        "step_text": (_words([step.text for step in lived]), {"long_name": "Step in words"}),
        "step_started": (
            np.array([step.started for step in lived], dtype=float),
            {"units": "s", "long_name": "Begin of the step"},
        ),
        "step_ended": (
            np.array([step.ended for step in lived], dtype=float),
            {"units": "s", "long_name": "End of the step"},
        ),
        "step_outcome": (_words([step.outcome for step in lived]), {"long_name": "What became of the step"}),
    }
    number = rows[:, INDEX["step"]].astype(np.int64), {"units": "1", "long_name": COLUMNS["step"].title}
    time = rows[:, INDEX["time"]].copy(), {"units": "s", "long_name": COLUMNS["time"].title}
    return xarray.Dataset(
        {**columns, "step": ("beat", *number), **{name: ("script_step", *kept) for name, kept in steps.items()}},
        coords={"time": ("beat", *time)},
        attrs={
            "title": course.patient.name,
            "reflex": "on" if course.reflex else "off",
            "ischaemia": "on" if course.ischaemia else "off",
            "accuracy": course.accuracy,
            "beat": "from one QRS onset to the next",
            "complete": int(course.is_complete),
            "script": course.script.text,
            "patient": course.patient.to_yaml(),
        },
    )


def _words(texts: list[str]) -> NDArray[np.object_]:
    """Return texts as NetCDF takes them: of any length, also none at all."""
    return np.array(texts, dtype=object)
