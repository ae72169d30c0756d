"""The JSON of ``diastole review``. A change that breaks a reader raises the number in ``schema``."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from diastole.review.review_desk import ReviewCase
from diastole.review.review_status import ReviewStatus
from diastole.review.review_subjects import ReviewSubject

type Json = dict[str, Any]


def list_shape(rows: Iterable[tuple[ReviewSubject, ReviewStatus]], totals: Mapping[str, int], place: str) -> Json:
    """Return where each subject stands, and how many there are in each state."""
    return {
        "schema": "diastole/review/1",
        "database": place,
        "totals": dict(totals),
        "subjects": [standing_shape(subject, standing) for subject, standing in rows],
    }


def decision_shape(subject: ReviewSubject, standing: ReviewStatus) -> Json:
    """Return where a subject stands after a decision."""
    return {"schema": "diastole/review-decision/1", **standing_shape(subject, standing)}


def case_shape(case: ReviewCase) -> Json:
    """Return a subject with its wording, sources, what has changed, and its history."""
    return {
        "schema": "diastole/review-case/1",
        **standing_shape(case.subject, case.status),
        "wording": dict(case.subject.wording),
        "sources": [asdict(one) for one in case.subject.sources],
        "rests_on": list(case.subject.rests_on),
        "devices": list(case.subject.devices),
        "barred": case.subject.barred or None,
        "withdrawn": case.subject.withdrawn or None,
        "content": case.subject.content,
        "diff": list(case.diff),
        "audit": [asdict(entry) for entry in case.history],
    }


def verify_shape(found: Iterable[str], head: tuple[int, str] | None, place: str) -> Json:
    """Return what is wrong with the audit, and its last entry if nothing is."""
    number, last = head or (None, None)
    return {
        "schema": "diastole/review-verify/1",
        "database": place,
        "intact": head is not None,
        "findings": list(found),
        "entries": number,
        "head": last,
    }


def standing_shape(subject: ReviewSubject, standing: ReviewStatus) -> Json:
    """Return where a subject stands."""
    return {
        "id": subject.id,
        "kind": subject.kind,
        "content_hash": subject.hash,
        "state": standing.state.value,
        "because": standing.because or None,
        "reason": standing.reason or None,
        "reviewers": [asdict(one) for one in standing.reviewers],
        "authors": list(standing.authors),
        "expires": standing.expires.isoformat() if standing.expires else None,
        "changed_since": changed_since(standing),
    }


def changed_since(standing: ReviewStatus) -> str | None:
    """Return the day of the approval, or start of review, since which the content has changed; None if it has not."""
    return standing.basis.day.isoformat() if standing.basis and standing.changed else None
