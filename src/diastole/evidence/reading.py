"""YAML of the evidence base, read strictly: text keys only, none twice, no nesting without end."""

from collections.abc import Hashable
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from diastole.errors import InputError

DEEPEST = 20  # blocks inside each other; far deeper ones crash libyaml's composer
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Loader(yaml.CSafeLoader):
    """The safe loader; a mapping may hold each key once, and only text as keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Read a mapping."""
        seen: set[str] = set()
        for key_node, _ in node.value:
            key, line = self.construct_object(key_node), key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise InputError(
                    f"line {line}: the key '{key_node.value}' is read as {key!r}, quote it to make it text"
                )
            if key in seen:
                raise InputError(f"line {line}: the key '{key}' stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(text: str, name: str) -> Any:
    """Read YAML.

    Parameters
    ----------
    text
        YAML 1.1, without aliases.
    name
        Name of the file, for messages.

    Raises
    ------
    InputError
        If it is not YAML, has aliases or too many blocks inside each other, or a key stands twice or is not text:
        YAML 1.1 reads yes, no, on and off as booleans.
    """
    try:
        _refuse_traps(text)
        return yaml.load(text, Loader=_Loader)
    except InputError as error:
        raise InputError(f"{name}, {error}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"{name} is not YAML: {' '.join(str(error).split())}") from None


def _refuse_traps(text: str) -> None:
    """Refuse what makes a small file large or crashes the parser."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, _STARTS) - isinstance(event, _ENDS)
        line = event.start_mark.line + 1 if event.start_mark else 0
        if depth > DEEPEST:
            raise InputError(f"line {line}: more than {DEEPEST} blocks are inside each other")
        if isinstance(event, yaml.AliasEvent):
            raise InputError(f"line {line}: aliases are not allowed, write it out")


def validated[T: BaseModel](model: type[T], content: Any, name: str) -> T:
    """Return the content of a file as a model.

    Raises
    ------
    InputError
        If it does not fit: how many errors, and the first with its place.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False)
        place = ".".join(str(part) for part in wrong[0]["loc"])
        raise InputError(f"{name} has {len(wrong)} errors; the first is in {place}: {wrong[0]['msg']}") from None
