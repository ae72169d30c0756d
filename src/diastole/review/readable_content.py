"""Writes the content of a subject and its changes in plain words, for reviewers."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from diastole.knowledge.evidence.closed_lists import ENTITIES
from diastole.knowledge.evidence.thresholds import GRADES
from diastole.knowledge.rules.fact_definitions import vocabulary
from diastole.knowledge.rules.grammar import GRADED

TITLES = {
    "question": "Question", "author": "Author", "corrects": "False beliefs that it corrects",
    "text": "Wording", "sentence": "Wording", "entities": "Subjects", "intents": "Questions that it answers",
    "polarity": "Direction", "support": "Support", "conflicts": "Disagrees with", "valid_until": "Valid until",
    "claims": "Claims of the ledger", "uncited": "No source can be cited", "withdrawn": "Withdrawn",
    "when": "Condition", "if_unknown": "Where the condition is unknown", "then": "What follows",
    "tests": "Cases of the rule", "sources": "Sources", "cited": "Sources and how far they were checked",
    "standing": "Against the literature", "flips": "Known to turn", "not_shown": "Why there is no experiment",
    "experiment": "Experiment on simulated patients", "note": "What a reviewer has to decide",
}  # fmt: skip
READERS = {"clinician": "For a clinician", "trainee": "For a trainee", "patient": "For a patient or relative"}
LEVELS = {
    "primary-abstract": "read in the source’s own abstract, text, label or page",
    "secondary": "known through another document",
    "unverified": "not yet checked",
}
GROUPS = {"any": "any of", "all": "all of", "not": "not", "of": "of"}
COMPARED = {"eq": "is", "in": "is one of", "gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
SAID = {
    "iabp": "balloon pump", "va_ecmo": "ECMO", "lava_ecmo": "ECMO with a vented left atrium", "lvad": "LVAD",
    "impella": "Impella", "impella_cp": "Impella CP", "tandemheart": "TandemHeart", "tavr": "transcatheter valve",
    "moderate_severe": "moderate to severe",
}  # fmt: skip
UNKNOWN = {"fire": "it fires", "ask": "data are needed", "skip": "it says nothing"}
INTERNAL = re.compile(r"[a-z0-9]+(?:[_.][a-z0-9]+)+")  # an internal name, such as aortic_regurgitation
WORD = re.compile(r"\s+|\S+")
INDENT = "    "
ALIKE = 0.5  # of two lines: at least this part of their words is the same
CONTEXT = 2  # unchanged lines around a change

type Content = Mapping[str, Any]


@dataclass(frozen=True)
class Piece:
    """A run of text that was kept, removed or added."""

    kind: str  # kept, removed or added
    text: str


@dataclass(frozen=True)
class ContentChange:
    """A part of a content that has changed: its title, and its lines in pieces."""

    title: str
    lines: tuple[tuple[Piece, ...], ...]


def readable(content: Content) -> dict[str, tuple[str, ...]]:
    """Return the parts of a content by title, in lines."""
    parts: dict[str, tuple[str, ...]] = {}
    for key, value in content.items():
        if key == "id":
            continue
        title = TITLES.get(key) or _words(key).capitalize()
        lines = tuple(_part(key, value, content))
        if lines:
            parts[title] = (*parts.get(title, ()), *lines)
    return parts


def content_changes(before: str, after: str) -> tuple[ContentChange, ...]:
    """Return what has changed between two contents in canonical JSON, part by part."""
    old, new = (readable(json.loads(body)) for body in (before, after))
    titles = dict.fromkeys((*new, *old))
    versions = ((title, old.get(title, ()), new.get(title, ())) for title in titles)
    return tuple(ContentChange(title, tuple(_compared(was, now))) for title, was, now in versions if was != now)


def level_words(checked: str) -> str:
    """Return how far a source was checked, in words."""
    return LEVELS.get(checked, checked or "not said")


def reader_words(reader: str) -> str:
    """Return for whom a wording is, or which part it is, in words."""
    return READERS.get(reader) or TITLES.get(reader) or _words(reader).capitalize()


def _part(key: str, value: Any, content: Content) -> Iterator[str]:
    """Yield one part in lines."""
    if value in (None, "", [], {}, False) or (key == "sources" and "support" in content):
        return
    if key in ("text", "sentence") and isinstance(value, Mapping):
        yield from (f"{reader_words(reader)}: {text}" for reader, text in value.items())
    elif key == "support":
        yield from (_support(one, content.get("sources", {})) for one in value)
    elif key == "cited":
        yield from (f"{one['citation']} (checked: {level_words(one['checked'])})" for one in value.values())
    elif key == "when":
        yield from _condition(value, "")
    elif key == "if_unknown":
        yield UNKNOWN.get(value, value)
    elif key == "tests":
        yield from (f"{_facts(one['facts'])} → {_words(str(one['expect']).lower())}" for one in value)
    else:
        yield from _lines(value, "")


def _support(one: Content, sources: Mapping[str, Content]) -> str:
    """Return a source with class, level and place as it prints them, and how far it was checked."""
    source = sources.get(one["ref"], {})
    grades = [f"{key} {one[key]}" for key in ("class", "level") if one.get(key)] + [one.get("locator") or ""]
    checked = f"checked: {level_words(source.get('checked', ''))}"
    return "; ".join(part for part in (source.get("citation", one["ref"]), *grades, checked) if part)


def _condition(node: Content, indent: str) -> Iterator[str]:
    """Yield a condition of a rule in lines."""
    if "fact" in node:
        yield f"{indent}{_words(node['fact'])} {_comparison(node)}"
        return
    ((operator, inside),) = node.items()
    if operator in ("missing", "known"):
        yield f"{indent}{_words(inside)} is {'known' if operator == 'known' else 'not known'}"
        return
    if operator == "at_least":
        operator, inside = f"at least {inside['n']} of", inside["of"]
    yield f"{indent}{GROUPS.get(operator, operator)}:"
    for one in inside if isinstance(inside, list) else [inside]:
        yield from _condition(one, indent + INDENT)


def _comparison(leaf: Content) -> str:
    """Return what a condition asks of a fact; of a graded measurement the limit, and the grade that it stands for."""
    (operator,) = set(leaf) - {"fact", GRADED}
    asked = f"{COMPARED.get(operator, operator)} {_value(leaf[operator])}"
    grade = leaf.get(GRADED)
    return f"{asked} ({_words(grade)}{'' if grade == GRADES[-1] else ' or worse'})" if grade else asked


def _facts(facts: Content) -> str:
    return "; ".join(f"{_words(name)}: {_value(value)}" for name, value in facts.items()) or "nothing is known"


def _lines(value: Any, indent: str) -> Iterator[str]:
    """Yield plain data in lines."""
    if isinstance(value, Mapping) and not _is_quantity(value):
        for key, inside in value.items():
            if isinstance(inside, (Mapping, list)) and inside and not _is_quantity(inside):
                yield f"{indent}{_words(key)}:"
                yield from _lines(inside, indent + INDENT)
            elif inside not in (None, "", [], {}):
                yield f"{indent}{_words(key)}: {_value(inside)}"
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for one in value:
            yield f"{indent}–"
            yield from _lines(one, indent + INDENT)
    elif isinstance(value, list):
        yield f"{indent}{', '.join(_value(one) for one in value)}"
    else:
        yield f"{indent}{_value(value)}"


def _is_quantity(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"value", "unit"}


def _value(value: Any) -> str:
    if _is_quantity(value):
        return f"{value['value']} {value['unit']}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(_value, value)) if isinstance(value, list) else _words(str(value))


def _words(name: str) -> str:
    """Return an internal name in words, and any other text unchanged."""
    if name in SAID or name in vocabulary():
        return SAID.get(name) or vocabulary()[name].title
    is_internal = name in ENTITIES or INTERNAL.fullmatch(name)
    return re.sub(r"(?<!\d)\.|_", " ", name) if is_internal else name


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """Yield the lines of a part in pieces, with few of those that were kept."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
        if number:
            yield (Piece("kept", "…"),)
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from ((Piece("kept", line),) for line in before[i:j])
            else:
                yield from (_pieces(was, now) for was, now in zip_longest(before[i:j], after[k:m]))


def _pieces(before: str | None, after: str | None) -> tuple[Piece, ...]:
    """Return a line with its words that were removed and added."""
    was, now = (WORD.findall(line or "") for line in (before, after))
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < ALIKE:  # word by word it could not be read
        whole = (Piece("removed", before or ""), Piece("added", after or ""))
        return tuple(piece for piece in whole if piece.text)
    pieces: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("kept", "".join(was[i:j])))
            continue
        pieces += [Piece("removed", "".join(was[i:j]))] if i < j else []
        pieces += [Piece("added", "".join(now[k:m]))] if k < m else []
    return tuple(pieces)
