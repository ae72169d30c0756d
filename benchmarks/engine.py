"""Measure the engine of the page under Node: `python benchmarks/engine.py`.

Size, time until it is ready, and beats per CPU second at the default step, for one patient and for two side by side
with SIMD128; then whole runs to the steady beat, and their measures. Figures are medians of several rounds.
"""

import gzip
import json
import shutil
import subprocess
import sys
from base64 import b64encode
from functools import cache
from pathlib import Path

from diastole.faces.browser.engine import HEART, MEASURES
from diastole.faces.browser.engine_heart import heart_record
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel import PROGRAM, widths
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import simulate
from diastole.tracing.native import written
from diastole.tracing.wasm_target import browser_module

UNDER_NODE = Path(__file__).with_suffix(".mjs")
ROUNDS = 7
BEATS = 1000  # of a round
CASES = {"healthy": None, "acute_severe_ar": None, "shock": BalloonPump()}


def title(preset: str, pump: BalloonPump | None) -> str:
    return f"{preset}, balloon 1:1" if pump else preset


def case(preset: str, pump: BalloonPump | None) -> dict:
    """A steady beat as the kernel takes it."""
    trace = simulate(Patient.preset(preset).with_balloon_pump(pump)).steady.trace
    length = trace.onsets[1]
    points = int(trace.first_beat.sum()) - 1
    return {
        "name": title(preset, pump), "state": trace.states[0].tolist(),
        "parameters": trace.parameters.tolist(), "length": length, "steps": points // 6,
    }  # fmt: skip


@cache
def given() -> tuple[dict[str, bytes], dict]:
    """Return the modules by name, and what the part under Node is told."""
    pair = browser_module(written(f"{PROGRAM}:closed_circulation", 2), ("beat",), simd=True)
    modules = {"one patient": (1, HEART.file.read_bytes()), "two patients, SIMD128": (2, pair)}
    width = widths(closed_loop)
    told = {
        "modules": [
            {"name": name, "lanes": lanes, "bytes": b64encode(module).decode()}
            for name, (lanes, module) in modules.items()
        ],
        "measures": b64encode(MEASURES.file.read_bytes()).decode(),
        "patients": [
            {"name": title(*one), "record": heart_record(Patient.preset(one[0]).with_balloon_pump(one[1]))}
            for one in CASES.items()
        ],
        "cases": [case(*one) for one in CASES.items()],
        "widths": width._asdict() | {"work": width.work},
        "beats": BEATS,
    }
    return {name: module for name, (_, module) in modules.items()}, told


def under_node(node: str, rounds: int) -> tuple[list[dict], list[dict]]:
    """Return what was found of each module, and of whole runs, as medians of some rounds."""
    words = json.dumps(given()[1] | {"rounds": rounds})
    done = subprocess.run([node, str(UNDER_NODE)], input=words, text=True, check=True, capture_output=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [one for one in found if "module" in one], [one for one in found if "run" in one]


def main() -> None:
    node = shutil.which("node")
    if node is None:
        sys.exit("there is no node on this machine")
    modules, runs = under_node(node, ROUNDS)
    for found in modules:
        name, module = found["module"], given()[0][found["module"]]
        print(f"{name}: {len(module)} bytes, {len(gzip.compress(module, 9))} with gzip")
        print(f"{name}: ready in {found['ready_ms']:.1f} ms")
        for what, of in found["cases"].items():
            rate = of["beats_per_cpu_s"]
            print(f"{name}, {what}: {rate:.0f} beats, {rate * of['steps']:.0f} steps per CPU s")
    for run in runs:
        steady, measures = run["steady_ms"], run["measures_ms"]
        print(f"{run['run']}: steady beat in {steady:.1f} ms, trace and measures in {measures:.1f} ms")


if __name__ == "__main__":
    main()
