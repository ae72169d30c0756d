"""What is reviewed: statements, claims and screening rules, each by its id and the hash of its content."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from diastole.claims.claim import Claim, load_claims
from diastole.errors import InputError
from diastole.evidence.reading import read_yaml
from diastole.evidence.sources import Source, load_sources
from diastole.evidence.statements import Statement, check_level, load_statements, lowest_level
from diastole.screening.rules import load_rules

KINDS = ("statement", "claim", "rule")


@dataclass(frozen=True)
class Cited:
    """A source that a subject names, and how far the subject was checked against it."""

    key: str
    citation: str
    checked: str


@dataclass(frozen=True)
class Subject:
    """Something that is reviewed.

    Attributes
    ----------
    kind
        Of `KINDS`.
    wording
        What readers see, by reader; of a rule its title and note.
    content
        All that a reviewer answers for, plain data. A change of it reopens the review.
    barred
        Why it cannot be reviewed yet; nothing if it can.
    valid_until
        ``year-month`` after which nothing counts any longer; nothing if it names none.
    """

    id: str
    kind: str
    wording: Mapping[str, str]
    content: Mapping[str, Any]
    sources: tuple[Cited, ...] = ()
    barred: str = ""
    valid_until: str = ""

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


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, hexadecimal."""
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _load() -> tuple[Subject, ...]:
    """Read the subjects that come with the package."""
    sources = load_sources()
    return (
        *(statement_subject(one, sources) for one in load_statements().values()),
        *(claim_subject(one, sources) for one in load_claims().values()),
        *_rules(),
    )


def load_subjects() -> dict[str, Subject]:
    """Return everything that is reviewed, by id: statements, then claims, then rules.

    Raises
    ------
    InputError
        If a file of the package is wrong, or an id stands twice.
    """
    return by_id(_load())


def by_id(subjects: Iterable[Subject]) -> dict[str, Subject]:
    """Return subjects by their ids.

    Raises
    ------
    InputError
        If two have the same id.
    """
    found: dict[str, Subject] = {}
    for subject in subjects:
        if subject.id in found:
            raise InputError(f"{subject.id} is a {found[subject.id].kind} and a {subject.kind}; rename one of them")
        found[subject.id] = subject
    return found


def statement_subject(statement: Statement, sources: Mapping[str, Source]) -> Subject:
    """Return a statement as a subject; its sources and their check levels are part of the content."""
    cited = tuple(
        Cited(support.ref, sources[support.ref].citation, check_level(support, sources))
        for support in statement.support
    )
    content = statement.model_dump(mode="json", by_alias=True, exclude={"review"})
    barred = ""
    if statement.uncited:
        barred = "no source can be cited for it"
    elif lowest_level(statement, sources) == "unverified":
        unchecked = ", ".join(one.key for one in cited if one.checked == "unverified")
        barred = f"its source {unchecked} is unverified"
    return Subject(
        id=statement.id,
        kind="statement",
        wording=statement.text.model_dump(),
        content=content | {"sources": _levels(cited)},
        sources=cited,
        barred=barred,
        valid_until=statement.valid_until,
    )


def claim_subject(claim: Claim, sources: Mapping[str, Source]) -> Subject:
    """Return a claim of the ledger as a subject."""
    cited = tuple(Cited(key, sources[key].citation, sources[key].checked) for key in claim.sources if key in sources)
    content = claim.model_dump(mode="json") | {"cited": _levels(cited)}
    return Subject(claim.id, "claim", claim.sentence.model_dump(), content, cited)


def _rules() -> Iterable[Subject]:
    """Read the rules as their file writes them, with its units, after they were checked."""
    checked = {rule.id: rule for rule in load_rules()}
    text = (files("diastole.screening") / "rules.yaml").read_text(encoding="utf-8")
    for record in read_yaml(text, "rules.yaml")["rules"]:
        rule = checked[record["id"]]
        content = {key: value for key, value in record.items() if key != "review"}
        wording = {"title": rule.title, "note": rule.note}
        yield Subject(rule.id, "rule", {key: text for key, text in wording.items() if text}, content)


def _levels(cited: Iterable[Cited]) -> dict[str, dict[str, str]]:
    return {one.key: {"citation": one.citation, "checked": one.checked} for one in cited}
