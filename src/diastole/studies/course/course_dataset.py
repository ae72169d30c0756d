"""A course as an xarray Dataset."""

from typing import TYPE_CHECKING, Any

import numpy as np

from diastole.studies.course.course_columns import COLUMNS, INDEX
from diastole.studies.course.patient_course import Course

if TYPE_CHECKING:
    import xarray

STEPS: tuple[tuple[str, Any, dict[str, str]], ...] = (  # of each step: attribute, type (texts of any length), labels
    ("line", np.int64, {"units": "1", "long_name": "Line of the script"}),
    ("text", object, {"long_name": "Step in words"}),
    ("started", float, {"units": "s", "long_name": "Start of the step"}),
    ("ended", float, {"units": "s", "long_name": "End of the step"}),
    ("outcome", object, {"long_name": "Outcome of the step"}),
)


def course_dataset(course: Course) -> "xarray.Dataset":
    """Return the columns over the dimension ``beat``, and the outcome of each step over ``script_step``.

    Patient, script and switches are attributes, so that the file alone says what was run; ``complete`` is 1 where every
    step is over.
    """
    import xarray  # takes as long to load as a course of minutes, and few save one

    columns = {
        name: ("beat", course.rows[:, INDEX[name]].copy(), {"units": column.unit, "long_name": column.title})
        for name, column in COLUMNS.items()
    }
    steps = {
        f"step_{name}": (
            "script_step",
            np.array([getattr(step, name) for step in course.past_steps], dtype=kind),
            labels,
        )
        for name, kind, labels in STEPS
    }
    time, (dimension, number, labels) = columns.pop("time"), columns.pop("step")
    return xarray.Dataset(
        {**columns, "step": (dimension, number.astype(np.int64), labels), **steps},
        coords={"time": time},
        attrs={
            "title": course.patient.name,
            "reflex": "on" if course.reflex else "off",
            "ischaemia": "on" if course.ischaemia else "off",
            "accuracy": course.accuracy,
            "beat": "from one QRS onset to the next",
            "complete": int(course.is_complete),
            "alarms": "\n".join(alarm.sentence for alarm in course.console.alarms),
            "script": course.script.text,
            "patient": course.patient.to_yaml(),
        },
    )
