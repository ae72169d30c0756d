"""A FHIR R4 bundle as it came in: bytes to resources, each with its place; hostile sizes and shapes are refused."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from diastole.errors import InputError
from diastole.units import shown

LARGEST_BUNDLE = 5_000_000  # bytes
MEASUREMENT = "Observation"
WITHDRAWN = ("entered-in-error", "cancelled")  # what it contains counts no more than it does
MOST_ENTRIES = 5_000
DEEPEST = 40  # blocks and lists inside each other
LONGEST_NUMBER = 40  # digits
_DATE_LENGTHS = {4: "-01-01", 7: "-01"}  # a year, a month: filled up to its first day


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
        """Return a list of blocks; none if it is absent."""
        found = self._typed(key, list, "a list") or []
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

    def time(self, key: str) -> datetime | None:
        """Return a FHIR date or time; the first moment of a year, month or day; UTC where no zone is given."""
        text = self.text(key)
        if text is None:
            return None
        try:
            found = datetime.fromisoformat(text + _DATE_LENGTHS.get(len(text), ""))
        except ValueError:
            raise self.problem(key, f"'{shown(text)}' is not a date or a time") from None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

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
    """One entry of a bundle."""

    type: str
    node: Node
    full_url: str
    inside: str = ""  # name of the resource that contains it

    @property
    def name(self) -> str:
        """What messages and sources call it."""
        identity = self.node.value.get("id")
        if not isinstance(identity, str):
            return self.node.place
        return f"{self.inside}#{identity}" if self.inside else f"{self.type}/{identity}"


def read_bundle(raw: bytes, label: str) -> tuple[Resource, ...]:
    """Read a bundle.

    Raises
    ------
    InputError
        If it is not JSON in UTF-8, too large, too deep, or no bundle of resources; with the place and the reason.
    """
    return bundle_resources(read_json(raw, label), label)


def bundle_resources(bundle: Mapping[str, Any], label: str) -> tuple[Resource, ...]:
    """Return the resources of a bundle that is read already.

    Raises
    ------
    InputError
        If it is no bundle of resources, with the place and the reason.
    """
    root = Node(bundle, label)
    if root.value.get("resourceType") != "Bundle":
        raise root.problem("resourceType", f"'{shown(root.value.get('resourceType'))}' is not 'Bundle'")
    entries = root.blocks("entry")
    if len(entries) > MOST_ENTRIES:
        raise root.problem("entry", f"{len(entries)} entries are more than {MOST_ENTRIES}")
    found = tuple(_resources(entries))
    if len(found) > MOST_ENTRIES:
        raise root.problem("entry", f"{len(found)} resources, with those inside others, are more than {MOST_ENTRIES}")
    return found


def _resources(entries: list[Node]) -> Iterator[Resource]:
    """Walk through the resources, each before the measurements that it contains, as a report may."""
    for entry in entries:
        node = entry.block("resource")
        if node is None:
            raise entry.problem("resource", "is missing")
        whole = Resource(node.needed("resourceType"), node, entry.text("fullUrl") or "")
        yield whole
        if node.value.get("status") not in WITHDRAWN:
            for inner in node.blocks("contained"):
                if inner.needed("resourceType") == MEASUREMENT:
                    yield Resource(MEASUREMENT, inner, "", whole.name)


def read_json(raw: bytes, label: str) -> dict[str, Any]:
    """Read a JSON object that a stranger sent.

    Raises
    ------
    InputError
        If it is not JSON in UTF-8, too large, too deep, no object, or says a key twice.
    """
    if len(raw) > LARGEST_BUNDLE:
        raise InputError(f"{label} is larger than {LARGEST_BUNDLE // 1_000_000} MB")
    try:
        found = json.loads(
            raw.decode("utf-8-sig"), parse_constant=_refuse, parse_int=_whole, object_pairs_hook=_block
        )  # fmt: skip
    except UnicodeDecodeError as problem:
        raise InputError(f"{label} is not UTF-8 text (byte {problem.start + 1})") from None
    except json.JSONDecodeError as problem:
        raise InputError(f"{label}, line {problem.lineno}, column {problem.colno}: {problem.msg}") from None
    except RecursionError:
        raise InputError(f"{label} is nested more than {DEEPEST} deep") from None
    except InputError as problem:
        raise InputError(f"{label}: {problem}") from None
    if not isinstance(found, dict):
        raise InputError(f"{label} is not a JSON object")
    _refuse_depth(found, label)
    return found


def _refuse_depth(root: object, label: str) -> None:
    """Refuse deep nesting, without recursion of our own."""
    layer: list[object] = [root]
    for _ in range(DEEPEST):
        layer = [
            inner
            for node in layer
            for inner in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not layer:
            return
    raise InputError(f"{label} is nested more than {DEEPEST} deep")


def _refuse(word: str) -> float:
    raise InputError(f"'{word}' is not a number of JSON")


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise InputError(f"a number of {len(digits)} digits is longer than {LONGEST_NUMBER}")
    return int(digits)


def _block(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        raise InputError(f"the key '{shown(counted.most_common(1)[0][0])}' stands twice in a block")
    return found
