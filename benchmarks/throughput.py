"""How many beats a CPU second gives, by every way that there is, in one run: `python benchmarks/throughput.py`.

One patient and lanes on this processor and on older ones, single precision, two threads, the engine of the page under
Node, svzerod at its fastest converged setting, a cohort by the public interface, and the first run with nothing
compiled. All take turns (A B C A B C …), each in a process of its own; figures are medians of the rounds.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from common import child_cpu_seconds
from engine import under_node
from environments import prepare
from report import LIMITS, conditions, fastest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from run import BUILD, HERE, ONE_THREAD, ROOT, execute, merge
from serving import PROGRAM

PROCESSORS = {"this processor": "", "AVX2": "x86-64-v3", "baseline": "x86-64"}
DOCS_PAGE = ROOT / "docs" / "numerics" / "throughput.md"
Rows = list[tuple[str, ...]]


def round_of(processor: str, *, is_first: bool) -> dict[str, Any]:
    """Return the figures of one round on a processor."""
    name = PROCESSORS[processor]
    whole = [] if name else ["--whole"]
    words = [sys.executable, str(HERE / "throughput_process.py"), *whole, *(["--first"] if is_first else [])]
    setting = os.environ | ONE_THREAD | ({"DIASTOLE_PROCESSOR": name} if name else {})
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=setting)
    return json.loads(done.stdout)


def first_run() -> dict[str, float]:
    """Return CPU time [s] of `diastole simulate` with nothing compiled, and again."""
    with tempfile.TemporaryDirectory() as folder:
        setting = os.environ | ONE_THREAD | {"DIASTOLE_CACHE_DIR": folder}
        return {when: child_cpu_seconds([*PROGRAM, "simulate", "healthy"], setting) for when in ("first", "again")}


def programs() -> dict[str, Callable[[bool], Any]]:
    """Return what takes turns: each is called with whether it is the first round."""
    node = shutil.which("node")
    python = prepare("svzerod", BUILD)
    peer = [str(python), str(HERE / "peer_svzerod.py")] if python else None
    turns: dict[str, Callable[[bool], Any]] = {
        name: lambda is_first, name=name: round_of(name, is_first=is_first) for name in PROCESSORS
    }
    turns["first run"] = lambda _: first_run()
    if node:
        turns["node"] = lambda _: under_node(node, 1)[0]
    if peer:
        turns["svzerod"] = lambda is_first: execute(peer, speed_only=not is_first)[0]
    return turns


def measured(rounds: int, progress: Progress) -> dict[str, list[Any]]:
    """Return what each program found in each round."""
    turns = programs()
    found: dict[str, list[Any]] = {name: [] for name in turns}
    task = progress.add_task("rounds", total=rounds * len(turns))
    for number in range(rounds):
        for name, turn in turns.items():
            progress.update(task, description=f"round {number + 1}: {name}")
            found[name].append(turn(number == 0))
            progress.advance(task)
    return found


def median(found: list[Any], *keys: Any) -> float:
    """Return the median over rounds of what stands behind some keys."""
    return statistics.median(_at(each, keys) for each in found)


def _at(record: Any, keys: tuple[Any, ...]) -> Any:
    for key in keys:
        record = record[key]
    return record


def ratio(found: list[Any], keys: tuple[Any, ...], of: tuple[Any, ...]) -> str:
    """Return the median over rounds of a quotient, with its least and its greatest."""
    each = [_at(one, keys) / _at(one, of) for one in found]
    return f"{statistics.median(each):.1f} ({min(each):.1f} to {max(each):.1f})"


def rows_of_processors(found: dict[str, list[Any]]) -> Rows:
    """Return processor, what is run, and beats of one patient, of lanes and of lanes in single precision."""
    rows: Rows = []
    for processor in PROCESSORS:
        rounds = found[processor]
        cases = {name: ("beats", name) for name in rounds[0]["steps"]} | {"searches of steady beats": ("search",)}
        for name, at in cases.items():
            steps = rounds[0]["steps"].get(name, 0)
            has_single = "f32" in _at(rounds[0], at)
            single = f"{median(rounds, *at, 'f32'):,.0f}" if has_single else ""
            single_gain = ratio(rounds, (*at, "f32"), (*at, "scalar")) if has_single else ""
            many = [f"{median(rounds, *at, how):,.0f}{_steps(rounds, at, how, steps)}" for how in ("scalar", "lanes")]
            gain = ratio(rounds, (*at, "lanes"), (*at, "scalar"))
            rows.append((f"{processor}, {rounds[0]['lanes']} lanes", name, *many, gain, single, single_gain))
    return rows


def _steps(rounds: list[Any], at: tuple[Any, ...], how: str, steps: int) -> str:
    return f" ({median(rounds, *at, how) * steps / 1e6:.1f} million steps)" if steps else ""


def rows_of_others(found: dict[str, list[Any]]) -> Rows:
    rows: Rows = []
    for number, module in enumerate(found.get("node", [[]])[0]):
        for name in module["cases"]:
            rate = median(found["node"], number, "cases", name, "beats_per_cpu_s")
            rows.append((f"Node, {module['module']}: {name}", f"{rate:,.0f} beats", ""))
    peer = [each for each in found.get("svzerod", []) if each]
    best = fastest(merge(peer)["rows"], LIMITS[0]) if peer else None
    if best:
        lanes = median(found["this processor"], "beats", "healthy", "lanes")
        rate, error = best["beats_per_cpu_s"], best["worst_error_percent"]
        name = f"svzerod {peer[0]['version']}, {best['label']}, error {error:.3f} %"
        rows.append((name, f"{rate:,.0f} beats", f"lanes give {lanes / rate:.0f} times as many"))
    first, again = (median(found["first run"], when) for when in ("first", "again"))
    rows.append(("diastole simulate healthy, nothing compiled", f"{first:.2f} CPU s", f"again {again:.2f} CPU s"))
    return rows


def rows_of_this_processor(found: dict[str, list[Any]]) -> Rows:
    rounds = found["this processor"]
    cpu, wall = (median(rounds, "cohort", clock) for clock in ("cpu_s", "wall_s"))
    gains, loads = ([each["threads"][what] for each in rounds] for what in ("gain", "load"))
    disturbed = f"load of the machine {min(loads):.1f} to {max(loads):.1f}"
    return [
        ("200 patients, each off and on, by `ensemble`", f"{cpu:.2f} CPU s", f"{wall:.2f} s by the clock"),
        ("two threads against one, by the clock", f"{statistics.median(gains):.2f} (best {max(gains):.2f})", disturbed),
    ]


def rows_of_peaks(found: dict[str, list[Any]]) -> Rows:
    rows: Rows = []
    for processor in PROCESSORS:
        rounds = found[processor]
        peak, operations, steps = median(rounds, "peak"), rounds[0]["operations"], rounds[0]["steps"]["healthy"]
        done = median(rounds, "beats", "healthy", "lanes") * steps * operations
        words = f"{done / 1e9:.1f} of {peak / 1e9:.1f} thousand million a CPU second"
        rows.append((f"{processor}: {operations} operations a step", words, f"{100 * done / peak:.0f} %"))
    return rows


def page(facts: dict[str, Any], found: dict[str, list[Any]]) -> str:
    """Return the tables as Markdown."""
    first = found["this processor"][0]
    double, single = (
        ", ".join(f"{name} {error:.3f} %" for name, error in first["errors"][precision].items())
        for precision in ("f64", "f32")
    )
    lines = [
        "# Throughput", "", "Written by `benchmarks/throughput.py`.", "",
        "- Conditions: " + ", ".join(f"{name}: {value}" for name, value in facts.items()),
        f"- Worst error of six outputs at the default step, against 0.1 ms: {double}; in single precision {single}", "",
        "Beats a CPU second:", "",
        "| processor | of what | one patient | lanes | times one patient "
        "| twice the lanes, single precision | times one patient in double |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    lines += [f"| {' | '.join(row)} |" for row in rows_of_processors(found)]
    lines += ["", "| what | beats a CPU second, or time | |", "|---|---:|---:|"]
    lines += [f"| {' | '.join(row)} |" for row in (*rows_of_others(found), *rows_of_this_processor(found))]
    lines += ["", "| processor | operations done, and peak of fused multiply-adds | share |", "|---|---:|---:|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows_of_peaks(found))]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="rounds to take medians of (default 7)")
    parser.add_argument("--docs", action="store_true", help="also write docs/numerics/throughput.md")
    options, console = parser.parse_args(), Console()
    BUILD.mkdir(parents=True, exist_ok=True)
    bars = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bars, console=console, transient=True) as progress:
        found = measured(options.rounds, progress)
    (BUILD / "throughput.json").write_text(json.dumps(found, indent=2) + "\n")
    text = page(conditions(options.rounds), found)
    for path in (BUILD / "throughput.md", *([DOCS_PAGE] if options.docs else [])):
        Path(path).write_text(text)
    console.print(text, markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
