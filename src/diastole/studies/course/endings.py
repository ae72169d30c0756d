"""The end of a step: after a time, or as a measure gets to a value."""

import re
from typing import NamedTuple

from diastole.errors import InputError
from diastole.model.measures.definitions import plain_words
from diastole.model.measures.measure import Value, lowered
from diastole.studies.course.course_columns import MEASURED, find_measure, possible
from diastole.studies.course.durations import read_duration
from diastole.studies.course.spelling import quantity_in
from diastole.units import format_quantity

PASSED_OVER = ("is", "reaches", "of", "at", "to", "than", "=")  # words between a measure and its value
ABOVE, BELOW = 1, -1  # side of the value on which a step ends, where the script names one
SIDES = {
    ">": ABOVE, "≥": ABOVE, ">=": ABOVE, "above": ABOVE, "over": ABOVE, "exceeds": ABOVE, "least": ABOVE, "more": ABOVE,
    "greater": ABOVE, "higher": ABOVE,
    "<": BELOW, "≤": BELOW, "<=": BELOW, "below": BELOW, "under": BELOW, "most": BELOW, "less": BELOW, "lower": BELOW,
}  # fmt: skip
_SIGN = re.compile(r"\s*([<>≤≥=]+)\s*")
_VALUE = re.compile(r"(?<!\S)[+−-]*\s*\.?\d")


class For(NamedTuple):
    """A step that lasts so long."""

    seconds: float


class Until(NamedTuple):
    """A step that lasts until a measure crosses a value, coming from where it is, or is on the side that is named."""

    measure: str  # a column of a course
    value: float  # in the unit of the measure
    within: float | None  # s; None where it must get there
    side: int = 0  # ABOVE or BELOW; 0 where the measure is to cross the value

    @property
    def target(self) -> str:
        """The value with its unit."""
        return self.shown(self.value)

    def is_met(self, value: float, start: float) -> bool:
        """Return whether a measure that was at ``start`` when the step began, and is at ``value`` now, ends it."""
        if self.side:
            return self.side * (value - self.value) >= 0.0
        return min(value, start) <= self.value <= max(value, start)

    @property
    def title(self) -> str:
        """The name of the measure within a sentence."""
        return lowered(MEASURED[self.measure].title)

    def shown(self, value: Value) -> str:
        """Write a value of the measure for a person."""
        column = MEASURED[self.measure]
        if value is None:
            return "no value"
        return format_quantity(round(value, max(column.decimals, 1)), column.unit)


type Ending = For | Until | None


def read_ending(keyword: str, words: str) -> Ending:
    """Read what follows ``for`` or ``until``.

    Raise InputError, naming the word and what was expected.

    `keyword`: ``for``, ``until``, or nothing for a step that happens at once; `words`: such as ``20 min``, or ``mean
    aortic pressure 65 mmHg within 30 min``.
    """
    if not keyword:
        return None
    if keyword == "for":
        return For(read_duration(words))
    target, within, limit = _cut(_SIGN.sub(r" \1 ", words), "within")
    match = _VALUE.search(target)
    if match is None:
        raise InputError(f"'until {target}' has no value; expected as in 'wait until mean aortic pressure 65 mmHg'")
    measure, value, side = _target(target[: match.start()], target[match.start() :])
    return Until(measure, value, read_duration(limit) if within else None, side)


def _cut(words: str, keyword: str) -> tuple[str, bool, str]:
    """Return what stands before and after a keyword, and whether it is there."""
    tokens = words.split()
    folded = [token.casefold() for token in tokens]
    if keyword not in folded:
        return " ".join(tokens), False, ""
    place = folded.index(keyword)
    return " ".join(tokens[:place]), True, " ".join(tokens[place + 1 :])


def _target(words: str, value: str) -> tuple[str, float, int]:
    """Return measure, value and side of ``mean aortic pressure is above`` and ``65 mmHg``."""
    tokens, side = words.split(), 0
    while tokens and ((word := plain_words(tokens[-1])) in SIDES or word in PASSED_OVER):
        side = side or SIDES.get(word, 0)
        tokens.pop()
    if not tokens:
        raise InputError("'until' names no measure; expected as in 'wait until mean aortic pressure 65 mmHg'")
    if sign := _SIGN.search(" ".join(tokens)):
        raise InputError(f"'{sign[1]}' is no sign that is known; expected >, ≥, < or ≤ before the value, or none")
    name = find_measure(" ".join(tokens))
    unit = MEASURED[name].unit
    target = quantity_in(value, unit)
    low, high = possible(name)
    if not low <= target <= high:
        limits = f"{format_quantity(low, unit)} to {format_quantity(high, unit)}"
        raise InputError(f"{MEASURED[name].title} never gets to '{value}'; expected is a value from {limits}")
    return name, target, side
