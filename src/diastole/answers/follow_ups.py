"""Follow-ups: wordings without a subject of their own, which mean something only on the page where they are asked."""

import re

from diastole.answers.concepts import CORE, DEVICES, SUBJECTS
from diastole.answers.lexicon import Lexicon, read_words

GOES_ON = re.compile(r"^(?:and|but|or|also|even|then|so|what about|how about|what if)\b")
PERSON = re.compile(r"\b(?:i|me|my|we|us|our|he|him|his|she|her|hers)\b")
ASKING = frozenset(
    {
        "what", "how", "why", "when", "which", "who", "where", "long", "often", "much", "many", "common",
        "any", "so", "then",
    }
)  # fmt: skip
OPENS = re.compile(r"\b(?:what|how|why|when|which|who|where|is|are|was|does|do|did|can|could|will|any)\b|\?")
NAMED = SUBJECTS | DEVICES | CORE
FEW, MOST = 1, 6  # words that tell, of a follow-up that does not go on from something; words of one that does


def is_follow_up(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a wording has no subject, as ``does it hurt?``, or goes on from one, as ``and in children?``.

    What is asked about a person is none: ``can he eat?`` is understood without a page.
    """
    low = " ".join(text.lower().split())
    if GOES_ON.search(low):
        return len(low.split()) <= MOST
    if not OPENS.search(low) or PERSON.search(low) or len(telling(text, lexicon)) > FEW:
        return False
    return not any(token.term in NAMED for token in lexicon.tokens(read_words(low, lexicon)))


def telling(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return what a follow-up tells beside asking: ``and in MR?`` and ``what about MR?`` are the same."""
    tokens = lexicon.tokens(read_words(text.replace("'", "").replace("’", ""), lexicon))
    return frozenset(token.term for token in tokens) - ASKING - lexicon.stopwords


def key(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return by what a follow-up is known again on its page."""
    words = {token.term for token in lexicon.tokens(read_words(text.replace("'", "").replace("’", ""), lexicon))}
    told = words - lexicon.stopwords - {"what", "so", "then"}
    return frozenset(told or words)
