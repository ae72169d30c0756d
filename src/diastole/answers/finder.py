"""Finds the articles that answer a question, or says that none does."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from diastole.answers.answer_kinds import is_bare, kinds_asked
from diastole.answers.article_index import ArticleIndex
from diastole.answers.concepts import CORE, DEGREES, DEVICES, DISEASES, OF_THE_VALVES
from diastole.answers.follow_ups import ASKING, OPENS, going_on, is_follow_up
from diastole.answers.lexicon import Lexicon
from diastole.answers.question import ParsedQuestion, parse_question, weigh, with_the_pump
from diastole.answers.text_index import terms_of
from diastole.knowledge.articles.article import READERS, Article

# Chosen on the tuning half of the question sets, by the test that scores them.
OTHER = 0.05  # what an article on another device or disease loses
ITSELF, NEIGHBOUR = 0.1, 0.12  # what the article of the page gains, and those that it names as related
CARRIED = 0.6  # weight of a subject that is carried over from the page on which a follow-up is asked
TOPIC = 0.3  # weight of another concept of the page's question
OWN = 0.02  # what articles for patients gain with patients, and lose with other readers
# By how much another subject has to be closer to refuse a question that names something of ours; so ours has to be
# if the question names a valve disease and a thing of the other.
OURS = 1.22
ANSWERED = 0.04  # least confidence of an answer
REMOTE = 0.095  # the same for a question that names nothing at the core of the subject
BARE = 2  # most telling words of a question that stays with its page, if it names no concept
PART = 0.25  # least share of a question's information in one of its parts
SECOND = 0.3  # least score of the article of each of several parts
ADDS = re.compile(r"\b(?:than|versus|vs|compared|as well|too|also|both|together|combined?)\b")  # beside what is named
SUM = re.compile(r"\d ?(?:times|plus|minus|divided by|multiplied by|[x*/+]) ?\d")  # arithmetic, if nothing is named
CLOSE = 0.97  # of the best score: articles this close are a choice
CHOICES = 3
BY_NAME = 2  # questions with a word, of an article that is asked by it
TOGETHER = 2  # articles that answer a question of several parts together
NEAREST = 3  # articles that are offered where none answers


class Hit(NamedTuple):
    """An article or statement and how well it fits, 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """The articles that fit a question.

    Attributes
    ----------
    hits
        Articles, the best first.
    chosen
        Ids of those to show: one article, or two or three between which the reader chooses; none if nothing answers.
    parts
        What each of those is for, if they are for several parts of the question and not for one that could mean either.
    is_wording
        Whether the question is to the word one of the best article, which knows how to take it.
    """

    hits: tuple[Hit, ...]
    chosen: tuple[str, ...]
    parts: tuple[ParsedQuestion, ...] = ()
    is_wording: bool = False

    @property
    def nearest(self) -> tuple[str, ...]:
        """Ids of the few articles that are offered where none answers."""
        return tuple(hit.id for hit in self.hits[:NEAREST])


class Finder:
    """Finds the articles for a question."""

    def __init__(self, articles: Mapping[str, Article], index: ArticleIndex):
        self.articles = articles
        self.index = index
        self.lexicon = index.lexicon
        ids = index.ids[: len(articles)]
        self._number = {id_: number for number, id_ in enumerate(ids)}
        self._alphabetic = np.argsort(np.argsort(ids))
        self._for_patients = np.array([articles[id_].head.topic == "patients" for id_ in ids])
        self._are_on = {
            name: np.array([name in index.subjects[id_] for id_ in ids]) for name in sorted(DEVICES | DISEASES)
        }

    def read(self, text: str, about: str = "", after: str = "") -> ParsedQuestion:
        """Read a question; ``the pump`` is the device that it names otherwise, or that of the page.

        Parameters
        ----------
        about
            Id of the article on whose page it is asked.
        after
            The question whose answer it follows up.
        """
        page = self.articles[about].head.subject if about else ()
        question = with_the_pump(parse_question(text, self.index.words, self.lexicon), page)
        return going_on(question, parse_question(after, self.index.words, self.lexicon)) if after else question

    def find(self, question: ParsedQuestion, about: str = "", reader: str = READERS[0]) -> SearchResult:
        """Return the articles for a question.

        Parameters
        ----------
        about
            Id of the article on whose page it is asked.
        reader
            Who asks: some articles answer what patients ask.
        """
        page = self.articles[about] if about else None
        hits = self._ranked(question, page.head.subject if page else (), page, reader)
        known = self.index.place_of(question, about)
        is_kind_only = bool(page) and not known and is_bare(question.wording, self.lexicon)
        others = self._on_kind(question, page) if page and is_kind_only else ()
        if page and (known in page.asked or (is_kind_only and not others)):
            first = next((hit for hit in hits if hit.id == about), Hit(about, 0.0))
            return SearchResult((first, *(hit for hit in hits if hit.id != about)), (about,), is_wording=bool(known))
        if page and self._stays(question, page):  # such as ‘is that an emergency?’ or ‘and in women?’
            near, away = (others, ()) if others else self._around(question, page, reader)
            hits = (not known and away) or tuple(hit for hit in hits if hit.id in near) or hits
        if known:
            hits = hits or (Hit(known.article, 0.0),)  # words that no index holds, such as ‘does he know that?’
            return SearchResult(hits, (hits[0].id,), is_wording=True)
        is_core = bool(self.index.named(question) & (CORE | OF_THE_VALVES))
        if not hits or self._is_off_topic(question, hits[0], page, is_core=is_core):
            return SearchResult(hits, ())
        parts = self._best_of_parts(question, page, reader)
        is_unknown = self.index.has_unknown_word(question)
        is_part_clear = any(hit.score >= SECOND and hit.id in {one.id for one in hits[:CHOICES]} for _, hit in parts)
        if not is_part_clear and self._confidence(question, hits[0]) < (ANSWERED if is_core or page else REMOTE):
            return SearchResult(hits, (page.id,) if page and not is_unknown else ())
        if page is None and not is_core and is_unknown:
            return SearchResult(hits, ())
        return self._chosen(question, hits, parts, about)

    def _is_off_topic(self, question: ParsedQuestion, best: Hit, page: Article | None, *, is_core: bool) -> bool:
        """Tell whether a question has no subject, or is clearly closer to another subject than to any article."""
        terms = [token.term for token in question.tokens]
        if all(term.isdecimal() for term in terms) or (page is None and all(term in DEGREES for term in terms)):
            return True
        named = self.index.named(question)
        if not named and SUM.search(question.wording):
            return True
        telling = [token for token in question.tokens if not self.lexicon.stopwords.issuperset(token.words)]
        if page and (len(telling) == 1 or is_follow_up(question.text, self.lexicon)):  # ‘and with a pacemaker?’
            return False
        outside = self.index.best_outside(question)
        is_clear = bool(named & OF_THE_VALVES) and best.score > outside * OURS  # a broken hip in aortic stenosis
        if not is_clear and self.index.is_elsewhere(question, best.id):
            return True
        if named & DEVICES and named & DISEASES:
            return False
        is_short = len(telling) <= BARE and bool(OPENS.search(question.wording))
        if page and not named and is_short and not self.index.has_unknown_word(question):  # ‘any price to pay?’
            return False
        return outside > best.score * (OURS if is_core or page else 1.0)

    def _stays(self, question: ParsedQuestion, page: Article) -> bool:
        """Tell whether a question stays with the subject of its page: it names no concept, or adds no other."""
        other = question.concepts & (DEVICES | DISEASES) - self.index.subjects[page.id]
        return not question.concepts or (not other and is_follow_up(question.text, self.lexicon))

    def _around(self, question: ParsedQuestion, page: Article, reader: str) -> tuple[tuple[str, ...], tuple[Hit, ...]]:
        """Return a page and its related articles, and the articles in order if one elsewhere is asked by name.

        Such as on pregnancy, of which the page on how long a balloon stays says nothing. A related article on a device
        that neither page nor question names does not count, unless it is asked by name.
        """
        named = self.index.subjects[page.id] | question.concepts
        related = (id_ for id_ in page.head.related if id_ in self.articles)
        telling = [token for token in question.tokens if not self.lexicon.stopwords.issuperset(token.words)]
        terms = weigh([one for one in telling if one.term not in ASKING], self.lexicon)
        told = self.index.information
        rarest = max(terms, key=lambda term: told({term: terms[term]}), default="")

        def is_asked(id_: str) -> bool:
            head = self.articles[id_].head
            asked = (rarest in terms_of(text, self.lexicon) for text in (head.question, *head.wordings))
            return sum(asked) >= BY_NAME

        near = (page.id, *(one for one in related if self.index.subjects[one] & DEVICES <= named or is_asked(one)))
        if not rarest or any(told({rarest: 1.0}, id_) for id_ in near):
            return near, ()
        hits = self._ranked(question, page.head.subject, None, reader)
        return near, hits if hits and is_asked(hits[0].id) else ()

    def _on_kind(self, question: ParsedQuestion, page: Article) -> tuple[str, ...]:
        """Return the related articles on the kind of answer that a question asks for; none if its page gives it."""
        asked = (text for texts in page.asked.values() for text in texts)
        titles = (section.title for sections in page.texts.values() for section in sections)
        kinds = kinds_asked(question.wording)
        if any(kinds <= kinds_asked(text) for text in (*asked, *titles)):
            return ()
        related = (self.articles[id_] for id_ in page.head.related if id_ in self.articles)
        return tuple(one.id for one in related if kinds & kinds_asked(one.head.question))

    def _confidence(self, question: ParsedQuestion, best: Hit) -> float:
        """Return the score of the best article, times the share of the question that it contains."""
        terms, told = question.terms(self.lexicon), self.index.information
        return best.score * told(terms, best.id) / (told(terms) or 1.0)

    def _best_of_parts(
        self, question: ParsedQuestion, page: Article | None, reader: str
    ) -> list[tuple[ParsedQuestion, Hit]]:
        """Return the parts of a question that are questions of their own, each with its best article."""
        subject = page.head.subject if page else question.concepts & (DEVICES | DISEASES)
        told = self.index.information
        least = PART * told(question.terms(self.lexicon))
        return [
            (part, hits[0])
            for part in question.parts
            if (hits := self._ranked(part, subject, page, reader))
            and (told(part.terms(self.lexicon)) >= least or self.index.place_of(part))
        ]

    def _chosen(
        self, question: ParsedQuestion, hits: tuple[Hit, ...], parts: Sequence[tuple[ParsedQuestion, Hit]], about: str
    ) -> SearchResult:
        """Return which articles are shown: two for two parts; the page's if it is as near as the best; or a choice.

        A part has to ask something, and its article to share a device or disease with the question. A choice is left
        where the question names no device or disease and articles on different ones are close. Where it names one,
        the close article that is on the fewest others answers.
        """
        clear: dict[str, ParsedQuestion] = {}
        for part, hit in parts:
            is_own = hit.score >= SECOND and bool(OPENS.search(part.wording))
            if is_own and self._shares_subject(question, hits[0].id, hit.id):
                clear.setdefault(hit.id, part)
        best = hits[0]
        if len(clear) > 1 and best.score < max(hit.score for _, hit in parts):
            return SearchResult(hits, tuple(clear)[:TOGETHER], tuple(clear.values())[:TOGETHER])
        near = [hit.id for hit in hits if hit.score >= CLOSE * best.score]
        if about in near:
            return SearchResult(hits, (about,))
        kinds = {id_: self.index.subjects[id_] & (DEVICES | DISEASES) for id_ in near}
        named = question.concepts & kinds[best.id]
        others = [id_ for id_ in near if kinds[id_] != kinds[best.id] and named <= kinds[id_]]
        if named:
            return SearchResult(hits, (min((best.id, *others), key=lambda id_: len(kinds[id_] - named)),))
        return SearchResult(hits, (best.id, *others[: CHOICES - 1]))

    def _shares_subject(self, question: ParsedQuestion, best: str, id_: str) -> bool:
        """Tell whether an article is on a device or disease that a question names, or that its best article is on."""
        wanted = question.concepts & (DEVICES | DISEASES) or self.index.subjects[best] & (DEVICES | DISEASES)
        return not wanted or bool(wanted & self.index.subjects[id_])

    def _ranked(
        self, question: ParsedQuestion, subject: Iterable[str], page: Article | None, reader: str
    ) -> tuple[Hit, ...]:
        """Return all articles that share a term with a question, the best first."""
        carried = self._carried(question, subject)
        topic = question.left_out or (_concepts(page.head.question, self.lexicon) if page else frozenset())
        topic = topic - question.concepts - DEVICES - DISEASES
        asked = question.terms(self.lexicon)
        terms = dict.fromkeys(topic, TOPIC) | asked | dict.fromkeys(carried, CARRIED)
        scores = self.index.scores(terms)[: len(self.articles)]
        shares = scores > 0.0
        if wanted := self.index.place_of(question):
            scores[self._number[wanted.article]] += 1.0
        named = [each for kind in (DEVICES, DISEASES) if (each := (question.concepts | carried) & kind)]
        scores -= OTHER * sum(~np.any([self._are_on[name] for name in each], axis=0) for each in named)
        near = dict.fromkeys(page.head.related, NEIGHBOUR) | {page.id: ITSELF} if page else {}
        for id_, gain in near.items():
            scores[self._number[id_]] += gain
        scores += (OWN if reader == "patient" else -OWN) * self._for_patients
        order = np.lexsort((self._alphabetic, -scores.round(9)))
        sharing = order[shares[order]]
        ids = map(self.index.ids.__getitem__, sharing.tolist())
        return tuple(map(Hit._make, zip(ids, scores[sharing].tolist(), strict=True)))

    def _carried(self, question: ParsedQuestion, subject: Iterable[str]) -> frozenset[str]:
        """Return the device or disease of a page that a question on it leaves out."""
        adds = bool(ADDS.search(question.wording))
        open_kinds = [kind for kind in (DEVICES, DISEASES) if adds or not question.concepts & kind]
        return frozenset(name for name in subject if any(name in kind for kind in open_kinds))


def _concepts(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the concepts that a text names, with those that they are a kind of."""
    return frozenset(terms_of(text, lexicon)) & lexicon.concepts.keys()
