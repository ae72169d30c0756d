"""FHIR R4 as it came in: bytes to resources, each with its place; nothing is left out, what cannot be read is named.

Bundles, bundles in bundles, parameters, resources inside others, one resource alone, a list of them, and NDJSON, one
resource a line, are read alike.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from diastole.errors import InputError
from diastole.screening.fhir_json import LARGEST_FILE, decoded, json_object, no_json, parsed
from diastole.screening.fhir_resource import Node, Resource
from diastole.units import shown

MOST_RESOURCES = 20_000
IN_ERROR = "entered-in-error"
ERRORS = ("error", "fatal")
OTHER_PAGES = ("next", "previous", "prev")


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
    for number, line in enumerate(text.splitlines(), start=1):
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
