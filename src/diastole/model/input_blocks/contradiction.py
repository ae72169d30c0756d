"""Values that are possible one by one, but not together: as laws, which a page reads too, each with its sentence."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from diastole.model.input_blocks.block_numbers import BlockReader, Numbers
from diastole.model.input_blocks.fields import fields, quantity_of
from diastole.units import format_quantity

GAP = re.compile(r"\{([\w.]+)\}")

DIGITS = 6  # significant ones of a computed number

type Law = Callable[[Numbers], Any]  # of comparisons joined by & and |, which any numbers have


class Computed(NamedTuple):
    """A number in a sentence that is no value of the block."""

    name: str  # of its gap
    unit: str
    law: Law


class Exclusion(NamedTuple):
    """What must not be so."""

    holds: Law  # of the numbers of the block
    says: str  # what is so and what is allowed; a key in braces stands for its value
    computed: Computed | None = None


def contradictions_of(kind: type[BaseModel]) -> Sequence[Exclusion]:
    """Return what must not be so in a kind of block."""
    return getattr(kind, "contradictions", ())


def first_contradiction(block: BaseModel) -> str:
    """Return the sentence of what is first so in a block and must not be; nothing where all is possible."""
    known = contradictions_of(type(block))
    numbers = _reader(type(block))(block) if known else None
    return next((_filled(one, block, numbers) for one in known if one.holds(numbers)), "")


_reader = cache(BlockReader)
_quantities = cache(lambda kind: {key: quantity_of(field) for key, field in fields(kind)})


def _filled(contradiction: Exclusion, block: BaseModel, numbers: Numbers) -> str:
    """Return the sentence with the values of a block."""

    def text(gap: re.Match[str]) -> str:
        """Return the value that a gap of the sentence names, with its unit."""
        computed = contradiction.computed
        if computed and gap[1] == computed.name:
            return format_quantity(float(f"{computed.law(numbers):.{DIGITS}g}"), computed.unit)
        value: Any = block
        for name in gap[1].split("."):
            value = getattr(value, name)
        known = _quantities(type(block))[gap[1]]
        return known.text(value) if known else str(value)

    return GAP.sub(text, contradiction.says)
