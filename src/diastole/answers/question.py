"""Read a question: spelling, abbreviations, concepts, and the words that tell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from Stemmer import Stemmer

from diastole.answers.concepts import DEVICES, TRIALS
from diastole.answers.lexicon import WORD, Lexicon, Token, load_lexicon
from diastole.errors import InputError

STEMMER = Stemmer("english")
THE_PUMP = (("the", "pump"), ("on", "the", "pump"))
SHORTEST_CORRECTED = 4  # letters of a word that is worth correcting
LONG, LONGEST = 8, 10  # letters of a word in which any slip is one, and in which two are
PREFIXES = (
    "anti", "extra", "hyper", "hypo", "inter", "intra", "micro", "non", "over", "para", "peri", "post", "pre", "re",
    "sub", "supra", "trans", "un", "under",
)  # fmt: skip
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ALIKE = frozenset(map(frozenset, ("ck", "cs", "sz", "fv", "dt", "bp", "mn", "gj", "kq", "lr")))  # sound alike
VOWELS = frozenset("aeiouy")
ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er")
CONCEPT, BROADER = 1.0, 0.5  # what a concept counts, and the one that it is a kind of
WORD_ALONE, WORD_WITHIN = 0.7, 0.35  # what a word counts that stands for itself, and one that names a concept


@dataclass(frozen=True)
class ParsedQuestion:
    """A question as it was understood."""

    text: str
    tokens: tuple[Token, ...] = ()
    concepts: frozenset[str] = frozenset()
    corrected: tuple[tuple[str, str], ...] = ()  # what was written → what was read
    spelled_out: str = ""  # misspellings corrected, short forms written out
    parts: tuple["ParsedQuestion", ...] = field(default=())  # of a question with several sentences or clauses
    left_out: frozenset[str] = frozenset()  # concepts of the question before, which a follow-up does not repeat

    @property
    def wording(self) -> str:
        """The text in lower case with single spaces and one kind of apostrophe, for patterns."""
        return " ".join(self.text.lower().replace("’", "'").split())

    def terms(self, lexicon: Lexicon) -> dict[str, float]:
        """Return the terms of the question, each with its weight."""
        return weigh(self.tokens, lexicon)


PARTS = re.compile(
    r"[?;!\n]+|:(?!\d)|\.\s|--| - |"
    r",? (?:and|but|or|so|then) (?=(?:when|how|what|why|which|who|where|is|are|does|do|did|can|could|should|may)\b)"
)
TAG = re.compile(
    r",? (?:right|correct|yes|no|isn['’]?t it|innit|is that so)\s*\?+$", re.I
)  # asks for nothing but assent
FEWEST_WORDS = 3  # of a part that can be a question of its own
MOST_PARTS = 6
LONGEST_QUESTION = 1000  # characters


def parse_question(text: str, known: Iterable[str] = (), lexicon: Lexicon | None = None) -> ParsedQuestion:
    """Read a question, and its parts where it has several.

    Parameters
    ----------
    known
        Words of the articles, beside those of the synonyms, to which a misspelling may be corrected.
    """
    lexicon = lexicon or load_lexicon()
    asked = text.strip()
    text = TAG.sub("?", asked)
    words = _together(frozenset(known), lexicon.words)
    whole = _read(text, words, lexicon)
    pieces = [piece.strip() for piece in PARTS.split(text) if len(WORD.findall(piece)) >= FEWEST_WORDS]
    parts = tuple(_read(piece, words, lexicon) for piece in pieces[:MOST_PARTS]) if len(pieces) > 1 else ()
    return replace(whole, text=asked, parts=parts)


@lru_cache(maxsize=4)
def _together(known: frozenset[str], ours: frozenset[str]) -> frozenset[str]:
    """Return the words of both; they are many, and the same for every question."""
    return known | ours


def _read(text: str, known: frozenset[str], lexicon: Lexicon) -> ParsedQuestion:
    corrected: list[tuple[str, str]] = []
    words = []
    for raw in WORD.findall(text.replace("’", "").replace("'", "")):
        if raw == "Mr":  # a man, not a valve
            continue
        word = raw if raw in lexicon.written else lexicon.spelt(raw.lower())
        meant = word if raw in lexicon.written else _corrected(word, known, lexicon)
        if meant != word:
            corrected.append((word, meant))
        words.append(meant)
    tokens = _short_forms(lexicon.tokens(words), lexicon)
    concepts = frozenset(token.term for token in tokens) & frozenset(lexicon.concepts)
    readable = text
    for form, concept in lexicon.written.items():
        if concept in concepts:
            readable = re.sub(rf"\b{form}\b", concept.replace("_", " "), readable)
    readable = readable.lower()
    for wrong, right in corrected:
        readable = readable.replace(wrong, right)
    return ParsedQuestion(text, tuple(tokens), concepts, tuple(dict.fromkeys(corrected)), " ".join(readable.split()))


def checked_text(text: str) -> str:
    """Return a question without signs that would steer a terminal; InputError if it is empty or too long."""
    text = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
    if not text.strip():
        raise InputError("the question is empty; ask such as 'Why is a balloon pump contraindicated in AR?'")
    if len(text) > LONGEST_QUESTION:
        raise InputError(
            f"the question has {len(text)} characters; at most {LONGEST_QUESTION} are read: ask one thing at a time"
        )
    return text


def with_the_pump(question: ParsedQuestion, subject: Iterable[str]) -> ParsedQuestion:
    """Return a question in which ``the pump`` is the device that it names otherwise, or that of its trial or page."""
    others = {each.term for each in question.tokens if each.words not in THE_PUMP}
    of_a_trial = load_lexicon().with_broader(others & TRIALS)
    named = others & DEVICES or of_a_trial & DEVICES or DEVICES & {*subject}
    if len(named) != 1 or "iabp" in named or all(token.words not in THE_PUMP for token in question.tokens):
        return question
    (device,) = named
    tokens = tuple(token._replace(term=device) if token.words in THE_PUMP else token for token in question.tokens)
    return replace(question, tokens=tokens, concepts=question.concepts - {"iabp"} | {device})


def weigh(tokens: Iterable[Token], lexicon: Lexicon) -> dict[str, float]:
    """Return what each term of a text counts before its rarity: concepts, and the stems of the words."""
    weights: dict[str, float] = {}
    for term, words in tokens:
        weight = WORD_ALONE
        if term in lexicon.concepts:
            weight, weights[term] = WORD_WITHIN, CONCEPT
            if broader := lexicon.broader.get(term):
                weights.setdefault(broader, BROADER)
        for word in words:
            if word not in lexicon.stopwords:
                weights.setdefault(marked(word), weight)
    return weights


@lru_cache(maxsize=50_000)
def marked(word: str) -> str:
    """Return the stem of a word, marked so that it is no concept."""
    return f"~{STEMMER.stemWord(word)}"


def _short_forms(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Return tokens with capital short forms replaced by what they mean in this company."""
    others = any(token.term in lexicon.concepts for token in tokens)
    replaced = []
    for token in tokens:
        means = token.term in lexicon.written and (token.term not in lexicon.needs or others)
        term = lexicon.written[token.term] if means else token.term.lower()
        replaced.append(Token(term, tuple(word.lower() for word in token.words)))
    return replaced


def _corrected(word: str, known: frozenset[str], lexicon: Lexicon) -> str:
    """Return the word that is meant: the closest known one where it is close, or the word itself."""
    if len(word) < SHORTEST_CORRECTED or word in known or word in lexicon.stopwords or not word.isalpha():
        return word
    relatives = {word + ending for ending in ENDINGS}
    relatives |= {word.removesuffix(ending) for ending in ENDINGS}
    relatives |= {word.removeprefix(start) for start in PREFIXES}  # intrahospital, where only interhospital is known
    return word if relatives & known else _closest(word, known, lexicon.words)


@lru_cache(maxsize=10_000)
def _closest(word: str, known: frozenset[str], ours: frozenset[str]) -> str:
    """Return a known word, one of ours first, that differs by a slip: letters swapped, lost, doubled; if long, any."""
    alike = [each for each in known if each[0] == word[0] and abs(len(each) - len(word)) <= 2 and len(each) > 3]
    alike.sort(key=lambda each: (each not in ours, each))  # the first of several that are as close is taken
    near = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=2 if len(word) >= LONGEST else 1)
    if near is None or any(near[0] == word + ending for ending in ENDINGS):
        return word
    is_other_word = near[1] == 1 and len(near[0]) == len(word) < LONG and sorted(near[0]) != sorted(word)
    is_other_word |= near[1] == 1 and not _may_slip(word, near[0])
    is_other_word |= near[1] > 1 and _consonants(near[0]) != _consonants(word)
    return word if is_other_word else near[0]


def _may_slip(word: str, meant: str) -> bool:
    """Tell whether letters of a word may stand for those meant: vowels, what sounds alike or lies side by side.

    Any other letter in the place of one makes another word, as in ``evacuation`` and ``evaluation``.
    """
    if len(word) != len(meant) or sorted(word) == sorted(meant):
        return True
    return all({one, other} <= VOWELS or _are_near(one, other) for one, other in zip(word, meant, strict=True))


def _are_near(one: str, other: str) -> bool:
    return one == other or {one, other} in ALIKE or any(one + other in row or other + one in row for row in KEYS)


def _consonants(word: str) -> str:
    """Return the consonants of a word, doubled ones once: two slips that change them make another word."""
    return re.sub(r"([^aeiou])\1", r"\1", re.sub(r"[aeiouy]", "", word))
