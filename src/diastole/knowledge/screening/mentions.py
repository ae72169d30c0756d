"""Words of what the rules ask, as they stand in texts: a text with one may say it, and is not understood by it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from diastole.errors import InputError
from diastole.knowledge.screening.spellings import plain_words
from diastole.strict_yaml import read_yaml

FILE = "mentions.yaml"
KEYS = {"groups", "topics", "innocent", "turning", "doubting", "imaging", "quiet", "valves", "called"}
MOST_KEPT = 10_000  # texts; those of a stay are the same again and again
LETTERS = ("LATIN", "MICRO", "FEMININE", "MASCULINE", "GREEK")  # Greek letters stand in Latin texts as signs
_SHARE = re.compile(r"\b(lv)?ef\W{0,3}\d{1,2}(\s*(to )?\d{1,2})?\s*%?")


type Patterns = tuple[re.Pattern[str] | None, re.Pattern[str] | None]  # for a text in plain words, and as it is


@dataclass(frozen=True)
class Mentions:
    """Patterns by what they may say.

    Attributes
    ----------
    groups
        What to search in a text in plain words, and in the text as it is.
    """

    groups: Mapping[str, Patterns]
    topics: frozenset[str]
    innocent: re.Pattern[str]
    turning: Patterns
    doubting: Patterns
    imaging: Patterns
    quiet: frozenset[str]
    valves: Mapping[str, Patterns]
    called: Mapping[str, str]

    @property
    def diseases(self) -> frozenset[str]:
        """Groups that say what a patient has, and not what is spoken of."""
        return frozenset(self.groups) - self.topics


@lru_cache(maxsize=1)
def load_mentions() -> Mentions:
    """Return the words that come with the package."""
    tree = read_yaml((files("diastole.knowledge.screening") / FILE).read_text(encoding="utf-8"), FILE)
    if not isinstance(tree, dict) or set(tree) != KEYS or not set(tree["topics"]) <= set(tree["groups"]):
        raise InputError(f"{FILE} needs the blocks {', '.join(sorted(KEYS))}, and nothing else; topics are groups")
    return Mentions(
        groups={name: _patterns(group) for name, group in tree["groups"].items()},
        topics=frozenset(tree["topics"]),
        innocent=_any(tree["innocent"]),
        turning=_patterns(tree["turning"]),
        doubting=_patterns(tree["doubting"]),
        imaging=_patterns(tree["imaging"]),
        quiet=frozenset(tree["quiet"]),
        valves={name: _patterns(group) for name, group in tree["valves"].items()},
        called={plain_words(name): fact for fact, every in tree["called"].items() for name in every},
    )


@lru_cache(maxsize=MOST_KEPT)
def mentioned_groups(text: str) -> Mapping[str, str]:
    """Return the groups that a text may speak of, each with the word that says so."""
    known = load_mentions()
    plain = known.innocent.sub(" ", plain_words(text))
    found = {name: _found(patterns, plain, text) for name, patterns in known.groups.items()}
    return {name: word for name, word in found.items() if word}


def names_a_rule(text: str, *, value: bool) -> bool:
    """Tell whether a name holds a word of what the rules ask.

    Parameters
    ----------
    value
        Whether it names a measurement; then the words of measurements count too.
    """
    return bool(mentioned_groups(text).keys() - (set() if value else {"measures"}))


def names_balloon(text: str) -> bool:
    """Tell whether the name of a device is, or may be, one of a balloon pump."""
    return "balloon" in mentioned_groups(text)


def turned(text: str) -> str:
    """Return the word by which the name of a finding says something else than the finding of now."""
    return _found(load_mentions().turning, plain_words(text), text)


def doubted(text: str) -> str:
    """Return the word by which a text says that nobody saw it well enough."""
    return _found(load_mentions().doubting, plain_words(text), text)


def valves_named(text: str) -> set[str]:
    """Return the valves that a text names."""
    plain = plain_words(text)
    return {name for name, patterns in load_mentions().valves.items() if _found(patterns, plain, text)}


def called(names: Iterable[str]) -> str:
    """Return the vital sign that all of these names mean; nothing where one of them may mean something else."""
    found = {load_mentions().called.get(plain_words(name), "") for name in names}
    return found.pop() if len(found) == 1 else ""


def names_imaging(text: str) -> bool:
    """Tell whether a name is one of an examination whose report may say anything of valves and aorta."""
    return bool(_found(load_mentions().imaging, plain_words(text), text))


def says_nothing(conclusion: str) -> bool:
    """Tell whether every word of a conclusion is known not to matter."""
    plain = _SHARE.sub(" ", plain_words(conclusion))
    return all(word in load_mentions().quiet for word in plain.split())


@lru_cache(maxsize=MOST_KEPT)
def foreign(text: str) -> bool:
    """Tell whether a text is written, in part, in letters in which none of the words would be found."""
    return any(one.isalpha() and not unicodedata.name(one, "").startswith(LETTERS) for one in text)


def _patterns(group: Mapping[str, list[str]]) -> Patterns:
    if not set(group) <= {"stems", "words", "signs"}:
        raise InputError(f"{FILE}: a group has stems, words and signs, and nothing else")
    plain = [re.escape(plain_words(stem)) for stem in group.get("stems", ())]
    plain += [rf"\b{re.escape(plain_words(word))}\b" for word in group.get("words", ())]
    signs = [rf"(?<![^\W_]){re.escape(sign)}(?![^\W_])" for sign in group.get("signs", ())]
    return (re.compile("|".join(plain)) if plain else None, re.compile("|".join(signs)) if signs else None)


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(plain_words(word)) for word in words))


def _found(patterns: Patterns, plain: str, text: str) -> str:
    """Return the first word of a group in a text."""
    return next(
        (word for one, where in zip(patterns, (plain, text), strict=True) if one and (word := _first(one, where))), ""
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""
