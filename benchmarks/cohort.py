"""Cohorts on disk: time and memory a patient, how both go with the number of patients, and what two processes gain.

``python benchmarks/cohort.py`` takes ten minutes, ``--most 1000000`` half an hour; ``--docs`` writes the docs.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
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
COUNTS = (1_024, 10_240, 100_000, 1_000_000)
ONE_AND_TWO = 10_240  # patients up to whom one process is measured beside two, on this processor and with AVX2
CLUSTERED, ROUNDS = 40_960, 3  # patients on one and on two workers of a cluster, in turns
DOCS_PAGE = Path(__file__).parent.parent / "docs" / "numerics" / "cohorts.md"
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


def rows(folder: Path, most: int) -> Iterator[tuple[int, int, str, Cost]]:
    """Yield patients, processes, processor and cost of each cohort."""
    processors: dict[str, dict[str, str]] = {"this one": {}, "AVX2": AVX2}
    for environment in processors.values():
        built(folder, FEW, **environment)  # compiles
    for count in (count for count in COUNTS if count <= most):
        small = count <= ONE_AND_TWO
        for name in processors if small else ["AVX2"]:
            for workers in (1, 2) if small else (2,):
                yield count, workers, name, built(folder, count, "--workers", workers, **processors[name])


def table_row(count: int, workers: int, processor: str, cost: Cost) -> str:
    """Return a line of the table."""
    cells = (
        f"{count:,}", f"{workers}", processor, f"{cost.wall:.1f} s", f"{1e3 * cost.cpu / (2 * count):.2f}",
        f"{cost.memory:.0f} MB", f"{cost.size:,.1f} MB",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def in_turns(folder: Path) -> str:
    """Return what a second worker of a cluster gains."""
    rounds = [(on_cluster(folder, CLUSTERED, 1), on_cluster(folder, CLUSTERED, 2)) for _ in range(ROUNDS)]
    one, two = (statistics.median(times) for times in zip(*rounds, strict=True))
    gains = sorted(first / second for first, second in rounds)
    return (
        f"On a Dask cluster of the same machine, one thread a worker, {CLUSTERED:,} patients took {one:.1f} s with one "
        f"worker and {two:.1f} s with two: {statistics.median(gains):.2f} times as fast (median of {ROUNDS} pairs in "
        f"turns, {gains[0]:.2f} to {gains[-1]:.2f}; with the start of the program)."
    )


def plan(cpu: float, size: float) -> str:
    """Return what more patients would take that cost so much each [s of CPU, MB]."""
    hours, terabytes = MANY * cpu / 3600.0, MANY * size / 1e6
    return (
        f"A plan for {MANY:,} patients in two arms, from the last line of the table: {COHORTS:,} cohorts of a million, "
        f"with the seeds 1 to {COHORTS:,}, each `diastole cohort --scheduler` on one cluster; what was interrupted "
        f"goes on with `--resume`. That is {hours:,.0f} CPU hours, {hours / CORES:.1f} h on {CORES} cores, "
        f"{terabytes:.1f} TB, and about {PRICE * hours:,.0f} US dollars at {PRICE} a CPU hour (assumed). A cohort of a "
        f"million has {1e6 / LARGE_CHUNK:,.0f} tasks of {LARGE_CHUNK * cpu:.1f} s, so {CORES} cores ask the scheduler "
        f"{CORES / (LARGE_CHUNK * cpu):.0f} times a second. A single folder for all would have tens of millions of "
        "files, which no file system likes."
    )


def page(folder: Path, most: int) -> Iterator[str]:
    """Yield the lines of the page as they are measured."""
    yield from (
        "# Cohorts",
        "",
        "Written by `benchmarks/cohort.py`, from `diastole cohort` with its specification.",
        "",
    )
    facts = ", ".join(f"{name}: {value}" for name, value in conditions(1).items())
    yield from (f"- Conditions: {facts}, load {os.getloadavg()[0]:.1f} at the start", "")
    headings = ("processor", "by the clock", "CPU ms a run", "largest process", "on disk")
    yield f"| patients, each in two arms | processes | {' | '.join(headings)} |"
    yield "|---:|---:|---|---:|---:|---:|---:|"
    for count, workers, processor, cost in rows(folder, most):
        yield table_row(count, workers, processor, cost)
    yield from ("", in_turns(folder), "", plan(cost.cpu / count, cost.size / count), "")
    yield f"The load was {os.getloadavg()[0]:.1f} at the end."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=COUNTS[2], choices=COUNTS, help="patients of the largest cohort")
    parser.add_argument("--docs", action="store_true", help="also write docs/numerics/cohorts.md")
    given = parser.parse_args()
    lines = []
    with TemporaryDirectory() as name:
        for line in page(Path(name), given.most):
            print(line, flush=True)
            lines.append(line)
    if given.docs:
        DOCS_PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
