"""A statement: one claim in three wordings, what supports it, what disagrees, and how far it was reviewed."""

from collections.abc import Collection
from datetime import date
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints

from diastole.errors import did_you_mean
from diastole.knowledge.evidence.closed_lists import ENTITIES, INTENTS, KINDS, POLARITIES, STATUSES
from diastole.knowledge.evidence.sources import CHECKED
from diastole.strict_yaml import FrozenRecord, Text

type Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
type Key = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(-[A-Z0-9]+)+$")]


def _one_of(allowed: Collection[str]) -> AfterValidator:
    """Return the validator of a word out of a closed list."""

    def word(value: str) -> str:
        """Return an allowed word; raise ValueError with the nearest one if it is none."""
        if value not in allowed:
            hint = did_you_mean(value, allowed) or f" Allowed are {', '.join(allowed)}."
            raise ValueError(f"'{value}' is unknown.{hint}")
        return value

    return AfterValidator(word)


type Kind = Annotated[str, _one_of(KINDS)]
type Intent = Annotated[str, _one_of(INTENTS)]
type Polarity = Annotated[str, _one_of(POLARITIES)]
type Entity = Annotated[str, _one_of(ENTITIES)]
type Status = Annotated[str, _one_of(STATUSES)]
type CheckLevel = Annotated[str, _one_of(CHECKED)]


class Wording(FrozenRecord):
    """The same claim for three readers."""

    clinician: Text
    trainee: Text
    patient: Text


class Citation(FrozenRecord):
    """A source, with class and level as it prints them."""

    ref: Text
    class_: Text | None = Field(default=None, alias="class")
    level: Text | None = None
    locator: Text | None = None
    checked: CheckLevel | None = None  # if this claim was checked less far than the source


class Reviewer(FrozenRecord):
    """Who reviewed it, with declared interests; 'none' is a declaration."""

    name: Text
    interests: Text


class Review(FrozenRecord):
    """How far it was reviewed."""

    status: Status
    reviewers: tuple[Reviewer, ...]
    date: date | None


class Statement(FrozenRecord):
    """One claim."""

    id: Key
    version: Annotated[StrictInt, Field(ge=1)]
    kind: Kind
    text: Wording
    entities: Annotated[tuple[Entity, ...], Field(min_length=1)]
    intents: Annotated[tuple[Intent, ...], Field(min_length=1)]
    polarity: Polarity
    support: tuple[Citation, ...]
    claims: tuple[Text, ...] = ()  # of the claims ledger: what the simulator shows of it
    uncited: StrictBool = False  # no source can be cited, and the text says so
    conflicts: tuple[Key, ...]
    withdrawn: Text | None = None  # why it no longer holds; pages that rest on it say so
    review: Review
    valid_until: Month

    @property
    def is_simulation(self) -> bool:
        """Whether nothing but the simulator supports it."""
        return bool(self.claims) and not self.support


def statement_texts() -> dict[str, str]:
    """Return the files of statements that come with the package, by their names."""
    folder = files("diastole.knowledge.evidence") / "statements"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return {f"statements/{name}": (folder / name).read_text(encoding="utf-8") for name in names}
