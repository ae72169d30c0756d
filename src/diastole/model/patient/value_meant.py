"""What a value given in Python means for a patient: itself, or a change such as ``+10 %``, ``-10 %`` or ``x0.5``."""

import re
from functools import cache, reduce
from typing import Any

from diastole.errors import InputError
from diastole.model.blocks.block import Block
from diastole.model.blocks.fields import quantities

_CHANGE = re.compile(r"([+-]) ?([0-9]*\.?[0-9]+) ?%|[x×] ?([0-9]*\.?[0-9]+)")
_MINUS = str.maketrans("−–", "--")
_quantities = cache(quantities)


def value_meant(patient: Block, key: str, given: object) -> object:
    """Return the value that a change makes of the present one; what is no change is the value itself.

    Parameters
    ----------
    key
        Dotted.
    given
        A change: percent with a sign, or a factor after ``x``.

    Raises
    ------
    InputError
        If the patient has no value there, or percent may also be meant as the value itself.
    """
    known = _quantities(type(patient)).get(key)
    change = _CHANGE.fullmatch(given.translate(_MINUS).strip()) if known and isinstance(given, str) else None
    if known is None and isinstance(given, int | float):
        return f"{given:g}"  # a word, such as a model of a pump named 5.5
    if known is None or change is None:
        return given
    present = value_at(patient, key)
    if present is None:
        raise InputError(f"{key}: '{given}' changes a value, and this patient has none there; give the value itself")
    sign, percent, factor = change.groups()
    share = float(f"{sign}{percent}") / 100.0 if percent else 0.0
    times = float(factor) if factor else 1.0 + share
    if percent and known.unit == "1":
        raise InputError(
            f"{key}: '{given}' may be a change or the value itself; write 'x{times:g}' for the change, or '{share:g}' "
            f"for the value"
        )
    return present * times


def value_at(patient: Block, key: str) -> Any:
    """Return the value under a dotted key; None where it, or a block on the way, is absent."""
    return reduce(lambda block, name: getattr(block, name, None), key.split("."), patient)
