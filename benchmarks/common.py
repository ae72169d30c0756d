"""Parts that all benchmark programs use: machine, outputs, errors, timing and the printed JSON (contract: run.py)."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MACHINE = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}


@dataclass(frozen=True)
class Case:
    """One setting of a solver: its name, step (ms) and samples per beat as printed, and run options."""

    label: str
    step_ms: float
    points_per_beat: int
    options: dict[str, Any] = field(default_factory=dict)


def key_outputs(lv_pressure, lv_volume, aortic_pressure, systemic_flow) -> dict[str, float]:
    """Six outputs of one beat, in the solver's own units of pressure, volume and flow.

    Cardiac output is the mean flow through the systemic arteries, whose smooth course suits coarse samples.
    """
    return {
        "lv_systolic_pressure": float(max(lv_pressure)),
        "lv_end_diastolic_volume": float(max(lv_volume)),
        "lv_end_systolic_volume": float(min(lv_volume)),
        "aortic_systolic_pressure": float(max(aortic_pressure)),
        "aortic_diastolic_pressure": float(min(aortic_pressure)),
        "cardiac_output": statistics.fmean(float(value) for value in systemic_flow),
    }


def worst_error(values: dict[str, float], reference: dict[str, float]) -> float:
    """Largest relative difference (%) between two sets of key outputs."""
    return max(abs(values[name] / reference[name] - 1) for name in reference) * 100


def cpu_seconds(function: Callable[[], Any]) -> float:
    """CPU time (s, user and system, this process) that one call takes."""
    start = time.process_time()
    function()
    return time.process_time() - start


def child_cpu_seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """CPU time (s, user and system) of a command in a process of its own, whose output is thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def publish(
    system: str,
    version: str,
    states: int,
    cases: Sequence[Case],
    refine: Callable[[Case], Case],
    simulate: Callable[[Case], tuple[float, dict[str, float]]],
) -> None:
    """Warm up, run every case and print one JSON object; with --speed-only leave the refined runs out.

    `simulate` returns beats per CPU second of the run and the key outputs of its last beat; `refine` returns the case
    whose outputs count as exact for a case.
    """
    simulate(cases[0])
    refined = {refine(case).label: refine(case) for case in cases}
    exact = {} if "--speed-only" in sys.argv else {label: simulate(case)[1] for label, case in refined.items()}
    rows = []
    for case in cases:
        rate, values = simulate(case)
        reference = exact.get(refine(case).label)
        error = None if reference is None else worst_error(values, reference)
        row = {"label": case.label, "step_ms": round(case.step_ms, 4), "points_per_beat": case.points_per_beat}
        rows.append(row | {"beats_per_cpu_s": rate, "worst_error_percent": error})
    about = {"system": system, "version": version, "states": states, "reference": ", ".join(refined)}
    print(json.dumps({**about, "rows": rows}))
