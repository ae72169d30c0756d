"""Tables of the 3D heart: what a beat and a solution cost, and how its motion depends on mesh and model."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np

from _generate.pages import DOCS, Output, table
from validation.phenomena.wall_motion.causes import causes
from validation.phenomena.wall_motion.edges import EDGES, edges

COST = {
    "edge": "edge, cm",
    "step": "step, ms",
    "elements": "elements",
    "unknowns": "unknowns",
    "ranks": "ranks",
    "building": "building the wall, CPU s",
    "steps": "steps",
    "cpu": "a beat, CPU s",
    "wall": "a beat, s of the clock",
    "memory": "process, MB",
}
SOLVERS = {
    "assembly": "assembly, s",
    ("ldl", "setup"): "LDLᵀ, s",
    ("ldl", "solve"): "back-substitution, s",
    ("ldl", "memory"): "LDLᵀ, MB",
    ("lu", "setup"): "LU, s",
    ("lu", "memory"): "LU, MB",
    ("gamg", "setup"): "GAMG, s",
    ("gamg", "solve"): "conjugate gradients, s",
    ("gamg", "iterations"): "their iterations",
}


def _measured(name: str) -> list[dict[str, Any]]:
    return json.loads((DOCS / "numerics" / name).read_text(encoding="utf-8"))


def _read(row: dict[str, Any], key: str | tuple[str, str]) -> float:
    return row[key] if isinstance(key, str) else row[key[0]][key[1]]


def _exponent(unknowns: Iterable[float], costs: Iterable[float]) -> float:
    """Return p of costs that grow as the number of unknowns to the power p, by least squares of logarithms."""
    return float(np.polyfit(np.log(list(unknowns)), np.log(list(costs)), 1)[0])


def cost() -> str:
    """Return the cost of a beat as ``benchmarks/heart3d.py`` measured it last."""
    rows = [[f"{row[key]:.4g}" if key in ("edge", "step") else f"{row[key]:.0f}" for key in COST]
            for row in _measured("heart3d_cost.json")]  # fmt: skip
    return table(list(COST.values()), rows)


def growth() -> str:
    """Return a sentence with the exponent of the beats on one rank with the longest steps."""
    alone = [row for row in _measured("heart3d_cost.json") if row["ranks"] == 1]
    longest = max(row["step"] for row in alone)
    like = [row for row in alone if row["step"] == longest]
    unknowns = [row["unknowns"] for row in like]
    power = _exponent(unknowns, [row["cpu"] for row in like])
    return (
        f"With steps of {longest:g} ms CPU time of a beat grows with the power {power:.2f} of the unknowns, from "
        f"{min(unknowns):,} to {max(unknowns):,}.\n"
    )


def solvers() -> str:
    """Return the cost of a solution as ``benchmarks/heart3d_solvers.py`` measured it last, and its exponents."""
    measured = _measured("heart3d_solvers.json")
    head = "elements", "unknowns", "ranks"
    rows = [[*(row[key] for key in head), *(f"{_read(row, key):.3g}" for key in SOLVERS)] for row in measured]
    alone = [row for row in measured if row["ranks"] == 1]
    unknowns = [row["unknowns"] for row in alone]
    powers = [f"{_exponent(unknowns, [_read(row, key) for row in alone]):.2f}" for key in SOLVERS]
    return table([*head, *SOLVERS.values()], [*rows, ["power of growth", None, 1, *powers]])


def motion() -> str:
    """Return how the motion of `healthy` changes with the edge of its elements."""
    kept = edges()
    found = [kept[edge] for edge in EDGES]
    rows = []
    for name in found[0]["motion"]:
        values = [one["motion"][name] for one in found]
        last = _minus(f"{100.0 * (values[-1] / values[-2] - 1.0):+.1f} %")
        rows.append([name.replace("_", " "), *(_minus(f"{value:.3g}") for value in values), last])
    return table(["", *(f"{edge} cm, {kept[edge]['elements']} elements" for edge in EDGES), "the last change"], rows)


def tried() -> str:
    """Return what each change of the model does to the motion of `healthy`."""
    rows = []
    for words, one in causes().items():
        of = one["motion"]
        rows.append([words, *(_minus(text) for text in (
            f"{of['base_descent']:.1f}", f"{100.0 * one['swept']:.0f} %", f"{of['apex_rise_inside']:.1f}",
            f"{of['twist_outside']:.1f} / {of['twist_inside']:.1f}",
            f"{of['counter_twist_outside']:.1f} / {of['counter_twist_inside']:.1f}", f"{of['shear_strain']:.2f}",
            f"{of['thickening']:.0f} %", f"{of['smallest_volume_ratio']:.3f}",
            f"{of['base_descent'] - of['rim_descent']:.1f}", f"{one['work']:.2f}"))])  # fmt: skip
    return table(["", "base, mm", "of the stroke", "apex inside, mm", "twist outside / inside, °",
                  "the other way outside / inside, °", "shear", "thickening", "least volume of an element",
                  "inner rim above the mean, mm", "work"], rows)  # fmt: skip


def _minus(text: str) -> str:
    return text.replace("-", "−")


def write(out: Output) -> None:
    """Write the tables."""
    out.text("parts/heart3d_cost.md", cost())
    out.text("parts/heart3d_growth.md", growth())
    out.text("parts/heart3d_solvers.md", solvers())
    out.text("parts/heart3d_edges.md", motion())
    out.text("parts/heart3d_causes.md", tried())
