"""Blocks as records of numbers, for laws: a record has the fields of its block, each a number or a record.

A choice is its place among what may be chosen, from 0. What is absent is `ABSENT`; of a block that is left out it is
the first number, and the others are those of a block that says no more: it is there as soon as its first number is
given.
"""

from collections import namedtuple
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from diastole.law import select
from diastole.model.input_blocks.fields import block_of, choices_of, quantity_of

ABSENT = -1.0  # below every number that may be absent
EVERYTHING: frozenset[str] = frozenset()

type Numbers = Any  # a record of numbers with the fields of a block


def is_there(record: Numbers) -> Any:
    """Return whether a block is not absent."""
    return record[0] >= 0.0


def chosen(place: float, numbers: tuple[float, ...]) -> float:
    """Return the number that belongs to a choice."""
    number_chosen = numbers[0]
    for other, number in enumerate(numbers[1:], start=1):
        number_chosen = select(place == other, number, number_chosen)
    return number_chosen


def place_of(kind: type[BaseModel], field: str, choice: str) -> float:
    """Return the number of a choice."""
    return float(choices_of(kind.model_fields[field]).index(choice))


class BlockReader:
    """Makes records of the numbers of a kind of block.

    `left_out`: dotted keys that records do not have; `prefix`: put before each key.
    """

    def __init__(self, kind: type[BaseModel], left_out: frozenset[str] = EVERYTHING, prefix: str = ""):
        self._prefix = prefix
        self._fields: dict[str, FieldInfo] = {}
        self._readers: list[Any] = []  # of a part; None where it is a number as it stands
        for name, field in kind.model_fields.items():
            if prefix + name not in left_out and _is_read(field):
                self._fields[name] = field
                self._readers.append(_reader(field, left_out, prefix + name))
        names = tuple(self._fields)
        self._record: Any = namedtuple(kind.__name__, names)  # type: ignore[misc]  # fields of the block
        self._get = attrgetter(*names) if len(names) > 1 else _only(names[0])
        self._is_plain = not any(self._readers)
        self.absent: Numbers = self._record(*self._absent())

    def __call__(self, block: BaseModel | None) -> Numbers:
        """Return the numbers of a block; None is one that is absent."""
        if block is None:
            return self.absent
        parts = self._get(block)
        if self._is_plain:
            return self._record._make(parts)
        each = zip(self._readers, parts, strict=True)
        return self._record._make([part if reader is None else reader(part) for reader, part in each])

    def numbers(self) -> Iterator[tuple[str, FieldInfo]]:
        """Yield the dotted key and the field of each number, in their order."""
        for (name, field), reader in zip(self._fields.items(), self._readers, strict=True):
            if isinstance(reader, BlockReader):
                yield from reader.numbers()
            else:
                yield self._prefix + name, field

    def _absent(self) -> Iterator[Any]:
        for place, (field, reader) in enumerate(zip(self._fields.values(), self._readers, strict=True)):
            if isinstance(reader, BlockReader):
                yield reader.absent
            elif place == 0 or field.is_required():
                yield ABSENT
            else:
                yield reader(field.default) if reader else field.default


class _Choice:
    """Reads a choice."""

    def __init__(self, choices: tuple[str, ...]):
        self._places: dict[str | None, float] = {choice: float(place) for place, choice in enumerate(choices)}
        self._places[None] = ABSENT

    def __call__(self, value: str | None) -> float:
        return self._places[value]


def _is_read(field: FieldInfo) -> bool:
    """Return whether a field holds numbers: it is a block, a quantity or a choice, not a text."""
    return bool(block_of(field) or quantity_of(field) or choices_of(field))


def _reader(field: FieldInfo, left_out: frozenset[str], key: str) -> Any:
    """Return what reads the value of a field; None where it is a number as it stands."""
    kind = block_of(field)
    if kind is not None:
        return BlockReader(kind, left_out, f"{key}.")
    if quantity_of(field) is None:
        return _Choice(choices_of(field))
    return None if field.annotation is float else _number


def _number(value: float | None) -> float:
    return ABSENT if value is None else value


def _only(name: str) -> Any:
    """Return what gets the only field of a block."""
    get = attrgetter(name)
    return lambda block: (get(block),)
