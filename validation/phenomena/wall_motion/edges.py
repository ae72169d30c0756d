"""How the motion of the wall depends on its mesh: `python -m validation.phenomena.wall_motion.edges [EDGE …]`.

It drives `healthy` through the beat of the one fibre at each edge [cm] that ``edges.json`` does not hold yet, or at
those that are named, and writes the file after each. On its circulation each mesh would have other volumes too, and a
beat that is steady to half a per cent only.
"""

import json
import sys
from pathlib import Path
from typing import Any

from validation.phenomena.wall_motion.driven import Cause, run

RESULTS = Path(__file__).with_name("edges.json")
EDGES = ("1.5", "1", "0.7")  # cm


def edges() -> dict[str, Any]:
    """Return the results that are kept, by edge [cm]."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


if __name__ == "__main__":
    for edge in sys.argv[1:] or [edge for edge in EDGES if edge not in edges()]:
        found = edges() | {edge: run(Cause(), float(edge))}
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {edge} cm to {RESULTS.name}", flush=True)
