"""The JSON of ``diastole review``."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from diastole.faces.json.shape import Document, Scalar, Shape
from diastole.review.review_desk import ReviewCase
from diastole.review.review_status import ReviewStatus
from diastole.review.review_subjects import ReviewSubject


class ReviewerJson(Shape):
    """A person in the present round of review."""

    name: str
    """Full name."""
    interests: str
    """As declared."""
    decision: str
    """reviewing, approved or rejected."""
    day: str
    """Of that."""


class StandingJson(Shape):
    """Where a subject stands."""

    id: str
    """Of the statement, claim, rule or article."""
    kind: str
    """Which of these."""
    content_hash: str
    """SHA-256 of all that a reviewer answers for."""
    state: str
    """submitted, under_review or approved."""
    because: str | None
    """Why it is submitted again."""
    reason: str | None
    """Of a rejection."""
    reviewers: list[ReviewerJson]
    """Of the present round."""
    authors: list[str]
    """Who cannot review it."""
    expires: str | None
    """Last day on which the approval counts."""
    changed_since: str | None
    """Day of the approval, or start of review, since which the content has changed."""

    @classmethod
    def of(cls, subject: ReviewSubject, status: ReviewStatus, **more: Any) -> Self:
        """Return what is printed of a subject."""
        return cls(
            id=subject.id,
            kind=subject.kind,
            content_hash=subject.hash,
            state=status.state.value,
            because=status.because or None,
            reason=status.reason or None,
            reviewers=[ReviewerJson.model_validate(one) for one in status.reviewers],
            authors=list(status.authors),
            expires=status.expires.isoformat() if status.expires else None,
            changed_since=changed_since(status),
            **more,
        )


class ReviewListJson(Document):
    """Where each subject stands."""

    NAME = "diastole/review/1"

    database: str
    """Where decisions are kept."""
    totals: dict[str, int]
    """How many there are in each state."""
    subjects: list[StandingJson]
    """Those that were asked for."""

    @classmethod
    def of(cls, rows: Iterable[tuple[ReviewSubject, ReviewStatus]], totals: Mapping[str, int], place: str) -> Self:
        """Return what is printed of a list."""
        return cls.made(database=place, totals=dict(totals), subjects=[StandingJson.of(*row) for row in rows])


class ReviewDecisionJson(StandingJson, Document):
    """Where a subject stands after a decision."""

    NAME = "diastole/review-decision/1"

    @classmethod
    def of_decision(cls, subject: ReviewSubject, status: ReviewStatus) -> Self:
        """Return what is printed after a decision."""
        return cls.of(subject, status, schema_=cls.NAME)


class CitedJson(Shape):
    """A source of a subject."""

    key: str
    """Of the evidence base."""
    citation: str
    """In words."""
    checked: str
    """How far the subject was checked against it."""
    identifier: str
    """The shortest name under which it is looked up."""
    address: str
    """Where it can be opened."""


class AuditEntryJson(Shape):
    """Who did what to which content, and when; what is no text was not written by the desk."""

    number: Scalar | None
    """From 1, without gaps."""
    at: Scalar | None
    """UTC, ISO 8601."""
    actor: Scalar | None
    """Who."""
    interests: Scalar | None
    """As declared."""
    action: Scalar | None
    """What was done."""
    kind: Scalar | None
    """Of the subject."""
    subject: Scalar | None
    """Its id."""
    content_hash: Scalar | None
    """Of its content then."""
    reason: Scalar | None
    """Why."""
    until: Scalar | None
    """Last day on which an approval counts."""
    previous: Scalar | None
    """Hash of the entry before."""
    hash: Scalar | None
    """Of this entry."""


class ReviewCaseJson(StandingJson, Document):
    """A subject with its wording, sources, what has changed, and its history."""

    NAME = "diastole/review-case/1"

    wording: dict[str, str]
    """What readers see, by reader."""
    sources: list[CitedJson]
    """Each with how far it was checked."""
    rests_on: list[str]
    """Ids of statements."""
    devices: list[str]
    """Of which it speaks."""
    barred: str | None
    """Why it cannot be reviewed yet."""
    withdrawn: str | None
    """Why it no longer holds."""
    content: dict[str, Any]
    """All that a reviewer answers for."""
    diff: list[str]
    """Unified diff from the content that was approved last."""
    audit: list[AuditEntryJson]
    """What was done to it."""

    @classmethod
    def of_case(cls, case: ReviewCase) -> Self:
        """Return what is printed of a case."""
        subject = case.subject
        return cls.of(
            subject, case.status, schema_=cls.NAME, wording=dict(subject.wording), sources=list(subject.sources),
            rests_on=list(subject.rests_on), devices=list(subject.devices), barred=subject.barred or None,
            withdrawn=subject.withdrawn or None, content=dict(subject.content), diff=list(case.diff),
            audit=list(case.history),
        )  # fmt: skip


class ReviewVerifyJson(Document):
    """Whether the audit is whole."""

    NAME = "diastole/review-verify/1"

    database: str
    """Where decisions are kept."""
    intact: bool
    """Whether nothing is wrong."""
    findings: list[str]
    """What is wrong."""
    entries: int | None
    """Number of the last entry."""
    head: str | None
    """Hash of the last entry."""

    @classmethod
    def of(cls, findings: Iterable[str], head: tuple[int, str] | None, place: str) -> Self:
        """Return what is printed of a check."""
        number, last = head or (None, None)
        return cls.made(database=place, intact=head is not None, findings=list(findings), entries=number, head=last)


def changed_since(status: ReviewStatus) -> str | None:
    """Return the day of the approval, or start of review, since which the content has changed; None if it has not."""
    return status.basis.day.isoformat() if status.basis and status.changed else None
