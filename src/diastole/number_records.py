"""Tuples of named numbers, and of such tuples, as rows of numbers."""

from collections.abc import Iterator
from typing import Any


def numbers_of(record: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the numbers of a record, and of the records in it, in their order."""
    for part in record:
        if isinstance(part, tuple):
            yield from numbers_of(part)
        else:
            yield part


def refilled[Record: tuple[Any, ...]](record: Record, numbers: Iterator[Any]) -> Record:
    """Return a record of the same make with other numbers, which are taken from an iterator in their order."""
    parts = [refilled(part, numbers) if isinstance(part, tuple) else next(numbers) for part in record]
    return record._make(parts) if hasattr(record, "_make") else tuple(parts)  # type: ignore[return-value]
