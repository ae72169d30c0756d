"""Find the article that answers a question: the wordings and headings of all articles in one index."""

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
WHOLE = 0.3  # share of an article's whole text in its score, the rest is that of its closest wording
CARRIED = 0.6  # what a subject counts that is carried along from the page on which a follow-up is asked
PART = 0.9  # what a part of a question counts against the whole
ANSWERED = 0.40  # least score of an article that answers
SURE = 0.62  # score from which on the best article stands alone
CLOSE = 0.93  # of the best score: what is this close is a choice
SECOND = 0.60  # least score of the article of a second part
NEAREST = 0.25  # least score of a statement that is listed as near
CHOICES = 3

type Vector = Mapping[str, float]


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
    """Texts by id, each of several passages, compared with a question by the cosine of their rare terms."""

    def __init__(self, texts: Mapping[str, Sequence[str]], language: Language):
        self._language = language
        self._passages: list[tuple[str, Vector]] = []
        counts: Counter[str] = Counter()
        raw = []
        for id_, passages in texts.items():
            for passage in passages:
                terms = weigh(
                    language.tokens(read_words(passage.replace("'", "").replace("’", ""), language)), language
                )
                counts.update(terms.keys())
                raw.append((id_, terms))
        self._size = len(raw)
        self._counts = counts
        for id_, terms in raw:
            self._passages.append((id_, self._unit(terms)))
        self._having: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (_, vector) in enumerate(self._passages):
            for term, weight in vector.items():
                self._having[term].append((place, weight))

    def rarity(self, term: str) -> float:
        """Return how much a term tells: more the rarer it is."""
        return math.log((self._size + 1.0) / (self._counts[term] + 0.5))

    def _unit(self, terms: Mapping[str, float]) -> Vector:
        weighted = {term: factor * self.rarity(term) for term, factor in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
        return {term: weight / length for term, weight in weighted.items()}

    def scores(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Return the cosine of the closest passage of each text that shares a term."""
        shares: defaultdict[int, float] = defaultdict(float)
        for term, weight in self._unit(terms).items():
            for place, other in self._having.get(term, ()):
                shares[place] += weight * other
        best: dict[str, float] = {}
        for place, share in shares.items():
            id_ = self._passages[place][0]
            best[id_] = max(share, best.get(id_, 0.0))
        return best

    @property
    def terms(self) -> frozenset[str]:
        """Every term of a passage."""
        return frozenset(self._counts)


class Finder:
    """Finds the articles, and the statements, for a question."""

    def __init__(self, articles: Mapping[str, Article], statements: Mapping[str, Statement], language: Language):
        self.articles = articles
        self.language = language
        self._statements = statements
        self._wordings = Index({id_: wordings(one) for id_, one in articles.items()}, language)
        self._wholes = Index({id_: [whole_text(one)] for id_, one in articles.items()}, language)

    @cached_property
    def _by_statement(self) -> Index:
        texts = {id_: [str(getattr(one.text, reader)) for reader in READERS] for id_, one in self._statements.items()}
        return Index(texts, self.language)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of an article, for the correction of spelling."""
        return frozenset(
            word
            for one in self.articles.values()
            for text in (*wordings(one), whole_text(one))
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
        terms = self._terms(question, subject)
        close, whole = self._wordings.scores(terms), self._wholes.scores(terms)
        hits = [Hit(id_, (1.0 - WHOLE) * close.get(id_, 0.0) + WHOLE * whole.get(id_, 0.0)) for id_ in {*close, *whole}]
        return tuple(sorted(hits, key=lambda hit: (-round(hit.score, 9), hit.id)))

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


def wordings(article: Article) -> list[str]:
    """Return everything by which an article is asked for."""
    headings = {section.title for sections in article.texts.values() for section in sections if section.title}
    return [
        article.head.question,
        *article.head.wordings,
        *(f"{heading} {article.head.question}" for heading in sorted(headings)),
    ]


def whole_text(article: Article) -> str:
    """Return all words of an article."""
    texts = [sentence.template for reader in READERS for sentence in article.sentences(reader)]
    return " ".join([article.head.question, *article.head.wordings, *texts])
