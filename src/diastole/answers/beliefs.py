"""False beliefs that articles set right, read so that a question can be held against them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diastole.answers.assertions import LEAKS
from diastole.answers.concepts import TARGETS, TREATMENTS
from diastole.answers.lexicon import Lexicon
from diastole.answers.paraphrases import in_standard_words
from diastole.answers.question import marked, weigh
from diastole.answers.sentence_meaning import ASKING, PUMP, SentenceMeaning, read_meaning
from diastole.answers.text_index import words_of
from diastole.knowledge.articles.article import Article, Place

FREE = frozenset({"contraindication", "guideline", "severe", "significant"})  # what a question need not repeat
ALL = frozenset(f"~{word}" for word in ("alway", "everi", "all", "ani", "never"))  # one of them says the others
BOUNDS = ALL | frozenset(
    f"~{word}"
    for word in (
        "onli",
        "mild",
        "moder",
        "most",
        "best",
        "worst",
        "hard",
        "everybodi",
        "nobodi",
        "main",
        "first",
        "often",
    )
)
# What a belief says of its subject: a reason, a means, or what it stands for.
REASON = re.compile(r"\b(?:because|since|by|due to|owing to|means? that|signs? of)\b (?P<given>.+)")


@dataclass(frozen=True)
class Premise:
    """A false belief, and where it is set right.

    Attributes
    ----------
    needs
        Terms that bound the belief: a question has to name all of them.
    words
        Its other words; a question that points the same way has to name most of what they tell.
    about
        The terms with which it begins, of which a question that repeats it has to name one.
    reason
        The terms of the reason or the means that it gives, or of what it means: ‘how is it done?’ leaves them open.
    treats
        Stems of the words with which it names treatments other than the pump.
    """

    says: str
    place: Place
    meaning: SentenceMeaning
    needs: frozenset[str]
    words: frozenset[str]
    about: frozenset[str]
    reason: frozenset[str]
    treats: frozenset[str]


def load_premises(articles: Iterable[Article], lexicon: Lexicon) -> tuple[Premise, ...]:
    """Return the false beliefs of articles."""
    return tuple(
        _premise(text, place, lexicon)
        for article in articles
        for place, beliefs in article.corrects.items()
        for text in beliefs
    )


def _premise(says: str, place: Place, lexicon: Lexicon) -> Premise:
    meaning = read_meaning(in_standard_words(says), lexicon)
    subjects = frozenset(name for one in meaning.asserts for name in one.subjects & (meaning.concepts | PUMP))
    free = FREE | (LEAKS & TARGETS) | {one.target for one in meaning.asserts}
    needs = (meaning.concepts - free) | subjects | (meaning.plain & BOUNDS)
    reason = REASON.search(says.lower())
    words = [word for word in words_of(reason["given"], lexicon) if word not in ASKING] if reason else []
    before = {marked(word) for word in words_of(says[: reason.start()], lexicon)} if reason else set()
    given = frozenset(weigh(lexicon.tokens(words), lexicon)) - before
    tokens = lexicon.tokens(words_of(says, lexicon))
    treats = {marked(word) for each in tokens if each.term in TREATMENTS - PUMP for word in each.words}
    first = _first_terms(says, lexicon)
    return Premise(says, place, meaning, needs, meaning.plain - BOUNDS, first, given, frozenset(treats))


def _first_terms(says: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the term with which a belief begins, in all its forms; nothing if that is the pump, which is left out."""
    tokens = lexicon.tokens(words_of(in_standard_words(says), lexicon))
    first = next((one for one in tokens if not lexicon.stopwords.issuperset(one.words)), None)
    return frozenset() if first is None or first.term in PUMP else frozenset(weigh([first], lexicon))
