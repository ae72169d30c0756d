"""Read a question: spelling, abbreviations, concepts, intent."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import takewhile

from diastole.evidence.reading import read_yaml

WORD = re.compile(r"[^\W_]+")
LONGEST_QUESTION = 1000  # characters that are read
SHORTEST_CORRECTED = 6  # letters of a word that is worth correcting
REMEMBERED = 20_000  # words
LONG = 6  # letters of a word that is kept beside its concept, if longer
ARTICLES = ("a", "an", "the")
ENDINGS = ("", "s", "es", "d", "ed", "e", "ing", "r", "er", "ly", "ion", "ions")
LIKENESS = 0.83  # of a misspelt word to the one that is meant; assumed


@dataclass(frozen=True)
class Question:
    """A question as it was understood."""

    text: str
    terms: tuple[str, ...]  # concepts and words that carry content, in order
    concepts: frozenset[str]
    intent: str
    asks_meaning: bool = False  # what something is, or how it works
    corrected: tuple[tuple[str, str], ...] = ()  # what was written → what was read

    @property
    def wording(self) -> str:
        """The text in lower case with single spaces, for patterns."""
        return " ".join(self.text.lower().split())


@dataclass(frozen=True)
class Language:
    """Synonyms, spellings and patterns."""

    concepts: Mapping[str, tuple[str, ...]]
    spelling: Mapping[str, str]
    written: Mapping[str, str]
    needs: frozenset[str]
    stopwords: frozenset[str]
    intents: Mapping[str, tuple[str, ...]]
    meaning: tuple[str, ...]
    asides: tuple[tuple[str, ...], ...]  # words before what is to be replaced

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], str]:
        """Concept by the words of each phrase."""
        found = {}
        for concept, phrases in self.concepts.items():
            for phrase in (concept.replace("_", " "), *phrases):
                found[tuple(self.spelt(word) for word in WORD.findall(phrase.lower()))] = concept
        return found

    @cached_property
    def reach(self) -> dict[str, int]:
        """Words of the longest phrase that begins with a word."""
        found: dict[str, int] = {}
        for phrase in self.phrases:
            found[phrase[0]] = max(len(phrase), found.get(phrase[0], 1))
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a phrase."""
        return frozenset(word for phrase in self.phrases for word in phrase)

    @cached_property
    def spelt(self) -> Callable[[str], str]:
        """What returns a word in our spelling; texts repeat their words, so that the last ones are remembered."""

        def spelt(word: str) -> str:
            start = next((each for each in self.spelling if word.startswith(each)), "")
            return self.spelling[start] + word[len(start) :] if start else word

        return lru_cache(maxsize=REMEMBERED)(spelt)

    def terms(self, words: Sequence[str]) -> list[str]:
        """Return words with every phrase replaced by its concept, the longest first; without stopwords."""
        found: list[str] = []
        place = 0
        while place < len(words):
            for length in range(min(self.reach.get(words[place], 1), len(words) - place), 0, -1):
                concept = self.concept(tuple(words[place : place + length]))
                if concept:
                    found.append(concept)
                    place += length
                    break
            else:
                if words[place] not in self.stopwords:
                    found.append(words[place])
                place += 1
        return found

    def special(self, words: Iterable[str]) -> list[str]:
        """Return the words that alone stand for a concept and say more than it, such as the name of a beta-blocker."""
        return [word for word in words if len(word) > LONG and not word.startswith(self.phrases.get((word,), word))]

    def concept(self, phrase: tuple[str, ...]) -> str | None:
        """Return the concept of a phrase; its last word may be a plural."""
        last = phrase[-1]
        singular = (*phrase[:-1], last[:-1]) if last.endswith("s") and len(last) > 3 else phrase
        return self.phrases.get(phrase) or self.phrases.get(singular)


@lru_cache(maxsize=1)
def load_language() -> Language:
    """Return the synonyms that come with the package."""
    content = read_yaml((files("diastole.answers") / "synonyms.yaml").read_text(encoding="utf-8"), "synonyms.yaml")
    return Language(
        concepts={name: tuple(phrases) for name, phrases in content["concepts"].items()},
        spelling=content["spelling"],
        written=content["written"],
        needs=frozenset(content["needs"]),
        stopwords=frozenset(content["stopwords"]),
        intents={name: tuple(patterns) for name, patterns in content["intents"].items()},
        meaning=tuple(content["meaning"]),
        asides=tuple(tuple(words.split()) for words in content["asides"]),
    )


def read_words(text: str, language: Language) -> list[str]:
    """Return the words of a text in lower case and our spelling; hyphens part words."""
    return [language.spelt(word) for word in WORD.findall(text.lower())]


def read_question(text: str, vocabulary: Iterable[str] = (), language: Language | None = None) -> Question:
    """Read a question.

    Parameters
    ----------
    vocabulary
        Words of the statements, beside those of the synonyms, to which a misspelling may be corrected.
    """
    language = language or load_language()
    text = text[:LONGEST_QUESTION]
    said = frozenset(vocabulary)
    known = said | language.words
    words, corrected = [], []
    for raw in WORD.findall(text):
        if raw in language.written:
            words.append(raw)
            continue
        if raw == "Mr":  # a man, not a valve
            continue
        word = language.spelt(raw.lower())
        meant = _corrected(word, known, language)
        if meant != word:
            corrected.append((word, meant))
        words.append(meant)
    aside = _set_aside(words, language)
    rest = [word for place, word in enumerate(words) if place not in aside]
    if set(language.terms(rest)) & set(language.concepts):
        words = rest
    special = [word for word in language.special(words) if word in said]
    terms = _short_forms([*language.terms(words), *special], language)
    concepts = frozenset(terms) & frozenset(language.concepts)
    meaning = any(re.search(pattern, " ".join(text.lower().split())) for pattern in language.meaning)
    return Question(text, tuple(dict.fromkeys(terms)), concepts, read_intent(text, language), meaning, tuple(corrected))


def _set_aside(words: Sequence[str], language: Language) -> frozenset[int]:
    """Return the places of what something else is asked for: the phrase after ``instead of`` is not the subject."""
    for opening in language.asides:
        for place in range(len(words) - len(opening)):
            if tuple(words[place : place + len(opening)]) != opening:
                continue
            start = place + len(opening)
            start += start < len(words) and words[start] in ARTICLES
            for length in range(len(words) - start, 0, -1):
                if language.concept(tuple(words[start : start + length])):
                    return frozenset(range(start, start + length))
    return frozenset()


def _short_forms(terms: Sequence[str], language: Language) -> list[str]:
    """Return terms with capital short forms replaced by what they mean in this company."""
    others = any(term in language.concepts for term in terms)
    found = []
    for term in terms:
        if term in language.written and (term not in language.needs or others):
            found.append(language.written[term])
        elif term.lower() not in language.stopwords:
            found.append(term.lower())
    return found


def _corrected(word: str, known: frozenset[str], language: Language) -> str:
    """Return the word that is meant: the closest known one where it is close, or the word itself."""
    if len(word) < SHORTEST_CORRECTED or word in known or word in language.stopwords or word.isdigit():
        return word
    if word.endswith("s") and word[:-1] in known:
        return word
    near = get_close_matches(word, [each for each in known if abs(len(each) - len(word)) <= 2], n=1, cutoff=LIKENESS)
    if not near or near[0][0] != word[0] or _same_stem(word, near[0]):
        return word
    return near[0]


def _same_stem(one: str, other: str) -> bool:
    """Tell whether two words differ by an ending only, which the index takes off anyway."""
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one[start:] in ENDINGS and other[start:] in ENDINGS


def read_intent(text: str, language: Language) -> str:
    """Return what is asked for: the first intent one of whose patterns is found."""
    wording = " ".join(text.lower().split())
    for intent, patterns in language.intents.items():
        if any(re.search(pattern, wording) for pattern in patterns):
            return intent
    raise AssertionError("the last intent matches everything")
