"""The published values in the folders of ``validation/``, as rows."""

from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from validation.published_row import PublishedRow
from validation.rows import HIT, MISS, SIGN
from validation.study import Study
from validation.targets import targets

FOLDER = Path(__file__).parent
OF_STUDY = {field.name for field in fields(Study)} - {"source", "checked"}
AIM = 0.7  # share of the human rows within the spread of their source, or of the right sign where only a sign is given
TREATMENTS = ("do", "against", "values")
TUPLES = ("between", "targets")


def _frozen(values: dict[str, Any]) -> dict[str, Any]:
    """Return values with which a row can be made: no lists, no mappings."""
    ready = {("with_" if key == "with" else key): value for key, value in values.items()}
    ready |= {key: tuple(ready[key].items()) for key in TREATMENTS if key in ready}
    return ready | {key: tuple(ready[key]) for key in TUPLES if key in ready}


def _row(study: Study, values: dict[str, Any]) -> PublishedRow:
    """Return a row; what it says of the patient or the intervention holds instead of what the study says."""
    ready = _frozen(values)
    own = {key: ready.pop(key) for key in OF_STUDY & ready.keys()}
    other = {"sheet": "preset", "preset": "sheet"}
    own |= {other[key]: "" for key in other if key in own}
    if ready.get("direction"):
        ready["sign_only"] = True
    if ready.get("sign_only"):
        ready.setdefault("known", SIGN)
    return PublishedRow(replace(study, **own), **ready)


@cache
def rows_of(folder: str) -> tuple[PublishedRow, ...]:
    """Return the rows of a publication, read from its folder."""
    content = yaml.safe_load((FOLDER / folder / "published.yaml").read_text(encoding="utf-8"))
    rows = content.pop("rows")
    study = Study(**({"source": folder} | _frozen(content)))
    return tuple(_row(study, values) for values in rows)


@cache
def every_row() -> tuple[PublishedRow, ...]:
    """Return the rows of all publications."""
    return tuple(row for folder in folders() for row in rows_of(folder))


def of_humans(rows: tuple[PublishedRow, ...]) -> list[PublishedRow]:
    """Return the rows that stand for human values of the list of targets."""
    known = targets()
    return [row for row in rows if any(known[id_].species == "human" for id_ in row.stands_for)]


def claims(folder: str) -> list[Any]:
    """Return the rows of a publication as pytest parameters (row, allowed verdicts): value, and at least sign."""
    found = []
    for row in rows_of(folder):
        if not row.sign_only:
            missed = [pytest.mark.xfail(reason=row.because)] if row.known != HIT else []
            found.append(pytest.param(row, (HIT,), id=f"{row}-value", marks=missed))
        elif row.known == MISS:
            marks = [pytest.mark.xfail(reason=row.because)]
            found.append(pytest.param(row, (SIGN,), id=f"{row}-sign", marks=marks))
        if row.known != MISS and (row.sign_only or not row.is_state):
            found.append(pytest.param(row, (HIT, SIGN), id=f"{row}-sign"))
    return found


def folders() -> list[str]:
    """Return the folders of publications."""
    return sorted(path.parent.name for path in FOLDER.glob("*/published.yaml"))
