"""Names and declared interests of authors and reviewers.

The review desk believes the name that it is given: it knows no passwords. It refuses one person under two spellings:
signs that look alike (Unicode TR39), parts in another order, titles, initials and middle names do not make another
person. Two people whose names differ in nothing else count as one: asking a third person costs less than believing one
person twice.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import metadata

from diastole.errors import InputError

PACKAGE_AUTHORS = (metadata("diastole")["Author"],)  # of all that comes with the package
# Forms of address and degrees, assumed; those that are a name too (Ma, Do) are left out.
TITLES = "dr drs doctor prof professor dipl ing mr mrs ms mx miss sir dame jr sr md phd msc bsc mbbs frcp facc fesc"

NONE_DECLARED = "none declared"
LONGEST = 2000  # characters of a text


def same_person(one: str, other: str) -> bool:
    """Tell whether two names can be one person's: the same letters, or all parts of the shorter in the longer.

    They are read as they stand and in small letters, since capitals may look like others than their small letters do.
    """
    return any(_share(_parts(read(one)), _parts(read(other))) for read in (str, str.casefold))


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if sorted("".join(shorter)) == sorted("".join(longer)):
        return True
    both = Counter(shorter) & Counter(longer)
    rest, others = (list((Counter(parts) - both).elements()) for parts in (shorter, longer))
    for part in rest:
        match = next((each for each in others if _is_initial(part, each) or _is_initial(each, part)), None)
        if match is None:
            return False
        others.remove(match)
    return True


def read_name(given: str, role: str) -> str:
    """Return a name with single spaces.

    Raises
    ------
    InputError
        If it has fewer than two letters or is no line of text.
    """
    name = read_text(given, f"the {role}'s name", LONGEST)
    if sum(sign.isalpha() for sign in name) < 2:
        raise InputError(f"the {role}'s name is '{name}'; give a person's full name, such as 'Ann Lee'")
    return name


def read_interests(given: str) -> str:
    """Return declared interests.

    Raises
    ------
    InputError
        If nothing is declared; who has none says so.
    """
    try:
        return read_text(given, "interests", LONGEST)
    except InputError as error:
        raise InputError(f"{error}; declare interests, or write '{NONE_DECLARED}'") from None


def read_text(given: str, what: str, longest: int = LONGEST) -> str:
    """Return a text on one line.

    Raises
    ------
    InputError
        If it is empty, too long, or has signs that cannot be printed.
    """
    text = unicodedata.normalize("NFC", " ".join(given.split()))
    if not any(sign.isalnum() for sign in text):
        raise InputError(f"{what} is empty")
    if len(text) > longest:
        raise InputError(f"{what} has {len(text)} characters; at most {longest} are allowed")
    if not text.isprintable():
        raise InputError(f"{what} has signs that cannot be printed: {text[:60]!r}")
    return text


@lru_cache(maxsize=1024)
def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name as they look, without titles; all of them where nothing else is left."""
    words = [_torn(_look(word)) for word in re.split(r"[\s,;/()]+", name)]
    kept = [parts for parts in words if "".join(parts) not in _titles()]
    return tuple(part for parts in (kept or words) for part in parts)


def _torn(word: str) -> list[str]:
    """Return the letters and digits between other signs."""
    return re.findall(r"[^\W_]+", word)


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset(map(_look, TITLES.split()))


def _is_initial(part: str, other: str) -> bool:
    return len(part) == 1 and other.startswith(part)


def _look(text: str) -> str:
    """Return a text with one sign for all that look alike, in small letters without accents."""
    alike = "".join(_prototype(sign) for sign in _bare(text))
    return _bare(alike).casefold().replace("i", "l")  # a capital i looks like a small L, so all of these are one


def _bare(text: str) -> str:
    """Return a text in compatibility form, without accents and other marks on its letters."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _prototype(sign: str) -> str:
    """Return the sign, or signs, that stand for all that look like this one.

    The table of the library names for each sign its prototype alone, and for a prototype all that look like it.
    """
    alike = _alike()
    near = alike.get(sign, ())
    if len(near) != 1:
        return sign
    only = near[0]["c"]
    is_pair = len(alike.get(only, ())) == 1  # which of the two is the prototype, the table does not say
    return min(sign, only) if is_pair else only


@lru_cache(maxsize=1)
def _alike() -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return what looks like each sign: a large table, which is loaded when two names are first compared."""
    from confusable_homoglyphs.confusables import confusables_data

    table: Mapping[str, Sequence[Mapping[str, str]]] = confusables_data
    return table
