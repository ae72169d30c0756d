"""YAML of the evidence base, read strictly: text keys only, and none twice."""

from collections.abc import Hashable
from typing import Any

import yaml

from diastole.errors import InputError


class _Loader(yaml.CSafeLoader):
    """The safe loader; a mapping may hold each key once, and only text as keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Read a mapping."""
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise InputError(f"line {line}: the key '{key_node.value}' is read as {key!r}, quote it to make it text")
            if key in seen:
                raise InputError(f"line {line}: the key '{key}' stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(text: str, name: str) -> Any:
    """Read YAML.

    Parameters
    ----------
    text
        YAML 1.1.
    name
        Name of the file, for messages.

    Raises
    ------
    InputError
        If it is not YAML, or a key stands twice or is not text: YAML 1.1 reads yes, no, on and off as booleans.
    """
    try:
        return yaml.load(text, Loader=_Loader)
    except InputError as error:
        raise InputError(f"{name}, {error}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{name} is not YAML: {' '.join(str(error).split())}") from None
