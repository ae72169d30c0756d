"""What moves the wall: `python -m validation.phenomena.wall_motion.causes` tries one change of the model at a time.

It runs those that ``causes.json`` does not hold yet, some 9 CPU s each, and writes the file after each. None is in the
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
    "base of 1.2 kPa/cm": Cause(springs={"base": 1.2}),
    "a base that may bend": Cause(springs={"base_slope": 0.0}),
    "it and a ring a hundred times as firm as muscle": Cause(springs={"base_slope": 0.0}, firmness=100.0),
    "surroundings of 5 kPa/cm from 0.3 to 0.8 of the height, base of 1 kPa/cm":
        Cause(springs={"surroundings": 5.0, "firm_below": 0.3, "free_above": 0.8, "base": 1.0}),
    "muscle up to the base": Cause(ring=False),
    "a ring ten times as firm as muscle": Cause(firmness=10.0),
    "apex of 0.7 of the wall's thickness, for 0.2": Cause({"wall.apex_thinning": 0.7}),
    "a front of 60 and 30 cm/s, four times as fast under the endocardium": Cause(speeds=(60.0, 30.0), layer=4.0),
    "fibres of 66° inside and −41° outside": Cause({"wall.inner_angle": 66.0, "wall.outer_angle": -41.0}),
    "no transverse angle": Cause(transverse=(0.0, 0.0)),
    "that of goats, −12° at the apex to +9° at the base (geerts2002)": Cause(transverse=(-12.0, 9.0)),
    "it with the other sign": Cause(transverse=(2.4, -1.8)),
    "bulk modulus half as large": Cause(bulk=1000.0),
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
