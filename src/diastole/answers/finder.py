"""Find the article that answers a question: wordings, headings and texts of all articles in one index."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from diastole.answers.language import Language, read_words
from diastole.answers.subjects import DEGREES, DEVICES, DISEASES
from diastole.answers.terms import Question, read_question, weigh
from diastole.articles.article import READERS, Article
from diastole.evidence.statements import Statement

# Chosen on the tuning half of the question sets, by the test that scores them.
ASKED, TITLED, SAID = 3.0, 2.0, 1.0  # weight of a wording; of a heading or bottom line; of another sentence
LENGTH, SATURATION = 0.5, 4.0  # b and k1 of BM25
STRANGE = 0.5  # what a word that stands nowhere counts against a question
OTHER = 0.05  # what an article loses that is about another device or disease
CARRIED = 0.6  # what a subject counts that is carried along from the page on which a follow-up is asked
PART = 0.9  # what a part of a question counts against the whole
ANSWERED = 0.30  # least score of an article that answers
SURE = 0.55  # score from which on the best article stands alone
CLOSE = 0.97  # of the best score: what is this close is a choice
SECOND = 0.45  # least score of the article of a second part
NEAREST = 0.3  # least score of a statement that is listed as near
CHOICES = 3


@dataclass(frozen=True)
class Hit:
    """An article or statement and how well it fits, 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True)
class Found:
    """What was found for a question.

    Attributes
    ----------
    hits
        Articles, the best first.
    chosen
        Ids of those to show: one article, or two or three between which the reader chooses; none if nothing answers.
    several
        Whether those are for several parts of the question, not for one that could mean either.
    """

    hits: tuple[Hit, ...]
    chosen: tuple[str, ...]
    several: bool = False


class Index:
    """Texts by id, ranked for a question by BM25 over weighted passages, as a share of the most that is possible.

    Robertson and Zaragoza 2009 (doi:10.1561/1500000019): a term tells more the rarer it is among the texts, less with
    each repetition, and less in a long text.
    """

    def __init__(self, texts: Mapping[str, Iterable[tuple[float, str]]], language: Language):
        self._language = language
        counts = {id_: self._counted(passages) for id_, passages in texts.items()}
        lengths = {id_: sum(found.values()) for id_, found in counts.items()}
        mean = sum(lengths.values()) / max(len(lengths), 1)
        self._having: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for id_, found in counts.items():
            stretch = 1.0 - LENGTH + LENGTH * lengths[id_] / mean
            for term, count in found.items():
                self._having[term].append((id_, count / (stretch * SATURATION + count)))
        self._size = len(texts)

    def _counted(self, passages: Iterable[tuple[float, str]]) -> Counter[str]:
        found: Counter[str] = Counter()
        for weight, text in passages:
            for term in terms_of(text, self._language):
                found[term] += weight  # type: ignore[assignment]  # a weighted count
        return found

    def rarity(self, term: str) -> float:
        """Return how much a term tells: more the rarer it is."""
        having = len(self._having.get(term, ()))
        return math.log(1.0 + (self._size - having + 0.5) / (having + 0.5))

    def scores(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Return the score of each text that shares a term, 0 to 1."""
        found: defaultdict[str, float] = defaultdict(float)
        most = 0.0
        for term, factor in terms.items():
            weight = factor * self.rarity(term)
            most += weight if term in self._having else STRANGE * weight
            for id_, share in self._having.get(term, ()):
                found[id_] += weight * share
        return {id_: score / most for id_, score in found.items()} if most else {}


class Finder:
    """Finds the articles, and the statements, for a question."""

    def __init__(self, articles: Mapping[str, Article], statements: Mapping[str, Statement], language: Language):
        self.articles = articles
        self.language = language
        self._statements = statements
        self._index = Index({id_: passages(one) for id_, one in articles.items()}, language)
        self._subjects = {id_: language.with_broader(one.head.subject) for id_, one in articles.items()}

    @cached_property
    def _by_statement(self) -> Index:
        texts = {
            id_: [(1.0, str(getattr(one.text, reader))) for reader in READERS] for id_, one in self._statements.items()
        }
        return Index(texts, self.language)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of an article, for the correction of spelling."""
        return frozenset(
            word
            for one in self.articles.values()
            for _, text in passages(one)
            for word in read_words(text, self.language)
        )

    def read(self, text: str) -> Question:
        """Read a question."""
        return read_question(text, self.words, self.language)

    def find(self, question: Question, about: str = "") -> Found:
        """Return the articles for a question.

        Parameters
        ----------
        about
            Id of the article on whose page it is asked.
        """
        subject = self.articles[about].head.subject if about else ()
        whole = self._ranked(question, subject)
        parts = [self._ranked(part, subject or self._subject(question)) for part in question.parts]
        is_vague = not question.concepts - DEGREES and not subject  # names nothing that an article is about
        if is_vague and (not whole or whole[0].score < SURE):
            return Found(whole, ())
        return _decided(whole, parts)

    def nearest_statements(self, question: Question, most: int = CHOICES) -> tuple[str, ...]:
        """Return the ids of the statements closest to a question."""
        scores = self._by_statement.scores(weigh(question.tokens, self.language))
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(id_ for id_, score in ranked[:most] if score >= NEAREST)

    def _subject(self, question: Question) -> tuple[str, ...]:
        """Return the device and disease that the parts of a question share."""
        return tuple(sorted(question.concepts & (DEVICES | DISEASES)))

    def _ranked(self, question: Question, subject: Iterable[str]) -> tuple[Hit, ...]:
        scores = self._index.scores(self._terms(question, subject))
        hits = [Hit(id_, score - self._elsewhere(id_, question)) for id_, score in scores.items()]
        return tuple(sorted(hits, key=lambda hit: (-round(hit.score, 9), hit.id)))

    def _elsewhere(self, id_: str, question: Question) -> float:
        """Return what an article loses that is about another device or disease than the question names."""
        named = [question.concepts & kind for kind in (DEVICES, DISEASES)]
        return OTHER * sum(bool(each) and not each & self._subjects[id_] for each in named)

    def _terms(self, question: Question, subject: Iterable[str]) -> dict[str, float]:
        """Return what a question counts, with the subject that it leaves out: a device, or a disease."""
        terms = weigh(question.tokens, self.language)
        for kind in (DEVICES, DISEASES):
            if not question.concepts & kind:
                for name in subject:
                    if name in kind:
                        terms.setdefault(name, CARRIED)
        return terms


def _decided(whole: tuple[Hit, ...], parts: Sequence[tuple[Hit, ...]]) -> Found:
    """Return which articles are shown."""
    heads = [hits[0] for hits in parts if hits]
    clear = {hit.id: hit for hit in heads if hit.score >= SECOND}
    if len(clear) > 1:
        return Found(whole, tuple(clear)[:CHOICES], several=True)
    best = whole[0] if whole else Hit("", 0.0)
    single = max(heads, key=lambda hit: hit.score, default=best)
    if PART * single.score > best.score:
        best = Hit(single.id, PART * single.score)
        whole = next(hits for hits in parts if hits and hits[0].id == single.id)
    if best.score < ANSWERED:
        return Found(whole, ())
    near = [hit.id for hit in whole if hit.score >= CLOSE * whole[0].score][:CHOICES]
    return Found(whole, (best.id,) if best.score >= SURE or best.id not in near else tuple(near))


def passages(article: Article) -> list[tuple[float, str]]:
    """Return the texts of an article, each with its weight."""
    found = [(ASKED, text) for text in (article.head.question, *article.head.wordings)]
    for sections in article.texts.values():
        found += [(TITLED, section.title) for section in sections if section.title]
        found += [(TITLED, each.template) for each in sections[0].sentences]
        found += [(SAID, each.template) for section in sections[1:] for each in section.sentences]
    return found


def terms_of(text: str, language: Language) -> dict[str, float]:
    """Return the terms of a text."""
    return weigh(language.tokens(read_words(text.replace("'", "").replace("’", ""), language)), language)
