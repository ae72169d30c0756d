"""The base of all blocks of a patient: they are frozen, and refuse unknown keys."""

from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from diastole.model.input_blocks.problems import ABSENT, refusal


class Block(BaseModel):
    """A group of values under one key of a patient file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as problem:
            raise refusal(problem, type(self)) from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # blocks inside others are made without it


def _left_out(given: object) -> object:
    """Read the word for an absent block."""
    return None if given == ABSENT else given


optional_block = BeforeValidator(_left_out)
