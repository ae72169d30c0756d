"""Everything that answers are made of: articles, statements, claims, sources, and the index over them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from diastole.answers.answer import ArticleLink
from diastole.answers.article_index import ArticleIndex
from diastole.answers.beliefs import Premise, load_premises
from diastole.answers.finder import Finder
from diastole.answers.kept_index import load_index
from diastole.answers.lexicon import Lexicon, load_lexicon
from diastole.answers.section_order import SectionOrder
from diastole.answers.statement_index import StatementIndex
from diastole.answers.term_vectors import load_term_vectors
from diastole.knowledge.articles.article import Article
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.evidence.edition import fingerprint
from diastole.knowledge.evidence.sources import Source, load_sources
from diastole.knowledge.evidence.statement import Statement
from diastole.knowledge.evidence.statements import load_statements
from diastole.studies.claims.claim import Claim, load_claims

WITHDRAWN = " (rests on a statement that was withdrawn)"


@dataclass(frozen=True)
class Library:
    """Articles and what they rest on, by their ids."""

    articles: Mapping[str, Article]
    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    lexicon: Lexicon
    evidence: str  # hash of the statements

    @cached_property
    def index(self) -> ArticleIndex:
        """The index over the articles."""
        return load_index(self.articles, self.lexicon)

    @cached_property
    def finder(self) -> Finder:
        """The finder of the articles for a question."""
        return Finder(self.articles, self.index)

    @cached_property
    def section_order(self) -> SectionOrder:
        """The order of the sections of an article for a question."""
        return SectionOrder(self.articles, self.index, load_term_vectors())

    @cached_property
    def statement_index(self) -> StatementIndex:
        """The index over the statements."""
        return StatementIndex(self.statements, self.lexicon)

    @cached_property
    def _premises(self) -> dict[str, tuple[Premise, ...]]:
        """The false beliefs of the articles that were asked for so far."""
        return {}

    def premises(self, ids: Iterable[str]) -> list[Premise]:
        """Return the false beliefs that some articles set right; read when they are asked for, since there are many."""
        premises: list[Premise] = []
        for id_ in ids:
            if id_ not in self._premises:
                self._premises[id_] = load_premises([self.articles[id_]], self.lexicon)
            premises += self._premises[id_]
        return premises

    @cached_property
    def hash(self) -> str:
        """Hash of all articles and statements, for the record of an answer."""
        return _hash(self.evidence, *(article.hash for article in self.articles.values()))

    def link(self, id_: str) -> ArticleLink:
        """Return an article as it is offered in a list: its question, and whether its support was withdrawn."""
        article = self.articles[id_]
        used = [self.statements.get(name) for name in article.statements]
        gone = any(one is None or one.withdrawn for one in used)
        return ArticleLink(id_, f"{article.head.question}{WITHDRAWN if gone else ''}")

    def having(self, statement: Statement) -> "Library":
        """Return the library with one statement in the place of the one with its id."""
        statements = {**self.statements, statement.id: statement}
        return replace(self, statements=statements, evidence=_hash(self.evidence, repr(statement)))


@lru_cache(maxsize=1)
def load_library() -> Library:
    """Return the library that comes with the package."""
    return Library(
        load_articles(), load_statements(), load_claims(), load_sources(), load_lexicon(), fingerprint()
    )  # fmt: skip


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
