"""False assumptions in a question: the false beliefs that articles correct, taken for granted in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diastole.answers.assertions import LEAKS, Assertion, read_assertions, same, ways
from diastole.answers.language import Language, read_words
from diastole.answers.subjects import TARGETS
from diastole.answers.terms import Question, stem, weigh
from diastole.articles.article import Article

# A question that asks whether takes nothing for granted; one that asks why, how or when does, and what it adds as fact.
OPEN = re.compile(
    r"^(?:(?:and|but|so|or|also|then|hi|hello|ok|okay|please|tell me) )*"
    r"(?:is|are|was|were|does|do|did|can|could|may|might|should|would|will|has|have|must|am|isnt|doesnt|arent|isn't|doesn't|aren't)\b"
    r"|\b(?:whether|what if|true that|is it true|myth)\b|^if\b"
)
GRANTED = re.compile(r"\b(?:since|because|given that|as|now that|considering)\b")
FREE = frozenset({"contraindication", "guideline", "severe", "significant"})  # what a question need not repeat
BOUNDS = frozenset(f"~{word}" for word in ("onli", "alway", "everi", "all", "never", "mild", "moder", "ani"))
PUMP = frozenset({"balloon", "pump", "intra", "aortic", "iabp", "counterpulsation"})  # names of the pump itself
SHARED = 0.6  # least share of the other words of a belief that a question repeats; assumed
NEGATED = re.compile(r"\b(?:not|never|no|cannot|without|n't)\b")


@dataclass(frozen=True)
class Premise:
    """A false belief, and the article that corrects it.

    Attributes
    ----------
    needs
        Concepts and words that bound the belief: a question has to name all of them.
    words
        Its other words, of which a question has to share most.
    asserts
        What it asserts; nothing where it points no way.
    """

    says: str
    article: str
    needs: frozenset[str]
    words: frozenset[str]
    asserts: frozenset[Assertion]
    negated: bool


def load_premises(articles: Iterable[Article], language: Language) -> tuple[Premise, ...]:
    """Return the false beliefs of all articles."""
    return tuple(_premise(says, article.id, language) for article in articles for says in article.head.corrects)


def _premise(says: str, article: str, language: Language) -> Premise:
    asserts = read_assertions(says)
    tokens = language.tokens(read_words(says, language))
    concepts = {token.term for token in tokens if token.term in language.concepts}
    spoken = {word for token in tokens if not (asserts and token.term in concepts) for word in token.said}
    words = {f"~{stem(word)}" for word in spoken - language.stopwords if not ways(word) and word not in PUMP}
    free = FREE | (LEAKS & TARGETS if asserts else frozenset()) | {one.target for one in asserts}
    subjects = frozenset(name for one in asserts for name in one.subjects & concepts)
    needs = frozenset(concepts - free) | subjects | (words & BOUNDS)
    return Premise(says, article, needs, frozenset(words - BOUNDS), asserts, bool(NEGATED.search(says.lower())))


def false_premises(
    question: Question, premises: Iterable[Premise], language: Language, subject: Iterable[str] = ()
) -> list[Premise]:
    """Return the false beliefs that a question takes for granted, the one that shares most with it first.

    Parameters
    ----------
    subject
        What the page is about on which it is asked.
    """
    texts = [part for part in (question.parts or (question,)) if _grants(part.wording)]
    if not texts:
        return []
    asserted = frozenset(one for part in texts for one in read_assertions(part.said))
    terms = set(weigh(question.tokens, language)) | set(subject)
    negated = any(NEGATED.search(part.wording) for part in texts)
    found = [each for each in premises if _takes(each, asserted, terms, frozenset(subject), negated=negated)]
    return sorted(found, key=lambda each: (-len((each.needs | each.words) & terms), each.article))


def _grants(wording: str) -> bool:
    return bool(GRANTED.search(wording)) or not OPEN.search(wording)


def _takes(
    premise: Premise, asserted: frozenset[Assertion], terms: set[str], subject: frozenset[str], *, negated: bool
) -> bool:
    """Tell whether a question says a false belief: all that bounds it, most of its words, and the same direction."""
    shared = SHARED if premise.asserts else 1.0
    if not premise.needs <= terms or len(premise.words & terms) < shared * len(premise.words):
        return False
    if premise.asserts:
        return any(_is_same(one, other, subject) for one in premise.asserts for other in asserted) and not any(
            _is_same(one.opposite, other, subject) for one in premise.asserts for other in asserted
        )
    return premise.negated == negated


def _is_same(one: Assertion, other: Assertion, subject: frozenset[str]) -> bool:
    """Tell whether a question asserts what a belief says, of what is named there or on the page."""
    return one.does == other.does and same(one.target, other.target) and one.subjects <= other.subjects | subject
