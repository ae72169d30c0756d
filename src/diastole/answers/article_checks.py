"""Checks of an article: of each of its sentences, of its texts as a whole, and of its head."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from diastole.answers import sentence_checks
from diastole.answers.assertions import read_assertions
from diastole.answers.follow_ups import is_follow_up
from diastole.answers.lexicon import load_lexicon
from diastole.answers.placeholders import PLACEHOLDER
from diastole.errors import InputError, SimulationError, did_you_mean
from diastole.knowledge.articles.article import DIFFERENCE, READERS, Article, Section, Sentence
from diastole.model.input_blocks.fields import fields
from diastole.model.patient import Patient
from diastole.studies.experiments.runs import Arms

LONGEST = {"clinician": 450, "trainee": 350, "patient": 180}  # words of a text
LONGEST_BOTTOM_LINE = 60  # words
# Words that begin a sentence which leans on the one before it; no first sentence of a section may.
LEANS = re.compile(
    r"(?:It|They|This|These|That|Those|Its|Their|One|Others?|Both|Neither|Such|Then|So|But|There|Here)\b"
)
CLASS = re.compile(r"\([^()]*\bclass (?:I{1,3}[ab]?|[123][ab]?)\b")  # of a recommendation, as in “(ESC 2023, class I)”
YEAR = re.compile(r"\b20\d\d\b")
LONG = 4  # letters; shorter words are not compared
FEWEST = 4  # long words of a sentence that is compared
ALIKE = 0.75  # share of their words that two sentences have in common when one repeats the other: assumed
# How a question asks for a reason, and words of sentences that give one: a connective, a condition, a contrast, an
# effect, a purpose, or that none is known. Many reasons have no ‘because’: this refuses what gives none in any words.
ASKS_WHY = re.compile(r"^(?:and |but |so |then )?why\b", re.I)
SAYS_WHY = re.compile(
    r"\b(?:because|since|so|therefore|thus|due|owing|reasons?|why|hence|as|for|from|by|with|without|if|"
    r"unless|until|when|where|which|that|while|whereas|but|although|"
    r"to see|lets?|leads?|leading|makes?|causes?d?|means?|rests?|depends?|needs?|unknown|nobody|known|"
    r"no (?:study|trial)|"
    r"(?:rais|lower|prevent|push|driv|keep|tak|pull|giv|block|reduc|increas|widen|shorten|lengthen)\w*)\b|[:;]",
    re.I,
)
FIRST = 2  # sentences of a section that have to give the reason
WORD = re.compile(r"[^\W_]+(?:[-’'.,/][^\W_]+)*")


@dataclass(frozen=True)
class ArticleFault:
    """A fault of an article, and its place."""

    article: str
    line: int
    text: str  # the sentence; empty if the fault is one of the whole article
    reason: str

    def __str__(self) -> str:
        quoted = f" ‘{self.text}’" if self.text else ""
        return f"{self.article}.md:{self.line}:{quoted} {self.reason}"


def check_article(
    article: Article, evidence: sentence_checks.Evidence, arms: Mapping[str, Arms | None]
) -> list[ArticleFault]:
    """Return the faults of an article.

    Parameters
    ----------
    arms
        Measures of its experiments by name; None for an experiment that was not run.
    """
    checked = sentence_checks.CheckedArticle(article, evidence, arms)
    sentences = [each for reader in READERS for each in article.sentences(reader)]
    bottom_lines = [each for reader in READERS for each in article.texts[reader][0].sentences]
    return [
        *_check_sentences(checked, sentence_checks.EVERY_SENTENCE, sentences),
        *_check_sentences(checked, (sentence_checks.is_sourced,), bottom_lines),
        *_check_sentences(checked, (sentence_checks.is_for_patients,), article.sentences("patient")),
        *leaning_openings(article),
        *undated_classes(article),
        *missing_reasons(article),
        *contradictions(article),
        *repetitions(article),
        *long_texts(article),
        *head_faults(article, evidence.articles),
    ]


def _check_sentences(
    checked: sentence_checks.CheckedArticle,
    checks: Iterable[sentence_checks.SentenceCheck],
    sentences: Iterable[Sentence],
) -> Iterator[ArticleFault]:
    for sentence in sentences:
        for check in checks:
            for reason in check(sentence, checked):
                yield ArticleFault(checked.article.id, sentence.line, sentence.template, reason)


def leaning_openings(article: Article) -> Iterator[ArticleFault]:
    """Refuse a first sentence of a section that leans on another, since an answer may open with it."""
    for reader in READERS:
        for first in (section.sentences[0] for section in article.texts[reader]):
            if word := LEANS.match(first.template):
                reason = f"opens a section with ‘{word[0]}’; an answer may begin here, so name what is meant"
                yield ArticleFault(article.id, first.line, first.template, reason)


def undated_classes(article: Article) -> Iterator[ArticleFault]:
    """Refuse a class of recommendation if its section has not named the year of the guideline by then."""
    for section in (section for reader in READERS for section in article.texts[reader]):
        dated = False
        for sentence in section.sentences:
            dated = dated or bool(YEAR.search(sentence.template))
            if CLASS.search(sentence.template) and not dated:
                reason = "names a class of recommendation without the year of its guideline"
                yield ArticleFault(article.id, sentence.line, sentence.template, reason)


def repetitions(article: Article) -> Iterator[ArticleFault]:
    """Refuse a sentence that says almost in the same words what another of the same text says."""
    for reader in READERS:
        told = [(sentence, _long_words(sentence.template)) for sentence in article.sentences(reader)]
        for (first, one), (second, other) in combinations(told, 2):
            if min(len(one), len(other)) >= FEWEST and len(one & other) >= ALIKE * len(one | other):
                reason = f"repeats line {first.line}: ‘{first.template}’"
                yield ArticleFault(article.id, second.line, second.template, reason)


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in WORD.findall(text.lower()) if len(word) >= LONG)


def missing_reasons(article: Article) -> Iterator[ArticleFault]:
    """Refuse a section that is asked why and whose first sentences have no word of a reason."""
    for place, asked in article.asked.items():
        questions = [text for text in asked if place.reader and ASKS_WHY.search(text)]
        first, *others = article.texts[place.reader][place.section].sentences[:FIRST] if questions else (None,)
        if first and not any(SAYS_WHY.search(each.template) for each in (first, *others)):
            reason = f"gives no reason, which ‘{questions[0]}’ asks for"
            yield ArticleFault(article.id, first.line, first.template, reason)


def contradictions(article: Article) -> Iterator[ArticleFault]:
    """Refuse two sentences of one text that assert opposite things of the same subjects; the box may."""
    for reader in READERS:
        open_ones = [
            each for section in article.texts[reader] if section.title != DIFFERENCE for each in section.sentences
        ]
        told = [(sentence, read_assertions(sentence_checks.without_placeholders(sentence))) for sentence in open_ones]
        for (first, one), (second, other) in combinations(told, 2):
            for each in sorted(one, key=str):
                if each.subjects and each.opposite in other and each.opposite not in one:
                    reason = f"contradicts line {first.line}: ‘{first.template}’"
                    yield ArticleFault(article.id, second.line, second.template, reason)


def long_texts(article: Article) -> Iterator[ArticleFault]:
    """Refuse texts and bottom lines that are too long."""
    for reader, most in LONGEST.items():
        sections = article.texts[reader]
        for what, counted, limit in (
            (f"the {reader}'s text", count_words(sections), most),
            (f"the {reader}'s bottom line", count_words(sections[:1]), LONGEST_BOTTOM_LINE),
        ):
            if counted > limit:
                reason = f"{what} has {counted} words; at most {limit} are allowed"
                yield ArticleFault(article.id, sections[0].line, "", reason)


def count_words(sections: Iterable[Section]) -> int:
    """Return the number of words, with those of the headings; a number that is filled in counts as one."""
    texts = [
        text
        for section in sections
        for text in (section.title, *(PLACEHOLDER.sub("1", each.template) for each in section.sentences))
    ]
    return sum(len(WORD.findall(text)) for text in texts)


def head_faults(article: Article, known: frozenset[str]) -> Iterator[ArticleFault]:
    """Refuse related articles that do not exist, and settings or controls that a patient does not have."""
    for other in article.head.related:
        if other not in known or other == article.id:
            yield _fault_of_head(article, f"related: '{other}' is no other article.{did_you_mean(other, known)}")
    for name, bench in article.benches.items():
        try:
            base = Patient.preset(bench.patient).with_values(bench.set)
            for change in bench.arms.values():
                base.with_values(change)
        except (InputError, SimulationError) as problem:
            yield _fault_of_head(article, f"{name}: {problem}")
    keys = frozenset(key for key, _ in fields(Patient))
    for key in article.head.bench.controls:
        if key not in keys:
            yield _fault_of_head(article, f"controls: '{key}' is not a key of a patient.{did_you_mean(key, keys)}")


def _fault_of_head(article: Article, reason: str) -> ArticleFault:
    return ArticleFault(article.id, 1, "", reason)


def shared_wordings(articles: Iterable[Article]) -> Iterator[ArticleFault]:
    """Refuse a question that two articles list; follow-ups may be in several, since each counts on its page only."""
    home: dict[str, str] = {}
    lexicon = load_lexicon()
    for article in articles:
        for wording in (text for texts in article.asked.values() for text in texts):
            key = " ".join(WORD.findall(wording.lower()))
            if not is_follow_up(wording, lexicon) and home.setdefault(key, article.id) != article.id:
                yield _fault_of_head(article, f"‘{wording}’ is a wording of {home[key]} too")
