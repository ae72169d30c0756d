"""Names of operations that leave something in the aorta, its valve or the arteries to the legs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from diastole.errors import InputError
from diastole.knowledge.screening.spellings import plain_words
from diastole.strict_yaml import read_yaml

FILE = "operations.yaml"
KEYS = {"surely", "unless_elsewhere", "elsewhere"}


@dataclass(frozen=True)
class Operations:
    """What to search in the plain words of a name."""

    surely: re.Pattern[str]
    unless_elsewhere: re.Pattern[str]
    elsewhere: re.Pattern[str]


@lru_cache(maxsize=1)
def load_operations() -> Operations:
    """Return the names that come with the package."""
    tree = read_yaml((files("diastole.knowledge.screening") / FILE).read_text(encoding="utf-8"), FILE)
    if not isinstance(tree, dict) or set(tree) != KEYS:
        raise InputError(f"{FILE} needs the blocks {', '.join(sorted(KEYS))}, and nothing else")
    return Operations(
        surely=_any(_stems(tree["surely"]["stems"]) + [rf"{one}\b" for one in _beginnings(tree["surely"]["words"])]),
        unless_elsewhere=_any(_stems(tree["unless_elsewhere"]["stems"])),
        elsewhere=_any(_beginnings(tree["elsewhere"])),
    )


def names_operation(name: str) -> bool:
    """Tell whether a procedure is by its name one on the aorta, its valve or a leg artery, or may be one."""
    known, plain = load_operations(), plain_words(name)
    if known.surely.search(plain):
        return True
    return bool(known.unless_elsewhere.search(plain)) and not known.elsewhere.search(plain)


def _stems(words: Iterable[str]) -> list[str]:
    return [re.escape(plain_words(word)) for word in words]


def _beginnings(words: Iterable[str]) -> list[str]:
    return [rf"\b{stem}" for stem in _stems(words)]


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
