"""CPU time and memory of a beat of the 3D heart against mesh and ranks: `python benchmarks/heart3d.py [--write]`.

Each case runs in a process of its own. A beat is the first one of the preset `shock` without a pump. CPU time and
memory are those of all ranks together. With --write the table goes to docs/numerics/heart3d_cost.json, from which the
documentation shows it; cases that the file holds already are left out, so that a long table can be made in parts.
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
# Edge [cm], step [ms], ranks. The usual heart, and with longer steps finer ones, up to 10,000 elements.
CASES = [(1.5, 4, 1), (1.5, 4, 2), (1.5, 8, 1), (0.7, 8, 1), (0.43, 8, 1), (0.43, 8, 2)]
TIME_LIMIT = 7200  # s, of a case
MB_PER_KIB = 1.0 / 1024.0


def measure(edge: float, step: float) -> dict[str, float]:
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
    built = build_ventricle(patient, run, edge=edge, step=1e-3 * step, strength=1.2)
    building = comm.allreduce(process_time() - start)
    print(f"built in {building:.1f} CPU s", file=sys.stderr)
    heart = FiniteElementHeart(built.ventricle, patient, run.steady.reached.state, run.steady.reached.slow)
    comm.Barrier()
    cpu, wall = process_time(), monotonic()
    built.ventricle.each_step = lambda time: print(
        f"{time:.3f} s after {process_time() - cpu:.1f} CPU s", file=sys.stderr
    )
    heart.cycle()
    cpu, wall = comm.allreduce(process_time() - cpu), monotonic() - wall
    memory = comm.allreduce(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * MB_PER_KIB
    dofs = built.ventricle.wall.displacement.function_space.dofmap
    cost = {"edge": edge, "step": step, "elements": built.elements, "unknowns": dofs.index_map.size_global * dofs.bs,
            "ranks": comm.size, "steps": len(built.ventricle.recorder.beats[0].time) - 1, "building": building,
            "cpu": cpu, "wall": wall, "memory": memory}  # fmt: skip
    return {} if comm.rank else cost


def case(edge: float, step: float, ranks: int) -> dict[str, float]:
    """Run a case in a process of its own, or in as many as there are ranks."""
    before = [str(MPIRUN), "-n", str(ranks)] if ranks > 1 else []
    command = [*before, sys.executable, __file__, "--case", str(edge), str(step)]
    done = subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, stdout=subprocess.PIPE, text=True,
                          timeout=TIME_LIMIT, check=True)  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"also write {RESULT.name}")
    parser.add_argument("--case", type=float, nargs=2, metavar=("EDGE", "STEP"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        if cost := measure(*options.case):
            print(json.dumps(cost))
        return
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if options.write and RESULT.exists() else []
    rows = {(row["edge"], row["step"], row["ranks"]): row for row in kept}
    for which in CASES:
        if which in rows:
            continue
        rows[which] = case(*which)
        print("  ".join(f"{name} {value:.4g}" for name, value in rows[which].items()), flush=True)
        if options.write:  # after each case: a later one may take long
            ordered = [rows[one] for one in CASES if one in rows]
            RESULT.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
