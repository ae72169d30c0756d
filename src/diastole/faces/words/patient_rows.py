"""A patient's file as rows of key, value and source."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from diastole.strict_yaml import read_blocks

SKIPPED = ("name", "description")


class Parameter(NamedTuple):
    """One value of a patient."""

    key: str  # dotted
    value: str  # with its unit
    source: str


def parameters(patient: Any) -> list[Parameter]:
    """Return every value of a patient with its unit and its source, in the order of the patient's file."""
    tree = read_blocks(patient.to_yaml().encode(), patient.name)
    sources = getattr(patient, "sources", {})
    return [row for row in _rows(tree, "", sources) if row.key not in SKIPPED]


def by_block(rows: list[Parameter]) -> dict[str, list[Parameter]]:
    """Return the parameters under the first word of their key; single ones under the patient."""
    blocks: dict[str, list[Parameter]] = {}
    for row in rows:
        head, _, tail = row.key.partition(".")
        blocks.setdefault(head if tail else "patient", []).append(row)
    return blocks


def _rows(node: Any, key: str, sources: Mapping[str, str]) -> Iterator[Parameter]:
    if isinstance(node, Mapping) and "value" in node:
        yield Parameter(key, str(node["value"]), str(node.get("source", sources.get(key, ""))))
    elif isinstance(node, Mapping):
        for name, child in node.items():
            yield from _rows(child, f"{key}.{name}" if key else str(name), sources)
    elif node is not None:
        yield Parameter(key, str(node), sources.get(key, ""))
