"""Words in texts of what the rules ask: a text with such a word may be about it, and is not understood."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from diastole.errors import InputError
from diastole.knowledge.screening.spellings import plain_words
from diastole.strict_yaml import read_packaged

FILE = "mentions.yaml"
KEYS = {"groups", "topics", "innocent", "turning", "doubting", "imaging", "quiet", "valves", "called"}
MOST_KEPT = 10_000  # texts; a long stay repeats the same ones
LETTERS = ("LATIN", "MICRO", "FEMININE", "MASCULINE", "GREEK")  # Greek letters are signs in Latin texts
_SHARE = re.compile(r"\b(lv)?ef\W{0,3}\d{1,2}(\s*(to )?\d{1,2})?\s*%?")

type Patterns = tuple[re.Pattern[str] | None, re.Pattern[str] | None]  # for a text in plain words, and as written


@dataclass(frozen=True)
class Mentions:
    """Patterns of the words in mentions.yaml, which says what each block is for."""

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
        """Groups whose words name what a patient has, and not only a topic."""
        return frozenset(self.groups) - self.topics


@lru_cache(maxsize=1)
def load_mentions() -> Mentions:
    """Return the words of the package."""
    tree = read_packaged("diastole.knowledge.screening", FILE, KEYS)
    if not set(tree["topics"]) <= set(tree["groups"]):
        raise InputError(f"{FILE}: topics have to be groups")
    return Mentions(
        groups={name: _patterns(group) for name, group in tree["groups"].items()},
        topics=frozenset(tree["topics"]),
        innocent=_any(tree["innocent"]),
        turning=_patterns(tree["turning"]),
        doubting=_patterns(tree["doubting"]),
        imaging=_patterns(tree["imaging"]),
        quiet=frozenset(tree["quiet"]),
        valves={name: _patterns(group) for name, group in tree["valves"].items()},
        called={plain_words(name): fact for fact, names in tree["called"].items() for name in names},
    )


@lru_cache(maxsize=MOST_KEPT)
def mentioned_groups(text: str) -> Mapping[str, str]:
    """Return the groups that a text may be about, each with the word that shows it."""
    known = load_mentions()
    plain = known.innocent.sub(" ", plain_words(text))
    words = {name: _first_word(patterns, plain, text) for name, patterns in known.groups.items()}
    return {name: word for name, word in words.items() if word}


def names_a_rule(text: str, *, value: bool) -> bool:
    """Return whether a name contains a word of what the rules ask.

    Parameters
    ----------
    value
        Whether it names a measurement; then the words of measurements count too.
    """
    return bool(mentioned_groups(text).keys() - (set() if value else {"measures"}))


def names_balloon(text: str) -> bool:
    """Return whether the name of a device is, or may be, that of a balloon pump."""
    return "balloon" in mentioned_groups(text)


def turned(text: str) -> str:
    """Return the word by which a name means something else than a present finding: a target, a relative, a plan."""
    return _first_word(load_mentions().turning, plain_words(text), text)


def doubted(text: str) -> str:
    """Return the word by which a text says that the view was not good enough."""
    return _first_word(load_mentions().doubting, plain_words(text), text)


def valves_named(text: str) -> set[str]:
    """Return the valves that a text names."""
    plain = plain_words(text)
    return {name for name, patterns in load_mentions().valves.items() if _first_word(patterns, plain, text)}


def called(names: Iterable[str]) -> str:
    """Return the vital sign that all of these names mean; empty if one of them may mean something else."""
    signs = {load_mentions().called.get(plain_words(name), "") for name in names}
    return signs.pop() if len(signs) == 1 else ""


def names_imaging(text: str) -> bool:
    """Return whether an examination of this name may report anything on valves and aorta."""
    return bool(_first_word(load_mentions().imaging, plain_words(text), text))


def says_nothing(conclusion: str) -> bool:
    """Return whether every word of a conclusion is known not to matter."""
    plain = _SHARE.sub(" ", plain_words(conclusion))
    return all(word in load_mentions().quiet for word in plain.split())


@lru_cache(maxsize=MOST_KEPT)
def foreign(text: str) -> bool:
    """Return whether a text has letters of a script in which the words of this file would not be found."""
    return any(sign.isalpha() and not unicodedata.name(sign, "").startswith(LETTERS) for sign in text)


def _patterns(group: Mapping[str, list[str]]) -> Patterns:
    if not set(group) <= {"stems", "words", "signs"}:
        raise InputError(f"{FILE}: a group has stems, words and signs, and nothing else")
    plain = [re.escape(plain_words(stem)) for stem in group.get("stems", ())]
    plain += [rf"\b{re.escape(plain_words(word))}\b" for word in group.get("words", ())]
    signs = [rf"(?<![^\W_]){re.escape(sign)}(?![^\W_])" for sign in group.get("signs", ())]
    return (re.compile("|".join(plain)) if plain else None, re.compile("|".join(signs)) if signs else None)


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(plain_words(word)) for word in words))


def _first_word(patterns: Patterns, plain: str, text: str) -> str:
    matches = (pattern and pattern.search(where) for pattern, where in zip(patterns, (plain, text), strict=True))
    return next((match[0] for match in matches if match and match[0]), "")
