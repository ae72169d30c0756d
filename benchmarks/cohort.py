"""Cohorts on disk: CPU time and memory a patient, how both go with the number of patients, and what two processes gain.

``python benchmarks/cohort.py`` takes some minutes; ``--most 100000`` goes further. Prints the table of the docs.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from report import conditions

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


def built(folder: Path, count: int, workers: int) -> dict[str, float]:
    """Build a cohort in a process of its own; return its CPU time and time by the clock [s], and memory [MB]."""
    text, path = folder / "cohort.yaml", folder / f"{count}_{workers}.zarr"
    text.write_text(SPECIFICATION, encoding="utf-8")
    words = ["cohort", text, "-n", count, "-o", path, "--workers", workers, "--quiet"]
    program = "from diastole.cli.main import main; main()"
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    peak = subprocess.run(
        [sys.executable, "-c", MEMORY, json.dumps([sys.executable, "-c", program, *map(str, words)])],
        check=True, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"},
    ).stdout  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return {"cpu": cpu, "wall": time.perf_counter() - begun, "memory": float(peak) / 1024.0, "size": size}


# Runs a command and prints the peak of its largest process [kB].
MEMORY = """
import json, resource, subprocess, sys
subprocess.run(json.loads(sys.argv[1]), check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=COUNTS[1], help="patients of the largest cohort")
    most = parser.parse_args().most
    print("# Cohorts\n\nWritten by `benchmarks/cohort.py`.\n")
    facts = ", ".join(f"{name}: {value}" for name, value in conditions(1).items())
    print(f"- Conditions: {facts}, load {os.getloadavg()[0]:.1f}\n")
    print("| patients, each in two arms | processes | CPU ms a run | by the clock | largest process | on disk |")
    print("|---:|---:|---:|---:|---:|---:|")
    with TemporaryDirectory() as folder:
        for count in (each for each in COUNTS if each <= most):
            for workers in (1, 2):
                found = built(Path(folder), count, workers)
                cells = (
                    f"{count:,}", str(workers), f"{1e3 * found['cpu'] / (2 * count):.2f}", f"{found['wall']:.0f} s",
                    f"{found['memory']:.0f} MB", f"{found['size'] / 1e6:.1f} MB",
                )  # fmt: skip
                print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
