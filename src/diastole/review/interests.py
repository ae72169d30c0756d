"""Declared interests: in which makers, and whether they bar a review of something on their devices or on rivals.

A declaration is text in a person's own words, so the reading errs on the side of a bar: a former interest counts, a
maker counts in any context, and who speaks of a maker without naming one is asked for the name.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from diastole.review.makers import Maker, Makers, load_makers
from diastole.review.reviewer_names import NONE_DECLARED

LONGEST_NAME = 4  # words that a name may have been torn into
SURE_LENGTH = 6  # letters from which one slip is forgiven
END = ";"  # of a clause
NAMED = "*"  # in place of the name of a maker that was recognised
NOT_ONE = "-"  # in place of a name that only looks like that of a maker
POSSESSIVE = re.compile(r"['’]s\b")
TOKEN = re.compile(r"[^\W_]+|[;,:()/]|\.(?=\s|$)")
TURNS = {"but", "and", "or", "except", "besides", "although", "though"}  # begin a clause
MENDS = f"another reviewer has to; who has no such interest writes '{NONE_DECLARED}'"


def find_bar(interests: str, devices: Collection[str]) -> str:
    """Return why declared interests bar a review of something on these devices; nothing if they do not.

    Parameters
    ----------
    devices
        Keys of ``makers.yaml``, as of `diastole.review.review_subjects.ReviewSubject.devices`.
    """
    if not devices:
        return ""
    known = load_makers()
    words = _words(interests)
    makers = _take_makers(words)
    for maker in makers:
        if why := _why(maker, devices, known):
            return why
    if _speaks_of_a_maker(words, known):
        return (
            f"the interests '{interests}' speak of a maker or payer without its name, and this is about "
            f"{known.named(devices)}; name it alone, such as 'speaker fees of Getinge'; if no name can be given, "
            "another reviewer has to"
        )
    return ""


def named_makers(interests: str) -> tuple[str, ...]:
    """Return the makers that declared interests name, in any spelling."""
    return tuple(maker.name for maker in _take_makers(_words(interests)))


def _why(maker: Maker, devices: Collection[str], known: Makers) -> str:
    """Say what a maker has to do with these devices; nothing if nothing."""
    own = [device for device in devices if device in maker.makes]
    if own:
        return f"an interest in {maker.name} is declared, which makes {known.named(own)}, and this is about it; {MENDS}"
    groups = known.rivals_of(maker)
    rivals = [device for device in devices if device in groups]
    if not rivals:
        return ""
    group = groups[rivals[0]]
    makes = [device for device in maker.makes if groups[device] == group]
    return (
        f"an interest in {maker.name} is declared, which makes {known.named(makes)}, and this is about "
        f"{known.named(rivals)}, a rival among {group}; {MENDS}"
    )


def _words(text: str) -> list[str]:
    """Return the words in small letters without accents, and where clauses end."""
    plain = POSSESSIVE.sub("", unicodedata.normalize("NFKD", text).casefold()).replace("&", " and ")
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [word if word[0].isalnum() else END for word in TOKEN.findall(plain)]


def _take_makers(words: list[str]) -> tuple[Maker, ...]:
    """Return the makers that are named, and put a sign in the place of each."""
    named: dict[str, Maker] = {}
    for size in range(LONGEST_NAME, 0, -1):  # the longest first: Johnson & Johnson is not two
        for places in _windows(words, size):
            is_one, maker = _recognise([words[place] for place in places])
            if is_one:
                for place in places:
                    words[place] = NAMED if maker else NOT_ONE
            if maker:
                named[maker.name] = maker
    return tuple(named.values())


def _recognise(words: Sequence[str]) -> tuple[bool, Maker | None]:
    """Return whether these are a name, and the maker; none where they only look like one."""
    exact, near = _spellings()
    letters = "".join(words)
    if letters in exact:
        return True, exact[letters]
    maker = next((maker for right, size, maker in near if size == len(words) and _one_slip(letters, right)), None)
    return maker is not None, maker


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, Maker | None], tuple[tuple[str, int, Maker], ...]]:
    """Return the maker of each spelling without spaces, none for what only looks like one; and those to be near to."""
    makers = load_makers().makers
    only_like = {"".join(_named(one)): None for maker in makers for one in maker.unless}
    names = [(_named(one), maker) for maker in makers for one in (maker.name, *maker.spellings)]
    exact = only_like | {"".join(words): maker for words, maker in names}
    return exact, tuple(("".join(words), len(words), maker) for words, maker in names)


def _named(spelling: str) -> list[str]:
    return [word for word in _words(spelling) if word != END]


def _windows(words: Sequence[str], size: int) -> Iterator[list[int]]:
    """Yield the places of neighbouring words, across commas and dots."""
    places = [place for place, word in enumerate(words) if word != END]
    for first in range(len(places) - size + 1):
        yield places[first : first + size]


def _one_slip(given: str, right: str) -> bool:
    """Tell whether one letter was added, lost, wrong or swapped with the next; the first has to be right."""
    return len(right) >= SURE_LENGTH and given[:1] == right[:1] and OSA.distance(given, right, score_cutoff=1) == 1


def _speaks_of_a_maker(words: Sequence[str], known: Makers) -> bool:
    """Tell whether a clause speaks of a maker, or of a payment for a device or by an unnamed payer."""
    return any(_is_open(clause, known) for clause in _clauses(words, known))


def _clauses(words: Sequence[str], known: Makers) -> Iterator[list[str]]:
    """Yield the words of each clause, without what only sounds like a denial."""
    text = " ".join(END if word in TURNS else word for word in words)
    for phrase in known.unnamed.not_denials:
        text = re.sub(rf"\b{phrase}\b", "formerly", text)
    text = re.sub(r"\b(other|apart|aside) (than|from)\b", END, text)
    yield from (clause.split() for clause in text.split(END))


def _is_open(clause: Sequence[str], known: Makers) -> bool:
    words = known.unnamed
    if NAMED in clause:
        return False
    makers, payments, devices = (_places(clause, kind) for kind in (words.makers, words.payments, words.devices))
    first = min([*makers, *payments, *devices], default=0)
    if any(word in words.denials for word in clause[:first]):
        return False
    has_no_payer = all(
        place in payments or word in words.fillers or word.isdigit() for place, word in enumerate(clause)
    )
    return bool(makers) or (bool(payments) and (bool(devices) or has_no_payer))


def _places(clause: Sequence[str], kind: Sequence[str]) -> list[int]:
    """Return where a clause has one of these words, or a word that begins so."""
    whole = {word for word in kind if not word.endswith("-")}
    begins = tuple(word.removesuffix("-") for word in kind if word.endswith("-"))
    return [place for place, word in enumerate(clause) if word in whole or word.startswith(begins)]
