"""The search index: articles by their texts and by the questions they answer, beside questions on other subjects."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from diastole.answers.concepts import CORE
from diastole.answers.follow_ups import is_follow_up, key
from diastole.answers.lexicon import Lexicon, Token, read_words
from diastole.answers.question import ParsedQuestion, weigh
from diastole.answers.search_texts import load_elsewhere, load_outside, texts_without
from diastole.answers.text_index import Passage, Saturation, TextIndex, words_of
from diastole.arrays import Array
from diastole.knowledge.articles.article import Article, Place

# Chosen on the tuning half of the question sets, by the test that scores them.
OTHERS = 4.0  # weight of a question on another subject, of which there are fewer
OF_WHOLE, OF_PLACE = Saturation(8.0, 0.7), Saturation(6.0, 0.3)  # of an article, and of one of its sections
SHORT = 4  # letters of a stem, with its mark: a shorter one may be a slip
BALLOONS = (("balloon",), ("balloons",))
LONGEST_NAME = 4  # words
ENOUGH = 2  # concepts at the core of our subject, beside which another subject may be named
OUTSIDE = "outside: "  # before the name of another subject, where an article has its id


class ArticleIndex:
    """Scores the articles for the terms of a question.

    Attributes
    ----------
    ids
        Of the articles, and behind them the other subjects.
    subjects
        Concepts of the subject of each article, with those that they are a kind of, by its id.
    words
        Every word of an article or of a question on another subject, for the correction of spelling.
    """

    def __init__(self, articles: Mapping[str, Article], lexicon: Lexicon):
        self.articles = articles
        self.lexicon = lexicon
        self.subjects = {id_: lexicon.with_broader(one.head.subject) for id_, one in articles.items()}
        asked = [(place, text) for one in articles.values() for place, texts in one.asked.items() for text in texts]
        follow_ups = {text for _, text in asked if is_follow_up(text, lexicon)}  # count on the page of the article only
        self._follow_ups = {(place.article, key(text, lexicon)): place for place, text in asked if text in follow_ups}
        self._questions = {tuple(read_words(text, lexicon)): place for place, text in asked if text not in follow_ups}
        words: set[str] = set()

        def read(weight: float, text: str) -> Passage:
            own = words_of(text, lexicon)
            words.update(own)
            return weight, weigh(lexicon.tokens(own), lexicon)

        passages = {
            place: [read(*each) for each in texts]
            for one in articles.values()
            for place, texts in texts_without(one, follow_ups).items()
        }
        self._own_terms = {term for texts in passages.values() for _, terms in texts for term in terms}
        for subject, questions in load_outside().items():
            passages[Place(f"{OUTSIDE}{subject}")] = [read(OTHERS, text) for text in questions]
        self.words = frozenset(words)
        whole: dict[str, list[Passage]] = {}
        for place, texts in passages.items():
            whole.setdefault(place.article, []).extend(texts)
        self._articles = TextIndex(whole, OF_WHOLE)
        self._places = TextIndex(passages, OF_PLACE)
        self.ids = tuple(whole)
        counts = Counter(place.article for place in passages)  # which stand article by article
        self._first_places = np.cumsum([0, *(counts[id_] for id_ in self.ids[:-1])])

    def scores(self, terms: Mapping[str, float]) -> Array:
        """Return the score of each of `ids`, the mean of the whole's and its best place's; 0 without a shared term."""
        best = np.maximum.reduceat(self._places.all_scores(terms), self._first_places)
        return (self._articles.all_scores(terms) + best) / 2

    def best_outside(self, question: ParsedQuestion) -> float:
        """Return the score of the other subject that is closest to a question."""
        return float(self.scores(question.terms(self.lexicon))[len(self.articles) :].max())

    def place_of(self, question: ParsedQuestion, about: str = "") -> Place | None:
        """Return the place that answers a question word for word; for a follow-up only on the page of its article."""
        place = self._follow_ups.get((about, key(question.text, self.lexicon))) if about else None
        return place or self._questions.get(tuple(read_words(question.text, self.lexicon)))

    def information(self, terms: Mapping[str, float], id_: str | None = None) -> float:
        """Return how much terms tell; of those only that an article contains, if one is named."""
        return self._articles.information(terms, id_)

    def share(self, some: frozenset[str], terms: frozenset[str]) -> float:
        """Return how much of the information of some terms is in others, 0 to 1."""
        whole = self.information(dict.fromkeys(some, 1.0))
        return self.information(dict.fromkeys(some & terms, 1.0)) / whole if whole else 1.0

    def is_unknown(self, token: Token) -> bool:
        """Tell whether a word, longer than a slip, is in no article."""
        terms = weigh([token], self.lexicon)
        return any(len(term) > SHORT and term[1:].isalpha() and term not in self._own_terms for term in terms)

    def has_unknown_word(self, question: ParsedQuestion) -> bool:
        """Tell whether a question has a word that is in no article."""
        return any(map(self.is_unknown, question.tokens))

    def is_elsewhere(self, question: ParsedQuestion, id_: str) -> bool:
        """Tell whether a question names a thing of another subject that does not belong to an article.

        It belongs where two things at the core of our subject are named beside it, or one, and the article is asked
        about it.
        """
        named = _names_in(read_words(question.spelled_out or question.text, self.lexicon))
        ours = len(self.named(question) & CORE)
        if not named or ours >= ENOUGH:
            return False
        asked = (text for texts in self.articles[id_].asked.values() for text in texts)
        return not ours or not named <= {name for text in asked for name in _names_in(read_words(text, self.lexicon))}

    def named(self, question: ParsedQuestion) -> frozenset[str]:
        """Return the concepts of a question, but not those of a word such as ``balloon`` beside an unknown one."""
        pairs = [*pairwise(question.tokens), *((after, before) for before, after in pairwise(question.tokens))]
        return question.concepts - {
            token.term for near, token in pairs if token.words in BALLOONS and self.is_unknown(near)
        }


def _names_in(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the names of things of other subjects among words."""
    known = load_elsewhere()
    runs = (tuple(words[at : at + length]) for length in range(1, LONGEST_NAME + 1) for at in range(len(words)))
    return {run for run in runs if run in known}
