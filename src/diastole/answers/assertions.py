"""What a sentence asserts: which way something goes, and whether something is advised or not.

Read alike from articles, from the statements under them, and from questions: a sentence that turns its support round,
two sentences that contradict each other, and a question that takes the opposite for granted are the same comparison.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from diastole.answers.language import Language, Token, load_language, read_words
from diastole.answers.subjects import SUBJECTS, TARGETS

REACH = 6  # words between a direction and what it concerns
NEGATED = 3  # words before a word among which a negation turns it round
STOP = re.compile(r"[.,;:?!–—()]+|\b(?:but|while|whereas|although|and so|which)\b")
NEGATION = re.compile(
    r"^(?:not|no|never|nor|cannot|without|neither|(?:do|does|did|is|are|was|were|ca|wo|would|could|should|must|has|have)nt)$"
)
WORDS: dict[str, re.Pattern[str]] = {
    "up": re.compile(
        r"^(?:rises?|rising|rose|risen|rais(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|worsen(?:s|ed|ing)?|worse|aggravat(?:e|es|ed|ing)|"
        r"adds?|added|adding|boost(?:s|ed|ing)?|grows?|grew|elevat(?:e|es|ed|ing)|enlarg(?:e|es|ed|ing)|augment(?:s|ed)|higher|larger)$"
    ),
    "down": re.compile(
        r"^(?:falls?|fell|fallen|falling|lower(?:s|ed|ing)?|reduc(?:e|es|ed|ing|tion)|decreas(?:e|es|ed|ing)|drops?|dropped|dropping|"
        r"shrinks?|shrank|diminish(?:es|ed|ing)?|lessen(?:s|ed|ing)?|cuts?|cutting|weaken(?:s|ed)?|reliev(?:e|es|ed|ing)|smaller|"
        r"fix(?:es|ed)?|treats?|cur(?:e|es|ed)|heal(?:s|ed)?|stop(?:s|ped)?|abolish(?:es|ed)?|minimis(?:e|es|ed|ing)|"
        r"unload(?:s|ed|ing)?|decompress(?:es|ed)?)$"
    ),
    "for": re.compile(
        r"^(?:indicated|recommend(?:s|ed|ation)?|benefi(?:t|ts|cial)|helps?|helpful|helping|approved|useful|advised|advise|"
        r"preferred|ideal|safe|good|better|best|standard|choice|suitable|favou?r(?:s|ed|able)?|improv(?:e|es|ed|ing)|protects?|harmless)$"
    ),
    "against": re.compile(
        r"^(?:contra|contraindicat\w*|forbid\w*|forbidden|harm(?:s|ful|ing)?|avoid(?:s|ed|ing)?|dangerous|prohibit(?:s|ed)?|"
        r"unsuitable|unsafe|bad|kills?|deadly)$"
    ),
}
OPPOSITE = {"up": "down", "down": "up", "for": "against", "against": "for"}
LEAKS = frozenset(
    {"aortic_regurgitation", "leak", "mitral_regurgitation", "regurgitant_fraction", "regurgitant_volume"}
)
ADVICE = "advice"  # the target of a verdict


@dataclass(frozen=True)
class Assertion:
    """That a target goes up or down, or that something is advised or not, in the company of some subjects."""

    does: str  # up, down, for or against
    target: str  # a concept, or `ADVICE`
    subjects: frozenset[str]

    @property
    def opposite(self) -> "Assertion":
        """The same turned round."""
        return Assertion(OPPOSITE[self.does], self.target, self.subjects)


def points(word: str) -> bool:
    """Tell whether a word is one of direction or verdict."""
    return any(pattern.match(word) for pattern in WORDS.values())


def same(one: str, other: str) -> bool:
    """Tell whether two targets are the same thing: a leak has many names."""
    return one == other or {one, other} <= LEAKS


@lru_cache(maxsize=4096)
def read_assertions(text: str) -> frozenset[Assertion]:
    """Return what a sentence asserts; subjects are those of the whole sentence."""
    language = load_language()
    clauses = [_tokens(part, language) for part in STOP.split(text.lower()) if part.strip()]
    subjects = language.with_broader(token.term for clause in clauses for token in clause) & SUBJECTS
    return frozenset(Assertion(does, target, subjects) for clause in clauses for does, target in _in_clause(clause))


def directions(text: str) -> frozenset[str]:
    """Return the ways that a sentence points, whatever they concern."""
    language = load_language()
    return frozenset(does for part in STOP.split(text.lower()) for does, _ in _pointers(_tokens(part, language)))


def _tokens(part: str, language: Language) -> list[Token]:
    return language.tokens(read_words(part.replace("’", "").replace("'", ""), language))


def _pointers(clause: Sequence[Token]) -> list[tuple[str, int]]:
    """Return each direction or verdict of a clause with its place; a negation before it turns it round."""
    found = []
    for place, token in enumerate(clause):
        does = _direction(token)
        if does:
            before = [word for near in clause[max(place - NEGATED, 0) : place] for word in near.said]
            turned = any(NEGATION.match(word) for word in before)
            found.append((OPPOSITE[does] if turned else does, place))
    return found


def _direction(token: Token) -> str:
    """Return which way a word or phrase points; empty if none."""
    if token.term == "contraindication":
        return "against"
    return next((does for does, pattern in WORDS.items() if any(map(pattern.match, token.said))), "")


def _in_clause(clause: Sequence[Token]) -> list[tuple[str, str]]:
    """Return direction and target: the next target after the direction, else the last one before it."""
    found = []
    for does, place in _pointers(clause):
        if does in ("for", "against"):
            found.append((does, ADVICE))
            continue
        after = [token.term for token in clause[place : place + 1 + REACH] if token.term in TARGETS]
        before = [token.term for token in clause[max(place - REACH, 0) : place] if token.term in TARGETS]
        if after or before:
            found.append((does, after[0] if after else before[-1]))
    return found
