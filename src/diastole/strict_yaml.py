"""YAML of the evidence base, read strictly: text keys only, none twice, no nesting without end."""

from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import SafeConstructor

from diastole.errors import InputError

DEEPEST = 20  # blocks inside each other; far deeper ones crash libyaml's composer
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_TEXT = "tag:yaml.org,2002:str"
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


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
        node = yaml.compose(text, Loader=_LOADER)
        if node is None:
            return None
        _refuse_keys(node)
        return SafeConstructor().construct_document(node)
    except InputError as error:
        raise InputError(f"{name}, {error}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"{name} is not YAML: {' '.join(str(error).split())}") from None


def _refuse_traps(text: str) -> None:
    """Refuse what makes a small file large or crashes the parser."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, _STARTS) - isinstance(event, _ENDS)
        line = event.start_mark.line + 1 if event.start_mark else 0
        if depth > DEEPEST:
            raise InputError(f"line {line}: more than {DEEPEST} blocks are inside each other")
        if isinstance(event, yaml.AliasEvent):
            raise InputError(f"line {line}: aliases are not allowed, write it out")


def _refuse_keys(node: yaml.Node) -> None:
    """Refuse a key that is no text, or stands twice in its mapping."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_keys(item)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.tag != _TEXT:
                raise InputError(f"line {line}: a key is read as {key.tag.rpartition(':')[2]}, not as text; quote it")
            if key.value in seen:
                raise InputError(f"line {line}: the key '{key.value}' stands twice")
            seen.add(key.value)
            _refuse_keys(value)


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
