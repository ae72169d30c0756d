"""What answers are made of: statements with their sources, and the claims of the ledger."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from diastole.answers.language import Language, load_language, read_words
from diastole.claims.claim import Claim, load_claims
from diastole.evidence.sources import Source, load_sources
from diastole.evidence.statements import Statement, load_statements

KEY_PART = re.compile(r"[a-z]{3,}|\d{4}")  # of the key of a source, such as kim2018
WITHOUT, REACH = "without", 2  # words from there on that may be what is absent
READERS = ("clinician", "trainee", "patient")
REVIEW_STATES = ("submitted", "under_review", "approved")  # the lowest first


@dataclass(frozen=True)
class Passage:
    """A statement or a claim, as something that can be found."""

    id: str
    kind: str  # of a statement; "simulation" for a claim
    texts: Mapping[str, str]  # by reader
    concepts: frozenset[str]
    intents: frozenset[str]
    terms: tuple[str, ...]  # of all wordings
    names: frozenset[str]  # words that say more than their concept, and parts of the sources' keys, such as kim
    words: frozenset[str]  # all of them
    head: frozenset[str] = frozenset()  # terms of what a definition defines


@dataclass(frozen=True)
class Corpus:
    """Statements, claims and sources by their ids."""

    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    language: Language

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Everything that can be found, by id."""
        found = {}
        for statement in self.statements.values():
            texts = {reader: getattr(statement.text, reader) for reader in READERS}
            found[statement.id] = self._passage(
                statement.id,
                statement.kind,
                texts,
                statement.entities,
                frozenset(statement.intents),
                tuple(part for support in statement.support for part in KEY_PART.findall(support.ref.lower())),
            )
        for claim in self.claims.values():
            if claim.experiment is None:  # a rule, which its statements say
                continue
            texts = {reader: getattr(claim.sentence, reader) for reader in READERS}
            found[claim.id] = self._passage(claim.id, "simulation", texts, (), frozenset({"what_happens"}), ())
        return found

    def _passage(
        self, id_: str, kind: str, texts: Mapping[str, str], entities: tuple[str, ...], intents: frozenset[str],
        keys: tuple[str, ...],
    ) -> Passage:  # fmt: skip
        words = [read_words(text, self.language) for text in texts.values()]
        terms = tuple(term for each in words for term in self._said(each))
        concepts = self.language.with_broader({*entities, *(frozenset(terms) & frozenset(self.language.concepts))})
        said = frozenset(word for each in words for word in each)
        names = frozenset(self.language.special(sorted(said))) | frozenset(keys)
        defined = texts["clinician"].partition(":")[0] if kind == "definition" else ""
        head = frozenset(self.language.terms(read_words(defined, self.language)))
        return Passage(id_, kind, texts, concepts, intents, terms, names, said | names, head)

    def _said(self, words: Sequence[str]) -> list[str]:
        """Return the terms of a wording but for what it says to be absent: ``without a mechanical complication``."""
        tokens = self.language.tokens(words)
        absent = {
            place
            for place, token in enumerate(tokens)
            if token.term in self.language.concepts
            and any(near.term == WITHOUT for near in tokens[max(place - REACH, 0) : place])
        }
        kept = [token.term for place, token in enumerate(tokens) if place not in absent]
        return [term for term in kept if term not in self.language.stopwords]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of a wording."""
        return frozenset(word for passage in self.passages.values() for word in passage.words)

    @cached_property
    def hash(self) -> str:
        """Hash of all statements and claims, for the record of an answer."""
        digest = hashlib.sha256()
        for record in (*self.statements.values(), *self.claims.values()):
            digest.update(repr(record).encode())
        return digest.hexdigest()[:16]

    def without(self, id_: str) -> "Corpus":
        """Return the corpus without one statement."""
        return replace(self, statements={name: one for name, one in self.statements.items() if name != id_})

    def having(self, statement: Statement) -> "Corpus":
        """Return the corpus with one statement put in, or in the place of the one with its id."""
        return replace(self, statements={**self.statements, statement.id: statement})


@lru_cache(maxsize=1)
def load_corpus() -> Corpus:
    """Return the corpus that comes with the package."""
    return Corpus(load_statements(), load_claims(), load_sources(), load_language())
