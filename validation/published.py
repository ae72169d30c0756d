"""Published values against the model: the group by a fitted sheet or a preset, the balloon on top of it.

A change is a hit where it has the published sign and lies within half of the published change, or within two standard
errors of the mean where the standard deviation of the change is printed. A state, without a balloon, is a hit within
one published standard deviation or inside the published range.
"""

import math
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

from diastole import Patient
from validation.patients import fitted, preset, with_pump, without_pump
from validation.readings import value
from validation.rows import HIT, MISS, SIGN, text

FOLDER = Path(__file__).parent
HALF = 0.5
STANDARD_ERRORS = 2.0


@dataclass(frozen=True)
class Study:
    """What is common to the rows of a publication."""

    source: str
    checked: str
    patient: str
    sheet: str = ""
    preset: str = ""
    note: str = ""

    @property
    def model(self) -> Patient:
        """The patient that stands for the group."""
        return fitted(self.sheet).patient if self.sheet else preset(self.preset)


@dataclass(frozen=True)
class PublishedRow:
    """A published value, with or without a balloon."""

    study: Study
    id: str
    measure: str
    unit: str
    words: str = ""  # what the source calls it, where that is not the measure
    balloon: str = "40 mL, 1:1"
    settings: tuple[tuple[str, str], ...] = ()
    compared_with: str = ""  # measure without the balloon, where it is another one
    same_run: str = ""  # measure to compare with in the run with the balloon, instead of the run without
    against: tuple[tuple[str, str], ...] | None = None  # settings of another balloon to compare with
    baseline: float | None = None
    with_: float | None = None
    sd: float | None = None  # of the value, in its unit
    change: float | None = None
    change_in: str = "percent"
    change_sd: float | None = None
    n: int | None = None
    between: tuple[float, float] | None = None
    state: float | None = None
    sign_only: bool = False  # other species: the size says nothing
    known: str = HIT
    because: str = ""

    def __str__(self) -> str:
        return self.id

    @property
    def source(self) -> str:
        """Key of the source."""
        return self.study.source

    @property
    def patient(self) -> str:
        """The group, and what stands for it."""
        return f"{self.study.patient} ({'fitted sheet' if self.study.sheet else 'preset ' + self.study.preset})"

    @property
    def intervention(self) -> str:
        """What was done."""
        return "none" if self.is_state else f"balloon, {self.balloon}"

    @property
    def is_state(self) -> bool:
        """Whether it is a value without a balloon."""
        return self.change is None and (self.between is None or self.change_in == "state")

    @cached_property
    def pair(self) -> tuple[float, float]:
        """The model's value without and with the balloon."""
        before = without_pump(self.study.model)
        if self.against is not None:
            before = with_pump(self.study.model, **dict(self.against))
        if self.is_state:
            return value(self.measure, before), value(self.measure, before)
        after = with_pump(self.study.model, **dict(self.settings))
        reached = value(self.measure, after)
        if self.same_run:
            return value(self.same_run, after), reached
        return value(self.compared_with or self.measure, before), reached

    @property
    def effect(self) -> float:
        """The model's change, in the unit of the published one."""
        before, after = self.pair
        return 100.0 * (after - before) / before if self.change_in == "percent" else after - before

    @property
    def published(self) -> str:
        """What is printed."""
        unit = "%" if self.change_in == "percent" else self.unit
        if self.is_state:
            spread = f" (SD {self.sd:g})" if self.sd else ""
            return f"{text(self.state, self.unit)}{spread}" if self.between is None else self._range(self.unit)
        if self.between is not None:
            return self._range(unit)
        change = text(self.change, unit, signed=True) + (f" (SD {self.change_sd:g})" if self.change_sd else "")
        if self.baseline is None:
            return change
        spread = f" (SD {self.sd:g})" if self.sd else ""
        return f"{self.baseline:g} → {self.with_:g} {self.unit}{spread}, {change}"

    def _range(self, unit: str) -> str:
        return f"{self.between[0]:g} to {self.between[1]:g} {unit}"

    @property
    def model(self) -> str:
        """What the model shows."""
        before, after = self.pair
        if self.is_state:
            return text(before, self.unit)
        unit = "%" if self.change_in == "percent" else self.unit
        return f"{text(before)} → {text(after, self.unit)}, {text(self.effect, unit, signed=True)}"

    @property
    def allowed(self) -> tuple[float, float]:
        """Bounds of a hit."""
        if self.between is not None:
            return self.between
        if self.is_state:
            return self.state - self.sd, self.state + self.sd
        errors = STANDARD_ERRORS * self.change_sd / math.sqrt(self.n) if self.change_sd else 0.0
        width = max(HALF * abs(self.change), errors)
        return self.change - width, self.change + width

    @property
    def verdict(self) -> str:
        """Hit, sign only, or miss."""
        low, high = self.allowed
        if self.is_state:
            return HIT if low <= self.pair[0] <= high else MISS
        expected = self.change if self.change is not None else low
        if self.effect * expected <= 0.0:
            return MISS
        return HIT if low <= self.effect <= high and not self.sign_only else SIGN


def _row(study: Study, values: dict[str, Any]) -> PublishedRow:
    own = {key: values[key] for key in ("patient", "sheet", "preset") if key in values}
    study = replace(study, **own)
    renamed = {"with": "with_"}
    values = {renamed.get(key, key): value for key, value in values.items() if key not in own}
    values["settings"] = tuple(values.pop("settings", {}).items())
    if "against" in values:
        values["against"] = tuple(values["against"].items())
    if "between" in values:
        values["between"] = tuple(values["between"])
    if values.get("sign_only"):
        values.setdefault("known", SIGN)
    return PublishedRow(study, **values)


@cache
def rows_of(source: str) -> tuple[PublishedRow, ...]:
    """Return the rows of a publication, read from its folder."""
    content = yaml.safe_load((FOLDER / source / "published.yaml").read_text(encoding="utf-8"))
    rows = content.pop("rows")
    study = Study(source=source, **content)
    return tuple(_row(study, values) for values in rows)


def claims(source: str) -> list[Any]:
    """Return the rows of a publication as pytest parameters (row, allowed verdicts): value, and at least sign."""
    found = []
    for row in rows_of(source):
        if not row.sign_only:
            missed = [pytest.mark.xfail(reason=row.because)] if row.known != HIT else []
            found.append(pytest.param(row, (HIT,), id=f"{row}-value", marks=missed))
        if row.known != MISS and not row.is_state:
            found.append(pytest.param(row, (HIT, SIGN), id=f"{row}-sign"))
    return found


def sources() -> list[str]:
    """Return the publications that have a folder."""
    return sorted(path.parent.name for path in FOLDER.glob("*/published.yaml"))
