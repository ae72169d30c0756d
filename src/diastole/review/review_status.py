"""The review state of a subject: derived from its entries in the audit, its present content and the day."""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from diastole.errors import InputError
from diastole.review.audit_entry import DESK, AuditEntry, ReviewAction
from diastole.review.review_subjects import content_author
from diastole.review.reviewer_names import PACKAGE_AUTHORS, read_interests, read_name, read_text, same_person
from diastole.review.subject_kinds import KINDS, any_kind

APPROVALS_NEEDED = 2
VALID_MONTHS = 12  # after which an approval has to be renewed; assumed
CHANGED = "changed"
EXPIRED = "expired"
REJECTED = "rejected"


class ReviewState(StrEnum):
    """How far something is reviewed."""

    submitted = "submitted"
    under_review = "under_review"
    approved = "approved"


ALLOWED: dict[ReviewState, tuple[ReviewAction, ...]] = {
    ReviewState.submitted: (ReviewAction.start, ReviewAction.submit),
    ReviewState.under_review: (ReviewAction.approve, ReviewAction.reject),
    ReviewState.approved: (ReviewAction.reject,),
}


@dataclass(frozen=True)
class ReviewerDecision:
    """A person in the present round of review."""

    name: str
    interests: str
    decision: str  # reviewing, approved or rejected
    day: str = ""  # of that, ISO 8601, UTC


@dataclass(frozen=True)
class ReviewStatus:
    """The state of a subject and its reasons.

    Attributes
    ----------
    because
        Why it is submitted again: changed, expired or rejected; nothing if it never was further.
    reason
        Of the rejection.
    expires
        Last day on which the approval counts.
    basis
        The entry that approved it last, or that started its last review: what a change is a change from.
    changed
        Whether the content differs from that of the basis.
    """

    state: ReviewState
    because: str = ""
    reason: str = ""
    reviewers: tuple[ReviewerDecision, ...] = ()
    authors: tuple[str, ...] = ()
    expires: date | None = None
    basis: AuditEntry | None = None
    changed: bool = False

    @property
    def words(self) -> str:
        """The state and why, such as ``submitted (expired)``."""
        return self.state.replace("_", " ") + (f" ({self.because})" if self.because else "")


@dataclass
class _ReviewHistory:
    """The history of one subject."""

    state: ReviewState = ReviewState.submitted
    because: str = ""
    reason: str = ""
    reviewed: str = ""  # hash of the content under review or approved
    reviewers: dict[str, ReviewerDecision] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    until: date | None = None
    started: AuditEntry | None = None
    approved: AuditEntry | None = None

    def take(self, entry: AuditEntry) -> None:
        """Go one entry on."""
        if entry.action == ReviewAction.submit:
            self.authors.append(entry.actor)
        elif entry.action == ReviewAction.reopen:
            self._back(entry.reason)
        elif entry.action == ReviewAction.reject:
            self._mark(entry, "rejected")
            self._back(REJECTED, entry.reason)
        elif entry.action == ReviewAction.start:
            self.state, self.because, self.reason = ReviewState.under_review, "", ""
            self.reviewed, self.reviewers, self.started = entry.content_hash, {}, entry
            self._mark(entry, "reviewing")
        elif entry.action == ReviewAction.approve:
            self._mark(entry, "approved")
            if sum(one.decision == "approved" for one in self.reviewers.values()) >= APPROVALS_NEEDED:
                self.state, self.approved = ReviewState.approved, entry
                self.until = date.fromisoformat(entry.until)

    def seen(self, content_hash: str, today: date) -> ReviewStatus:
        """Return where it stands with this content on this day."""
        state, because, expires = self.state, self.because, self.until
        if state != ReviewState.submitted and content_hash != self.reviewed:
            state, because = ReviewState.submitted, CHANGED
        elif state == ReviewState.approved and expires is not None and today > expires:
            state, because = ReviewState.submitted, EXPIRED
        basis = self.approved or self.started
        return ReviewStatus(
            state, because, self.reason if because == REJECTED else "", tuple(self.reviewers.values()),
            tuple(self.authors), expires if state == ReviewState.approved else None, basis,
            changed=basis is not None and basis.content_hash != content_hash,
        )  # fmt: skip

    def _mark(self, entry: AuditEntry, decision: str) -> None:
        name = next((name for name in self.reviewers if same_person(name, entry.actor)), entry.actor)
        self.reviewers[name] = ReviewerDecision(name, entry.interests, decision, entry.day.isoformat())

    def _back(self, because: str, reason: str = "") -> None:
        self.state, self.because, self.reason, self.until = ReviewState.submitted, because, reason, None


def review_status(entries: Iterable[AuditEntry], content_hash: str, today: date) -> ReviewStatus:
    """Return where a subject stands after its entries, in order, with its present content on a day."""
    history = _ReviewHistory()
    for entry in entries:
        history.take(entry)
    return history.seen(content_hash, today)


def last_day(day: date) -> date:
    """Return the last day on which an approval of a day counts."""
    years, month = divmod(day.month - 1 + VALID_MONTHS, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def check_action(subject: str, status: ReviewStatus, action: ReviewAction, actor: str, body: str) -> None:
    """Refuse what the state does not allow, or this person may not do.

    Parameters
    ----------
    body
        Content of the subject in canonical JSON, which may name an author.

    Raises
    ------
    InputError
        Naming subject, state and what is allowed.
    """
    allowed = ALLOWED[status.state]
    if action not in allowed:
        raise InputError(f"{subject} is {status.words}; '{action}' is not possible, allowed: {', '.join(allowed)}")
    if action == ReviewAction.submit:
        return
    for author in (*PACKAGE_AUTHORS, *content_author(body), *status.authors):
        if same_person(author, actor):
            raise InputError(
                f"{_named(actor, author)} is an author of {subject}; it needs {APPROVALS_NEEDED} reviewers who are not"
            )
    for one in status.reviewers:
        if action == ReviewAction.approve and one.decision == "approved" and same_person(one.name, actor):
            raise InputError(
                f"{_named(actor, one.name)} has approved {subject}; the approval of a different reviewer is needed"
            )


def _named(actor: str, other: str) -> str:
    """Return a person's name, and the one that it cannot be told from."""
    return actor if actor == other else f"{actor}, whose name is not told from {other},"


def find_illegal(entries: Sequence[AuditEntry], contents: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each entry that the review desk would have refused.

    Parameters
    ----------
    contents
        Canonical JSON by hash, of every entry.
    """
    histories: dict[str, _ReviewHistory] = {}
    kinds: dict[str, str] = {}
    before = ""
    for entry in entries:
        history = histories.setdefault(entry.subject, _ReviewHistory())
        try:
            _check_form(entry, before, kinds.setdefault(entry.subject, entry.kind))
            status = history.seen(entry.content_hash, entry.day)
            if entry.action != ReviewAction.reopen:
                body = contents[entry.content_hash]
                check_action(entry.subject, status, ReviewAction(entry.action), entry.actor, body)
            elif status.because != entry.reason or entry.reason not in (CHANGED, EXPIRED):
                raise InputError(f"{entry.subject} is {status.words}, so it is not reopened as {entry.reason}")
            history.take(entry)
        except ValueError as error:  # an InputError, or a word or date that is none
            yield f"entry {entry.number} was not written by the desk: {error}"
        before = entry.at


def _check_form(entry: AuditEntry, before: str, kind: str) -> None:
    """Refuse an entry in another form than the desk gives it, after the entry of this time, with this kind."""
    _check_same("time", entry.at, datetime.fromisoformat(entry.at).astimezone(UTC).isoformat(timespec="milliseconds"))
    if entry.at < before:
        raise InputError(f"its time {entry.at} is before that of the entry before it")
    if entry.kind not in KINDS:
        raise InputError(f"its kind '{entry.kind}' is no {any_kind()}")
    _check_same("kind", entry.kind, kind)
    _check_texts(entry, ReviewAction(entry.action))


def _check_texts(entry: AuditEntry, action: ReviewAction) -> None:
    """Refuse an entry whose actor, interests, reason or end the review desk would have changed or refused."""
    reviews = action in (ReviewAction.start, ReviewAction.approve, ReviewAction.reject)
    _check_same("actor", entry.actor, DESK if action == ReviewAction.reopen else read_name(entry.actor, "actor"))
    _check_same("interests", entry.interests, read_interests(entry.interests) if reviews else "")
    if action == ReviewAction.start:
        _check_same("reason", entry.reason, "")
    elif entry.reason or action == ReviewAction.reject:
        _check_same("reason", entry.reason, read_text(entry.reason, "its reason"))
    if action == ReviewAction.approve:
        last = last_day(entry.day)
        if not entry.day <= date.fromisoformat(entry.until) <= last:
            raise InputError(f"it counts until {entry.until}, and an approval of {entry.day} ends by {last}")
    else:
        _check_same("end", entry.until, "")


def _check_same(what: str, given: str, expected: str) -> None:
    if given != expected:
        raise InputError(f"its {what} is {given!r}, where the desk writes {expected!r}")
