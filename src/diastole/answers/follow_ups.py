"""Follow-ups: wordings without a subject of their own, which mean something only on the page where they are asked."""

import re
from dataclasses import replace

from diastole.answers.concepts import CORE, DEVICES, DISEASES, SUBJECTS
from diastole.answers.lexicon import Lexicon, read_words
from diastole.answers.question import ParsedQuestion

GOES_ON = re.compile(r"^(?:and|but|or|also|even|then|so|what about|how about|what if)\b")
PERSON = re.compile(r"\b(?:i|me|my|we|us|our|he|him|his|she|her|hers)\b")
ASKER = re.compile(r"\b(?:i|we)\b")
REFERS = re.compile(r"\b(?:it|that|this|them|those|then)\b")
SMALL = frozenset({"what", "so", "then"})  # leave a follow-up the same
ASKING = SMALL | {"how", "why", "when", "which", "who", "where", "long", "often", "much", "many", "common", "any"}
OPENS = re.compile(r"\b(?:what|how|why|when|which|who|where|is|are|was|does|do|did|can|could|will|any)\b|\?")
NAMED = SUBJECTS | DEVICES | CORE
FEW, MOST = 1, 6  # most terms beside asking of a follow-up without a subject; most words of one that goes on


def is_follow_up(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a wording has no subject, as ``does it hurt?``, or goes on from one, as ``and in children?``.

    What is asked about a person is none, since ``can he eat?`` is understood without a page. That the
    asker is named does not count where ``it`` is as well: ``how do I notice it?``.
    """
    low = " ".join(text.lower().split())
    if GOES_ON.search(low):
        return len(low.split()) <= MOST
    if not OPENS.search(low) or PERSON.search(ASKER.sub("", low) if REFERS.search(low) else low):
        return False
    terms = _terms(text, lexicon)
    return len(terms - ASKING - lexicon.stopwords) <= FEW and not terms & NAMED


def going_on(question: ParsedQuestion, before: ParsedQuestion) -> ParsedQuestion:
    """Return a question with what it leaves to the one before: no device and no disease where it names one itself."""
    named = [kind for kind in (DEVICES, DISEASES) if question.concepts & kind]
    return replace(question, left_out=before.concepts.difference(question.concepts, *named))


def key(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the terms that identify a follow-up on its page; ``and in MR?`` and ``what about MR?`` have the same."""
    terms = _terms(text, lexicon)
    return terms - lexicon.stopwords - SMALL or terms


def _terms(text: str, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        token.term for token in lexicon.tokens(read_words(text.replace("'", "").replace("’", ""), lexicon))
    )
