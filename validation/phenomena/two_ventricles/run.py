"""Both ventricles in space: a healthy heart, and one whose right ventricle works against a pulmonary hypertension.

``python -m validation.phenomena.two_ventricles.run`` runs the hearts on a coarse mesh, some minutes each, or those that
are named, and writes ``results.json``, which the rows read.
"""

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from diastole import Patient
from validation.phenomena.same_heart.run import SHOWN as SHOWN_ALONE

RESULTS = Path(__file__).with_name("results.json")
STEP = 10e-3  # s
LUNGS = ("pulmonary_arteries", "pulmonary_veins", "la")  # what lies between the two ventricles
# A resistance of 11 Wood units, stiff arteries, and a right ventricle of twice the muscle, all of which works: assumed.
# It has grown to an end-diastolic volume of 84 mL/m² (as one fibre), the median of vanwolferen2007, and its calcium
# falls later by what lets that fibre be shortest 94 ms after the left one, the mean of marcus2008.
HYPERTENSION = {
    "segments.pulmonary_bed.resistance": "0.7 mmHg s/mL",
    "vessels.pulmonary_arteries.compliance": "3 mL/mmHg",
    "right_ventricle.wall_volume": "90 mL",
    "right_ventricle.working_fraction": "1",
    "right_ventricle.reference_volume": "135 mL",
    "right_ventricle.calcium_prolongation": "82 ms",
}
SHOWN = (*SHOWN_ALONE, "pulmonary_artery_systolic_pressure")


class Heart(NamedTuple):
    """What is run."""

    changes: dict[str, str]  # of the patient `healthy`
    edge: float = 2.0  # cm
    tolerance: float = 0.005  # 1, the usual one
    strength: float | None = None  # matched if None


HEARTS = {
    "healthy": Heart({}),
    "pulmonary hypertension": Heart(HYPERTENSION),
    "healthy, closely repeated": Heart({}, edge=2.5, tolerance=1e-6, strength=1.0),  # the smallest mesh that there is
}


@lru_cache(maxsize=1)
def results() -> dict[str, Any]:
    """Return the results that are kept."""
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def run(name: str) -> dict[str, Any]:
    """Run a heart with both ventricles in space."""
    from diastole.model.heart3d.run.beating_heart import simulate_3d  # these need FEniCSx, which the tests do not
    from diastole.model.heart3d.run.heart_results import collect

    patient, chosen = Patient.preset("healthy").with_values(HEARTS[name].changes), HEARTS[name]
    heart = simulate_3d(
        patient, ventricles=2, edge=chosen.edge, step=STEP, tolerance=chosen.tolerance, strength=chosen.strength,
        tell=print, watch=print,
    )  # fmt: skip
    condition, trace = collect(heart).conditions["without"], heart.without.trace
    curvature = condition.motion.courses["septal_curvature"]
    return {
        "elements": heart.built.elements,
        "strengths": heart.built.ventricle.strengths.tolist(),
        "stiffness": heart.built.stiffness.tolist(),
        "strokes": heart.without.strokes,
        "left_in_lungs": float(sum(trace[f"v_{store}"][-1] - trace[f"v_{store}"][0] for store in LUNGS)),
        "measures": {measure: heart.without.measures[measure] for measure in SHOWN},
        "work_balance": condition.balance,
        "septal_curvature": curvature.tolist(),
        "bowed_most_at": heart.without.fields[0].time[int(curvature.argmin())],  # s after the QRS onset
    }


def write(found: dict[str, Any]) -> None:
    """Write results."""
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    kept = results() if RESULTS.exists() else {}
    for chosen in sys.argv[1:] or HEARTS:
        kept[chosen] = run(chosen)
        write(kept)
        print(f"wrote {chosen} to {RESULTS.name}")
