"""Reading YAML strictly: a key is text and stands once, nothing is a reference, and no nesting goes on without end.

`read_yaml` reads data of the package, with the types of YAML 1.1. `read_blocks` reads what a person writes: every
scalar stays text, so that ``1:2`` is not a number of base 60 and ``on`` is not true. Both build from the events of the
parser, because a deep file crashes libyaml's own composer.
"""

from collections.abc import Callable, Collection, Iterator
from importlib.resources import files
from typing import Annotated, Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from diastole.errors import InputError, did_you_mean
from diastole.files import LARGEST_TEXT, decoded, other_kind
from diastole.number_grammar import respelled
from diastole.units import shown

_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
_TEXT = "tag:yaml.org,2002:str"
_TAGS = (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")  # of blocks and lists
_RESOLVER = Resolver()
_WRONG = {  # what pydantic calls wrong, within a sentence
    "extra_forbidden": "is unknown here", "missing": "is missing", "too_short": "is empty",
    "string_too_short": "is empty", "string_type": "has to be text", "dict_type": "has to be a block of lines",
    "model_type": "has to be a block of lines",
}  # fmt: skip

type Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class FrozenRecord(BaseModel):
    """A block of a file of the package, with these fields and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Reading(NamedTuple):
    """How a file is read."""

    scalar: Callable[[yaml.ScalarEvent], Any]
    key: Callable[[yaml.ScalarEvent], str]
    has_lists: bool
    deepest: int  # blocks inside each other


def read_yaml(text: str, name: str) -> Any:
    """Read data with their types; None where there are none.

    Parameters
    ----------
    text
        YAML 1.1, without references.
    name
        Name of the file, for messages.

    Raises
    ------
    InputError
        If it is not YAML, has references or too many blocks inside each other, or a key is given twice or is not text:
        YAML 1.1 reads yes, no, on and off as booleans.
    """
    return _read(text, name, _Reading(_typed, _typed_key, has_lists=True, deepest=20))


def read_packaged(package: str, name: str, keys: Collection[str] = ()) -> Any:
    """Read a file of the package; where keys are given, it has these blocks and no others.

    Raises
    ------
    InputError
        As of `read_yaml`, and if a block is missing or is not one of these.
    """
    tree = read_yaml((files(package) / name).read_text(encoding="utf-8"), name)
    if keys and (not isinstance(tree, dict) or set(tree) != set(keys)):
        raise InputError(f"{name} needs the blocks {', '.join(sorted(keys))}, and nothing else")
    return tree


def read_blocks(raw: bytes, label: str) -> dict[str, Any]:
    """Read blocks of text, such as a patient file.

    Parameters
    ----------
    raw
        Text as `files.decoded` reads it.
    label
        What messages call the file.

    Raises
    ------
    InputError
        If this is not a YAML map of blocks and text; the message names the line and what to do, or what it is instead.
    """
    if len(raw) > LARGEST_TEXT:
        raise InputError(f"{label} is larger than {LARGEST_TEXT // 1000} kB; a patient file is text of a few kB")
    if kind := other_kind(raw):
        raise InputError(f"{label} is {kind}; give a file of lines such as 'heart_rate: 80 /min'")
    blocks = _read(decoded(raw, label), label, _Reading(_plain, _plain, has_lists=False, deepest=8))
    if not blocks:
        raise InputError(f"{label} is empty; give at least 'based_on: healthy'")
    return dict(blocks)


def validated[T: BaseModel](model: type[T], content: Any, name: str) -> T:
    """Return the content of a file as a model.

    Raises
    ------
    InputError
        If it does not fit: the first error with its place, and how many more there are.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first, *others = sorted(error.errors(include_url=False, include_context=False), key=_is_no_misspelling)
        place = ".".join(str(part) for part in first["loc"])
        said = f"'{place}' {_WRONG.get(first['type'], f'is wrong: {first["msg"]}')}" if place else first["msg"]
        is_ours = len(first["loc"]) == 1 and not _is_no_misspelling(first)
        near = did_you_mean(place, model.model_fields) if is_ours else ""
        more = f" (and {len(others)} more)" if others else ""
        raise InputError(f"{name}: {said}{more}{near and '.'}{near}") from None


def _is_no_misspelling(error: Any) -> bool:
    """Whether pydantic reports something else than an unknown key, which may be why another one is missing."""
    return bool(error["type"] != "extra_forbidden")


def _read(text: str, name: str, reading: _Reading) -> Any:
    """Read the only document of a text; an error names the line."""
    try:
        return _document(yaml.parse(text, Loader=_LOADER), reading)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = f", line {mark.line + 1}" if mark else ""
        words = ", ".join(part for part in (problem.context, problem.problem) if part)
        raise InputError(f"{name}{line}: {words}{_advice(words, _line(text, mark.line) if mark else '')}") from None
    except (yaml.YAMLError, UnicodeError) as problem:  # UnicodeError: half a surrogate pair
        raise InputError(f"{name} is not a YAML file: {' '.join(str(problem).split())[:200]}") from None


def _document(events: Iterator[yaml.Event], reading: _Reading) -> Any:
    """Return what the only document holds; None where there is no document."""
    node = None
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            if not reading.has_lists and not isinstance(event, yaml.MappingStartEvent):
                value = getattr(event, "value", None)
                said = "a list" if value is None else f"'{shown(value)}'"
                raise _problem(f"{said} is no line such as 'heart_rate: 80 /min'", event)
            node = _node(events, event, reading, 1)
        elif isinstance(event, yaml.DocumentEndEvent):
            break
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            raise _problem("a second document begins; a file holds one", event)
    return node


def _node(events: Iterator[yaml.Event], event: yaml.Event, reading: _Reading, depth: int) -> Any:
    """Return what begins with an event."""
    if isinstance(event, yaml.ScalarEvent):
        return reading.scalar(event)
    if isinstance(event, yaml.AliasEvent):
        raise _problem("a reference (*) is not allowed; write the values out", event)
    if not reading.has_lists and not isinstance(event, yaml.MappingStartEvent):
        raise _problem("a list stands where a value or a block of keys is needed", event)
    if depth > reading.deepest:
        raise _problem(f"blocks are nested more than {reading.deepest} deep", event)
    if reading.has_lists and event.tag not in _TAGS:  # type: ignore[attr-defined]
        raise _problem(f"the tag {event.tag} is not allowed", event)  # type: ignore[attr-defined]
    if isinstance(event, yaml.MappingStartEvent):
        return _block(events, reading, depth)
    return [_node(events, item, reading, depth + 1) for item in _until(events, yaml.SequenceEndEvent)]


def _block(events: Iterator[yaml.Event], reading: _Reading, depth: int) -> dict[str, Any]:
    """Return a block, whose start was read."""
    tree: dict[str, Any] = {}
    before: object = None
    for event in _until(events, yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            raise _problem("a key is not a word", event)
        key = reading.key(event)
        if advice := _comma(before, key):
            raise _problem(advice, event)
        if key in tree:
            raise _problem(f"the key '{key}' is given twice", event)
        before = tree[key] = _node(events, next(events), reading, depth + 1)
    return tree


def _until(events: Iterator[yaml.Event], end: type[yaml.Event]) -> Iterator[yaml.Event]:
    """Yield events up to the end of a block or a list; what is inside of what begins is read by its reader."""
    while not isinstance(event := next(events), end):
        yield event


def _plain(event: yaml.ScalarEvent) -> str:
    return str(event.value)


def _typed(event: yaml.ScalarEvent) -> Any:
    """Return a scalar with its type."""
    tag = _tag(event)
    if tag == _TEXT:
        return event.value
    try:
        return SafeConstructor().construct_document(yaml.ScalarNode(tag, event.value))
    except ValueError as problem:
        raise _problem(str(problem), event) from None


def _typed_key(event: yaml.ScalarEvent) -> str:
    """Return a key, which is read as text."""
    tag = _tag(event)
    if tag != _TEXT:
        raise _problem(f"a key is read as {tag.rpartition(':')[2]}, not as text; quote it", event)
    return str(event.value)


def _tag(event: yaml.ScalarEvent) -> str:
    """Return the tag of a scalar: the one that is written, or that of its form."""
    if event.tag is not None and event.tag != "!":
        return str(event.tag)
    return str(_RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit))  # type: ignore[no-untyped-call]


def _comma(before: object, key: str) -> str:
    """Say so where a number between braces was cut at its decimal comma: ``{area: 0,35 cm²}`` has a key ``35 cm²``."""
    whole = f"{before},{key}"
    written = respelled(whole) if isinstance(before, str) and key[:1].isdigit() else ""
    return f"'{whole}' {written}" if written else ""


def _line(text: str, number: int) -> str:
    """Return a line of a text, counted from 0 as YAML counts."""
    lines = text.splitlines()
    return lines[number] if number < len(lines) else ""


def _advice(words: str, line: str) -> str:
    """Say what to do about what the parser met."""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        return "; a tab stands in the indentation: put blanks in its place"
    if "expected ',' or" in words:
        return "; put a value with brackets or braces in quotes, such as '1 mm[Hg]'"
    if "mapping values" in words:
        return "; put a text with a colon in quotes"
    return ""


def _problem(words: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    """Return an error that knows its line."""
    return yaml.MarkedYAMLError(problem=words, problem_mark=event.start_mark)  # type: ignore[arg-type]
