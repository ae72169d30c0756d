"""A resource of FHIR, and a block of one, each with its place for messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diastole.errors import InputError
from diastole.units import shown


@dataclass(frozen=True)
class Node:
    """A block of a resource, with its place for messages."""

    value: Mapping[str, Any]
    place: str

    def text(self, key: str) -> str | None:
        """Return a text, or None if it is absent."""
        found: str | None = self._typed(key, str, "text")
        return found

    def flag(self, key: str) -> bool | None:
        """Return a flag, or None if it is absent."""
        found: bool | None = self._typed(key, bool, "true or false")
        return found

    def number(self, key: str) -> float | None:
        """Return a number, or None if it is absent."""
        found = self.value.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise self.problem(key, f"'{shown(found)}' is not a number")
        return float(found)

    def block(self, key: str) -> "Node | None":
        """Return a block, or None if it is absent."""
        found = self._typed(key, dict, "a block")
        return None if found is None else Node(found, f"{self.place}.{key}")

    def blocks(self, key: str) -> "list[Node]":
        """Return a list of blocks; none if it is absent, one that stands alone as a list of one."""
        given = self.value.get(key)
        found = [given] if isinstance(given, dict) else self._typed(key, list, "a list") or []
        nodes = []
        for number, item in enumerate(found):
            if not isinstance(item, dict):
                raise self.problem(f"{key}[{number}]", f"'{shown(item)}' is not a block")
            nodes.append(Node(item, f"{self.place}.{key}[{number}]"))
        return nodes

    def needed(self, key: str) -> str:
        """Return a text that has to be there."""
        found = self.text(key)
        if not found:
            raise self.problem(key, "is missing")
        return found

    def problem(self, key: str, reason: str) -> InputError:
        """Return an error that names the place."""
        return InputError(f"{self.place}.{key}: {reason}")

    def _typed(self, key: str, kind: type, what: str) -> Any:
        found = self.value.get(key)
        if found is not None and not isinstance(found, kind):
            raise self.problem(key, f"'{shown(found)}' is not {what}")
        return found


@dataclass(frozen=True)
class Resource:
    """One resource, or a part of a bundle that holds none which can be read.

    Attributes
    ----------
    inside
        The resource that contains it.
    flaw
        Why it cannot be read; nothing where it can.
    deleted
        Whether this is the word that it was deleted.
    turn
        The history that it stands in and its place there, where the newest come first; None outside of one.
    """

    type: str
    node: Node
    full_url: str
    inside: "Resource | None" = None
    flaw: str = ""
    deleted: bool = False
    turn: tuple[str, int] | None = None

    @property
    def identity(self) -> str:
        """Its id; nothing where it has none."""
        found = self.node.value.get("id")
        return found if isinstance(found, str) else ""

    @property
    def outermost(self) -> "Resource":
        """The resource that stands by itself and contains this one, however deep; itself where none does."""
        return self.inside.outermost if self.inside else self

    @property
    def name(self) -> str:
        """What messages and sources call it."""
        if not self.identity:
            return self.node.place
        return f"{self.inside.name}#{self.identity.lstrip('#')}" if self.inside else f"{self.type}/{self.identity}"
