"""False assumptions in a question: the false beliefs that articles correct, taken for granted in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diastole.answers.assertions import Assertion, read_assertions
from diastole.answers.language import Language, read_words
from diastole.answers.terms import Question, weigh
from diastole.articles.article import Article

# A question that asks whether takes nothing for granted; one that asks why, how or when does, and what it adds as fact.
OPEN = re.compile(
    r"^(?:(?:and|but|so|or|also|then|hi|hello|ok|okay|please|tell me) )*"
    r"(?:is|are|was|were|does|do|did|can|could|may|might|should|would|will|has|have|must|am|isnt|doesnt|arent|isn't|doesn't|aren't)\b"
    r"|\b(?:whether|what if|true that|is it true|myth)\b|^if\b"
)
GRANTED = re.compile(r"\b(?:since|because|given that|as|now that|considering)\b")
NEGATED = re.compile(r"\b(?:not|never|no|cannot|without|n't)\b")


@dataclass(frozen=True)
class Premise:
    """A false belief, and the article that corrects it."""

    says: str
    article: str
    terms: frozenset[str]
    asserts: frozenset[Assertion]
    negated: bool


def load_premises(articles: Iterable[Article], language: Language) -> tuple[Premise, ...]:
    """Return the false beliefs of all articles."""
    return tuple(_premise(says, article.id, language) for article in articles for says in article.head.corrects)


def _premise(says: str, article: str, language: Language) -> Premise:
    terms = frozenset(weigh(language.tokens(read_words(says, language)), language))
    return Premise(says, article, terms, read_assertions(says), bool(NEGATED.search(says.lower())))


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
    found = [each for each in premises if _takes(each, asserted, terms, negated=negated)]
    return sorted(found, key=lambda each: (-len(each.terms & terms), each.article))


def _grants(wording: str) -> bool:
    return bool(GRANTED.search(wording)) or not OPEN.search(wording)


def _takes(premise: Premise, asserted: frozenset[Assertion], terms: set[str], *, negated: bool) -> bool:
    """Tell whether a question asserts a false belief: the same direction of the same thing, or all of its words."""
    if premise.asserts:
        subjects = frozenset(name for one in premise.asserts for name in one.subjects)
        return subjects <= terms and any(
            one.does == other.does and one.target == other.target for one in premise.asserts for other in asserted
        )
    return premise.negated == negated and premise.terms <= terms
