"""Strict reading of FHIR JSON: UTF-8, each key once in a block, limited depth, finite numbers."""

import json
from collections import Counter
from typing import Any

from diastole.errors import InputError
from diastole.units import shown

LARGEST_BUNDLE = 5_000_000  # bytes accepted from the network
LARGEST_FILE = 50_000_000  # bytes of a file, for a long stay
DEEPEST = 40  # blocks and lists inside each other
LONGEST_NUMBER = 40  # digits
BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16


def read_json(raw: bytes, label: str) -> dict[str, Any]:
    """Read a JSON object from the network.

    Raises
    ------
    InputError
        If it is not JSON in UTF-8, too large, too deep, no object, or has a key twice.
    """
    try:
        return json_object(parsed(decoded(raw, label, LARGEST_BUNDLE), label), label)
    except json.JSONDecodeError as problem:
        raise no_json(problem, label) from None


def decoded(raw: bytes, label: str, most: int) -> str:
    """Return the text of a file of at most this number of bytes."""
    if len(raw) > most:
        raise InputError(f"{label} is larger than {most // 1_000_000} MB")
    coding = "utf-16" if raw.startswith(BYTE_ORDER) else "utf-8-sig"
    try:
        return raw.decode(coding)
    except UnicodeDecodeError as problem:
        name = coding.removesuffix("-sig").upper()
        raise InputError(f"{label} is not {name} text (byte {problem.start + 1}); save it as UTF-8") from None


def parsed(text: str, label: str) -> Any:
    """Return the content of a JSON text; the error of a text that is not JSON is left to the caller."""
    try:
        content = json.loads(text, parse_constant=_refuse, parse_int=_whole, object_pairs_hook=_block)
    except RecursionError:
        raise InputError(f"{label} is nested more than {DEEPEST} deep") from None
    except InputError as problem:
        raise InputError(f"{label}: {problem}") from None
    _refuse_depth(content, label)
    return content


def json_object(content: object, label: str) -> dict[str, Any]:
    """Return the content of a JSON text if it is an object."""
    if not isinstance(content, dict):
        raise InputError(f"{label} is not a JSON object")
    return content


def no_json(problem: json.JSONDecodeError, label: str) -> InputError:
    """Return the error for a text that is not JSON, with the place."""
    return InputError(f"{label}, line {problem.lineno}, column {problem.colno}: {problem.msg}")


def _refuse_depth(root: object, label: str) -> None:
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
    block = dict(pairs)
    if len(block) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        raise InputError(f"the key '{shown(counted.most_common(1)[0][0])}' is given twice in a block")
    return block
