"""How the motion of the wall depends on its mesh: `python -m validation.phenomena.wall_motion.edges [EDGE …]`.

It runs `healthy` on its circulation at each edge [cm] that ``edges.json`` does not hold yet, or at those that are
named, and writes the file after each, so that a run that was interrupted goes on with the same command. The finest mesh
has the strength that was matched on the one before, to a thousandth: matching it again would take as long as its beats
and, with its tolerance of a hundredth of the work, blur what is compared.
"""

import json
import sys
from pathlib import Path
from typing import Any

from validation.phenomena.same_heart.run import run

RESULTS = Path(__file__).with_name("edges.json")
EDGES = {"1.5": None, "1": None, "0.7": 0.99}  # cm, and the strength of the muscle if it is not matched


def edges() -> dict[str, Any]:
    """Return the results that are kept, by edge [cm]."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


if __name__ == "__main__":
    for edge in sys.argv[1:] or [edge for edge in EDGES if edge not in edges()]:
        result = run("healthy", edge=float(edge), strength=EDGES[edge])
        found = edges() | {edge: result}  # of other edges too that were written meanwhile
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {edge} cm to {RESULTS.name}", flush=True)
