"""Spellings of units: one for each, however people write it."""

import re

from diastole.errors import InputError
from diastole.units import SYMBOLS, parse_quantity

SPELLED_UNITS = {
    "mcg": "µg", "ug": "µg", "rpm": "/min", "lpm": "L/min", "cc": "mL", "ccs": "mL",
    "sec": "s", "secs": "s", "second": "s", "seconds": "s", "mins": "min", "minute": "min", "minutes": "min",
    "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_ANY_CASE = {name.casefold(): name for name in reversed(SYMBOLS)}


def known_units(text: str) -> str:
    """Return a quantity with its units as `diastole.units` spells them: ``0.5 mcg/kg/MIN`` is ``0.5 µg/kg/min``."""

    def spelled(match: re.Match[str]) -> str:
        """Return the symbol of a unit that is written otherwise; a word that is none as it is."""
        word = match[0]
        if word in SYMBOLS:
            return word
        other = word.casefold()
        return SPELLED_UNITS.get(other) or _ANY_CASE.get(other, word)

    return _LETTERS.sub(spelled, text) if text[:1].isdigit() or text[:1] in "+-−." else text


def quantity_in(text: str, unit: str, offered: tuple[str, ...] = ()) -> float:
    """Read a quantity in any spelling; `offered` as of `parse_quantity`.

    Raise InputError if it is none of this dimension.
    """
    if not text:
        raise InputError(f"no value is given; expected one in {unit}")
    return parse_quantity(known_units(text), unit, offered)
