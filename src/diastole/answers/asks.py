"""What a question asks, one by one: ``causes and fix``, ``what is it, and is it dangerous``, ``: rate, rhythm``."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diastole.answers.answer_kinds import is_bare, kinds_asked, without_kinds
from diastole.answers.concepts import DEGREES
from diastole.answers.lexicon import Lexicon, Token
from diastole.answers.question import marked
from diastole.answers.text_index import words_of

SENTENCE = re.compile(r"[?;!\n]+|\.\s")
LISTS = re.compile(r":(?!\d)|\s[-–—]+\s|--|[()]")  # what stands behind is a list of what is asked
CLAUSE = re.compile(r",(?!\d)|[&+]|\b(?:and|but|so|then|plus)\b")
AUXILIARY = r"is|are|was|were|does|do|did|can|could|will|would|should|may|must|has|have"
# A clause that asks begins so; ``is in shock`` does not ask.
BEGINS = re.compile(
    r"^(?:(?:at|in|on|by|with|from|to|for|of|until) )?"
    r"(?:what|whats|how|why|when|which|who|where|explain|define|compare|list)\b"
    rf"|^(?:{AUXILIARY}) (?!(?:in|on|at|not|a|an|being|been)\b)"
)
EMPTY = frozenset(  # words of a question that do not tell what it asks
    {
        "what", "whats", "how", "why", "when", "which", "who", "where", "long", "often", "much", "many", "happen",
        "happens", "get", "gets", "use", "used", "need", "mean", "means", "patient", "pt", "please", "explain",
        "define", "compare", "list", "briefly", "incl", "include", "including", "first", "next", "now", "go", "goes",
        "else", "then", "one", "each", "best", "main", "vs", "versus", "quick", "summary", "honest",
    }
)  # fmt: skip


class Ask(NamedTuple):
    """One thing that a question asks: a kind of answer, words beside the subject, or both."""

    kinds: frozenset[str]
    terms: frozenset[str]


def asks_of(wording: str, subject: Iterable[str], lexicon: Lexicon) -> tuple[Ask, ...]:
    """Return what a question asks, in its order; what it tells before it asks is left out.

    Parameters
    ----------
    subject
        Concepts that every part inherits, so that they tell no part from another.
    """
    asks = (_ask(clause, frozenset(subject) | DEGREES, lexicon) for clause in _asking_clauses(wording.lower()))
    return tuple(dict.fromkeys(ask for ask in asks if ask.kinds or ask.terms))


def _asking_clauses(wording: str) -> Iterator[str]:
    """Yield the clauses of each sentence from the first that asks on."""
    for sentence in SENTENCE.split(wording):
        is_asking = False
        for number, part in enumerate(LISTS.split(sentence)):
            is_asking |= number > 0
            for clause in map(str.strip, CLAUSE.split(part)):
                is_asking |= bool(BEGINS.search(clause) or kinds_asked(clause))
                if is_asking and clause:
                    yield clause


def _ask(clause: str, subject: frozenset[str], lexicon: Lexicon) -> Ask:
    tokens = lexicon.tokens(words_of(without_kinds(clause), lexicon))
    own = telling_terms((token for token in tokens if token.term not in subject), lexicon)
    if own or is_bare(clause, lexicon):
        return Ask(kinds_asked(clause), own)
    return Ask(frozenset(), telling_terms(tokens, lexicon))  # about the subject itself, as its article is


def telling_terms(tokens: Iterable[Token], lexicon: Lexicon) -> frozenset[str]:
    """Return the concepts of tokens, and the stems of the words that name none and tell something."""
    empty = EMPTY | lexicon.stopwords
    return frozenset(
        token.term if token.term in lexicon.concepts else marked(token.words[0])
        for token in tokens
        if not empty.issuperset(token.words)
    )
