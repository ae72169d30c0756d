"""What the pages of the review desk show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from diastole.errors import InputError
from diastole.review.audit_entry import AuditEntry, ReviewAction
from diastole.review.badges import ORDER, PATIENCE, UNKNOWN, Badge, load_badges
from diastole.review.readable_content import ContentChange, content_changes
from diastole.review.review_desk import ReviewCase, ReviewDesk
from diastole.review.review_status import ALLOWED
from diastole.review.review_subjects import ReviewSubject, load_subjects
from diastole.review.subject_kinds import KINDS

LONG = 50  # rows of a page
FIRST = ("under_review", UNKNOWN, "submitted", "approved")  # what waits longest for people comes first
ACTION_WORDS = {
    "submit": "submitted", "start": "review started", "approve": "approved", "reject": "rejected",
    "reopen": "reopened",
}  # fmt: skip
DONE_WORDS = {
    "start": "The review is started.",
    "approve": "Your approval is written down.",
    "reject": "Your rejection is written down.",
}
DECISIONS = {"start": "Start the review", "approve": "Approve", "reject": "Reject"}


@dataclass(frozen=True)
class QueueRow:
    """A subject in the list."""

    subject: ReviewSubject
    badge: Badge


@dataclass(frozen=True)
class FilterLink:
    """A filter as a link."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class ReviewQueue:
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


@dataclass(frozen=True)
class SubjectPage:
    """A subject with what the desk knows of it; without a case where the desk cannot be asked."""

    subject: ReviewSubject
    badge: Badge
    case: ReviewCase | None
    changed: Sequence[ContentChange]
    rests_on: Sequence[QueueRow]
    problem: str = ""

    @property
    def decisions(self) -> dict[str, str]:
        """What can be decided at present, by action."""
        if self.case is None:
            return {}
        allowed = {action.value for action in ALLOWED[self.case.status.state]}
        if self.subject.barred or self.subject.withdrawn:
            allowed &= {ReviewAction.reject.value}
        return {action: words for action, words in DECISIONS.items() if action in allowed}


def open_desk() -> ReviewDesk:
    """Return the desk, which lets nobody wait long for a page.

    Raises
    ------
    InputError
        If its address is not usable.
    """
    return ReviewDesk(patience=PATIENCE)


def queue(kind: str, state: str, text: str, page: int) -> ReviewQueue:
    """Return a page of the list.

    Parameters
    ----------
    kind, state, text
        Filters; ``text`` is a part of the id. None where empty.
    page
        From 1.

    Raises
    ------
    InputError
        If a filter is unknown.
    KeyError
        If there is no such page.
    """
    _check("kind", kind, KINDS)
    _check("state", state, ORDER)
    subjects = load_subjects()
    badges = load_badges().badges(subjects)
    found = [QueueRow(one, badges[id_]) for id_, one in subjects.items() if text.casefold() in id_.casefold()]
    of_state = [row for row in found if state in ("", row.badge.state)]
    of_kind = [row for row in found if kind in ("", row.subject.kind)]
    rows = sorted((row for row in of_state if kind in ("", row.subject.kind)), key=_urgency)
    pages = max(1, -(-len(rows) // LONG))
    if page > pages:
        raise KeyError(page)
    given = {"kind": kind, "state": state, "q": text}
    return ReviewQueue(
        rows[(page - 1) * LONG : page * LONG],
        len(rows),
        _choices("kind", given, KINDS, (row.subject.kind for row in of_state)),
        _choices("state", given, FIRST, (row.badge.state for row in of_kind)),
        given,
        page,
        pages,
    )


def subject_page(id_: str) -> SubjectPage:
    """Return a subject as its page shows it.

    Raises
    ------
    KeyError
        If nobody knows the id.
    """
    subject = load_subjects()[id_]
    rests_on = _rows(subject.rests_on)
    try:
        case = open_desk().case(id_)
    except InputError as problem:
        return SubjectPage(subject, Badge(), None, (), rests_on, str(problem))
    status = case.status
    badge = Badge(status.state.value, status.because, status.reviewers, status.expires)
    return SubjectPage(subject, badge, case, content_changes(case.before, subject.body), rests_on)


def list_address(**given: str) -> str:
    """Return the address of the list with the filters that are not empty."""
    kept = {key: value for key, value in given.items() if value and (key, value) != ("page", "1")}
    return f"/review?{urlencode(kept)}" if kept else "/review"


def action_words(entry: AuditEntry) -> str:
    """Return what was done, in words."""
    return ACTION_WORDS.get(entry.action, entry.action)


def moment(at: str) -> str:
    """Return a moment as day and time in UTC; as it was written where it is none."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return at


def _rows(ids: Iterable[str]) -> list[QueueRow]:
    subjects, badges = load_subjects(), load_badges()
    return [QueueRow(subjects[id_], badges.badge(id_)) for id_ in ids if id_ in subjects]


def _check(what: str, given: str, allowed: Sequence[str]) -> None:
    if given and given not in allowed:
        words = ", ".join(one.replace("_", " ") for one in allowed)
        raise InputError(f"the {what} '{given[:40]}' is unknown; allowed are {words}")


def _urgency(row: QueueRow) -> tuple[int, bool]:
    return FIRST.index(row.badge.state), not row.badge.because


def _choices(name: str, given: Mapping[str, str], values: Iterable[str], found: Iterable[str]) -> list[FilterLink]:
    """Return the filters of one name, with how many each would show."""
    counted = Counter(found)
    all_of_them = FilterLink("all", counted.total(), list_address(**{**given, name: ""}), not given[name])
    some = [
        FilterLink(
            value.replace("_", " "), counted[value], list_address(**{**given, name: value}), given[name] == value
        )
        for value in values
        if counted[value] or value != UNKNOWN
    ]
    return [all_of_them, *some]
