"""Reading a patient file: YAML of blocks and text, in which nothing is guessed and nothing stands twice.

The tree is built from the events of the parser: every scalar stays text, so that ``1:2`` is not a number of
base 60 and ``on`` is not true; and depth is limited here, because a deep file crashes libyaml's own composer.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

import yaml

from diastole.errors import InputError
from diastole.model.patient.tree import Tree
from diastole.units import respelled

LARGEST_FILE = 1_000_000  # bytes
DEEPEST = 8  # blocks inside each other
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


def read_file(path: Path) -> bytes:
    """Read a file, not more of it than a patient file can be long.

    Raises
    ------
    FileNotFoundError
        If there is none.
    InputError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; give a patient file") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise InputError(f"{str(path)[:200]!r} cannot be read: {reason}") from None


def parse(raw: bytes, label: str) -> Tree:
    """Parse the bytes of a patient file.

    Parameters
    ----------
    raw
        Text as `decoded` reads it.
    label
        What messages call the file.

    Raises
    ------
    InputError
        If this is not a YAML map of blocks and text; the message names the line.
    """
    if len(raw) > LARGEST_FILE:
        raise InputError(f"{label} is larger than {LARGEST_FILE // 1000} kB; a patient file is text of a few kB")
    text = decoded(raw, label)
    try:
        return _document(yaml.parse(text, Loader=_LOADER), label)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = f", line {mark.line + 1}" if mark else ""
        words = ", ".join(part for part in (problem.context, problem.problem) if part)
        raise InputError(f"{label}{line}: {words}{_advice(words, _line(text, mark.line) if mark else '')}") from None
    except yaml.YAMLError as problem:
        raise InputError(f"{label} is not a YAML file: {' '.join(str(problem).split())[:200]}") from None


def decoded(raw: bytes, label: str) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 where a byte order mark says so.

    Raises
    ------
    InputError
        If it is in neither; the message names the byte.
    """
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "UTF-16" if marked else "UTF-8"
    try:
        return raw.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as problem:
        seen = raw[problem.start : problem.start + 1].decode("cp1252", "ignore")
        other = f", '{seen}' in Windows-1252" if seen.isprintable() and seen and not marked else ""
        where = f"byte {problem.start + 1}{other}"
        raise InputError(f"{label} is not {encoding} text ({where}); save it as UTF-8") from None


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


def _document(events: Iterator[yaml.Event], label: str) -> Tree:
    """Build the tree of the only document."""
    tree: Tree = {}
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            tree = _block(events, 1)
        elif isinstance(event, yaml.NodeEvent):
            raise _problem(f"'{getattr(event, 'value', 'a list')}' is no line such as 'heart_rate: 80 /min'", event)
        elif isinstance(event, yaml.DocumentEndEvent):
            break
    if not tree:
        raise InputError(f"{label} is empty; give at least 'based_on: healthy'")
    if isinstance(event := next(events), yaml.DocumentStartEvent):
        raise _problem("a second document begins; a patient file holds one", event)
    return tree


def _block(events: Iterator[yaml.Event], depth: int) -> Tree:
    """Build a block, whose beginning was read."""
    tree: Tree = {}
    before: object = None
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent):
            raise _problem("a key is not a word", key)
        if advice := _comma(before, key.value):
            raise _problem(advice, key)
        if key.value in tree:
            raise _problem(f"the key '{key.value}' stands twice", key)
        before = tree[key.value] = _node(events, depth)
    return tree


def _comma(before: object, key: str) -> str:
    """Say so where a number between braces was cut at its decimal comma: ``{area: 0,35 cm²}`` has a key ``35 cm²``."""
    whole = f"{before},{key}"
    written = respelled(whole) if isinstance(before, str) and key[:1].isdigit() else ""
    return f"'{whole}' {written}" if written else ""


def _node(events: Iterator[yaml.Event], depth: int) -> str | Tree:
    """Build what stands after a key."""
    event = next(events)
    if isinstance(event, yaml.ScalarEvent):
        text: str = event.value
        return text
    if isinstance(event, yaml.AliasEvent):
        raise _problem("a reference (*) is not allowed; write the values out", event)
    if not isinstance(event, yaml.MappingStartEvent):
        raise _problem("a list stands where a value or a block of keys is needed", event)
    if depth == DEEPEST:
        raise _problem(f"blocks are nested more than {DEEPEST} deep", event)
    return _block(events, depth + 1)


def _problem(words: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    """Return an error that knows its line."""
    return yaml.MarkedYAMLError(problem=words, problem_mark=event.start_mark)  # type: ignore[arg-type]
