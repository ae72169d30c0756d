"""CPU time and memory of a beat of the 3D heart against mesh and ranks: `python benchmarks/heart3d.py [--write]`.

Each case runs in a process of its own. A beat is one of the preset `shock` without a pump, after a beat that is not
counted. CPU time is that of all ranks together. With --write the table goes to docs/numerics/heart3d_cost.json, from
which the documentation shows it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from time import monotonic, process_time

HERE = Path(__file__).resolve().parent
RESULT = HERE.parent / "docs" / "numerics" / "heart3d_cost.json"
MPIRUN = Path(sys.executable).with_name("mpirun")
CASES = [(1.5, 1), (1.5, 2), (0.95, 1), (0.95, 2)]  # edge [cm], ranks
TIME_LIMIT = 3600  # s, of a case


def measure(edge: float) -> dict[str, float]:
    """Return the cost of a beat on the present ranks; nothing on all ranks but the first."""
    # Only the process of a case loads the engine.
    import diastole.model.heart3d  # noqa: F401  before the engine: the order of its parts matters
    from diastole.model.heart3d.run.build_ventricle import build_ventricle
    from diastole.model.heart3d.run.finite_element_heart import FiniteElementHeart
    from diastole.model.patient import Patient
    from diastole.model.run import simulate

    from mpi4py import MPI  # isort: skip

    comm = MPI.COMM_WORLD
    patient = Patient.preset("shock").with_balloon_pump(None)
    run = simulate(patient)
    start = process_time()
    built = build_ventricle(patient, run, edge=edge, strength=1.2)
    building = comm.allreduce(process_time() - start)
    heart = FiniteElementHeart(built.ventricle, patient, run.steady.reached.state, run.steady.reached.slow)
    heart.cycle()
    heart.relax()
    cpu, wall = process_time(), monotonic()
    heart.cycle()
    cpu, wall = comm.allreduce(process_time() - cpu), monotonic() - wall
    memory = comm.allreduce(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024.0
    cost = {"edge": edge, "elements": built.elements, "ranks": comm.size, "building": building, "cpu": cpu,
            "wall": wall, "memory": memory}  # fmt: skip
    return {} if comm.rank else cost


def case(edge: float, ranks: int) -> dict[str, float]:
    """Run a case in a process of its own, or in as many as there are ranks."""
    before = [str(MPIRUN), "-n", str(ranks)] if ranks > 1 else []
    command = [*before, sys.executable, __file__, "--case", str(edge)]
    done = subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True,
                          timeout=TIME_LIMIT, check=True)  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"also write {RESULT.name}")
    parser.add_argument("--case", type=float, metavar="EDGE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        if cost := measure(options.case):
            print(json.dumps(cost))
        return
    rows = []
    for edge, ranks in CASES:
        rows.append(case(edge, ranks))
        print("  ".join(f"{name} {value:.4g}" for name, value in rows[-1].items()), flush=True)
        if options.write:  # after each case: a later one may take long
            RESULT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
