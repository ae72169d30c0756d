"""How much CPU time whole commands take, from the start of Python to its end: `python benchmarks/start.py`.

Each command runs warm (its modules are compiled, and so is the simulator), in a process of its own and in turn with the
others; figures are medians of user and system time. `--against SOURCES` runs another state of the sources beside these,
such as `src` of an earlier checkout. The first rows are what Python and the libraries of a run take without diastole.
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

from common import MACHINE, child_cpu_seconds
from serving import PROGRAM

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "Why is an intra-aortic balloon pump contraindicated in aortic regurgitation?"
SHEET = str(ROOT / "examples" / "bedside" / "scheidt1973_shock.yaml")
ONE_THREAD = "import os; os.environ['OPENBLAS_NUM_THREADS'] = '1'; "  # as the program has it
LIBRARIES = f"{ONE_THREAD}import llvmlite.binding, numpy, pydantic.main, rich.console, rich.table, typer.main, yaml"
FLOOR = {"Python alone": [sys.executable, "-c", ""], "libraries of a run": [sys.executable, "-c", LIBRARIES]}
COMMANDS: dict[tuple[str, ...], float | None] = {  # with the aim, s
    ("--help",): 0.15,
    ("simulate", "--help"): None,
    ("simulate", "healthy"): 0.4,
    ("simulate", "healthy", "--json"): 0.4,
    ("compare", "shock"): None,
    ("screen", "shock"): None,
    ("ask", QUESTION): None,
    ("alternatives", "shock"): 0.5,
    ("fit", SHEET): 1.0,
}
SHOWN = 24  # letters of a command


def environment(sources: Path) -> dict[str, str]:
    """Return the environment of a program with these sources, which keeps compiled modules as an installed one does."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(sources)}


def times(trees: list[Path], rounds: int) -> dict[str, list[list[float]]]:
    """Return the CPU times [s] of each command with each tree of sources."""
    commands = FLOOR | {" ".join(words)[:SHOWN]: [*PROGRAM, *words] for words in COMMANDS}
    settings = [environment(tree) for tree in trees]
    found: dict[str, list[list[float]]] = {name: [[] for _ in trees] for name in commands}
    for number in range(-1, rounds):  # the first one warms
        for name, command in commands.items():
            for place, setting in enumerate(settings):
                spent = child_cpu_seconds(command, setting)
                if number >= 0:
                    found[name][place].append(spent)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="runs to take medians of (default 9)")
    parser.add_argument("--against", type=Path, help="other sources, which stand in the first column")
    options = parser.parse_args()
    trees = [*([options.against.resolve()] if options.against else []), ROOT / "src"]
    aims = {" ".join(words)[:SHOWN]: aim for words, aim in COMMANDS.items()}
    print(f"CPU seconds, medians of {options.rounds} warm runs (least to most); {MACHINE}")
    print(f"| command |{' other sources |' * (len(trees) - 1)} these sources | aim |")
    print(f"|---|{'---|' * len(trees)}---|")
    for name, columns in times(trees, options.rounds).items():
        cells = [f"{statistics.median(each):.3f} ({min(each):.3f} to {max(each):.3f})" for each in columns]
        print(f"| {' | '.join([name, *cells, str(aims.get(name) or '')])} |")


if __name__ == "__main__":
    main()
