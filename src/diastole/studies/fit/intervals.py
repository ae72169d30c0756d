"""Numbers that know between which values they lie and on which lines of a sheet they rest, and whether two agree."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import NamedTuple

from diastole.studies.fit.measurement_tolerance import FLOOR
from diastole.units import format_quantity

# By how much two ways to one quantity may differ, as a share of the larger.
DERIVED = 0.2  # 1, where one is computed from the other; assumed
CATHETER = 0.05  # 1, of pressures that one catheter measures; assumed
OTHER_METHOD = 0.3  # 1, of outputs measured in two ways, cecconi2009
SOURCES = {DERIVED: "assumed", CATHETER: "assumed", OTHER_METHOD: "cecconi2009"}
DIGITS = 3  # of a number in a message that the sheet does not print


@dataclass(frozen=True)
class Interval:
    """A number between two values, with the lines of the sheet that it rests on."""

    low: float
    high: float
    lines: frozenset[str] = frozenset()
    share: float = 0.0  # 1, of the larger, by which another way to the same quantity may differ

    def _with(self, other: "Interval | float", formula: Callable[[float, float], float]) -> "Interval":
        """Return a formula of both, which is monotonic in each."""
        if not isinstance(other, Interval):
            other = Interval(other, other)
        ends = [formula(a, b) for a, b in product((self.low, self.high), (other.low, other.high))]
        return Interval(min(ends), max(ends), self.lines | other.lines, max(self.share, other.share))

    def __add__(self, other: "Interval | float") -> "Interval":
        """Return the sum."""
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other: "Interval | float") -> "Interval":
        """Return the difference."""
        return self._with(other, lambda a, b: a - b)

    def __mul__(self, other: "Interval | float") -> "Interval":
        """Return the product."""
        return self._with(other, lambda a, b: a * b)

    def __truediv__(self, other: "Interval | float") -> "Interval":
        """Return the quotient; the other is above 0."""
        return self._with(other, lambda a, b: a / b)


type Ways = list[Interval]  # to one quantity; none where the sheet says nothing of it


def plus(one: Ways, other: Ways) -> Ways:
    """Return the sum of each way to one with each to the other."""
    return [a + b for a, b in product(one, other)]


def less(one: Ways, other: Ways) -> Ways:
    """Return the difference of each way to one and each to the other."""
    return [a - b for a, b in product(one, other)]


def times(one: Ways, other: Ways) -> Ways:
    """Return the product of each way to one and each to the other."""
    return [a * b for a, b in product(one, other)]


def over(one: Ways, other: Ways) -> Ways:
    """Return the quotient of each way to one and each to the other, where that is above 0."""
    return [a / b for a, b in product(one, other) if b.low > 0.0]


def may_differ(ways: Ways, share: float) -> Ways:
    """Return the ways, each with the share by which it may differ from another one."""
    return [replace(way, share=share) for way in ways]


class Contradiction(NamedTuple):
    """Two ways to a quantity that are too far apart."""

    one: Interval
    other: Interval
    unit: str

    @property
    def lines(self) -> frozenset[str]:
        """The lines of the sheet that contradict one another."""
        return self.one.lines | self.other.lines

    def sentence(self, texts: Mapping[str, str]) -> str:
        """Name both ways with the values of their lines, what they give, and what to do."""
        few, many = sorted((self.one, self.other), key=lambda way: len(way.lines))
        share = max(few.share, many.share)
        return (
            f"{_named(few, texts, self.unit)} contradict{'s' if len(few.lines) == 1 else ''} "
            f"{_named(many, texts, self.unit)} (they may differ by {share:.0%}, {SOURCES[share]}); "
            f"check value and unit of each, or leave out what is wrong"
        )


def contradictions(quantities: Iterable[tuple[str, Ways]]) -> list[Contradiction]:
    """Return the pairs of ways that contradict each other, those with the fewest lines first.

    `quantities`: unit and ways of each quantity.
    """
    contradictory = [
        Contradiction(one, other, unit)
        for unit, ways in quantities
        for one, other in combinations(ways, 2)
        if _apart(one, other, FLOOR[unit])
    ]
    return sorted(contradictory, key=lambda each: (len(each.lines), sorted(each.lines)))


def _apart(one: Interval, other: Interval, floor: float) -> bool:
    """Return whether two ways are further apart than they may be."""
    above, below = max((one.low, other.high), (other.low, one.high), key=lambda ends: ends[0] - ends[1])
    return above - below > max(one.share, other.share) * max(abs(above), abs(below)) + floor


def _named(way: Interval, texts: Mapping[str, str], unit: str) -> str:
    """Name the lines of a way with their values, and what they give where that is not printed."""
    names = [f"{line} ({texts[line]})" if line in texts else line for line in sorted(way.lines)]
    if len(names) == 1 and texts.get(*way.lines) == format_quantity(way.low, unit) and way.low == way.high:
        return names[0]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    low, high = (format_quantity(float(f"{end:.{DIGITS}g}"), unit) for end in (way.low, way.high))
    return f"{listed}, giving {low if low == high else f'{low} to {high}'}"
