"""The form of every part of the file of a publication."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of the file of a publication; a key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
