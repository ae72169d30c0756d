"""Spellings of grades, findings and units in records, read from spellings.yaml."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from diastole.errors import InputError
from diastole.strict_yaml import read_yaml
from diastole.units import read_unit

FILE = "spellings.yaml"
KEYS = {"grades", "findings", "lesions", "units"}
TAGS = ("qualifier value", "finding", "disorder")  # what SNOMED CT adds to its names, in brackets
_ANNOTATION = re.compile(r"\{[^{}]*\}")
_PER_NOTHING = re.compile(r"/(?=$|[./])")  # a unit per annotation, once that is dropped
_POWER = re.compile(r"10[*^](-?\d{1,2})(?=[./]|$)\.?")
_SOFT = re.compile(r"[\s_.,:;–-]+")
_PIECES = re.compile(r"[()\[\]]")


@dataclass(frozen=True)
class Spellings:
    """Meanings of words, and units by their spelling."""

    grades: Mapping[str, str]
    findings: Mapping[str, str]
    lesions: Mapping[str, frozenset[str]]
    units: Mapping[str, tuple[str, float]]


@lru_cache(maxsize=1)
def spellings() -> Spellings:
    """Return the spellings of the package."""
    return parse_spellings((files("diastole.knowledge.screening") / FILE).read_text(encoding="utf-8"))


def parse_spellings(text: str) -> Spellings:
    """Read spellings.

    Raises
    ------
    InputError
        If a block is missing, a word means two things, or a unit cannot be read.
    """
    tree = read_yaml(text, FILE)
    if not isinstance(tree, dict) or set(tree) != KEYS:
        raise InputError(f"{FILE} needs the blocks {', '.join(sorted(KEYS))}, and nothing else")
    units: dict[str, tuple[str, float]] = {}
    for one in tree["units"]:
        read_unit(one["is"])
        for written in one["written"]:
            if written in units:
                raise InputError(f"{FILE}: the unit '{written}' is given twice")
            units[written] = one["is"], float(one["times"])
    return Spellings(
        grades=_turned(tree["grades"]),
        findings=_turned(tree["findings"]),
        lesions={lesion: frozenset(map(plain_words, words)) for lesion, words in tree["lesions"].items()},
        units=units,
    )


def grade_words(text: str, lesion: str) -> set[str] | None:
    """Return the grades in a text, its parts in brackets read separately; None if a part is not understood.

    Parameters
    ----------
    lesion
        ``aortic`` or ``mitral``, whose name the text may contain; empty for something other than a valve.
    """
    known = spellings()
    around = known.lesions["both"] | known.lesions[lesion] if lesion else frozenset()
    grades = {known.grades.get(piece) for piece in _pieces(text, around)}
    return None if None in grades or not grades else {grade for grade in grades if grade}


def finding_word(text: str, name: Iterable[str] = ()) -> str | None:
    """Return absent, suspected or present, as a text says; None if it says something else.

    Parameters
    ----------
    name
        Words of the name of the finding, which the text may contain.
    """
    known = spellings().findings
    words = {known.get(piece) for piece in _pieces(text, frozenset(name))}
    return words.pop() if len(words) == 1 else None


def mentioned(text: str, *, briefly: bool = False) -> set[str]:
    """Return every grade that a text names anywhere; it may contradict a grade beside the text.

    Parameters
    ----------
    briefly
        Whether signs such as III and 3+ count too, which in other texts may be a class, a type or a pulse.
    """
    plain = plain_words(_PIECES.sub(" ", text).replace("°", " "))
    return {spellings().grades[match[0]] for match in _grade_pattern(briefly).finditer(plain)}


@lru_cache(maxsize=2)
def _grade_pattern(briefly: bool) -> re.Pattern[str]:
    """Return a pattern of the words of grades, the longest first, so that "mild to moderate" is not read as mild."""
    brief = ("iii", "iv", "1+", "2+", "3+", "4+")
    words = [word for word in spellings().grades if len(word) > len("iii") or (briefly and word in brief)]
    return re.compile("|".join(rf"(?<!\S){re.escape(word)}(?!\S)" for word in sorted(words, key=len, reverse=True)))


def plain_unit(written: str) -> tuple[str, float]:
    """Return a unit as this program writes it, and the factor for its number.

    Annotations of UCUM do not change the size of a unit and are dropped: ``mL/{beat}`` is ``mL``, ``{beats}/min`` is
    ``1/min``. Powers of ten are multiplied: ``10*6/uL``.
    """
    known = spellings().units
    if unit := known.get(written.strip()):
        return unit
    plain = _PER_NOTHING.sub("", _ANNOTATION.sub("", written)).strip() or "1"
    if plain in known:
        return known[plain]
    if power := _POWER.match(plain):
        rest, times = plain_unit(plain[power.end() :])
        return rest, times * 10.0 ** int(power[1])
    plain = plain.replace("mm[Hg]", "mmHg")
    return f"1{plain}" if plain.startswith("/") else plain, 1.0


def plain_words(text: str) -> str:
    """Return a text in small letters, with single spaces for hyphens, points and the like."""
    return _SOFT.sub(" ", text.casefold()).strip()


def _pieces(text: str, around: frozenset[str]) -> list[str]:
    """Return the parts of a text in brackets and outside, each without the words of the name."""
    parts = (plain_words(part) for part in _PIECES.split(text))
    pieces = (" ".join(word for word in part.split() if word not in around) for part in parts if part not in TAGS)
    return [piece for piece in pieces if piece]


def _turned(by_meaning: Mapping[str, list[str]]) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for meaning, words in by_meaning.items():
        for word in map(plain_words, words):
            if meanings.setdefault(word, meaning) != meaning:
                raise InputError(f"{FILE}: '{word}' means both {meanings[word]} and {meaning}")
    return meanings
