"""Look up statements and claims: SQLite's full-text index over wordings in which synonyms stand as one concept."""

import math
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from diastole.answers.corpus import Corpus, Passage
from diastole.answers.subjects import DEGREES, strange
from diastole.answers.terms import Question

# Weights of the ranking, chosen on the tuning half of the gold set.
CONCEPT_WEIGHT = 3.0  # of a concept that question and passage share, relative to a word
ENTITY_BONUS = 0.35  # for all concepts of the question in the passage
INTENT_BONUS = 0.05  # for the intent
MEANING_BONUS = 0.5  # for the definition of exactly what is asked for
STRANGE = 0.1  # taken off for each disease, treatment or circumstance of the passage that is not in the question
ACUTE = ("acute", "chronic")
OPPOSED = 0.3  # taken off where the question is about one of these and the passage about the other
OPTION_BONUS = 0.4  # for an alternative, where one is asked for: nothing else answers that
KIND_BONUS = 0.05  # for a kind of statement that usually answers the intent
FINE = 0.5  # of the rank of the index itself
ANSWERING = 3  # passages that together have to explain the question


KINDS = {
    "why": {"recommendation", "caution", "mechanism"},
    "may": {"recommendation", "caution"},
    "what_happens": {"mechanism", "simulation"},
    "how_assess": {"definition", "evidence", "caution"},
    "alternatives": {"alternative", "recommendation"},
    "timing": {"mechanism", "definition", "evidence"},
    "evidence": {"evidence", "recommendation"},
}


@dataclass(frozen=True)
class Hit:
    """A passage and how well it fits: 0 not at all, about 1 wholly."""

    passage: Passage
    score: float


@dataclass(frozen=True)
class Found:
    """What was found, the best first, and how much of the question it explains (0 to 1)."""

    hits: tuple[Hit, ...]
    confidence: float
    explained: frozenset[str] = frozenset()  # terms that the best passages have
    nowhere: tuple[str, ...] = ()  # terms that no passage has, in the order of the question


class Index:
    """A full-text index in memory over the passages of a corpus."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.database = sqlite3.connect(":memory:", check_same_thread=False)
        # The underscore belongs to words, so that a concept is one token; porter takes endings off the others.
        self.database.execute(
            "create virtual table passage using fts5(id unindexed, terms, "
            "tokenize = \"porter unicode61 tokenchars '_'\")"
        )
        rows = [
            (passage.id, " ".join([*passage.terms, *sorted(passage.concepts | passage.names)]))
            for passage in corpus.passages.values()
        ]
        self.database.executemany("insert into passage values (?, ?)", rows)
        self.size = max(len(rows), 1)

    def find(self, question: Question) -> Found:
        """Return the passages that share a term with a question, the best first; the same for the same question."""
        matches = {term: self._having(term) for term in question.terms}
        weights = {term: self._weight(term, len(ids), question) for term, ids in matches.items()}
        whole = sum(weights.values())
        if not whole:
            return Found((), 0.0, nowhere=question.terms)
        shares: defaultdict[str, float] = defaultdict(float)
        for term, ids in matches.items():
            for id_ in ids:
                shares[id_] += weights[term] / whole
        fine = self._bm25(question)
        passages = self.corpus.passages
        hits = [
            Hit(passages[id_], share + self._bonus(question, passages[id_]) + FINE * fine.get(id_, 0.0))
            for id_, share in shares.items()
        ]
        hits.sort(key=lambda hit: (-round(hit.score, 9), hit.passage.id))
        best = {hit.passage.id for hit in hits[:ANSWERING]}
        explained = frozenset(term for term, ids in matches.items() if ids & best)
        nowhere = tuple(term for term, ids in matches.items() if not ids)
        return Found(tuple(hits), sum(weights[term] for term in explained) / whole, explained, nowhere)

    def _having(self, term: str) -> set[str]:
        rows = self.database.execute("select id from passage where passage match ?", (_quoted(term),))
        return {row[0] for row in rows}

    def _bm25(self, question: Question) -> dict[str, float]:
        """Return the rank of the index itself, 0 to 1, which tells apart what shares the same terms."""
        if not question.terms:
            return {}
        query = " OR ".join(map(_quoted, question.terms))
        rows = self.database.execute("select id, bm25(passage) from passage where passage match ?", (query,)).fetchall()
        best = min((rank for _, rank in rows), default=0.0)
        return {id_: rank / best for id_, rank in rows} if best else {}

    def _weight(self, term: str, count: int, question: Question) -> float:
        """Return how much a term tells: more the rarer it is; one that no passage has tells the most."""
        rarity = math.log(1.0 + self.size / (count + 0.5)) / math.log(1.0 + 2.0 * self.size)
        return rarity * (CONCEPT_WEIGHT if term in question.concepts - DEGREES else 1.0)

    def _bonus(self, question: Question, passage: Passage) -> float:
        shared = len(question.concepts & passage.concepts) / max(len(question.concepts), 1)
        bonus = ENTITY_BONUS * shared
        bonus += INTENT_BONUS * (question.intent in passage.intents)
        kind = OPTION_BONUS if question.intent == "alternatives" else KIND_BONUS
        bonus += kind * (passage.kind in KINDS[question.intent])
        if question.asks_meaning and passage.head:
            terms = frozenset(question.terms)
            bonus += MEANING_BONUS * len(passage.head & terms) / len(passage.head | terms)
        bonus -= OPPOSED * any(
            one in question.concepts - passage.concepts and other in passage.concepts - question.concepts
            for one, other in (ACUTE, ACUTE[::-1])
        )  # fmt: skip
        return bonus - STRANGE * len(strange(passage.concepts, question.concepts, self.corpus.language.broader))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
