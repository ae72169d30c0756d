"""Whether the motion of the healthy wall depends on its mesh: one beat, driven through the volumes of the one fibre.

``python -m validation.phenomena.wall_motion.convergence`` runs all meshes, or those that are named by their edge, and
writes ``convergence.json``, which the rows read. All have the strength that was matched for ``same_heart``.
"""

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from diastole import Patient
from validation.phenomena.same_heart.run import results as same_heart

RESULTS = Path(__file__).with_name("convergence.json")
EDGES = ("1.5", "1.0", "0.7")  # cm


@lru_cache(maxsize=1)
def results() -> dict[str, Any]:
    """Return the results that are kept, by the edge."""
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def largest_change(measure: str) -> float:
    """Return by how much a measure of motion differs at most from that on the finest mesh [%]."""
    *coarse, fine = (results()[edge]["motion"][measure] for edge in EDGES)
    return max(100.0 * abs(one / fine - 1.0) for one in coarse)


def run(edge: float) -> dict[str, Any]:
    """Drive the wall through a beat on a mesh with an edge [cm]."""
    # These need FEniCSx, which the tests do not.
    from diastole.model.heart3d.run.build_ventricle import beat_loop, build_ventricle
    from diastole.model.heart3d.run.heart_results import beat_motion
    from diastole.model.heart3d.run.strength_match import driven
    from diastole.model.heart3d.wall.global_numbering import Layout
    from diastole.model.run import simulate
    from diastole.model.simulation.coupled_heart import driven_muscle
    from diastole.model.simulation.events import systole

    patient = Patient.preset("healthy")
    beat = simulate(patient)
    trace = beat.steady.trace
    strength = same_heart()["healthy"]["strength"]
    built = build_ventricle(patient, beat, edge=edge, strength=strength, watch=print)
    loop = driven(built.ventricle, [driven_muscle(trace.parameters, "lv")], [beat_loop(beat)])[0]
    fields = built.ventricle.recorder.beats[-1]
    closes = systole(trace.time, trace["q_aortic"], trace["p_lv"], may_stay_shut=False).closes
    motion = beat_motion(fields, closes, built, Layout(built.ventricle.wall))
    return {
        "elements": built.elements,
        "work_balance": fields.balance,
        "peak_pressure": float(loop.pressure.max()),
        "motion": motion.measures,
        "strains": {name: values.tolist() for name, values in motion.strains.items()},
    }


if __name__ == "__main__":
    found = results() if RESULTS.exists() else {}
    for chosen in sys.argv[1:] or EDGES:
        found[chosen] = run(float(chosen))
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"wrote the mesh of {chosen} cm to {RESULTS.name}")
