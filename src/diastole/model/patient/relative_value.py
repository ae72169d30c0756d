"""Meaning of a value given in Python: the value itself, or a change such as ``+10 %``, ``-10 %`` or ``x0.5``."""

import re
from functools import cache
from typing import Any

from diastole.errors import InputError
from diastole.model.drugs.doses import Dose, per_kilogram
from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.fields import choices_of, fields, quantity_of
from diastole.model.input_blocks.problems import ABSENT, unknown_key
from diastole.units import shown

CHANGE = re.compile(r"([+-]) ?([0-9]*\.?[0-9]+) ?%|[x×] ?([0-9]*\.?[0-9]+)")
NO_PRESENT = "{key}: '{text}' changes a value, and this patient has none there; give the value itself"
AMBIGUOUS = (
    "{key}: '{text}' may be a change or the value itself; write 'x{times}' for the change, or '{share}' for the value"
)
_MINUS = str.maketrans("−–", "--")
_fields = cache(lambda kind: dict(fields(kind)))


def value_meant(patient: Block, key: str, given: object) -> object:
    """Return the value that a change makes of the present one; what is no change is the value itself.

    Raise InputError if the patient has no value there, or percent may also be meant as the value itself.

    `key`: dotted; `given`: a change: percent with a sign, or a factor after ``x``.
    """
    field = _fields(type(patient)).get(key)
    known = quantity_of(field) if field else None
    change = CHANGE.fullmatch(given.translate(_MINUS).strip()) if known and isinstance(given, str) else None
    if known is None and isinstance(given, int | float):
        return f"{given:g}"  # a word, such as a model of a pump named 5.5
    if known is None or change is None:
        return given
    present = value_at(patient, key)
    if present is None:
        raise InputError(NO_PRESENT.format(key=key, text=given))
    sign, percent, factor = change.groups()
    share = float(f"{sign}{percent}") / 100.0 if percent else 0.0
    times = float(factor) if factor else 1.0 + share
    if percent and known.unit == "1":
        raise InputError(AMBIGUOUS.format(key=key, text=given, times=f"{times:g}", share=f"{share:g}"))
    return present * times


def value_at(patient: Block, key: str) -> Any:
    """Return the value under a dotted key; None where it, or a block on the way, is absent."""
    value: Any = patient
    for name in key.split("."):
        value = getattr(value, name, None)
    return value


def read_value(patient: Block, key: str, given: object) -> Any:
    """Return a value for a key, whatever else the patient would have to be for it; a block of keys as it is given.

    Raise InputError if there is no such key, or the value is none of it.

    A dose that is not per kg is divided by the weight of this patient.
    """
    field = _fields(type(patient)).get(key)
    if field is None:
        raise unknown_key(key, type(patient))
    value = value_meant(patient, key, given)
    known, choices = quantity_of(field), choices_of(field)
    nothing = (None, ABSENT) if field.default is None else ()
    if known is not None and value in nothing:
        return None  # which the patient may do without, such as the flow of a circuit that has a speed
    try:
        if isinstance(known, Dose):
            value = per_kilogram(value, value_at(patient, "body.weight"))
        if known is not None:
            return known.read(value)
    except InputError as problem:
        raise problem.within(f"{key}: ", key) from None
    if choices and value not in (*choices, *nothing):
        raise InputError(
            f"{key}: '{shown(value)}' is not allowed; allowed is {' or '.join(choices)}",
            code="not_allowed", path=key, allowed={"values": list(choices)},
        )  # fmt: skip
    return value
