"""FHIR R4 as it came in: bytes to resources, each with its place; nothing is left out, what cannot be read is named.

Bundles, bundles in bundles, parameters, resources inside others, one resource alone, a list of them, and NDJSON, one
resource a line, are read alike.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from diastole.errors import InputError
from diastole.knowledge.fhir.incomplete import answered_in_full, failed, is_match, missing, taken_out
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.knowledge.fhir.strict_json import LARGEST_FILE, decoded, json_object, no_json, parsed
from diastole.units import shown

MOST_RESOURCES = 20_000
IN_ERROR = "entered-in-error"
IN_BUNDLE = ("entry", "issues")  # where a bundle, an entry and a parameter hold resources
IN_ENTRY = ("resource", "response")
IN_PARAMETER = ("resource", "part")
LINES = re.compile(r"\r\n|\r|\n")  # JSON knows no other ends; U+2028 may stand in a text


def read_bundle(raw: bytes, label: str) -> tuple[tuple[Resource, ...], str]:
    """Read the resources of a file, and say how it was read where it is no bundle.

    Raises
    ------
    InputError
        If it is not JSON in UTF-8, too large, too deep, or says nothing of a patient; with the place and the reason.
    """
    text = decoded(raw, label, LARGEST_FILE)
    try:
        found = parsed(text, label)
    except json.JSONDecodeError as problem:
        if problem.msg != "Extra data":
            raise no_json(problem, label) from None
        return _counted(tuple(_of_lines(text, label)), label), f"{label}: read as NDJSON, one resource a line"
    if isinstance(found, list):
        return _counted(tuple(_of_list(found, label)), label), f"{label}: read as a list of resources"
    whole = json_object(found, label)
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


def _counted(found: tuple[Resource, ...], label: str) -> tuple[Resource, ...]:
    if len(found) > MOST_RESOURCES:
        raise InputError(f"{label} holds {len(found)} resources, more than {MOST_RESOURCES}; screen a part of it")
    return found


def _of_lines(text: str, label: str) -> Iterator[Resource]:
    """Walk through a file with one resource a line."""
    for number, line in enumerate(LINES.split(text), start=1):
        if line.strip():
            place = f"{label}, line {number}"
            try:
                yield from _of_value(parsed(line, place), place)
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
        yield from _strays(node, ("parameter",))
    elif kind == "OperationOutcome" and failed(node.value):
        yield _unread(node, "a query failed or is incomplete, and what it would have found is unknown")
    else:
        whole = Resource(kind, node, full_url, turn=turn)
        yield whole
        if not withdrawn(whole):
            yield from _contained(whole)
            yield from (_unread(node, said) for said in taken_out(node.value))
            yield from _strays(node, ("contained",))


def _of_bundle(root: Node) -> Iterator[Resource]:
    entries = _items(root, "entry")
    history = root.value.get("type") == "history"
    for number, entry in enumerate(entries):
        yield from _of_entry(entry, (root.place, number) if history else None) if isinstance(entry, Node) else [entry]
    yield from _outcome(root, "issues")
    found = sum(isinstance(one, Node) and is_match(one.value) for one in entries)
    yield from (_unread(root, said) for said in missing(root.value, found))
    yield from _strays(root, IN_BUNDLE)


def _of_entry(entry: Node, turn: tuple[str, int] | None) -> Iterator[Resource]:
    url, response = entry.value.get("fullUrl"), entry.value.get("response")
    full_url = url if isinstance(url, str) else ""
    status = response.get("status") if isinstance(response, dict) else None
    bad = not answered_in_full(response)
    if bad or entry.value.get("modifierExtension"):
        said = f"answered by '{shown(status)}'" if bad else "has a modifierExtension"
        yield _unread(entry, f"{said}, and what it would have held is unknown")
    if isinstance(response, dict):
        yield from _outcome(Node(response, f"{entry.place}.response"), "outcome")
    method = _method(entry)
    if method == "PATCH":
        yield _unread(entry, "a PATCH, and what it leaves changed is unknown")
    elif method == "DELETE" and not bad:
        yield _deletion(entry, full_url, turn)
    if method == "DELETE":
        yield from _strays(entry, ("response",))
        return
    if isinstance(entry.value.get("resource"), dict):
        yield from _walk(Node(entry.value["resource"], f"{entry.place}.resource"), full_url, turn)
    elif "resourceType" in entry.value:  # written without its wrapper
        yield from _walk(entry, full_url, turn)
        return
    elif not bad:
        yield _unread(entry, "holds no resource, and what it would have held is unknown")
    yield from _strays(entry, IN_ENTRY)


def _method(entry: Node) -> str:
    """Return what was asked of a server for an entry, in capitals; nothing where that is not said."""
    request = entry.value.get("request")
    found = request.get("method") if isinstance(request, dict) else None
    return found.strip().upper() if isinstance(found, str) else ""


def _outcome(node: Node, key: str) -> Iterator[Resource]:
    """Walk through the resource that says how a query went."""
    if isinstance(found := node.value.get(key), dict):
        yield from _walk(Node(found, f"{node.place}.{key}"), "")


def _strays(node: Node, known: tuple[str, ...]) -> Iterator[Resource]:
    """Give a word on resources in a place where FHIR has none, such as ``entries``: whether they count is unknown."""
    for key, value in node.value.items():
        if key not in known and _holds_resource(value):
            yield _unread(Node({}, f"{node.place}.{key}"), "holds a resource where none is read")


def _holds_resource(value: object) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "resourceType" in one:
                return True
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return False


def _deletion(entry: Node, full_url: str, turn: tuple[str, int] | None) -> Resource:
    """Return the word that a resource was deleted, as far as the entry says which and when."""
    url = entry.value["request"].get("url")
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
        elif "resource" in one.value:
            yield _unread(Node({}, f"{one.place}.resource"), f"'{shown(one.value['resource'])}' is not a resource")
        for given in (name for name in one.value if name.startswith("value")):
            yield _unread(Node({}, f"{one.place}.{given}"), "a value of Parameters is not read")
        yield from _of_parameters(one, "part")
        yield from _strays(one, IN_PARAMETER)


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


def _unread(node: Node, flaw: str) -> Resource:
    return Resource("", Node({}, node.place), "", flaw=flaw)
