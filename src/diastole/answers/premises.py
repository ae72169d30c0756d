"""False assumptions in a question: the false beliefs that articles correct, taken for granted in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diastole.answers.assertions import ADVICE, LEAKS, Assertion, read_assertions, same, ways
from diastole.answers.finder import Finder
from diastole.answers.language import Language, read_words
from diastole.answers.subjects import DEVICES, DISEASES, TARGETS, TRIALS
from diastole.answers.terms import TAG, Question, stem, weigh
from diastole.articles.article import Article, Place

# A question that asks whether takes nothing for granted; one that asks why, how or when does, and what it adds as fact.
OPEN = re.compile(
    r"(?:^|, |\? |^(?:and|but|so|or|also|then|hi|hello|ok|okay|please|tell me) )"
    r"(?:is|are|was|were|does|do|did|can|could|may|might|should|would|will|has|have|must|am|isn't|doesn't|aren't)\b"
    r"|\b(?:whether|what if|what happens (?:if|when)|true that|true or false|is it true|myth)\b|^if\b"
)
ASKS = re.compile(r"\b(?:why|how|what|when|which|where|who|whose|whom|explain|so)\b")  # more than keywords
GRANTED = re.compile(r"\b(?:since|because|given that|as|now that|considering)\b")
FREE = frozenset({"contraindication", "guideline", "severe", "significant"})  # what a question need not repeat
ALL = frozenset(f"~{word}" for word in ("alway", "everi", "all", "ani", "never"))  # one of them says the others
BOUNDS = ALL | {"~onli", "~mild", "~moder"}
PUMP = frozenset({"iabp", "mechanical_support"})  # named in nearly every belief
SHARED = 0.5  # least share of the other words of a belief, by what they tell, that a question repeats; assumed
REPEATED, SPELT = 0.75, 0.5  # the same where the belief points no way, and the share that is spelt alike; assumed
NEGATED = re.compile(r"\b(?:not|never|no|cannot|without)\b|n't\b")
CHOICE = re.compile(
    r"\b(?:which|or|than|instead of|best (?:answer|way)|what (?:else )?helps|one\b.*\bthe other)\b"
)  # leaves a verdict open


@dataclass(frozen=True)
class Premise:
    """A false belief, and where it is set right.

    Attributes
    ----------
    needs
        What bounds the belief: a question has to name all of it.
    words
        Its other concepts and words, of which a question has to name most.
    stems
        Its words as they are spelt.
    asserts
        What it asserts; nothing where it points no way.
    """

    says: str
    place: Place
    needs: frozenset[str]
    words: frozenset[str]
    stems: frozenset[str]
    asserts: frozenset[Assertion]
    negated: bool


def load_premises(articles: Iterable[Article], language: Language) -> tuple[Premise, ...]:
    """Return the false beliefs of all articles."""
    return tuple(
        _premise(says, place, language)
        for article in articles
        for place, beliefs in article.corrects.items()
        for says in beliefs
    )


def _premise(says: str, place: Place, language: Language) -> Premise:
    asserts = read_assertions(says)
    tokens = [token for token in language.tokens(read_words(says, language)) if token.term not in PUMP]
    concepts = {token.term for token in tokens if token.term in language.concepts}
    loose = {word for token in tokens if token.term not in concepts for word in token.said} - language.stopwords
    pointing = {word for word in loose if asserts and ways(word)}
    words = {f"~{stem(word)}" for word in loose - pointing}
    bounds = words & BOUNDS
    if asserts:
        subjects = frozenset(name for one in asserts for name in one.subjects & (concepts | PUMP))
        free = FREE | (LEAKS & TARGETS) | {one.target for one in asserts}
        needs, other = frozenset(concepts - free) | subjects | bounds, frozenset(words - bounds)
    else:
        needs = frozenset(bounds | concepts & (DISEASES | DEVICES | TRIALS))
        other = frozenset(concepts | words) - needs
    stems = frozenset(f"~{stem(word)}" for token in tokens for word in token.said if word not in language.stopwords)
    return Premise(says, place, needs, other, stems, asserts, bool(NEGATED.search(says.lower())))


def false_premises(
    question: Question, premises: Iterable[Premise], finder: Finder, subject: Iterable[str] = ()
) -> list[Premise]:
    """Return the false beliefs that a question takes for granted, the one that shares most with it first.

    Parameters
    ----------
    subject
        What the page is about on which it is asked.
    """
    asks = bool(ASKS.search(question.wording))
    texts = [part for part in (question.parts or (question,)) if _grants(part.wording, asks=asks)]
    if not texts:
        return []
    asserted = frozenset(one for part in texts for one in read_assertions(part.said))
    if CHOICE.search(question.wording):
        asserted = frozenset(one for one in asserted if one.target != ADVICE)
    terms = frozenset(weigh(question.tokens, finder.language)) | frozenset(subject)
    terms |= ALL if terms & ALL else frozenset()
    negated = any(NEGATED.search(part.wording) for part in texts)
    found = []
    for each in premises:
        told = finder.share(each.words, terms)
        is_said = (
            _points(each, asserted, frozenset(subject))
            if each.asserts
            else _repeats(each, terms, told, negated=negated)
        )
        if each.needs <= terms and is_said and told >= SHARED:
            found.append((told + len(each.needs), each))
    return [each for _, each in sorted(found, key=lambda pair: (-pair[0], pair[1].place))]


def _grants(wording: str, *, asks: bool) -> bool:
    """Tell whether a part of a question that asks why or how takes something for granted, or adds a fact."""
    return bool(GRANTED.search(wording) or TAG.search(wording)) or (asks and not OPEN.search(wording))


def _points(premise: Premise, asserted: frozenset[Assertion], subject: frozenset[str]) -> bool:
    """Tell whether a question asserts what a belief does, and not the opposite as well."""
    return any(_is_same(one, other, subject) for one in premise.asserts for other in asserted) and not any(
        _is_same(one.opposite, other, subject) for one in premise.asserts for other in asserted
    )


def _repeats(premise: Premise, terms: frozenset[str], told: float, *, negated: bool) -> bool:
    """Tell whether a question repeats a belief that points no way, in nearly its own words."""
    spelt = len(premise.stems & terms) >= SPELT * len(premise.stems)
    return spelt and told >= REPEATED and premise.negated == negated


def _is_same(one: Assertion, other: Assertion, subject: frozenset[str]) -> bool:
    """Tell whether a question asserts what a belief says, of what is named there or on the page."""
    return one.does == other.does and same(one.target, other.target) and one.subjects <= other.subjects | subject
