"""The JSON of a comparison of several arms."""

from collections.abc import Mapping, Sequence
from typing import Any

from diastole.faces.json.run_json import against_shape, numbers
from diastole.model.run import Run, units
from diastole.studies.alternatives.in_use import Against


def arms_shape(runs: Mapping[str, Run], against: Mapping[str, Sequence[Against]]) -> dict[str, Any]:
    """Return the measures of each arm; at 1:2 and 1:3 also of the beats between."""
    return {
        "schema": "diastole/compare_arms/1",
        "reflex": next(iter(runs.values())).reflex,
        "arms": [
            {
                "name": name,
                "patient": run.patient.name,
                "measures": numbers(run.measures),
                "unassisted": None if run.unassisted is None else numbers(run.unassisted),
                "labels": numbers(run.labels),
                "cautions": list(run.cautions),
                "against": [against_shape(each) for each in against[name]],
            }
            for name, run in runs.items()
        ],
        "units": units(),
    }
