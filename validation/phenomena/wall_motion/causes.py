"""What moves the wall: `python -m validation.phenomena.wall_motion.causes` tries one change of the model at a time.

It runs those that ``causes.json`` does not hold yet, some 7 CPU s each, and writes the file after each. None is in the
model but the first; docs/physics/heart3d.md says why.
"""

import json
from pathlib import Path
from typing import Any

from validation.phenomena.wall_motion.driven import Cause, run

RESULTS = Path(__file__).with_name("causes.json")
EDGE = 2.2  # cm
ALONE = {"cross_fibre": 0.0, "strength": 1.5}  # fibres that do not pull across, as strong as they then have to be
EVERYWHERE = {"surroundings": 1.0, "firm_below": 1.0, "free_above": 2.0}
CAUSES = {
    "as it is": Cause(),
    "base held (10 kPa/cm), surroundings alike everywhere (1 kPa/cm), fibres alone, strength 1.5":
        Cause(springs=EVERYWHERE | {"base": 10.0}, **ALONE),
    "base that yields (0.5 kPa/cm), the rest as before": Cause(springs=EVERYWHERE | {"base": 0.5}, **ALONE),
    "and the apex held": Cause(springs={"base": 0.5}, **ALONE),
    "base of 0.5 kPa/cm": Cause(springs={"base": 0.5}),
    "base of 1.0 kPa/cm": Cause(springs={"base": 1.0}),
    "base of 2.0 kPa/cm": Cause(springs={"base": 2.0}),
    "base that slides sideways less (10 for 1 kPa/cm)": Cause(springs={"base_sideways": 10.0}),
    "fibrous ring a hundred times as stiff as muscle, for ten times": Cause(firmness=100.0),
    "muscle that ends in the fibrous ring, from nine tenths of the height on": Cause(ring=True),
    "apex half as thick (0.35)": Cause({"wall.apex_thinning": 0.35}),
    "a front of 65 and 48 cm/s": Cause(speeds=(65.0, 48.0)),
    "fibres of 66° inside and −41° outside": Cause({"wall.inner_angle": 66.0, "wall.outer_angle": -41.0}),
    "transverse angle of goats, −12° at the apex to +9° at the base (geerts2002)": Cause(transverse=(-12.0, 9.0)),
    "a third of it": Cause(transverse=(-4.0, 3.0)),
    "a third of it, and the faster front": Cause(transverse=(-4.0, 3.0), speeds=(65.0, 48.0)),
    "all of it with the other sign": Cause(transverse=(12.0, -9.0)),
    "bulk modulus twice as large": Cause(bulk=2000.0),
    "five times as large": Cause(bulk=5000.0),
    "muscle that ends in the ring, bulk twice as large, a third of the goats' angle, faster front":
        Cause(ring=True, bulk=2000.0, transverse=(-4.0, 3.0), speeds=(65.0, 48.0)),
}  # fmt: skip


def causes() -> dict[str, Any]:
    """Return the results that are kept, by the words of the cause."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


if __name__ == "__main__":
    for words in [one for one in CAUSES if one not in causes()]:
        found = causes() | {words: run(CAUSES[words], EDGE)}
        RESULTS.write_text(json.dumps({one: found[one] for one in CAUSES if one in found}, indent=1, ensure_ascii=False)
                           + "\n", encoding="utf-8")  # fmt: skip
        print(f"wrote '{words}' to {RESULTS.name}", flush=True)
