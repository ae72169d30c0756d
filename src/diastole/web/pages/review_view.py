"""The contents of the pages of the review desk: list, filters, one subject."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import HTTPException

from diastole.errors import InputError
from diastole.review.audit_entry import ReviewAction
from diastole.review.badges import ORDER, PATIENCE, UNKNOWN, Badge, load_badges
from diastole.review.readable_content import ContentChange, content_changes
from diastole.review.review_desk import ReviewCase, ReviewDesk
from diastole.review.review_status import ALLOWED
from diastole.review.review_subjects import ReviewSubject, load_subjects
from diastole.review.subject_kinds import KINDS

ROWS = 50  # of a page
STATES = ("under_review", UNKNOWN, "submitted", "approved")  # in the order of the list
ACTION_WORDS = {
    "submit": "submitted", "start": "review started", "approve": "approved", "reject": "rejected",
    "reopen": "reopened",
}  # fmt: skip
DECISIONS = {  # label on the form, and message afterwards
    "start": ("Start the review", "The review is started."),
    "approve": ("Approve", "Your approval is recorded."),
    "reject": ("Reject", "Your rejection is recorded."),
}


class QueueRow(NamedTuple):
    """A subject in a list, with its badge."""

    subject: ReviewSubject
    badge: Badge


class FilterLink(NamedTuple):
    """A link that filters the list."""

    label: str
    subjects: int
    address: str
    chosen: bool


class ReviewQueue(NamedTuple):
    """A page of the list with its filters."""

    rows: Sequence[QueueRow]
    total: int
    kinds: Sequence[FilterLink]
    states: Sequence[FilterLink]
    given: Mapping[str, str]
    page: int
    pages: int

    def address(self, page: int) -> str:
        """Return the address of another page of the same list."""
        return list_address(**self.given, page=str(page))


class SubjectPage(NamedTuple):
    """A subject with its case, or with the problem if the desk cannot be reached."""

    subject: ReviewSubject
    badge: Badge
    case: ReviewCase | None
    changed: Sequence[ContentChange]
    rests_on: Sequence[QueueRow]
    problem: str = ""

    @property
    def decisions(self) -> dict[str, str]:
        """The labels of the decisions that are possible at present, by action."""
        if self.case is None:
            return {}
        allowed = {action.value for action in ALLOWED[self.case.status.state]}
        if self.subject.barred or self.subject.withdrawn:
            allowed &= {ReviewAction.reject.value}
        return {action: label for action, (label, _) in DECISIONS.items() if action in allowed}


def queue(kind: str, state: str, text: str, page: int) -> ReviewQueue:
    """Return a page of the list.

    Parameters
    ----------
    kind, state, text
        Filters, ``text`` by a part of the id; an empty one does not filter.
    page
        From 1.

    Raises
    ------
    InputError
        If a filter is unknown.
    HTTPException
        If there is no such page.
    """
    _check("kind", kind, KINDS)
    _check("state", state, ORDER)
    subjects = load_subjects()
    badges = load_badges().badges(subjects)
    matches = [QueueRow(subject, badges[id_]) for id_, subject in subjects.items() if text.casefold() in id_.casefold()]
    of_state = [row for row in matches if state in ("", row.badge.state)]
    of_kind = [row for row in matches if kind in ("", row.subject.kind)]
    listed = sorted((row for row in of_state if kind in ("", row.subject.kind)), key=_urgency)
    rows, pages = rows_of_page(listed, page)
    given = {"kind": kind, "state": state, "q": text}
    kinds = _filters("kind", given, KINDS, (row.subject.kind for row in of_state))
    states = _filters("state", given, STATES, (row.badge.state for row in of_kind))
    return ReviewQueue(rows, len(listed), kinds, states, given, page, pages)


def rows_of_page[T](rows: Sequence[T], page: int) -> tuple[Sequence[T], int]:
    """Return the rows of a page, counted from 1, and the number of pages; 404 if there is no such page."""
    pages = max(1, -(-len(rows) // ROWS))
    if page > pages:
        raise HTTPException(404, f"The list has no page {page}.")
    return rows[(page - 1) * ROWS : page * ROWS], pages


def subject_page(id_: str) -> SubjectPage:
    """Return the content of the page of a subject.

    Raises
    ------
    HTTPException
        If there is no such subject.
    """
    subjects, badges = load_subjects(), load_badges()
    subject = subjects.get(id_)
    if subject is None:
        raise HTTPException(404, f"Nothing with the id '{id_[:40]}' is reviewed.")
    rests_on = [QueueRow(subjects[each], badges.badge(each)) for each in subject.rests_on if each in subjects]
    try:
        case = ReviewDesk(patience=PATIENCE).case(id_)
    except InputError as problem:
        return SubjectPage(subject, Badge(), None, (), rests_on, str(problem))
    status = case.status
    badge = Badge(status.state.value, status.because, status.reviewers, status.expires)
    return SubjectPage(subject, badge, case, content_changes(case.before, subject.body), rests_on)


def list_address(**given: str) -> str:
    """Return the address of a page of the list, with the filters that are not empty."""
    kept = {key: value for key, value in given.items() if value and (key, value) != ("page", "1")}
    return f"/review?{urlencode(kept)}" if kept else "/review"


def moment(at: str) -> str:
    """Return a time as day and time in UTC, or as it is if it cannot be read."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return at


def _check(name: str, given: str, allowed: Sequence[str]) -> None:
    if given and given not in allowed:
        words = ", ".join(each.replace("_", " ") for each in allowed)
        raise InputError(f"the {name} '{given[:40]}' is unknown; allowed are {words}")


def _urgency(row: QueueRow) -> tuple[int, bool]:
    return STATES.index(row.badge.state), not row.badge.because


def _filters(name: str, given: Mapping[str, str], values: Iterable[str], present: Iterable[str]) -> list[FilterLink]:
    """Return the links that set one filter, with the number of subjects that each would show."""
    counts = Counter(present)
    shown = [value for value in values if counts[value] or value != UNKNOWN]
    return [
        FilterLink(
            value.replace("_", " ") or "all", counts[value] if value else counts.total(),
            list_address(**{**given, name: value}), given[name] == value,
        )
        for value in ("", *shown)
    ]  # fmt: skip
