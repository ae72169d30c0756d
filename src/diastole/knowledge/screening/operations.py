"""Operations on the aorta, its valve or the leg arteries, recognised by their names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from diastole.knowledge.screening.spellings import plain_words
from diastole.strict_yaml import read_packaged

KEYS = {"surely", "unless_elsewhere", "elsewhere"}


@dataclass(frozen=True)
class Operations:
    """Patterns for the plain words of a name."""

    surely: re.Pattern[str]
    unless_elsewhere: re.Pattern[str]
    elsewhere: re.Pattern[str]


@lru_cache(maxsize=1)
def load_operations() -> Operations:
    """Return the patterns of the package."""
    tree = read_packaged("diastole.knowledge.screening", "operations.yaml", KEYS)
    return Operations(
        surely=_any(_stems(tree["surely"]["stems"]) + _stems(tree["surely"]["words"], r"\b", r"\b")),
        unless_elsewhere=_any(_stems(tree["unless_elsewhere"]["stems"])),
        elsewhere=_any(_stems(tree["elsewhere"], r"\b")),
    )


def names_operation(name: str) -> bool:
    """Return whether the name of a procedure is, or may be, that of one on the aorta, its valve or a leg artery."""
    known, plain = load_operations(), plain_words(name)
    may_be_here = known.unless_elsewhere.search(plain) and not known.elsewhere.search(plain)
    return bool(known.surely.search(plain) or may_be_here)


def _stems(words: Iterable[str], start: str = "", end: str = "") -> list[str]:
    return [f"{start}{re.escape(plain_words(word))}{end}" for word in words]


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
