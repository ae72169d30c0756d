"""Reads the assertions of a sentence: which quantity rises or falls, and whether something is advised.

Read alike from articles, from the statements under them, and from questions: a sentence that turns its support round,
two sentences that contradict each other, and a question that takes the opposite for granted are the same comparison.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from diastole.answers.concepts import DISEASES, SUBJECTS, TARGETS, TREATMENTS
from diastole.answers.lexicon import Lexicon, Token, load_lexicon, read_words

SETTING = frozenset({"in", "with", "by", "during", "after", "when", "for", "from", "despite", "once", "on", "because"})
AUXILIARY = frozenset(
    {
        "is", "are", "was", "were", "do", "does", "did", "to", "can", "could", "will", "would", "may", "might",
        "should", "must", "not", "never", "cannot", "doesnt", "dont", "wont", "cant",
    }
)  # fmt: skip
BARE = "lower"  # a verb after an auxiliary or before what it concerns; else an adjective
REACH = 6  # words between a direction and what it concerns
NEGATED, FAR = 3, 5  # words before a direction, and before a verdict for something, among which a negation turns it
STOP = re.compile(r"[.,;:?!–—()]+|\b(?:but|while|whereas|although|and so|which)\b")
AND = re.compile(r"\band\b")
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
        r"shrinks?|shrank|diminish(?:es|ed|ing)?|lessen(?:s|ed|ing)?|weaken(?:s|ed)?|reliev(?:e|es|ed|ing)|smaller|"
        r"fix(?:es|ed)?|treats?|cur(?:e|es|ed)|heal(?:s|ed)?|stop(?:s|ped)?|abolish(?:es|ed)?|minimis(?:e|es|ed|ing)|"
        r"unload(?:s|ed|ing)?|decompress(?:es|ed)?)$"
    ),
    "for": re.compile(
        r"^(?:indicated|recommend(?:s|ed|ation)?|benefi(?:t|ts|cial)|helps?|helpful|helping|approved|useful|advised|advise|"
        r"preferred|ideal|safe|fine|okay|good|better|best|standard|choice|suitable|favou?r(?:s|ed|able)?|improv(?:e|es|ed|ing)|protects?|harmless)$"
    ),
    "against": re.compile(
        r"^(?:contra|contraindicat\w*|forbid\w*|forbidden|harm(?:s|ful|ing)?|avoid(?:s|ed|ing)?|dangerous|prohibit(?:s|ed)?|"
        r"unsuitable|unsafe|bad|kills?|deadly|ruled|banned|useless)$"
    ),
}
ARTICLES = ("a", "an", "the")
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


def ways(text: str) -> frozenset[str]:
    """Return the directions and verdicts that the words of a text name, one by one."""
    words = read_words(text, load_lexicon())
    return frozenset(does for word in words for does, pattern in WORDS.items() if pattern.match(word))


def same(one: str, other: str) -> bool:
    """Tell whether two targets are the same thing: a leak has many names."""
    return one == other or {one, other} <= LEAKS


@lru_cache(maxsize=4096)
def read_assertions(text: str) -> frozenset[Assertion]:
    """Return what a sentence asserts; a clause without a disease or treatment takes that of the sentence."""
    lexicon = load_lexicon()
    clauses = [clause for part in STOP.split(text.lower()) if part.strip() for clause in _clauses(part, lexicon)]
    whole = _subjects([token for clause in clauses for token in clause], lexicon)
    assertions = set()
    for clause in clauses:
        own = _subjects(clause, lexicon)
        subjects = frozenset().union(*(own & kind or whole & kind for kind in (DISEASES, TREATMENTS)))
        assertions |= {Assertion(does, target, subjects) for does, target in _in_clause(clause)}
    return frozenset(assertions)


def _clauses(part: str, lexicon: Lexicon) -> list[list[Token]]:
    """Return the clauses that ``and`` joins where each says something of a disease of its own, or the whole part."""
    clauses = [_tokens(each, lexicon) for each in AND.split(part)]
    is_each_whole = all(_pointers(clause) and _subjects(clause, lexicon) & DISEASES for clause in clauses)
    return clauses if is_each_whole else [_tokens(part, lexicon)]


def _subjects(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    return lexicon.with_broader(token.term for token in tokens) & SUBJECTS


def directions(text: str) -> frozenset[str]:
    """Return the directions and verdicts of a sentence, whatever they concern."""
    return frozenset().union(*map(_directions_of, STOP.split(text.lower())))


@lru_cache(maxsize=20_000)
def _directions_of(clause: str) -> frozenset[str]:
    """Return the same of one clause; many sentences rest on one statement, which is read for each of them."""
    return frozenset(does for does, _ in _pointers(_tokens(clause, load_lexicon())))


def _tokens(part: str, lexicon: Lexicon) -> list[Token]:
    return lexicon.tokens(read_words(part.replace("’", "").replace("'", ""), lexicon))


def _pointers(clause: Sequence[Token]) -> list[tuple[str, int]]:
    """Return each direction or verdict of a clause with its place; a negation before it turns it round."""
    pointers = []
    for place, token in enumerate(clause):
        does = direction(token)
        if token.words == ("good",) and place and clause[place - 1].words == ("for",):
            continue  # for ever
        if does and not (token.words == (BARE,) and not _is_verb(clause, place)):
            if does == "for" and any("against" in near.words for near in clause[place + 1 : place + 3]):
                does = "against"  # advised against
            reach = FAR if does == "for" else NEGATED
            before = [word for near in clause[max(place - reach, 0) : place] for word in near.words]
            turned = any(NEGATION.match(word) for word in before)
            pointers.append((OPPOSITE[does] if turned else does, place))
    return pointers


def _is_verb(clause: Sequence[Token], place: int) -> bool:
    """Tell whether a bare word of direction does something, or stands before its object."""
    after = [token.term for token in clause[place + 1 : place + 3] if token.words[0] not in ARTICLES]
    before = {word for token in clause[max(place - REACH, 0) : place] for word in token.words}
    return bool(after and after[0] in TARGETS) or bool(before & AUXILIARY)


@lru_cache(maxsize=20_000)
def direction(token: Token) -> str:
    """Return which way a word or phrase points; empty if none."""
    if token.term == "contraindication":
        return "against"
    return next((does for does, pattern in WORDS.items() if any(map(pattern.match, token.words))), "")


def _in_clause(clause: Sequence[Token]) -> list[tuple[str, str]]:
    """Return direction and target: the next target after the direction, else the last one before it."""
    pairs = []
    for does, place in _pointers(clause):
        if does in ("for", "against"):
            pairs.append((does, ADVICE))
            continue
        after = [term for term in _object(clause[place : place + 1 + REACH]) if term in TARGETS]
        is_set = any(token.words[0] in SETTING for token in clause[place + 1 : place + 2])
        if clause[place].words[0].startswith("stop") and (is_set or not after):
            continue  # a treatment is stopped, in regurgitation too, or something comes to a stop
        before = [token.term for token in clause[max(place - REACH, 0) : place] if token.term in TARGETS]
        if after or before:
            pairs.append((does, after[0] if after else before[-1]))
    return pairs


def _object(tokens: Sequence[Token]) -> list[str]:
    """Return the terms that a direction may concern: up to a setting, such as ``harm`` in ``reduces harm in AR``."""
    start = 2 if len(tokens) > 1 and tokens[1].words[0] in SETTING else 1  # ``a reduction in afterload``
    rest = takewhile(lambda token: token.words[0] not in SETTING, tokens[start:])
    return [tokens[0].term, *(token.term for token in rest)] if tokens else []
