"""The fields of a block: which of them hold a quantity, which another block, and all of them by their dotted key."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from diastole.model.input_blocks.quantity import Quantity


@dataclass(frozen=True)
class Choices:
    """All choices of a field of text, in its metadata, where another field decides which of them are allowed."""

    words: tuple[str, ...]


def block_of(field: FieldInfo) -> type[BaseModel] | None:
    """Return the type of block that a field holds, if it holds one."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def choices_of(field: FieldInfo) -> tuple[str, ...]:
    """Return what may be chosen in a field; nothing where it holds no choice."""
    kinds: list[Any] = [getattr(kind, "__value__", kind) for kind in (field.annotation, *get_args(field.annotation))]
    literal = (get_args(kind) for kind in kinds if get_origin(kind) is Literal)
    told = (note.words for note in field.metadata if isinstance(note, Choices))
    return next(chain(literal, told), ())


def quantity_of(field: FieldInfo) -> Quantity | None:
    """Return what is known of a field that holds a quantity."""
    return next((note for note in field.metadata if isinstance(note, Quantity)), None)


def fields(kind: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Walk through all fields of a block, with the blocks inside it.

    `kind`: such as `Patient`; `prefix`: put before each key.

    Yields dotted key and field; a block comes before its own fields.
    """
    for name, field in kind.model_fields.items():
        yield prefix + name, field
        inner = block_of(field)
        if inner is not None:
            yield from fields(inner, f"{prefix}{name}.")


def quantities(kind: type[BaseModel]) -> dict[str, Quantity]:
    """Return every quantity of a block by its dotted key, for documentation and tests."""
    known = ((key, quantity_of(field)) for key, field in fields(kind))
    return {key: quantity for key, quantity in known if quantity is not None}
