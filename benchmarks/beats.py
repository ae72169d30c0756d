"""How fast beats are that Python starts one by one: `python benchmarks/beats.py --against SOURCES`.

Each tree of sources runs in a process of its own, in turns. A figure is the fastest of many short stretches of beats
at a steady heart, over all rounds: other work on the machine makes a stretch longer and none shorter. *Compiled* beats
leave out what Python does between two of them (console, reflex, the check of the state). Instructions are those of a
stage of a step of today's sources on the way on which no branch is taken, for one patient and for as many lanes as the
processor has.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from common import MACHINE
from fused_peak import instructions_of_a_stage
from start import ROOT, environment

STRETCH = 10  # beats
STRETCHES = 150
PROGRAM = f"""
import json, time
from diastole.model.patient import PRESETS, Patient
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.steady_beat import find_steady_state

def fastest(beat):
    best = float("inf")
    for _ in range({STRETCHES}):
        start = time.perf_counter()
        for _ in range({STRETCH}):
            beat()
        best = min(best, time.perf_counter() - start)
    return {STRETCH} / best

found = {{}}
for name in PRESETS:
    heart = BeatingHeart(Patient.preset(name))
    find_steady_state(heart)
    heart.beat()
    last = heart.last if hasattr(heart, "last") else heart._last
    found[name] = fastest(heart.beat), fastest(lambda: heart.run(*last))
print(json.dumps(found))
"""


def speeds(sources: Path) -> dict[str, list[float]]:
    """Return beats a second of each preset with these sources: whole, and compiled code alone."""
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    done = subprocess.run(command, env=environment(sources), capture_output=True, text=True, check=True)
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="turns of each tree of sources (default 5)")
    parser.add_argument("--against", type=Path, required=True, help="other sources")
    options = parser.parse_args()
    trees = options.against.resolve(), ROOT / "src"
    rounds = [[speeds(tree) for tree in trees] for _ in range(options.rounds)]
    print(f"Fastest of {options.rounds} rounds, {time.strftime('%Y-%m-%d')}; {MACHINE}\n")
    print("| preset | beats a second, other sources | these | ratio | compiled, other | these | ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name in rounds[0][1]:
        cells = []
        for kind in range(2):
            other, own = (max(turn[place][name][kind] for turn in rounds) for place in range(2))
            cells += [f"{other:,.0f}", f"{own:,.0f}", f"{own / other:.2f}"]
        print(f"| `{name}` | {' | '.join(cells)} |")
    counts = (f"{count:,} with lanes: {lanes}" for lanes, count in instructions_of_a_stage().items())
    print("\nInstructions of a stage:", ", ".join(counts))


if __name__ == "__main__":
    main()
