"""Subjects of reviews, by id and hash of content: statements, claims, screening rules, articles."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from diastole.errors import InputError
from diastole.knowledge.articles.article import Article, Section
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.evidence.sources import Source, load_sources
from diastole.knowledge.evidence.statement import Statement
from diastole.knowledge.evidence.statement_rules import check_level, lowest_level
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.rules.conditions import Leaf
from diastole.knowledge.rules.fact_definitions import vocabulary
from diastole.knowledge.rules.grammar import GRADED, parse_condition
from diastole.knowledge.rules.rulebook import all_rules, rule_texts
from diastole.review.makers import load_makers
from diastole.review.subject_kinds import SubjectKind
from diastole.strict_yaml import read_yaml
from diastole.studies.claims.claim import Claim, load_claims


@dataclass(frozen=True)
class CitedSource:
    """A source that a subject names, and how far the subject was checked against it."""

    key: str
    citation: str
    checked: str
    identifier: str = ""
    address: str = ""  # where it can be opened

    @property
    def line(self) -> str:
        """Citation and identifier in one line."""
        return ". ".join(part for part in (self.citation, self.identifier) if part)


@dataclass(frozen=True)
class ReviewSubject:
    """A subject of a review.

    Attributes
    ----------
    kind
        Of `diastole.review.subject_kinds.KINDS`.
    wording
        What readers see, by reader; of a rule its title and note.
    content
        All that a reviewer answers for, plain data. A change of it reopens the review.
    rests_on
        Ids of the statements that it rests on.
    devices
        Keys of ``makers.yaml`` of the devices that it speaks of: an interest in a maker of one bars a reviewer.
    barred
        Why it cannot be reviewed yet; nothing if it can.
    withdrawn
        Why it no longer holds; nothing if it does.
    valid_until
        ``year-month`` after which nothing counts any longer; nothing if it names none.
    """

    id: str
    kind: str
    wording: Mapping[str, str]
    content: Mapping[str, Any]
    sources: tuple[CitedSource, ...] = ()
    rests_on: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    barred: str = ""
    withdrawn: str = ""
    valid_until: str = ""

    @property
    def title(self) -> str:
        """The first of its wordings."""
        return next(iter(self.wording.values()), self.id)

    @cached_property
    def body(self) -> str:
        """The content as canonical JSON."""
        return canonical_json(self.content)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content, hexadecimal."""
        return text_hash(self.body)


def canonical_json(content: Any) -> str:
    """Return the one way to write plain data: sorted keys, no spaces, no escapes that UTF-8 does not need."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_author(body: str) -> tuple[str, ...]:
    """Return the author whom a content in canonical JSON names, if it names one."""
    content = json.loads(body)
    author = content.get("author") if isinstance(content, dict) else None
    return (author,) if isinstance(author, str) else ()


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, hexadecimal."""
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _load() -> tuple[ReviewSubject, ...]:
    """Read the subjects that come with the package."""
    sources, statements = load_sources(), load_statements()
    return (
        *(statement_subject(one, sources) for one in statements.values()),
        *(claim_subject(one, sources, statements) for one in load_claims().values()),
        *rule_subjects(statements),
        *(article_subject(one, statements) for one in load_articles().values()),
    )


def load_subjects() -> dict[str, ReviewSubject]:
    """Return everything that is reviewed, by id, in the order of `diastole.review.subject_kinds.KINDS`.

    Raises
    ------
    InputError
        If a file of the package is wrong, or an id is used twice.
    """
    return by_id(_load())


def subject_ids() -> Iterator[str]:
    """Yield the ids of everything that is reviewed, without reading what it says where an id will do."""
    yield from load_statements()
    yield from load_articles()
    yield from load_claims()
    yield from (rule.id for rule in all_rules())


def by_id(subjects: Iterable[ReviewSubject]) -> dict[str, ReviewSubject]:
    """Return subjects by their ids.

    Raises
    ------
    InputError
        If two have the same id.
    """
    known: dict[str, ReviewSubject] = {}
    for subject in subjects:
        other = known.setdefault(subject.id, subject)
        if other is not subject:
            raise InputError(f"{subject.id} is a {other.kind} and a {subject.kind}; rename one of them")
    return known


def statement_subject(statement: Statement, sources: Mapping[str, Source]) -> ReviewSubject:
    """Return a statement as a subject; its sources and their check levels are part of the content."""
    cited = tuple(cite(sources[one.ref], check_level(one, sources)) for one in statement.support)
    without = {"review"} if statement.withdrawn else {"review", "withdrawn"}
    content = statement.model_dump(mode="json", by_alias=True, exclude=without)
    return ReviewSubject(
        statement.id, SubjectKind.statement, statement.text.model_dump(), content | {"sources": _levels(cited)}, cited,
        devices=load_makers().devices_of(statement.entities), barred=_barred(statement, cited, sources),
        withdrawn=statement.withdrawn or "", valid_until=statement.valid_until,
    )  # fmt: skip


def _barred(statement: Statement, cited: Iterable[CitedSource], sources: Mapping[str, Source]) -> str:
    if statement.uncited:
        return "no source can be cited for it"
    if lowest_level(statement, sources) == "unverified":
        return f"its source {', '.join(one.key for one in cited if one.checked == 'unverified')} is unverified"
    return ""


def claim_subject(claim: Claim, sources: Mapping[str, Source], statements: Mapping[str, Statement]) -> ReviewSubject:
    """Return a claim of the ledger as a subject; it speaks of the devices of its statements."""
    cited = tuple(cite(sources[key]) for key in claim.sources if key in sources)
    content = claim.model_dump(mode="json") | {"cited": _levels(cited)}
    devices = devices_of(claim.statements, statements)
    return ReviewSubject(
        claim.id, SubjectKind.claim, claim.sentence.model_dump(), content, cited, claim.statements, devices
    )


def rule_subjects(statements: Mapping[str, Statement]) -> Iterable[ReviewSubject]:
    """Read the rules as their files write them, after they were checked."""
    checked = {rule.id: rule for rule in all_rules()}
    for record in (record for name, text in rule_texts().items() for record in read_yaml(text, name)["rules"]):
        rule = checked[record["id"]]
        wording = {"title": rule.title, "note": rule.note}
        yield ReviewSubject(
            id=rule.id,
            kind=SubjectKind.rule,
            wording={key: text for key, text in wording.items() if text},
            content={key: _limited(value) for key, value in record.items() if key != "review"},
            rests_on=rule.statements,
            devices=devices_of(rule.statements, statements),
        )


def _limited(node: Any) -> Any:
    """Return a part of a rule with the limit beside each grade: a limit that moves is another content."""
    if isinstance(node, list):
        return [_limited(part) for part in node]
    if not isinstance(node, Mapping):
        return node
    if GRADED not in node:
        return {key: _limited(part) for key, part in node.items()}
    leaf = parse_condition(node)
    assert isinstance(leaf, Leaf)  # it names a fact
    limit = leaf.threshold
    written = list(limit) if isinstance(limit, tuple) else {"value": limit, "unit": vocabulary()[leaf.fact].unit}
    return {**node, leaf.operator: written}


def article_subject(article: Article, statements: Mapping[str, Statement]) -> ReviewSubject:
    """Return an article as a subject: its texts with what carries each sentence, its author, the beliefs it corrects.

    How else it may be asked for, what is related to it and what its figure shows are no matter of a review.
    """
    texts = {reader: _lines(sections) for reader, sections in article.texts.items()}
    beliefs = [belief for beliefs in article.corrects.values() for belief in beliefs]
    return ReviewSubject(
        article.id,
        SubjectKind.article,
        {reader: "\n".join(lines) for reader, lines in texts.items()},
        {"question": article.head.question, "author": article.head.author, "corrects": beliefs, "text": texts},
        rests_on=article.statements,
        devices=devices_of(article.statements, statements),
    )


def _lines(sections: Iterable[Section]) -> list[str]:
    """Return the headings and sentences of a text, one a line, with what carries each."""
    lines = []
    for section in sections:
        lines += [section.title] if section.title else []
        for each in section.sentences:
            claims = (f"{id_}:{word}" for id_, word in each.claims.items())
            lines.append(f"{each.template} [{', '.join((*each.statements, *claims, *each.runs))}]")
    return lines


def devices_of(ids: Iterable[str], statements: Mapping[str, Statement]) -> tuple[str, ...]:
    """Return the devices that statements speak of together."""
    entities = {entity for id_ in ids if id_ in statements for entity in statements[id_].entities}
    return load_makers().devices_of(entities)


def cite(source: Source, checked: str = "") -> CitedSource:
    """Return a source as it is cited; checked as far as the source is, if not given."""
    return CitedSource(source.id, source.citation, checked or source.checked, source.identifier, source.address)


def _levels(cited: Iterable[CitedSource]) -> dict[str, dict[str, str]]:
    return {one.key: {"citation": one.line, "checked": one.checked} for one in cited}
