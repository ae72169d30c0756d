"""Names and declared interests of authors and reviewers.

The desk believes the name that it is given: it knows no passwords. What it refuses is one person under two spellings.
"""

import unicodedata

from diastole.errors import InputError

NONE_DECLARED = "none declared"
LONGEST = 2000  # characters of a text


def same_person(one: str, other: str) -> bool:
    """Tell whether two names have the same letters and digits, whatever the case, spaces and dots."""
    return _letters(one) == _letters(other)


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


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
