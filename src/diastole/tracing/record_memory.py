"""Records of numbers in the memory of a traced program."""

from typing import Any

from diastole.number_records import numbers_of, refilled
from diastole.tracing.traced_program import Memory
from diastole.tracing.values import Flag, select


def loaded[Record: tuple[Any, ...]](record: Record, memory: Memory) -> Record:
    """Return a record of the same type with the numbers that lie in memory."""
    places = range(sum(1 for _ in numbers_of(record)))
    return refilled(record, (memory[place] for place in places))


def keep(record: tuple[Any, ...], memory: Memory, where: Flag) -> None:
    """Write the numbers of a record into memory, in the lanes in which something is so."""
    for place, number in enumerate(numbers_of(record)):
        memory[place] = select(where, number, memory[place])
