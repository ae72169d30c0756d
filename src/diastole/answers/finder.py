"""Find the article that answers a question: wordings, headings and texts of all articles in one index."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

from diastole.answers.language import Language, Token, read_words
from diastole.answers.subjects import CORE, DEGREES, DEVICES, DISEASES
from diastole.answers.terms import Question, read_question, weigh
from diastole.articles.article import DIFFERENCE, READERS, Article
from diastole.evidence.reading import read_yaml
from diastole.evidence.statements import Statement

# Chosen on the tuning half of the question sets, by the test that scores them.
ASKED, TITLED, SAID = 2.0, 2.0, 1.0  # weight of a wording; of a heading or bottom line; of another sentence
LENGTH, SATURATION, BRIEF = 0.7, 8.0, 1.5  # b and k1 of BM25; k1 of a single section
STRANGE = 0.5  # what a word that stands nowhere counts against a question
OTHER = 0.05  # what an article loses that is about another device or disease
ITSELF, NEIGHBOUR = 0.1, 0.12  # what the article of the page gains, and those that it names as related
CARRIED = 0.6  # what a subject counts that is carried along from the page on which a follow-up is asked
TOPIC = 0.3  # what another concept of the page's question counts
CLOSEST = 0.3  # share of the closest wording in a score; the rest is the whole article's
LEADS, LEAST = 1.5, 0.35  # of the opening's score, and least score, from which on a section is shown before the opening
ADDED = 0.25  # least part of a question that an article's own question leaves out, for one of its sections to lead
HEADED = 3.0  # weight of a section's title in it
SAME, EXACT = 0.85, 0.98  # closeness from which on a wording is the question itself, and is it to the word
OWN = 0.02  # what articles for patients gain with them, and lose with others
PART = 0.25  # least part of what a question tells that one of its parts has to tell
LITTLE = 3.0  # what a question has to tell that names no subject
ANSWERED = 0.06  # least confidence of an answer
REMOTE = 0.11  # the same for a question that names nothing at the core of the subject
SURE = 0.5  # score from which on the best article stands alone
CLOSE = 0.95  # of the best score: what is this close is a choice
SECOND = 0.4  # least score of the article of each of several parts
FOREIGN = 0.3  # least closeness to a question on another subject that can refuse
APART = 0.45  # the same on the page of an article
CERTAIN, DOUBT = 0.75, 0.65  # of the closeness to our best article; the second where nothing at our core is named
SHORT = 4  # letters of a stem, with its mark, that may be a slip
OUTSIDE = ""  # in the place of an article's id
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
    is_wording
        Whether the question is to the word one of the best article, which knows how to take it.
    """

    hits: tuple[Hit, ...]
    chosen: tuple[str, ...]
    several: bool = False
    is_wording: bool = False


class Index:
    """Texts by id, ranked for a question by BM25 over weighted passages, as a share of the most that is possible.

    Robertson and Zaragoza 2009 (doi:10.1561/1500000019): a term tells more the rarer it is among the texts, less with
    each repetition, and less in a long text.
    """

    def __init__(
        self, texts: Mapping[str, Iterable[tuple[float, str]]], language: Language, saturation: float = SATURATION
    ):
        self._language = language
        counts = {id_: self._counted(passages) for id_, passages in texts.items()}
        lengths = {id_: sum(found.values()) for id_, found in counts.items()}
        mean = sum(lengths.values()) / max(len(lengths), 1)
        self._having: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for id_, found in counts.items():
            stretch = 1.0 - LENGTH + LENGTH * lengths[id_] / mean
            for term, count in found.items():
                self._having[term][id_] = count / (stretch * saturation + count)
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

    def has(self, term: str) -> bool:
        """Tell whether a term stands in any of the texts."""
        return term in self._having

    def scores(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Return the score of each text that shares a term, 0 to 1."""
        found: defaultdict[str, float] = defaultdict(float)
        most = 0.0
        for term, factor in terms.items():
            weight = factor * self.rarity(term)
            most += weight if term in self._having else STRANGE * weight
            for id_, share in self._having.get(term, {}).items():
                found[id_] += weight * share
        return {id_: score / most for id_, score in found.items()} if most else {}

    def mass(self, terms: Mapping[str, float], id_: str = "") -> float:
        """Return how much terms tell; those only that stand in a text, if one is named."""
        return sum(
            factor * self.rarity(term) for term, factor in terms.items() if not id_ or id_ in self._having.get(term, {})
        )


class Wordings:
    """The wordings of articles, each compared with a question by the cosine of their terms."""

    def __init__(self, texts: Mapping[str, Iterable[str]], language: Language):
        found = [(id_, terms_of(text, language)) for id_, wordings in texts.items() for text in wordings]
        self._counts = Counter(term for _, terms in found for term in terms)
        self._size = len(found)
        self._owners = [id_ for id_, _ in found]
        self._having: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (_, terms) in enumerate(found):
            for term, weight in self._unit(terms).items():
                self._having[term].append((place, weight))

    def _unit(self, terms: Mapping[str, float]) -> dict[str, float]:
        weights = {
            term: factor * math.log((self._size + 1.0) / (self._counts[term] + 0.5)) for term, factor in terms.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def closest(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Return how close the closest wording of each article is, 0 to 1."""
        shares: defaultdict[int, float] = defaultdict(float)
        for term, weight in self._unit(terms).items():
            for place, other in self._having.get(term, ()):
                shares[place] += weight * other
        best: dict[str, float] = {}
        for place, share in shares.items():
            best[self._owners[place]] = max(share, best.get(self._owners[place], 0.0))
        return best


class Finder:
    """Finds the articles, and the statements, for a question."""

    def __init__(self, articles: Mapping[str, Article], statements: Mapping[str, Statement], language: Language):
        self.articles = articles
        self.language = language
        self._statements = statements
        self._index = Index({id_: passages(one) for id_, one in articles.items()}, language)
        asked = {id_: (one.head.question, *one.head.wordings) for id_, one in articles.items()}
        self._wordings = Wordings({**asked, OUTSIDE: load_outside()}, language)
        self._sections: dict[str, Index] = {}  # by reader, made when one asks
        self._subjects = {id_: language.with_broader(one.head.subject) for id_, one in articles.items()}

    def _by_section(self, reader: str) -> Index:
        if reader not in self._sections:
            self._sections[reader] = self._index_sections(reader)
        return self._sections[reader]

    def _index_sections(self, reader: str) -> Index:
        texts = {
            place_of(id_, place): [(HEADED, one.title), *((1.0, each.template) for each in one.sentences)]
            for id_, article in self.articles.items()
            for place, one in enumerate(article.texts[reader])
            if one.title != DIFFERENCE
        }
        return Index(texts, self.language, BRIEF)

    @cached_property
    def _by_statement(self) -> Index:
        texts = {
            id_: [(1.0, str(getattr(one.text, reader))) for reader in READERS] for id_, one in self._statements.items()
        }
        return Index(texts, self.language)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of an article or of a question on another subject, for the correction of spelling."""
        texts = (text for one in self.articles.values() for _, text in passages(one))
        return frozenset(word for text in (*texts, *load_outside()) for word in read_words(text, self.language))

    def concepts(self, text: str) -> frozenset[str]:
        """Return the concepts that a text of ours names."""
        return frozenset(terms_of(text, self.language)) & frozenset(self.language.concepts)

    def read(self, text: str) -> Question:
        """Read a question."""
        return read_question(text, self.words, self.language)

    def find(self, question: Question, about: str = "", reader: str = READERS[0]) -> Found:
        """Return the articles for a question.

        Parameters
        ----------
        about
            Id of the article on whose page it is asked.
        reader
            Who asks: some articles answer what patients ask.
        """
        page = self.articles[about] if about else None
        subject = page.head.subject if page else ()
        whole = self._ranked(question, subject, page, reader)
        if whole and self._closest(question, whole[0].id) >= EXACT:
            return Found(whole, (whole[0].id,), is_wording=True)
        is_core = bool(question.concepts & CORE - self._of_other_kind(question))
        if self._is_outside(question, whole, is_core=is_core, on_page=page is not None):
            return Found(whole, ())
        if self._confidence(question, whole) < (ANSWERED if is_core or page else REMOTE):
            return Found(whole, (page.id,) if page and question.tokens else ())
        if page is None and not is_core and self._has_strange_word(question):
            return Found(whole, ())
        if page is None and self._is_vague(question, whole):
            return Found(whole, ())
        parts = [
            hits
            for part in question.parts
            if (hits := self._ranked(part, subject or self._subject(question), page, reader))
            and (self._mass(part) >= PART * self._mass(question) or hits[0].score >= SAME)
        ]
        return _decided(whole, parts)

    def order(self, question: Question, id_: str, reader: str, about: str = "") -> tuple[int, ...]:
        """Return the places of an article's sections as a question asks for them.

        The section that says most of what the question adds to that of the article comes right after the opening;
        before it where it says clearly more, and on the article's own page, whose opening was read already.
        """
        article = self.articles[id_]
        known = terms_of(article.head.question, self.language)
        terms = weigh(question.tokens, self.language)
        added = {term: factor for term, factor in terms.items() if term not in known}
        scores = self._by_section(reader).scores(added)
        places = range(len(article.texts[reader]))
        opening, *rest = (scores.get(place_of(id_, place), 0.0) for place in places)
        best = max(rest, default=0.0)
        if best <= opening:
            return tuple(places)
        lead = 1 + rest.index(best)
        is_clear = best >= max(LEADS * opening, LEAST) and self._closest(question, id_) < SAME
        is_much = self._index.mass(added) >= ADDED * self._index.mass(terms)
        first = (lead, 0) if id_ == about or (is_clear and is_much) else (0, lead)
        return (*first, *(place for place in places if place not in first))

    def _has_strange_word(self, question: Question) -> bool:
        """Tell whether a question has a word that no article uses."""
        return any(self._is_strange(token) for token in question.tokens)

    def _is_strange(self, token: Token) -> bool:
        terms = weigh([token], self.language)
        return any(len(term) > SHORT and term[1:].isalpha() and not self._index.has(term) for term in terms)

    def _of_other_kind(self, question: Question) -> frozenset[str]:
        """Return the concepts of single words such as ``balloon`` that a strange word makes another thing."""
        pairs = [*pairwise(question.tokens), *((after, before) for before, after in pairwise(question.tokens))]
        return frozenset(
            token.term
            for near, token in pairs
            if token.said in (("balloon",), ("balloons",)) and self._is_strange(near)
        )

    def _is_vague(self, question: Question, hits: Sequence[Hit]) -> bool:
        """Tell whether a question names nothing that an article is about, and is none of our wordings."""
        return not question.concepts - DEGREES and self._mass(question) < LITTLE and hits[0].score < SAME

    def _is_outside(self, question: Question, hits: Sequence[Hit], *, is_core: bool, on_page: bool) -> bool:
        """Tell whether a question is closer to one on another subject than to any wording of the best article."""
        if is_core and question.concepts & DEVICES and question.concepts & DISEASES:
            return False
        other, ours = self._closest(question, OUTSIDE), self._closest(question, hits[0].id) if hits else 0.0
        if on_page:  # where a question may be short
            return not is_core and self._mass(question) >= LITTLE and other >= APART and other > ours
        return other >= FOREIGN and other > (CERTAIN if is_core else DOUBT) * ours

    def _closest(self, question: Question, id_: str) -> float:
        return self._wordings.closest(weigh(question.tokens, self.language)).get(id_, 0.0)

    def share(self, words: frozenset[str], terms: frozenset[str]) -> float:
        """Return how much of what some words tell stands in some terms, 0 to 1."""
        told = dict.fromkeys(words, 1.0)
        return self._index.mass(dict.fromkeys(words & terms, 1.0)) / (self._index.mass(told) or 1.0) if words else 1.0

    def _mass(self, question: Question) -> float:
        return self._index.mass(weigh(question.tokens, self.language))

    def _confidence(self, question: Question, hits: Sequence[Hit]) -> float:
        """Return how well the best article fits, times how much of the question it speaks of."""
        if not hits:
            return 0.0
        terms = weigh(question.tokens, self.language)
        return hits[0].score * self._index.mass(terms, hits[0].id) / (self._index.mass(terms) or 1.0)

    def nearest_statements(self, question: Question, most: int = CHOICES) -> tuple[str, ...]:
        """Return the ids of the statements closest to a question."""
        scores = self._by_statement.scores(weigh(question.tokens, self.language))
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(id_ for id_, score in ranked[:most] if score >= NEAREST)

    def _subject(self, question: Question) -> tuple[str, ...]:
        """Return the device and disease that the parts of a question share."""
        return tuple(sorted(question.concepts & (DEVICES | DISEASES)))

    def _ranked(self, question: Question, subject: Iterable[str], page: Article | None, reader: str) -> tuple[Hit, ...]:
        carried = self._carried(question, subject)
        topic = self.concepts(page.head.question) - question.concepts - DEVICES - DISEASES if page else frozenset()
        own = weigh(question.tokens, self.language)
        terms = dict.fromkeys(topic, TOPIC) | own | dict.fromkeys(carried, CARRIED)
        scores, closest = self._index.scores(terms), self._wordings.closest(terms)
        near = dict.fromkeys(page.head.related, NEIGHBOUR) | {page.id: ITSELF} if page else {}
        hits = [
            Hit(
                id_,
                _joined(score, closest.get(id_, 0.0), self._elsewhere(id_, question.concepts | carried))
                + near.get(id_, 0.0)
                + OWN * (self.articles[id_].head.topic == "patients") * (1 if reader == "patient" else -1),
            )
            for id_, score in scores.items()
        ]
        return tuple(sorted(hits, key=lambda hit: (-round(hit.score, 9), hit.id)))

    def _elsewhere(self, id_: str, named: frozenset[str]) -> float:
        """Return what an article loses that is about another device or disease than those that are named."""
        kinds = [named & kind for kind in (DEVICES, DISEASES)]
        return OTHER * sum(bool(each) and not each & self._subjects[id_] for each in kinds)

    def _carried(self, question: Question, subject: Iterable[str]) -> frozenset[str]:
        """Return what a question leaves out and the page is about: a device, or a disease."""
        open_kinds = [kind for kind in (DEVICES, DISEASES) if not question.concepts & kind]
        return frozenset(name for name in subject if any(name in kind for kind in open_kinds))


def _joined(score: float, closest: float, elsewhere: float) -> float:
    """Return the score of a whole article and of its closest wording in one; a wording that is the question decides.

    Where the article is about another device or disease, only the very wording decides.
    """
    is_same = closest >= (EXACT if elsewhere else SAME)
    return closest if is_same else (1.0 - CLOSEST) * score + CLOSEST * closest - elsewhere


def place_of(id_: str, place: int) -> str:
    """Return the name of a section in an index."""
    return f"{id_}#{place}"


def _decided(whole: tuple[Hit, ...], parts: Sequence[tuple[Hit, ...]]) -> Found:
    """Return which articles are shown."""
    clear = {hits[0].id: hits[0] for hits in parts if hits and hits[0].score >= SECOND}
    if len(clear) > 1 and whole[0].score < max(hit.score for hit in clear.values()):
        return Found(whole, tuple(clear)[:CHOICES], several=True)
    best = whole[0]
    near = tuple(hit.id for hit in whole[:CHOICES] if hit.score >= CLOSE * best.score)
    return Found(whole, (best.id,) if best.score >= SURE else near)


@lru_cache(maxsize=1)
def load_outside() -> tuple[str, ...]:
    """Return questions on other subjects, as people ask them."""
    text = (files("diastole.answers") / "outside.yaml").read_text(encoding="utf-8")
    return tuple(wording for wordings in read_yaml(text, "outside.yaml").values() for wording in wordings)


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
