"""CPU time and memory of the 3D heart against mesh and ranks: `python benchmarks/heart3d.py [--write] [EDGE ...]`.

Each case runs in a process of its own: the preset `shock` without a pump. Its first steps, which are the costliest of a
beat, are measured on every mesh; a whole beat, after one that is not counted, on those where it does not take long. CPU
time is that of all ranks together. With --write the table goes to docs/numerics/heart3d_cost.json, from which the
documentation shows it; with edges, only the cases of these are measured and replaced.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from time import process_time

HERE = Path(__file__).resolve().parent
RESULT = HERE.parent / "docs" / "numerics" / "heart3d_cost.json"
MPIRUN = Path(sys.executable).with_name("mpirun")
CASES = [(1.5, 1), (1.5, 2), (0.95, 1), (0.95, 2), (0.42, 1), (0.42, 2)]  # edge [cm], ranks
FIRST_STEPS = 20  # of a beat
WHOLE_BEATS = 0.9  # cm, with edges shorter than this only the first steps are measured
TIME_LIMIT = 7200  # s, of a case


class EnoughError(Exception):
    """All steps that were asked for are done."""


def measure(edge: float) -> dict[str, float]:
    """Return the cost on the present ranks; nothing on all ranks but the first."""
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
    built = build_ventricle(patient, run, edge=edge, strength=0.87, comm=comm)
    cost = {"building": process_time() - start}
    ventricle = built.ventricle
    heart = FiniteElementHeart(ventricle, patient, run.steady.reached.state, run.steady.reached.slow)
    done: list[float] = []

    def count(time: float) -> None:
        done.append(time)
        if len(done) == FIRST_STEPS:
            raise EnoughError

    kept, ventricle.each_step = ventricle.snapshot(), count
    start = process_time()
    try:
        heart.cycle()
    except EnoughError:
        cost["first_steps"] = (process_time() - start) / FIRST_STEPS
    if edge >= WHOLE_BEATS:
        ventricle.each_step = None
        ventricle.restore(kept)
        heart = FiniteElementHeart(ventricle, patient, run.steady.reached.state, run.steady.reached.slow)
        heart.cycle()
        heart.relax()
        start = process_time()
        heart.cycle()
        cost["beat"] = process_time() - start
    cost["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0  # MB
    unknowns = ventricle.wall.displacement.function_space.dofmap.index_map.size_global * 3
    cost = {name: comm.allreduce(value) for name, value in cost.items()}
    head = {"edge": edge, "elements": built.elements, "unknowns": unknowns, "ranks": comm.size}
    return {} if comm.rank else head | cost


def case(edge: float, ranks: int) -> dict[str, float]:
    """Run a case in a process of its own, or in as many as there are ranks."""
    before = [str(MPIRUN), "-n", str(ranks)] if ranks > 1 else []
    command = [*before, sys.executable, __file__, "--case", str(edge)]
    done = subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, stdout=subprocess.PIPE, text=True,
                          timeout=TIME_LIMIT, check=True)  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("edges", nargs="*", type=float, metavar="EDGE", help="cm; all cases if none is given")
    parser.add_argument("--write", action="store_true", help=f"also write {RESULT.name}")
    parser.add_argument("--case", type=float, metavar="EDGE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        if cost := measure(options.case):
            print(json.dumps(cost))
        return
    rows = {(row["edge"], row["ranks"]): row for row in json.loads(RESULT.read_text(encoding="utf-8"))}
    for edge, ranks in CASES:
        if options.edges and edge not in options.edges:
            continue
        rows[edge, ranks] = row = case(edge, ranks)
        print("  ".join(f"{name} {value:.4g}" for name, value in row.items()), flush=True)
        if options.write:  # after each case: a later one may take long
            known = [rows[one] for one in CASES if one in rows]
            RESULT.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
