"""Run diastole and its peers side by side and compare beats per CPU second: `python benchmarks/run.py`.

Every program runs in its own process, in turn (A B C A B C …), for several rounds; figures are medians.
A program that is absent, cannot be installed or fails is reported as 'not available'; the run goes on.

Contract of a program (peer_*.py, and own_circulation.py for diastole): called as `PROGRAM [--speed-only]`, it prints
one JSON object as the last line on stdout. CPU time is that of the run only, after one warm-up in the process:
    {"system": str ("diastole" for own_circulation.py), "version": str, "states": int,
     "reference": str (label of the refined run, optional),
     "rows": [{"label": str, "step_ms": float, "points_per_beat": int, "beats_per_cpu_s": float,
               "worst_error_percent": float against the own refined run, or null with --speed-only}]}
Errors are the worst of the six outputs in common.key_outputs. `common.publish` does all of this for a
function `simulate(case)`. A label beginning with "batch" is a batched run: beats of all variants count.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from environments import PEERS, prepare
from report import conditions, markdown, show
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build" / "bench"
DOCS_PAGE = ROOT / "docs" / "numerics" / "benchmarks.md"
TIME_LIMIT = 1200  # s, for one program in one round
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
EXAMPLE = "example: python benchmarks/run.py --rounds 3 --peers svzerod circulation"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=EXAMPLE)
    parser.add_argument("--rounds", type=int, default=5, help="rounds to take medians of (default 5)")
    parser.add_argument("--peers", nargs="*", choices=sorted(PEERS), default=list(PEERS), help="peers to run")
    parser.add_argument("--docs", action="store_true", help="also write docs/numerics/benchmarks.md")
    named = "also run this svzerod input file, by default the one in the variable SVZEROD_CASE"
    parser.add_argument("--svzerod-case", type=Path, default=os.environ.get("SVZEROD_CASE"), help=named)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    return options


def commands(options: argparse.Namespace, progress: Progress) -> dict[str, list[str] | None]:
    """Command of every program by name; None for a peer that cannot be installed."""
    task = progress.add_task("environments", total=len(options.peers))
    programs: dict[str, list[str] | None] = {"diastole": [sys.executable, str(HERE / "own_circulation.py")]}
    for peer in options.peers:
        progress.update(task, description=f"environment of {peer}")
        python = prepare(peer, BUILD)
        programs[peer] = [str(python), str(HERE / f"peer_{peer}.py")] if python else None
        progress.advance(task)
    svzerod = programs.get("svzerod")
    if options.svzerod_case and svzerod:
        programs["svzerod (input file)"] = [*svzerod, "--case", str(options.svzerod_case.resolve())]
    return programs


def execute(command: list[str] | None, speed_only: bool) -> tuple[dict | None, str]:
    """One run of one program: its JSON object, or None and the reason."""
    if command is None:
        return None, "could not be installed"
    if not Path(command[1]).exists():
        return None, f"{Path(command[1]).name} is missing"
    full = [*command, "--speed-only"] if speed_only else command
    try:
        done = subprocess.run(
            full, capture_output=True, text=True, timeout=TIME_LIMIT, env={**os.environ, **ONE_THREAD}
        )
        if done.returncode:
            return None, (done.stderr.strip().splitlines() or ["failed"])[-1]
        return json.loads(done.stdout.strip().splitlines()[-1]), ""
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        return None, type(error).__name__


def merge(runs: list[dict]) -> dict:
    """The first run, which carries the errors, with the median speed (beats per CPU second) of all rounds."""
    merged = runs[0]
    for number, row in enumerate(merged["rows"]):
        rates = [run["rows"][number]["beats_per_cpu_s"] for run in runs]
        row.update(beats_per_cpu_s=statistics.median(rates), slowest=min(rates), fastest=max(rates))
    return merged


def measure(programs: dict, rounds: int, progress: Progress) -> tuple[list[dict], dict[str, str]]:
    """Every program once a round, in turn: merged results, and reasons of the programs not available."""
    runs: dict[str, list[dict]] = {name: [] for name in programs}
    missing: dict[str, str] = {}
    task = progress.add_task("rounds", total=rounds * len(programs))
    for number in range(rounds):
        for name, command in programs.items():
            progress.update(task, description=f"round {number + 1}: {name}")
            if name not in missing:
                result, reason = execute(command, speed_only=number > 0)
                if result is None:
                    missing[name] = reason
                else:
                    runs[name].append(result)
            progress.advance(task)
    return [merge(results) for name, results in runs.items() if results and name not in missing], missing


def main() -> None:
    options, console = arguments(), Console()
    BUILD.mkdir(parents=True, exist_ok=True)
    bars = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bars, console=console, transient=True) as progress:
        systems, missing = measure(commands(options, progress), options.rounds, progress)
    facts = conditions(options.rounds)
    show(console, systems, missing)
    results = {"conditions": facts, "systems": systems, "not_available": missing}
    (BUILD / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    pages = [BUILD / "results.md", *([DOCS_PAGE] if options.docs else [])]
    for page in pages:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(markdown(facts, systems, missing))
        console.print(f"written: {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
