"""The front of the eikonal beside that of a monodomain with the same ionic cells.

``python -m validation.phenomena.monodomain.run`` runs the cables, the block and the wall, or those that are named, and
writes ``results.json``, which the rows read. The monodomain spreads by diffusion, so that the speed of its front is a
result. From the speed along one cable the diffusivities follow with which it should conduct at the two speeds of the
eikonal, as speed goes by the root of diffusivity. Nothing is fitted to the block or to the wall.
"""

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")
PARTS = ("cables", "block", "thin block", "wall")


@lru_cache(maxsize=1)
def results() -> dict[str, Any]:
    """Return the results that are kept."""
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def run(part: str, kept: dict[str, Any]) -> dict[str, Any]:
    """Run a part; all but the cables need what is kept of them."""
    from validation.phenomena.monodomain import fronts  # needs FEniCSx and fenicsx-beat, which the rows do not

    if part == "cables":
        return fronts.cables()
    speed = kept["cables"]["published"][-1]
    if part == "wall":
        return fronts.wall(speed)
    return fronts.block(speed, fronts.THIN if part == "thin block" else fronts.THICK)


if __name__ == "__main__":
    found = results() if RESULTS.exists() else {}
    for chosen in sys.argv[1:] or PARTS:
        found[chosen] = run(chosen, found)
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {chosen} to {RESULTS.name}: {found[chosen]}")
