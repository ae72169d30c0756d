"""A patient file as nested dictionaries of text; a leaf is text, or ``{value: text, source: key}``."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from diastole.errors import InputError, did_you_mean
from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.fields import quantity_of
from diastole.model.input_blocks.problems import ABSENT

type Tree = dict[str, Any]

GIVEN = "given"  # source of a value that a person gave without one
ASSUMED = "assumed"  # source of a default
TITLES = ("name", "description")  # of one patient, and not of those based on it
OF_FIT = ("misfit", "not_used")  # sentences of a fit on its patient
WORDS = (*TITLES, *OF_FIT)  # text about the patient, which needs no source
LEAF_KEYS = ("value", "source")
_SOURCE = re.compile(r"[a-z][a-z0-9_]*")


def is_block(node: object) -> bool:
    """Return whether a node holds keys rather than one value."""
    return isinstance(node, Mapping) and "value" not in node


def merge(base: Tree, changes: Mapping[str, Any]) -> Tree:
    """Return a tree with changes: blocks are merged, values replaced together with their source."""
    merged = dict(base)
    for key, node in changes.items():
        both_blocks = is_block(merged.get(key)) and is_block(node)
        merged[key] = merge(merged[key], node) if both_blocks else node
    return merged


def keys(block: Block, prefix: str = "") -> Iterator[str]:
    """Return the dotted key of every value that is there."""
    for name, value in block:
        if isinstance(value, Block):
            yield from keys(value, f"{prefix}{name}.")
        elif value is not None:
            yield prefix + name


def put(tree: Tree, dotted: str, given: object) -> None:
    """Set one value of a tree in place; blocks on the way are opened, or made.

    Raise InputError if the way leads through a value.
    """
    *blocks, last = dotted.split(".")
    for depth, name in enumerate(blocks, start=1):
        inside = tree.get(name)
        if isinstance(inside, Block):
            tree[name] = {key: value for key, value in inside if value is not None}
        elif inside is None or inside == ABSENT:
            tree[name] = {}
        elif not is_block(inside):
            raise InputError(f"unknown key '{dotted}': '{'.'.join(blocks[:depth])}' is a value without keys of its own")
        tree = tree[name]
    tree[last] = given


def sourced(given: object, key: str) -> tuple[object, dict[str, str]]:
    """Return what is given for a key without its sources, and those by their dotted key.

    Raise InputError as `split`.
    """
    if isinstance(given, Block):
        return given, {f"{key}.{name}": GIVEN for name in given.model_fields_set}
    values, sources = split({key: given})
    return values[key], sources


def split(tree: Mapping[str, Any], prefix: str = "") -> tuple[Tree, dict[str, str]]:
    """Separate values from their sources.

    Raise InputError if a leaf has keys other than value and source, or a source is not a key.

    Returns the tree of values alone, and the source of each by its dotted key.
    """
    values: Tree = {}
    sources: dict[str, str] = {}
    for name, node in tree.items():
        if is_block(node):
            values[name], inner = split(node, f"{prefix}{name}.")
            sources |= inner
        else:
            values[name], sources[prefix + name] = _leaf(node, prefix + name)
    return values, sources


def _leaf(node: object, key: str) -> tuple[object, str]:
    """Return value and source of a leaf."""
    if not isinstance(node, Mapping):
        return node, GIVEN
    for name in node:
        if name not in LEAF_KEYS:
            raise InputError(
                f"unknown key '{key}.{name}'; allowed are value and source.{did_you_mean(name, LEAF_KEYS)}"
            )
    source = node.get("source", GIVEN)
    if not isinstance(source, str) or not _SOURCE.fullmatch(source):
        raise InputError(
            f"{key}: source '{source}' is not a key of knowledge/evidence/sources.yaml such as land2017, nor {ASSUMED}"
        )
    return node["value"], source


def dump(block: Block, sources: Mapping[str, str], prefix: str = "") -> Tree:
    """Write a block as a tree; what is absent is left out."""
    tree: Tree = {}
    for name, field in type(block).model_fields.items():
        value, key, known = getattr(block, name), prefix + name, quantity_of(field)
        if isinstance(value, Block):
            tree[name] = dump(value, sources, key + ".")
        elif key in TITLES or (key in OF_FIT and value):
            tree[name] = value
        elif value is not None and key not in OF_FIT:
            text = known.text(value) if known else value
            tree[name] = {"value": text, "source": sources.get(key, ASSUMED)}
    return tree


def leaves(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return every leaf of a tree by its dotted key."""
    values: dict[str, Any] = {}
    for name, node in tree.items():
        values |= leaves(node, f"{prefix}{name}.") if is_block(node) else {prefix + name: node}
    return values
