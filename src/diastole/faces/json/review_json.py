"""The JSON of ``diastole review``."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from diastole.faces.json.shape import Document, Scalar, Shape, Text
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


class StateJson(Shape):
    """The review state of a subject."""

    id: str
    """Of the statement, claim, rule or article."""
    kind: str
    """Which of these."""
    content_hash: str
    """SHA-256 of all that a reviewer answers for."""
    state: str
    """submitted, under_review or approved."""
    because: Text
    """Reason of a new submission."""
    reason: Text
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
        return super().of(
            subject,
            status,
            content_hash=subject.hash,
            state=status.state.value,
            expires=status.expires.isoformat() if status.expires else None,
            changed_since=changed_since(status),
            **more,
        )


class ReviewListJson(Document):
    """The review state of each subject."""

    NAME = "diastole/review/1"

    database: str
    """Where decisions are kept."""
    totals: dict[str, int]
    """How many there are in each state."""
    subjects: list[StateJson]
    """Those that were asked for."""

    @classmethod
    def of(cls, rows: Iterable[tuple[ReviewSubject, ReviewStatus]], totals: Mapping[str, int], place: str) -> Self:
        """Return what is printed of a list."""
        return super().of(database=place, totals=totals, subjects=[StateJson.of(*row) for row in rows])


class ReviewDecisionJson(StateJson, Document):
    """The review state of a subject after a decision."""

    NAME = "diastole/review-decision/1"


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
    """Who did what to which content, and when; other types than text were not written by the desk."""

    number: Scalar | None
    """From 1, without gaps."""
    at: Scalar | None
    """UTC, ISO 8601."""
    actor: Scalar | None
    """Who."""
    interests: Scalar | None
    """As declared."""
    action: Scalar | None
    """Action."""
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


class ReviewCaseJson(StateJson, Document):
    """A subject with its wording, sources, what has changed, and its history."""

    NAME = "diastole/review-case/1"

    wording: dict[str, str]
    """Wording for each reader."""
    sources: list[CitedJson]
    """Each with how far it was checked."""
    rests_on: list[str]
    """Ids of statements."""
    devices: list[str]
    """Of which it speaks."""
    barred: Text
    """Why it cannot be reviewed yet."""
    withdrawn: Text
    """Why it no longer holds."""
    content: dict[str, Any]
    """All that a reviewer answers for."""
    diff: list[str]
    """Unified diff from the content that was approved last."""
    audit: list[AuditEntryJson]
    """History of actions."""

    @classmethod
    def of_case(cls, case: ReviewCase) -> Self:
        """Return what is printed of a case."""
        return cls.of(case.subject, case.status, diff=case.diff, audit=case.history)


class ReviewVerifyJson(Document):
    """Whether the audit is whole."""

    NAME = "diastole/review-verify/1"

    database: str
    """Where decisions are kept."""
    intact: bool
    """Whether nothing is wrong."""
    findings: list[str]
    """Faults of the audit."""
    entries: int | None
    """Number of the last entry."""
    head: str | None
    """Hash of the last entry."""

    @classmethod
    def of(cls, findings: Iterable[str], head: tuple[int, str] | None, place: str) -> Self:
        """Return what is printed of a check."""
        number, last = head or (None, None)
        return super().of(database=place, intact=head is not None, findings=list(findings), entries=number, head=last)


def changed_since(status: ReviewStatus) -> str | None:
    """Return the day of the approval, or start of review, since which the content has changed; None if it has not."""
    return status.basis.day.isoformat() if status.basis and status.changed else None
