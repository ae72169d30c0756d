"""The same heart with a one-fibre ventricle and with one of finite elements.

``python -m validation.phenomena.same_heart.run`` runs all patients in three dimensions, some minutes each, or those
that are named, and writes ``results.json``; the page of the documentation, ``wall_motion`` and the tests read that.
"""

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from diastole import Patient

RESULTS = Path(__file__).with_name("results.json")
PATIENTS = {"healthy": "healthy", "shock": "shock", "dilated": str(RESULTS.with_name("dilated.yaml"))}  # or files
BOUND = 0.15  # 1, by which those in COMPARED may differ
COMPARED = ("lv_ejection_fraction", "lv_peak_pressure", "lv_stroke_work")
SHOWN = (*COMPARED, "lv_end_diastolic_volume", "lv_end_systolic_volume", "lv_end_diastolic_pressure", "lv_dpdt_max",
         "lv_ejection_time", "lv_contractile_atp", "cardiac_output", "mean_aortic_pressure",
         "left_atrial_pressure")  # fmt: skip


@lru_cache(maxsize=1)
def results() -> dict[str, Any]:
    """Return the results that are kept."""
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def run(name: str, **settings: float | None) -> dict[str, Any]:
    """Run a patient both ways, with the usual settings of `simulate_3d` or with others."""
    from diastole.model.heart3d.mesh.ellipsoid import sized_ellipsoid
    from diastole.model.heart3d.run.beating_heart import simulate_3d  # these need FEniCSx, which the tests do not
    from diastole.model.heart3d.run.heart_results import collect

    patient = Patient.load(PATIENTS[name])
    heart = simulate_3d(patient, tell=print, watch=print, **settings)
    built, condition = heart.built, collect(heart).conditions["without"]
    motion, wall = condition.motion, patient.wall
    muscle = patient.left_ventricle.wall_volume
    shape = sized_ellipsoid(float(built.cavities[0]), muscle, wall.sphericity, wall.apex_thinning)
    return {
        "elements": built.elements,
        "strength": float(built.ventricle.strengths[0]),
        "stiffness": float(built.stiffness[0]),
        "outer_radius": shape.outer_short,
        "strokes": heart.without.strokes,
        "one_fibre": {name: heart.one_fibre.measures[name] for name in SHOWN},
        "finite_elements": {name: heart.without.measures[name] for name in SHOWN},
        "work_balance": condition.balance,
        "motion": motion.measures,
        "strains": {name: values.tolist() for name, values in motion.strains.items()},
    }


if __name__ == "__main__":
    chosen = sys.argv[1:] or PATIENTS
    found = results() | {name: run(name) for name in chosen}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {RESULTS.name}")
