"""The list of published values, and whether each of them is a row or has a reason why it is none."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

FOLDER = Path(__file__).parent


class Target(NamedTuple):
    """A published value as the list of evidence has it."""

    id: str
    setting: str
    species: str
    unit: str
    baseline: str
    with_intervention: str
    change: str
    change_unit: str
    intervention: str


class Reason(NamedTuple):
    """Why some published values are no rows."""

    rows: tuple[str, ...]  # ids of targets
    because: str


@cache
def targets() -> dict[str, Target]:
    """Return the published values by id."""
    with (FOLDER / "targets.csv").open(encoding="utf-8", newline="") as file:
        rows = [{name: row[name] for name in Target._fields} for row in csv.DictReader(file)]
    return {row["id"]: Target(**row) for row in rows}


@cache
def not_expressed() -> tuple[Reason, ...]:
    """Return the published values that the model cannot express, with the reason."""
    rows = yaml.safe_load((FOLDER / "not_expressed.yaml").read_text(encoding="utf-8"))
    return tuple(Reason(tuple(row["rows"]), row["because"]) for row in rows)
