"""Spellings of grades, findings and units in records: spellings.yaml as look-ups."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from diastole.errors import InputError
from diastole.strict_yaml import read_yaml
from diastole.units import read_unit

KEYS = {"grades", "findings", "lesions", "units"}
TAGS = ("qualifier value", "finding", "disorder")  # what SNOMED CT adds to its names, in brackets
_ANNOTATION = re.compile(r"\{[^{}]*\}")
_PER_NOTHING = re.compile(r"/(?=$|[./])")  # a unit per annotation, once that is dropped
_POWER = re.compile(r"10[*^](-?\d{1,2})(?=[./]|$)\.?")
_SOFT = re.compile(r"[\s_.,:;–-]+")
_PIECES = re.compile(r"[()\[\]]")


@dataclass(frozen=True)
class Spellings:
    """Words by what they mean, units by how they are written."""

    grades: Mapping[str, str]
    findings: Mapping[str, str]
    lesions: Mapping[str, frozenset[str]]
    units: Mapping[str, tuple[str, float]]


@lru_cache(maxsize=1)
def spellings() -> Spellings:
    """Return the spellings that come with the package."""
    return parse_spellings((files("diastole.knowledge.screening") / "spellings.yaml").read_text(encoding="utf-8"))


def parse_spellings(text: str) -> Spellings:
    """Read spellings.

    Raises
    ------
    InputError
        If a block is missing, a word means two things, or a unit cannot be read.
    """
    tree = read_yaml(text, "spellings.yaml")
    if not isinstance(tree, dict) or set(tree) != KEYS:
        raise InputError(f"spellings.yaml needs the blocks {', '.join(sorted(KEYS))}, and nothing else")
    units: dict[str, tuple[str, float]] = {}
    for one in tree["units"]:
        read_unit(one["is"])
        for written in one["written"]:
            if written in units:
                raise InputError(f"spellings.yaml: the unit '{written}' stands twice")
            units[written] = one["is"], float(one["times"])
    return Spellings(
        grades=_turned(tree["grades"]),
        findings=_turned(tree["findings"]),
        lesions={lesion: frozenset(map(plain_words, words)) for lesion, words in tree["lesions"].items()},
        units=units,
    )


def grade_words(text: str, lesion: str) -> set[str] | None:
    """Return the grades that a text says, each part in brackets by itself; None if a part of it is not understood.

    Parameters
    ----------
    lesion
        ``aortic`` or ``mitral``, whose name may stand in the text; empty for something that is no valve.
    """
    known = spellings()
    around = known.lesions["both"] | known.lesions[lesion] if lesion else frozenset()
    found = {known.grades.get(piece) for piece in _pieces(text, around)}
    return None if None in found or not found else {one for one in found if one}


def finding_word(text: str, name: Iterable[str] = ()) -> str | None:
    """Return whether a text says absent, suspected or present; None if it says something else.

    Parameters
    ----------
    name
        Words of the name of what was looked for, which may stand in the text.
    """
    known = spellings().findings
    found = {known.get(piece) for piece in _pieces(text, frozenset(name))}
    return found.pop() if len(found) == 1 else None


def mentioned(text: str, *, briefly: bool = False) -> set[str]:
    """Return every grade that a text names somewhere; it may speak against what it stands beside.

    Parameters
    ----------
    briefly
        Whether signs such as III and 3+ count too, which elsewhere may be a class, a type or a pulse.
    """
    said = plain_words(_PIECES.sub(" ", text).replace("°", " "))
    return {spellings().grades[found[0]] for found in _mentions(briefly).finditer(said)}


@lru_cache(maxsize=2)
def _mentions(briefly: bool) -> re.Pattern[str]:
    """Return a pattern of the words of grades, the longest first, so that mild to moderate is not mild."""
    brief = ("iii", "iv", "1+", "2+", "3+", "4+")
    words = [word for word in spellings().grades if len(word) > len("iii") or (briefly and word in brief)]
    return re.compile("|".join(rf"(?<!\S){re.escape(word)}(?!\S)" for word in sorted(words, key=len, reverse=True)))


def plain_unit(written: str) -> tuple[str, float]:
    """Return a unit as this program writes it, and what to multiply the number with.

    Annotations of UCUM say nothing about the size and are dropped whole: ``mL/{beat}`` is ``mL``, ``{beats}/min`` is
    ``1/min``. Powers of ten are multiplied: ``10*6/uL``.
    """
    known = spellings().units
    if written.strip() in known:
        return known[written.strip()]
    plain = _PER_NOTHING.sub("", _ANNOTATION.sub("", written)).strip() or "1"
    if plain in known:
        return known[plain]
    if power := _POWER.match(plain):
        unit, times = plain_unit(plain[power.end() :])
        return unit, times * 10.0 ** int(power[1])
    plain = plain.replace("mm[Hg]", "mmHg")
    return f"1{plain}" if plain.startswith("/") else plain, 1.0


def plain_words(text: str) -> str:
    """Return a text in small letters, with single spaces for hyphens, points and the like."""
    return _SOFT.sub(" ", text.casefold()).strip()


def _pieces(text: str, around: frozenset[str]) -> list[str]:
    """Return the parts of a text in brackets and outside, each without the words around what it says."""
    parts = (plain_words(part) for part in _PIECES.split(text))
    return [piece for part in parts if part not in TAGS and (piece := _without(part, around))]


def _without(text: str, around: frozenset[str]) -> str:
    return " ".join(word for word in text.split() if word not in around)


def _turned(by_meaning: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, words in by_meaning.items():
        for word in map(plain_words, words):
            if found.setdefault(word, meaning) != meaning:
                raise InputError(f"spellings.yaml: '{word}' means both {found[word]} and {meaning}")
    return found
