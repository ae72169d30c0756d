"""The base of all blocks of a patient: they are frozen, and refuse unknown keys."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from diastole.errors import InputError
from diastole.model.input_blocks.contradiction import Exclusion, first_contradiction
from diastole.model.input_blocks.problems import ABSENT, refusal


class Block(BaseModel):
    """A group of values under one key of a patient file."""

    contradictions: ClassVar[Sequence[Exclusion]] = ()  # what must not be so, in the order in which it is told

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as problem:
            raise refusal(problem, type(self)) from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # blocks inside others are made without it

    @model_validator(mode="after")
    def _not_contradictory(self) -> Self:
        if said := first_contradiction(self):
            raise InputError(said)
        return self


def _left_out(given: object) -> object:
    """Read the word for an absent block."""
    return None if given == ABSENT else given


optional_block = BeforeValidator(_left_out)
