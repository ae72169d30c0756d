"""The review desk: takes decisions on statements, claims, rules and articles, and returns the state of each."""

import difflib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml

from diastole.errors import InputError, did_you_mean
from diastole.review.audit import CLOCKS_DIFFER, Audit, AuditRecord, NewEntry
from diastole.review.audit_entry import DESK, AuditEntry, ReviewAction
from diastole.review.database import PATIENCE, Database
from diastole.review.interests import find_bar
from diastole.review.review_status import (
    CHANGED,
    EXPIRED,
    ReviewState,
    ReviewStatus,
    check_action,
    last_day,
    review_status,
)
from diastole.review.review_subjects import ReviewSubject, load_subjects
from diastole.review.reviewer_names import read_interests, read_name, read_text
from diastole.review.subject_kinds import any_kind

WIDTH = 110  # characters of a line of a diff


@dataclass(frozen=True)
class ReviewCase:
    """A subject, its state and its history.

    Attributes
    ----------
    before
        The content that was approved last, or whose review was started last, in canonical JSON; the present one if
        there is none.
    diff
        Unified diff from that content to the present one.
    """

    subject: ReviewSubject
    status: ReviewStatus
    history: tuple[AuditEntry, ...]
    before: str
    diff: tuple[str, ...]


class ReviewDesk:
    """Takes decisions on the subjects of reviews and keeps them in an audit.

    Parameters
    ----------
    url
        Of SQLAlchemy; that of DIASTOLE_DATABASE_URL, or a file of the user, if not given.
    subjects
        What is reviewed, by id; all that comes with the package if not given.
    now
        The clock.
    patience
        How long to wait for another writer, or a server that does not answer [s].
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        subjects: Mapping[str, ReviewSubject] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        patience: float = PATIENCE,
    ):
        self.subjects = load_subjects() if subjects is None else dict(subjects)
        self._audit = Audit(Database(url, patience))
        self._now = now

    @property
    def place(self) -> str:
        """Where the audit is kept, without a password."""
        return self._audit.database.shown

    @property
    def file(self) -> Path | None:
        """The file that it is kept in; None on a server."""
        return self._audit.database.file

    def state_of(self, subject_id: str) -> ReviewState:
        """Return the state of a subject, for a badge."""
        return self.status(subject_id).state

    def status(self, subject_id: str) -> ReviewStatus:
        """Return the state of a subject and its reasons."""
        self._subject(subject_id)
        return self.statuses()[subject_id]

    def statuses(self) -> dict[str, ReviewStatus]:
        """Return the state of every subject today, by id.

        Raises
        ------
        InputError
            If the database cannot be used, or its audit was tampered with.
        """
        history = self._audit.read().by_subject
        today = self._today()
        return {key: review_status(history.get(key, ()), one.hash, today) for key, one in self.subjects.items()}

    def case(self, subject_id: str) -> ReviewCase:
        """Return a subject with its history and what has changed in it."""
        subject = self._subject(subject_id)
        record = self._audit.read()
        history = record.by_subject.get(subject_id, ())
        status = review_status(history, subject.hash, self._today())
        before = record.contents[status.basis.content_hash] if status.basis else subject.body
        return ReviewCase(subject, status, history, before, tuple(_diff(before, subject.body)))

    def submit(self, subject_id: str, author: str, reason: str = "") -> ReviewStatus:
        """Put an author's name to the present content; authors cannot review it, nor what is later made of it."""
        act = NewEntry(ReviewAction.submit, read_name(author, "author"), reason=_reason(reason))
        return self._act(subject_id, act)

    def start(self, subject_id: str, reviewer: str, interests: str) -> ReviewStatus:
        """Take a subject under review.

        Raises
        ------
        InputError
            If it is not submitted, withdrawn, its sources do not bear a review, the reviewer is an author, or a
            declared interest bars the reviewer.
        """
        return self._act(subject_id, self._reviewing(ReviewAction.start, reviewer, interests))

    def approve(self, subject_id: str, reviewer: str, interests: str, reason: str = "") -> ReviewStatus:
        """Approve a subject under review; the second reviewer's approval makes it approved.

        Raises
        ------
        InputError
            If it is not under review, withdrawn, or the reviewer is an author, has approved it already, or has an
            interest that bars it.
        """
        return self._act(subject_id, self._reviewing(ReviewAction.approve, reviewer, interests, reason))

    def reject(self, subject_id: str, reviewer: str, interests: str, reason: str) -> ReviewStatus:
        """Return a subject to submitted, also one that was approved.

        Raises
        ------
        InputError
            If there is no reason, or nothing to reject.
        """
        given = read_text(reason, "the reason for a rejection")
        return self._act(subject_id, self._reviewing(ReviewAction.reject, reviewer, interests, given))

    def verify(self, expected: str = "") -> tuple[str, ...]:
        """Return a sentence for each sign that the audit was changed; empty if there is none.

        Parameters
        ----------
        expected
            Hash of an entry that was noted elsewhere, such as the last one of then; nothing if none was.

        Returns
        -------
        Sentences. An empty audit is a sign, since it may have been erased. A noted entry must still exist, since an
        audit that was cut or written anew is consistent in itself.

        Raises
        ------
        InputError
            If the database cannot be read, or ``expected`` is no hash.
        """
        noted = read_hash(expected) if expected else ""
        if lacks := self._audit.database.lacks:
            return (lacks,)
        record = self.record()
        signs = list(record.find_tampering() or self._find_misfits(record))
        if not record.entries:
            signs.append(f"{self.place} has no entry: nothing was ever decided here, or all of it was erased")
        elif noted and noted not in {entry.hash for entry in record.entries}:
            signs.append(f"the entry {noted} is not in it: it was cut or written anew since, or is another audit")
        return tuple(signs)

    def _find_misfits(self, record: AuditRecord) -> Iterator[str]:
        """Yield what of a consistent audit does not fit the clock or the subjects."""
        for entry in record.entries:
            subject = self.subjects.get(entry.subject)
            if subject and subject.kind != entry.kind:
                yield f"entry {entry.number} calls {entry.subject} a {entry.kind}, and it is a {subject.kind}"
        if record.last_time - self._now() > CLOCKS_DIFFER:
            last = record.entries[-1]
            yield f"entry {last.number} is of {last.at}, which has not come yet"

    def record(self) -> AuditRecord:
        """Return everything that was written, tampered with or not."""
        return self._audit.read_unchecked()

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last entry: noted elsewhere, they show whether the audit was written anew."""
        head = self._audit.read().head
        return head.number, head.hash

    def _reviewing(self, action: ReviewAction, reviewer: str, interests: str, reason: str = "") -> NewEntry:
        return NewEntry(action, read_name(reviewer, "reviewer"), read_interests(interests), _reason(reason))

    def _act(self, subject_id: str, act: NewEntry) -> ReviewStatus:
        subject = self._subject(subject_id)

        def decide(history: tuple[AuditEntry, ...], today: date) -> list[NewEntry]:
            """Return what is written: the act, after the reopening of a subject that was changed or expired."""
            status = review_status(history, subject.hash, today)
            self._check(subject, status, act, today)
            until = _last_day(subject, today).isoformat() if act.action == ReviewAction.approve else ""
            is_reopened = status.because in (CHANGED, EXPIRED)  # which is an entry of its own
            reopened = [NewEntry(ReviewAction.reopen, DESK, reason=status.because)] if is_reopened else []
            return [*reopened, replace(act, until=until)]

        self._audit.write(subject, self._now, decide)
        return self.status(subject_id)

    def _check(self, subject: ReviewSubject, status: ReviewStatus, act: NewEntry, today: date) -> None:
        """Refuse what state, person or content do not allow."""
        check_action(subject.id, status, act.action, act.actor, subject.body)
        if act.action not in (ReviewAction.start, ReviewAction.approve):
            return
        if subject.withdrawn:
            raise InputError(f"{subject.id} is withdrawn ({subject.withdrawn}); nobody can {act.action} it")
        if why := find_bar(act.interests, subject.devices):
            raise InputError(f"{act.actor} cannot {act.action} {subject.id}: {why}")
        if subject.barred:
            raise InputError(f"{subject.id} has to stay submitted: {subject.barred}; check it against its source first")
        if subject.valid_until and _month_end(subject.valid_until) < today:
            raise InputError(f"{subject.id} was valid until {subject.valid_until}; renew its valid_until first")

    def _subject(self, subject_id: str) -> ReviewSubject:
        if subject_id not in self.subjects:
            hint = did_you_mean(subject_id, self.subjects) or " 'diastole review' lists the ids."
            raise InputError(f"'{subject_id}' is no {any_kind()}.{hint}")
        return self.subjects[subject_id]

    def _today(self) -> date:
        return self._now().astimezone(UTC).date()


def _reason(given: str) -> str:
    return read_text(given, "the reason") if given else ""


def _last_day(subject: ReviewSubject, today: date) -> date:
    """Return the last day on which an approval of today counts."""
    last = last_day(today)
    return min(last, _month_end(subject.valid_until)) if subject.valid_until else last


def _month_end(text: str) -> date:
    year, month = (int(part) for part in text.split("-"))
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def read_hash(given: str) -> str:
    """Return the hash of an entry.

    Raises
    ------
    InputError
        If it is none.
    """
    text = given.strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise InputError(
            f"'{given}' is no hash of an entry; give the 64 signs that 'diastole review verify' printed then"
        )
    return text


def _diff(before: str, after: str) -> list[str]:
    """Return the lines of a unified diff between two contents in canonical JSON, written as YAML."""
    return list(difflib.unified_diff(content_lines(before), content_lines(after), "reviewed", "now", lineterm=""))


def content_lines(body: str) -> list[str]:
    """Return a content in canonical JSON as lines of YAML."""
    return yaml.safe_dump(json.loads(body), allow_unicode=True, width=WIDTH).splitlines()
