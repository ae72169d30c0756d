"""What all blocks of a patient share: they are frozen, and refuse keys that they do not know."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from diastole.errors import InputError
from diastole.model.patient.quantity import Quantity

ABSENT = "none"  # the word that leaves an optional block out


class Block(BaseModel):
    """A group of values under one key of a patient file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as problem:
            from diastole.model.patient.problems import sentence  # below this module: it reads blocks

            raise InputError(sentence(problem, type(self))) from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # blocks inside others are made without it


def _left_out(given: object) -> object:
    """Read the word for an absent block."""
    return None if given == ABSENT else given


optional_block = BeforeValidator(_left_out)


def block_of(field: FieldInfo) -> type[Block] | None:
    """Return the type of block that a field holds, if it holds one."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, Block):
            return kind
    return None


def quantity_of(field: FieldInfo) -> Quantity | None:
    """Return what is known of a field that holds a quantity."""
    return next((note for note in field.metadata if isinstance(note, Quantity)), None)


def fields(kind: type[Block], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Walk through all fields of a block, with the blocks inside it.

    Parameters
    ----------
    kind
        Such as `Patient`.
    prefix
        Put before each key.

    Yields
    ------
    Dotted key and field; a block comes before its own fields.
    """
    for name, field in kind.model_fields.items():
        yield prefix + name, field
        inner = block_of(field)
        if inner is not None:
            yield from fields(inner, f"{prefix}{name}.")


def quantities(kind: type[Block]) -> dict[str, Quantity]:
    """Return every quantity of a block by its dotted key, for documentation and tests."""
    found = ((key, quantity_of(field)) for key, field in fields(kind))
    return {key: known for key, known in found if known is not None}
