"""FHIR R4 as it came in: bytes to resources, each with its place; nothing is left out, what cannot be read is named.

Bundles, bundles in bundles, parameters, resources inside others, one resource alone, a list of them, and NDJSON, one
resource a line, are read alike.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diastole.errors import InputError
from diastole.units import shown

LARGEST_BUNDLE = 5_000_000  # bytes that a stranger may send
LARGEST_FILE = 50_000_000  # bytes of a file, for a long stay
MOST_RESOURCES = 20_000
DEEPEST = 40  # blocks and lists inside each other
LONGEST_NUMBER = 40  # digits
BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16
IN_ERROR = "entered-in-error"
ERRORS = ("error", "fatal")
OTHER_PAGES = ("next", "previous", "prev")


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
    def name(self) -> str:
        """What messages and sources call it."""
        if not self.identity:
            return self.node.place
        return f"{self.inside.name}#{self.identity.lstrip('#')}" if self.inside else f"{self.type}/{self.identity}"


def read_bundle(raw: bytes, label: str) -> tuple[tuple[Resource, ...], str]:
    """Read the resources of a file, and say how it was read where it is no bundle.

    Raises
    ------
    InputError
        If it is not JSON in UTF-8, too large, too deep, or says nothing of a patient; with the place and the reason.
    """
    text = _text(raw, label, LARGEST_FILE)
    try:
        found = _parsed(text, label)
    except json.JSONDecodeError as problem:
        if problem.msg != "Extra data":
            raise _no_json(problem, label) from None
        return _counted(tuple(_of_lines(text, label)), label), f"{label}: read as NDJSON, one resource a line"
    if isinstance(found, list):
        return _counted(tuple(_of_list(found, label)), label), f"{label}: read as a list of resources"
    whole = _object(found, label)
    alone = "" if whole.get("resourceType") == "Bundle" else f"{label}: read as one resource alone"
    return bundle_resources(whole, label), alone


def bundle_resources(bundle: Mapping[str, Any], label: str) -> tuple[Resource, ...]:
    """Return the resources of a bundle, or of one resource alone, that is read already.

    Raises
    ------
    InputError
        If it is no resource, with the place and the reason.
    """
    root = Node(bundle, label)
    kind = root.needed("resourceType")
    if kind == "Patient" or not kind.isalpha():
        raise root.problem("resourceType", f"'{shown(kind)}' alone says nothing that can be screened; give a 'Bundle'")
    return _counted(tuple(_walk(root, "")), label)


def read_json(raw: bytes, label: str) -> dict[str, Any]:
    """Read a JSON object that a stranger sent.

    Raises
    ------
    InputError
        If it is not JSON in UTF-8, too large, too deep, no object, or says a key twice.
    """
    try:
        return _object(_parsed(_text(raw, label, LARGEST_BUNDLE), label), label)
    except json.JSONDecodeError as problem:
        raise _no_json(problem, label) from None


def _counted(found: tuple[Resource, ...], label: str) -> tuple[Resource, ...]:
    if len(found) > MOST_RESOURCES:
        raise InputError(f"{label} holds {len(found)} resources, more than {MOST_RESOURCES}; screen a part of it")
    return found


def _of_lines(text: str, label: str) -> Iterator[Resource]:
    """Walk through a file with one resource a line."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            place = f"{label}, line {number}"
            try:
                yield from _of_value(_parsed(line, place), place)
            except json.JSONDecodeError as problem:
                said = f"{problem.msg}, column {problem.colno}"
                raise InputError(f"{place}: neither JSON nor NDJSON, one resource a line: {said}") from None


def _of_list(found: list[Any], label: str) -> Iterator[Resource]:
    for number, one in enumerate(found):
        yield from _of_value(one, f"{label}[{number}]")


def _of_value(found: object, place: str) -> Iterator[Resource]:
    if isinstance(found, dict):
        yield from _walk(Node(found, place), "")
    else:
        yield _unread(Node({}, place), f"'{shown(found)}' is not a resource")


def _walk(node: Node, full_url: str, turn: tuple[str, int] | None = None) -> Iterator[Resource]:
    """Walk through a resource, those that it holds, and those inside it, each after the one that holds it."""
    kind = node.value.get("resourceType")
    if not isinstance(kind, str) or not kind:
        yield _unread(node, "no resource, its resourceType is missing")
    elif kind == "Bundle":
        yield from _of_bundle(node)
    elif kind == "Parameters":
        yield from _of_parameters(node, "parameter")
    elif kind == "OperationOutcome" and _failed(node):
        yield _unread(node, "a query failed, and what it would have found is unknown")
    else:
        whole = Resource(kind, node, full_url, turn=turn)
        yield whole
        if not withdrawn(whole):
            yield from _contained(whole)


def _of_bundle(root: Node) -> Iterator[Resource]:
    entries = _items(root, "entry")
    history = root.value.get("type") == "history"
    for number, entry in enumerate(entries):
        yield from _of_entry(entry, (root.place, number) if history else None) if isinstance(entry, Node) else [entry]
    yield from _more(root, entries)


def _more(root: Node, entries: "list[Node | Resource]") -> Iterator[Resource]:
    """Give a word on further pages, which were not sent."""
    total, found = root.value.get("total"), sum(isinstance(one, Node) and _is_match(one) for one in entries)
    links = root.value.get("link")
    linked = links is not None and (not isinstance(links, list) or any(_leads_on(one) for one in links))
    counted = total is not None and (not isinstance(total, int | float) or total > found)
    if linked or counted:
        said = f"{found} of {shown(total)} entries are here" if counted else "there are others"
        yield _unread(root, f"one page of several: {said}, and what the others hold is unknown")


def _leads_on(link: object) -> bool:
    """Tell whether a link leads to another page, or cannot be read."""
    return not isinstance(link, dict) or link.get("relation") in OTHER_PAGES


def _is_match(entry: Node) -> bool:
    """Tell whether an entry was searched for; others come along with it, or tell how the search went."""
    search = entry.value.get("search")
    return not isinstance(search, dict) or search.get("mode") in (None, "match")


def _of_entry(entry: Node, turn: tuple[str, int] | None) -> Iterator[Resource]:
    url, request, response = (entry.value.get(key) for key in ("fullUrl", "request", "response"))
    full_url = url if isinstance(url, str) else ""
    status = response.get("status") if isinstance(response, dict) else None
    failed = status is not None and not str(status).startswith("2")
    if failed or entry.value.get("modifierExtension"):
        said = f"answered by '{shown(status)}'" if failed else "has a modifierExtension"
        yield _unread(entry, f"{said}, and what it would have held is unknown")
    if isinstance(request, dict) and request.get("method") == "DELETE":
        if not failed:
            yield _deletion(entry, full_url, request, turn)
    elif isinstance(entry.value.get("resource"), dict):
        yield from _walk(Node(entry.value["resource"], f"{entry.place}.resource"), full_url, turn)
    elif "resourceType" in entry.value:  # written without its wrapper
        yield from _walk(entry, full_url, turn)
    elif not failed:
        yield _unread(entry, "holds no resource, and what it would have held is unknown")


def _deletion(entry: Node, full_url: str, request: Mapping[str, Any], turn: tuple[str, int] | None) -> Resource:
    """Return the word that a resource was deleted, as far as the entry says which and when."""
    url = request.get("url")
    parts = (url if isinstance(url, str) else full_url).split("?")[0].split("/_history")[0].split("/")
    if len(parts) < 2 or not all(parts[-2:]):
        return _unread(entry, "a deletion that does not say of what")
    response = entry.value.get("response")
    answered = response if isinstance(response, dict) else {}
    tag = answered.get("etag")
    meta = {
        "lastUpdated": answered.get("lastModified"),
        "versionId": tag.strip('W/"') if isinstance(tag, str) else None,
    }
    kind, identity = parts[-2:]
    return Resource(kind, Node({"id": identity, "meta": meta}, entry.place), full_url, deleted=True, turn=turn)


def _of_parameters(node: Node, key: str) -> Iterator[Resource]:
    for one in _items(node, key):
        if isinstance(one, Resource):
            yield one
            continue
        if isinstance(one.value.get("resource"), dict):
            yield from _walk(Node(one.value["resource"], f"{one.place}.resource"), "")
        yield from _of_parameters(one, "part")


def _contained(whole: Resource) -> Iterator[Resource]:
    for inner in _items(whole.node, "contained"):
        if isinstance(inner, Resource):
            yield inner
            continue
        kind = inner.value.get("resourceType")
        if isinstance(kind, str) and kind:
            found = Resource(kind, inner, "", whole)
            yield found
            yield from _contained(found)
        else:
            yield _unread(inner, "no resource, its resourceType is missing")


def withdrawn(resource: Resource) -> bool:
    """Tell whether a resource was withdrawn, so that what it says and contains counts no more."""
    if resource.deleted or resource.node.value.get("status") == IN_ERROR:
        return True
    certainty = resource.node.value.get("verificationStatus")
    coded = certainty.get("coding") if isinstance(certainty, dict) else [{"code": certainty}]
    codes = [one.get("code") for one in coded if isinstance(one, dict)] if isinstance(coded, list) else []
    return bool(codes) and all(code == IN_ERROR for code in codes)


def _items(node: Node, key: str) -> "list[Node | Resource]":
    """Return the blocks of a list; in place of what is none, a word on it."""
    given = node.value.get(key)
    if given is None:
        return []
    if not isinstance(given, list):
        return [_unread(Node({}, f"{node.place}.{key}"), f"'{shown(given)}' is not a list")]
    return [
        Node(one, f"{node.place}.{key}[{number}]")
        if isinstance(one, dict)
        else _unread(Node({}, f"{node.place}.{key}[{number}]"), f"'{shown(one)}' is not a block")
        for number, one in enumerate(given)
    ]


def _failed(outcome: Node) -> bool:
    issues = outcome.value.get("issue")
    return isinstance(issues, list) and any(isinstance(one, dict) and one.get("severity") in ERRORS for one in issues)


def _unread(node: Node, flaw: str) -> Resource:
    return Resource("", Node({}, node.place), "", flaw=flaw)


def _text(raw: bytes, label: str, most: int) -> str:
    if len(raw) > most:
        raise InputError(f"{label} is larger than {most // 1_000_000} MB")
    coding = "utf-16" if raw.startswith(BYTE_ORDER) else "utf-8-sig"
    try:
        return raw.decode(coding)
    except UnicodeDecodeError as problem:
        name = coding.removesuffix("-sig").upper()
        raise InputError(f"{label} is not {name} text (byte {problem.start + 1}); save it as UTF-8") from None


def _parsed(text: str, label: str) -> Any:
    """Return what JSON says; a text that is none is left to the caller."""
    try:
        found = json.loads(text, parse_constant=_refuse, parse_int=_whole, object_pairs_hook=_block)
    except RecursionError:
        raise InputError(f"{label} is nested more than {DEEPEST} deep") from None
    except InputError as problem:
        raise InputError(f"{label}: {problem}") from None
    _refuse_depth(found, label)
    return found


def _object(found: object, label: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise InputError(f"{label} is not a JSON object")
    return found


def _no_json(problem: json.JSONDecodeError, label: str) -> InputError:
    return InputError(f"{label}, line {problem.lineno}, column {problem.colno}: {problem.msg}")


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
