"""Cohorts on disk: CPU time and memory a patient, how both go with the number of patients, and what two processes gain.

``python benchmarks/cohort.py`` takes some minutes; ``--most 102400`` goes further. Prints the table of the docs.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from report import conditions

from diastole.studies.cohort.cohort_store import LARGE_CHUNK

SPECIFICATION = """\
format: diastole cohort 1
title: Benchmark
based_on: acute_severe_ar
values:
  lesions.aortic_regurgitation.orifice_area:
    uniform: {low: 0.02 cm², high: 0.6 cm²}
    source: assumed
  heart_rate:
    normal: {mean: 95 /min, sd: 12 /min}
    between: {low: 60 /min, high: 130 /min}
    source: assumed
  left_ventricle.passive_stiffness:
    lognormal: {median: x1.0, factor: 1.3}
    source: assumed
  blood_volume:
    normal: {mean: x1.0, sd: 300 mL}
    source: assumed
arms:
  off: {}
  on: {balloon_pump.volume: 40 mL}
"""
COUNTS = (1024, 10_240, 102_400)
MANY, COHORTS = 1_000_000_000, 1000
CORES, PRICE = 200, 0.04  # cores, and US dollars a CPU hour; assumed
FEW = 16  # patients, whose cohort takes hardly longer than the start of the program
AVX2 = {"DIASTOLE_PROCESSOR": "x86-64-v3"}
PROGRAM = "from diastole.cli.main import main; main()"


class Cost(NamedTuple):
    """What the building of a cohort took."""

    cpu: float  # s, of all processes but those of a cluster
    wall: float  # s, by the clock
    memory: float  # MB, peak of the largest process
    size: float  # MB on disk


def built(folder: Path, count: int, *options: object, **environment: str) -> Cost:
    """Build a cohort in a process of its own."""
    text, path = folder / "cohort.yaml", folder / "cohort.zarr"
    text.write_text(SPECIFICATION, encoding="utf-8")
    shutil.rmtree(path, ignore_errors=True)
    words = ["cohort", text, "-n", count, "-o", path, "--quiet", *options]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    peak = subprocess.run(
        [sys.executable, "-c", MEMORY, json.dumps([sys.executable, "-c", PROGRAM, *map(str, words)])],
        check=True, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"} | environment,
    ).stdout  # fmt: skip
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return Cost(cpu, wall, float(peak) / 1024.0, size / 1e6)


# Runs a command and prints the peak of its largest process [kB].
MEMORY = """
import json, resource, subprocess, sys
subprocess.run(json.loads(sys.argv[1]), check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def on_cluster(folder: Path, count: int, workers: int) -> float:
    """Build a cohort on a Dask cluster of so many workers that runs already; return the time by the clock [s]."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        address = cluster.scheduler_address
        built(folder, LARGE_CHUNK * workers, "--scheduler", address)  # each worker has loaded the program
        return built(folder, count, "--scheduler", address).wall


def row(start: float, count: int, workers: int, cost: Cost, named: str = "") -> str:
    """Return a line of the table; `start`: CPU time of a process before its first patient [s]."""
    each, beyond = (1e3 * seconds / (2 * count) for seconds in (cost.cpu, cost.cpu - start))
    cells = (
        f"{count:,}", f"{workers}{named}", f"{each:.2f}", "–" if workers > 1 else f"{beyond:.2f}", f"{cost.wall:.0f} s",
        f"{cost.memory:.0f} MB", f"{cost.size:.1f} MB",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def plan(cpu: float, size: float) -> str:
    """Return what more patients would take that cost so much each [s of CPU, MB]."""
    hours, terabytes = MANY * cpu / 3600.0, MANY * size / 1e6
    return (
        f"\n## A million, and {MANY:,}\n\n"
        f"Not measured, but the last line of one process times the number of patients: a million takes "
        f"{1e6 * cpu / 60.0:.0f} CPU min and {size * 1e6 / 1e3:.1f} GB.\n\n"
        f"A plan for {MANY:,} patients in two arms: {COHORTS:,} cohorts of a million, with the seeds 1 to {COHORTS:,}, "
        f"each `diastole cohort --scheduler` on one cluster; what was interrupted goes on with `--resume`. That is "
        f"{hours:,.0f} CPU hours, {hours / CORES:.1f} h on {CORES} cores, {terabytes:.1f} TB, and about "
        f"{PRICE * hours:,.0f} US dollars at {PRICE} a CPU hour (assumed). A cohort of a million has "
        f"{1e6 / LARGE_CHUNK:,.0f} tasks of {LARGE_CHUNK * cpu:.1f} s, so {CORES} cores ask the scheduler "
        f"{CORES / (LARGE_CHUNK * cpu):.0f} times a second."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=COUNTS[1], help="patients of the largest cohort")
    parser.add_argument("--cluster", action="store_true", help="measure one and two workers of a Dask cluster, too")
    given = parser.parse_args()
    print("# Cohorts\n\nWritten by `benchmarks/cohort.py`.\n")
    facts = ", ".join(f"{name}: {value}" for name, value in conditions(1).items())
    print(f"- Conditions: {facts}, load {os.getloadavg()[0]:.1f}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        built(folder, FEW)  # compiles
        start = built(folder, FEW).cpu
        print(f"- Start of a process: {start:.1f} CPU s\n")
        headings = ("CPU ms a run", "beyond the start", "by the clock", "largest process", "on disk")
        print(f"| patients, each in two arms | processes | {' | '.join(headings)} |")
        print("|---:|---:|---:|---:|---:|---:|---:|")
        for count in (each for each in COUNTS if each <= given.most):
            two, one = (built(folder, count, "--workers", workers) for workers in (2, 1))
            print(row(start, count, 1, one), row(start, count, 2, two), sep="\n", flush=True)
        built(folder, FEW, **AVX2)  # compiles
        start_of_older = built(folder, FEW, **AVX2).cpu
        print(row(start_of_older, count, 1, built(folder, count, **AVX2), ", AVX2"), flush=True)
        print(plan((one.cpu - start) / count, one.size / count), flush=True)
        if given.cluster:
            one, two = (on_cluster(folder, given.most, workers) for workers in (1, 2))
            print(f"\n- Dask, {given.most:,} patients: one worker {one:.0f} s, two {two:.0f} s, {one / two:.2f} times;")
            print(f"  load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
