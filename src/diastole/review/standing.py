"""Where a subject stands: what follows from its entries, its present content and the day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from diastole.errors import InputError
from diastole.review.entry import Action, Entry
from diastole.review.people import same_person

APPROVALS_NEEDED = 2
CHANGED = "changed"
EXPIRED = "expired"
REJECTED = "rejected"


class State(StrEnum):
    """How far something is reviewed."""

    submitted = "submitted"
    under_review = "under_review"
    approved = "approved"


ALLOWED: dict[State, tuple[Action, ...]] = {
    State.submitted: (Action.start, Action.submit),
    State.under_review: (Action.approve, Action.reject),
    State.approved: (Action.reject,),
}


@dataclass(frozen=True)
class Reviewer:
    """A person in the present round of review."""

    name: str
    interests: str
    decision: str  # reviewing, approved or rejected
    day: str = ""  # of that, ISO 8601, UTC


@dataclass(frozen=True)
class Standing:
    """Where a subject stands.

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

    state: State
    because: str = ""
    reason: str = ""
    reviewers: tuple[Reviewer, ...] = ()
    authors: tuple[str, ...] = ()
    expires: date | None = None
    basis: Entry | None = None
    changed: bool = False

    @property
    def words(self) -> str:
        """The state and why, such as ``submitted (expired)``."""
        return self.state.replace("_", " ") + (f" ({self.because})" if self.because else "")


@dataclass
class _Course:
    """What has happened so far to one subject."""

    state: State = State.submitted
    because: str = ""
    reason: str = ""
    reviewed: str = ""  # hash of the content under review or approved
    reviewers: dict[str, Reviewer] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    until: date | None = None
    started: Entry | None = None
    approved: Entry | None = None

    def take(self, entry: Entry) -> None:
        """Go one entry on."""
        if entry.action == Action.submit:
            self.authors.append(entry.actor)
        elif entry.action == Action.reopen:
            self._back(entry.reason)
        elif entry.action == Action.reject:
            self._mark(entry, "rejected")
            self._back(REJECTED, entry.reason)
        elif entry.action == Action.start:
            self.state, self.because, self.reason = State.under_review, "", ""
            self.reviewed, self.reviewers, self.started = entry.content_hash, {}, entry
            self._mark(entry, "reviewing")
        elif entry.action == Action.approve:
            self._mark(entry, "approved")
            if sum(one.decision == "approved" for one in self.reviewers.values()) >= APPROVALS_NEEDED:
                self.state, self.approved = State.approved, entry
                self.until = date.fromisoformat(entry.until)

    def seen(self, content_hash: str, today: date) -> Standing:
        """Return where it stands with this content on this day."""
        state, because, expires = self.state, self.because, self.until
        if state != State.submitted and content_hash != self.reviewed:
            state, because = State.submitted, CHANGED
        elif state == State.approved and expires is not None and today > expires:
            state, because = State.submitted, EXPIRED
        basis = self.approved or self.started
        return Standing(
            state=state,
            because=because,
            reason=self.reason if because == REJECTED else "",
            reviewers=tuple(self.reviewers.values()),
            authors=tuple(self.authors),
            expires=expires if state == State.approved else None,
            basis=basis,
            changed=basis is not None and basis.content_hash != content_hash,
        )

    def _mark(self, entry: Entry, decision: str) -> None:
        name = next((name for name in self.reviewers if same_person(name, entry.actor)), entry.actor)
        self.reviewers[name] = Reviewer(name, entry.interests, decision, entry.day.isoformat())

    def _back(self, because: str, reason: str = "") -> None:
        self.state, self.because, self.reason, self.until = State.submitted, because, reason, None


def stand(entries: Iterable[Entry], content_hash: str, today: date) -> Standing:
    """Return where a subject stands after its entries, in order, with its present content on a day."""
    course = _Course()
    for entry in entries:
        course.take(entry)
    return course.seen(content_hash, today)


def check_action(subject: str, standing: Standing, action: Action, actor: str, authors: Iterable[str]) -> None:
    """Refuse what the state does not allow, or this person may not do.

    Parameters
    ----------
    authors
        Who may not review it.

    Raises
    ------
    InputError
        Naming subject, state and what is allowed.
    """
    allowed = ALLOWED[standing.state]
    if action not in allowed:
        raise InputError(f"{subject} is {standing.words}; '{action}' is not possible, allowed: {', '.join(allowed)}")
    if action == Action.submit:
        return
    if any(same_person(author, actor) for author in authors):
        raise InputError(f"{actor} is an author of {subject}; it needs {APPROVALS_NEEDED} reviewers who are not")
    if action == Action.approve and any(
        one.decision == "approved" and same_person(one.name, actor) for one in standing.reviewers
    ):
        raise InputError(f"{actor} has approved {subject}; the approval of a different reviewer is needed")


def find_illegal(entries: Sequence[Entry]) -> Iterator[str]:
    """Say which entries the desk would have refused: they were written around it."""
    courses: dict[str, _Course] = {}
    for entry in entries:
        course = courses.setdefault(entry.subject, _Course())
        try:
            standing = course.seen(entry.content_hash, entry.day)
            if entry.action != Action.reopen:
                check_action(entry.subject, standing, Action(entry.action), entry.actor, standing.authors)
            course.take(entry)
        except ValueError as error:  # an InputError, or a word or date that is none
            yield f"entry {entry.number} was not written by the desk: {error}"
