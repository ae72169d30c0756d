"""A row of the validation: the expectation of a patient, the value of the model, and the verdict."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest

from diastole.errors import SimulationError

HIT, SIGN, MISS = "hit", "sign only", "miss"
MOST_DECIMALS = 4


def text(value: float, unit: str = "", *, signed: bool = False) -> str:
    """Return a number with three digits and its unit; words where the model has no steady beat."""
    if math.isnan(value):
        return "no steady beat"
    digits = 2 - math.floor(math.log10(abs(value))) if value else 2
    number = f"{value:{'+' if signed else ''}.{min(max(digits, 0), MOST_DECIMALS)}f}".replace("-", "−")
    return f"{number} {unit}".strip() if unit != "1" else number


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows) + "\n"


@dataclass(frozen=True)
class Row:
    """A number that the model must show between two bounds."""

    topic: str
    source: str
    patient: str
    intervention: str
    measure: str
    unit: str
    read: Callable[[], float]
    low: float = -math.inf
    high: float = math.inf
    tuned: bool = False  # the preset was made to show this
    known: str = HIT
    because: str = ""

    def __str__(self) -> str:
        return f"{self.patient}, {self.intervention}: {self.measure}"

    @cached_property
    def value(self) -> float:
        """The value of the model; NaN, and so a miss, where it finds no steady beat."""
        try:
            return self.read()
        except SimulationError:
            return math.nan

    @property
    def published(self) -> str:
        """The expectation in words."""
        if math.isinf(self.low):
            return "falls" if self.high == 0.0 else f"below {text(self.high, self.unit)}"
        if math.isinf(self.high):
            return "rises" if self.low == 0.0 else f"above {text(self.low, self.unit)}"
        return f"{text(self.low)} to {text(self.high, self.unit)}"

    @property
    def model(self) -> str:
        """The value of the model in words."""
        return text(self.value, self.unit, signed=0.0 in (self.low, self.high))

    @property
    def verdict(self) -> str:
        """Hit or miss; a bound itself is not inside where it is zero."""
        outside = self.value < self.low or self.value > self.high
        on_zero = self.value == 0.0 and 0.0 in (self.low, self.high)
        return MISS if outside or on_zero or math.isnan(self.value) else HIT


def parameters(rows: Iterable[Any]) -> list[Any]:
    """Return rows as pytest parameters; those that are known not to agree are expected failures with their reason."""
    return [
        pytest.param(row, id=str(row), marks=[pytest.mark.xfail(reason=row.because)] if row.known != HIT else [])
        for row in rows
    ]
