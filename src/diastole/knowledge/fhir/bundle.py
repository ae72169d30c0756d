"""From bytes to FHIR R4 resources, each with its place; a part that cannot be read is named, none is left out.

Bundles, bundles in bundles, parameters, resources inside others, a single resource, a list of them, and NDJSON, one
resource a line, are read alike.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from diastole.errors import InputError
from diastole.knowledge.fhir.incomplete import answered_in_full, failed, is_match, missing, taken_out
from diastole.knowledge.fhir.resource import NO_HISTORY, Node, Resource, blocks_within, mapping, mappings, plain_text
from diastole.knowledge.fhir.strict_json import LARGEST_FILE, decoded, json_object, no_json, parsed
from diastole.units import shown

MOST_RESOURCES = 20_000
NO_TYPE = "no resource, its resourceType is missing"
IN_ERROR = "entered-in-error"
IN_BUNDLE = ("entry", "issues")  # keys of resources in a bundle, an entry and a parameter
IN_ENTRY = ("resource", "response")
IN_PARAMETER = ("resource", "part")
LINES = re.compile(r"\r\n|\r|\n")  # the line ends of JSON; U+2028 may be part of a text


def read_bundle(raw: bytes, label: str) -> tuple[tuple[Resource, ...], str]:
    """Return the resources of a file, and a note on how it was read if it is not a bundle.

    Raises
    ------
    InputError
        If it is not JSON in UTF-8, too large, too deep, or has nothing to screen; with the place and the reason.
    """
    text = decoded(raw, label, LARGEST_FILE)
    try:
        tree = parsed(text, label)
    except json.JSONDecodeError as problem:
        if problem.msg != "Extra data":
            raise no_json(problem, label) from None
        return _limited(_of_lines(text, label), label), f"{label}: read as NDJSON, one resource a line"
    if isinstance(tree, list):
        items = (_of_value(item, f"{label}[{number}]") for number, item in enumerate(tree))
        return _limited(chain.from_iterable(items), label), f"{label}: read as a list of resources"
    whole = json_object(tree, label)
    alone = "" if whole.get("resourceType") == "Bundle" else f"{label}: read as one resource alone"
    return bundle_resources(whole, label), alone


def bundle_resources(bundle: Mapping[str, Any], label: str) -> tuple[Resource, ...]:
    """Return the resources of a parsed bundle, or of a parsed single resource.

    Raises
    ------
    InputError
        If it is no resource, with the place and the reason.
    """
    root = Node(bundle, label)
    kind = root.needed("resourceType")
    if kind == "Patient" or not kind.isalpha():
        raise root.problem("resourceType", f"'{shown(kind)}' alone says nothing that can be screened; give a 'Bundle'")
    return _limited(_walk(root, ""), label)


def _limited(resources: Iterable[Resource], label: str) -> tuple[Resource, ...]:
    counted = tuple(resources)
    if len(counted) > MOST_RESOURCES:
        raise InputError(f"{label} holds {len(counted)} resources, more than {MOST_RESOURCES}; screen a part of it")
    return counted


def _of_lines(text: str, label: str) -> Iterator[Resource]:
    for number, line in enumerate(LINES.split(text), start=1):
        if line.strip():
            place = f"{label}, line {number}"
            try:
                yield from _of_value(parsed(line, place), place)
            except json.JSONDecodeError as problem:
                reason = f"{problem.msg}, column {problem.colno}"
                raise InputError(f"{place}: neither JSON nor NDJSON, one resource a line: {reason}") from None


def _of_value(given: object, place: str) -> Iterator[Resource]:
    if isinstance(given, dict):
        yield from _walk(Node(given, place), "")
    else:
        yield _unread(place, f"'{shown(given)}' is not a resource")


def _walk(node: Node, full_url: str, turn: tuple[str, int] = NO_HISTORY) -> Iterator[Resource]:
    """Walk through a resource and all resources within it, each after the one that contains it."""
    kind = node.value.get("resourceType")
    if not isinstance(kind, str) or not kind:
        yield _unread(node.place, NO_TYPE)
    elif kind == "Bundle":
        yield from _of_bundle(node)
    elif kind == "Parameters":
        yield from _of_parameters(node, "parameter")
        yield from _strays(node, ("parameter",))
    elif kind == "OperationOutcome" and failed(node.value):
        yield _unread(node.place, "a query failed or is incomplete, and what it would have found is unknown")
    else:
        whole = Resource(kind, node, full_url, turn=turn)
        yield whole
        if not withdrawn(whole):
            yield from _contained(whole)
            yield from (_unread(node.place, flaw) for flaw in taken_out(node.value))
            yield from _strays(node, ("contained",))


def _of_bundle(root: Node) -> Iterator[Resource]:
    entries = _items(root, "entry")
    history = root.value.get("type") == "history"
    for number, entry in enumerate(entries):
        yield from (
            _of_entry(entry, (root.place, number) if history else NO_HISTORY) if isinstance(entry, Node) else [entry]
        )
    yield from _outcome(root, "issues")
    matches = sum(isinstance(entry, Node) and is_match(entry.value) for entry in entries)
    yield from (_unread(root.place, flaw) for flaw in missing(root.value, matches))
    yield from _strays(root, IN_BUNDLE)


def _of_entry(entry: Node, turn: tuple[str, int]) -> Iterator[Resource]:
    url, response = entry.value.get("fullUrl"), entry.value.get("response")
    full_url = url if isinstance(url, str) else ""
    bad = not answered_in_full(response)
    if bad or entry.value.get("modifierExtension"):
        reason = f"answered by '{shown(mapping(response).get('status'))}'" if bad else "has a modifierExtension"
        yield _unread(entry.place, f"{reason}, and what it would have held is unknown")
    yield from _outcome(Node(mapping(response), f"{entry.place}.response"), "outcome")
    method = plain_text(mapping(entry.value.get("request")).get("method")).upper()
    if method == "PATCH":
        yield _unread(entry.place, "a PATCH, and what it leaves changed is unknown")
    if method == "DELETE":
        if not bad:
            yield _deletion(entry, full_url, turn)
        yield from _strays(entry, ("response",))
        return
    if isinstance(entry.value.get("resource"), dict):
        yield from _walk(Node(entry.value["resource"], f"{entry.place}.resource"), full_url, turn)
    elif "resourceType" in entry.value:  # written without its wrapper
        yield from _walk(entry, full_url, turn)
        return
    elif not bad:
        yield _unread(entry.place, "holds no resource, and what it would have held is unknown")
    yield from _strays(entry, IN_ENTRY)


def _outcome(node: Node, key: str) -> Iterator[Resource]:
    """Walk through the resource that says how a query went."""
    if isinstance(outcome := node.value.get(key), dict):
        yield from _walk(Node(outcome, f"{node.place}.{key}"), "")


def _strays(node: Node, known: tuple[str, ...]) -> Iterator[Resource]:
    """Name resources in a place where FHIR has none, such as ``entries``: whether they count is unknown."""
    for key, value in node.value.items():
        if key not in known and any("resourceType" in block for _, block in blocks_within(value)):
            yield _unread(f"{node.place}.{key}", "holds a resource where none is read")


def _deletion(entry: Node, full_url: str, turn: tuple[str, int]) -> Resource:
    """Return the record of a deletion, as far as the entry says of what and when."""
    url = entry.value["request"].get("url")
    parts = (url if isinstance(url, str) else full_url).split("?")[0].split("/_history")[0].split("/")
    if len(parts) < 2 or not all(parts[-2:]):
        return _unread(entry.place, "a deletion that does not say of what")
    answered = mapping(entry.value.get("response"))
    version = plain_text(answered.get("etag")).strip('W/"')
    meta = {"lastUpdated": answered.get("lastModified"), "versionId": version or None}
    kind, identity = parts[-2:]
    return Resource(kind, Node({"id": identity, "meta": meta}, entry.place), full_url, deleted=True, turn=turn)


def _of_parameters(node: Node, key: str) -> Iterator[Resource]:
    for parameter in _items(node, key):
        if isinstance(parameter, Resource):
            yield parameter
            continue
        if "resource" in parameter.value:
            yield from _of_value(parameter.value["resource"], f"{parameter.place}.resource")
        for given in (name for name in parameter.value if name.startswith("value")):
            yield _unread(f"{parameter.place}.{given}", "a value of Parameters is not read")
        yield from _of_parameters(parameter, "part")
        yield from _strays(parameter, IN_PARAMETER)


def _contained(whole: Resource) -> Iterator[Resource]:
    for inner in _items(whole.node, "contained"):
        if isinstance(inner, Resource):
            yield inner
        elif (kind := inner.value.get("resourceType")) and isinstance(kind, str):
            resource = Resource(kind, inner, "", whole)
            yield resource
            yield from _contained(resource)
        else:
            yield _unread(inner.place, NO_TYPE)


def withdrawn(resource: Resource) -> bool:
    """Return whether a resource was withdrawn: then nothing in it counts."""
    if resource.deleted or resource.node.value.get("status") == IN_ERROR:
        return True
    certainty = resource.node.value.get("verificationStatus")
    coded = certainty.get("coding") if isinstance(certainty, dict) else [{"code": certainty}]
    codings = mappings(coded) if isinstance(coded, list) else []
    return bool(codings) and all(coding.get("code") == IN_ERROR for coding in codings)


def _items(node: Node, key: str) -> "list[Node | Resource]":
    """Return the blocks of a list, with an unread resource for each item that is no block."""
    given, place = node.value.get(key), f"{node.place}.{key}"
    if given is None:
        return []
    if not isinstance(given, list):
        return [_unread(place, f"'{shown(given)}' is not a list")]
    return [
        Node(item, f"{place}[{number}]")
        if isinstance(item, dict)
        else _unread(f"{place}[{number}]", f"'{shown(item)}' is not a block")
        for number, item in enumerate(given)
    ]


def _unread(place: str, flaw: str) -> Resource:
    return Resource("", Node({}, place), "", flaw=flaw)
