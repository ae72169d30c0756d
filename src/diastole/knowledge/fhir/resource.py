"""FHIR resources and blocks of them, each with its place for messages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from diastole.errors import InputError
from diastole.units import shown

NO_HISTORY = ("", 0)


def mapping(given: object) -> Mapping[str, Any]:
    """Return a block; an empty one in place of anything else."""
    return given if isinstance(given, dict) else {}


def mappings(given: object) -> list[Mapping[str, Any]]:
    """Return the blocks of a list, or a block that is not in a list; nothing else."""
    return [item for item in (given if isinstance(given, list) else [given]) if isinstance(item, dict)]


def plain_text(given: object) -> str:
    """Return a text without the space around it; an empty one in place of anything else."""
    return given.strip() if isinstance(given, str) else ""


def blocks_within(given: object, key: str = "", without: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Walk through a value and all blocks within it, each with its key; leave out what is under one key."""
    waiting = [(key, given)]
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, dict):
            yield at, value
            waiting += [(inner, each) for inner, each in value.items() if inner != without]
        elif isinstance(value, list):
            waiting += [(at, item) for item in value]


@dataclass(frozen=True)
class Node:
    """A block of a resource, with its place for messages."""

    value: Mapping[str, Any]
    place: str

    def text(self, key: str) -> str | None:
        """Return a text, or None if it is absent."""
        return cast("str | None", self._typed(key, str, "text"))

    def flag(self, key: str) -> bool | None:
        """Return a flag, or None if it is absent."""
        return cast("bool | None", self._typed(key, bool, "true or false"))

    def number(self, key: str) -> float | None:
        """Return a number, or None if it is absent."""
        given = self.value.get(key)
        if isinstance(given, bool):
            raise self.problem(key, f"'{shown(given)}' is not a number")
        return None if given is None else float(self._typed(key, int | float, "a number"))

    def block(self, key: str) -> "Node | None":
        """Return a block, or None if it is absent."""
        given = self._typed(key, dict, "a block")
        return None if given is None else Node(given, f"{self.place}.{key}")

    def blocks(self, key: str) -> "list[Node]":
        """Return a list of blocks; empty if it is absent, and of one block that is not in a list."""
        given = self.value.get(key)
        items = [given] if isinstance(given, dict) else self._typed(key, list, "a list") or []
        for number, item in enumerate(items):
            if not isinstance(item, dict):
                raise self.problem(f"{key}[{number}]", f"'{shown(item)}' is not a block")
        return [Node(item, f"{self.place}.{key}[{number}]") for number, item in enumerate(items)]

    def needed(self, key: str) -> str:
        """Return a required text."""
        if not (text := self.text(key)):
            raise self.problem(key, "is missing")
        return text

    def problem(self, key: str, reason: str) -> InputError:
        """Return an error that names the place."""
        return InputError(f"{self.place}.{key}: {reason}")

    def _typed(self, key: str, kind: Any, name: str) -> Any:
        given = self.value.get(key)
        if given is not None and not isinstance(given, kind):
            raise self.problem(key, f"'{shown(given)}' is not {name}")
        return given


@dataclass(frozen=True)
class Resource:
    """One resource, or a part of a bundle in which no resource can be read.

    Attributes
    ----------
    inside
        The resource that contains it.
    flaw
        Why it cannot be read; empty if it can.
    deleted
        Whether this is the record of its deletion.
    turn
        Its history and its position there, the newest first; `NO_HISTORY` outside of one.
    """

    type: str
    node: Node
    full_url: str
    inside: "Resource | None" = None
    flaw: str = ""
    deleted: bool = False
    turn: tuple[str, int] = NO_HISTORY

    @property
    def identity(self) -> str:
        """Its id; empty if it has none."""
        given = self.node.value.get("id")
        return given if isinstance(given, str) else ""

    @property
    def outermost(self) -> "Resource":
        """The outermost resource that contains this one; itself if none does."""
        return self.inside.outermost if self.inside else self

    @property
    def name(self) -> str:
        """Its name in messages and sources."""
        if not self.identity:
            return self.node.place
        return f"{self.inside.name}#{self.identity.lstrip('#')}" if self.inside else f"{self.type}/{self.identity}"
