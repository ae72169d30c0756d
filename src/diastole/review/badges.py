"""Review states for pages: the state of each subject by the audit, or unknown; never approved in doubt.

Reading is cheap: the audit is read again only after the database has changed. The extra ``web`` is needed only where
there is a database.
"""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from diastole.review.database_location import VARIABLE, default_file
from diastole.review.review_status import ReviewerDecision, ReviewState, ReviewStatus
from diastole.review.review_subjects import ReviewSubject, load_subjects, subject_ids

UNKNOWN = "unknown"
PATIENCE = 2.0  # s that a page waits for the database
INTERVAL = 5.0  # s between readings of a server, and after a reading that failed
SETTLED = 2.0  # s after which a change of a file shows in its time; file systems round it
REVIEWED = (ReviewState.under_review.value, ReviewState.approved.value)
ORDER = (UNKNOWN, *(state.value for state in ReviewState))  # rising
type Stamp = tuple[tuple[int, int, int] | None, ...]  # of the files of a database: inode, time, size


@dataclass(frozen=True)
class Badge:
    """The review state of a subject, for a page.

    Attributes
    ----------
    state
        submitted, under_review or approved; unknown where the audit cannot be read.
    because
        Why it is submitted again: changed, expired or rejected.
    reviewers
        Those of the present round, with interests, decision (reviewing, approved or rejected) and day.
    expires
        Last day on which the approval counts.
    """

    state: str = UNKNOWN
    because: str = ""
    reviewers: tuple[ReviewerDecision, ...] = ()
    expires: date | None = None

    @property
    def words(self) -> str:
        """The state and why, such as ``submitted (expired)``."""
        return self.state.replace("_", " ") + (f" ({self.because})" if self.because else "")

    @property
    def approved_by(self) -> tuple[ReviewerDecision, ...]:
        """The reviewers whose approval counts at present."""
        return tuple(one for one in self.reviewers if one.decision == "approved" and self.state in REVIEWED)


@dataclass(frozen=True)
class _Seen:
    """The badges at one moment."""

    statuses: Mapping[str, Badge] = field(default_factory=dict)
    problem: str = ""
    file: Path | None = None
    stamp: Stamp = ()
    day: date = date.min
    at: float = 0.0  # s of a clock that never goes back


class Badges:
    """The badges of everything that is reviewed.

    Parameters
    ----------
    url
        As for `diastole.review.review_desk.ReviewDesk`.
    subjects
        What is reviewed, by id; all that comes with the package if not given.
    now, clock
        The time of day, and one that never goes back [s].
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        subjects: Mapping[str, ReviewSubject] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ):
        self._url = url or os.environ.get(VARIABLE) or ""
        self._subjects = subjects
        self._now = now
        self._clock = clock
        self._seen: _Seen | None = None
        self._one_reads = Lock()

    def badge(self, subject_id: str) -> Badge:
        """Return the badge of one subject; unknown also for an unknown id."""
        return self._look().statuses.get(subject_id, Badge())

    def badges(self, ids: Iterable[str]) -> dict[str, Badge]:
        """Return the badges of subjects by id, all as they were at one moment."""
        statuses = self._look().statuses
        return {id_: statuses.get(id_, Badge()) for id_ in ids}

    def states(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the states of subjects by id."""
        return {id_: badge.state for id_, badge in self.badges(ids).items()}

    def lowest(self, ids: Iterable[str]) -> str:
        """Return the lowest state among subjects; unknown if one is, submitted if there is none."""
        return min(self.states(ids).values(), key=ORDER.index, default=ReviewState.submitted.value)

    @property
    def problem(self) -> str:
        """Why the audit cannot be read, for who runs the service; empty if it can."""
        return self._look().problem

    def forget(self) -> None:
        """Read anew at the next call, as after a decision in this process."""
        with self._one_reads:
            self._seen = None

    def _look(self) -> _Seen:
        with self._one_reads:
            if self._seen is None or not self._holds(self._seen):
                self._seen = self._read()
            return self._seen

    def _holds(self, seen: _Seen) -> bool:
        """Tell whether the badges are still those of the audit."""
        if seen.day != self._today():
            return False
        if seen.problem or seen.file is None:
            return self._clock() - seen.at < INTERVAL
        return bool(seen.stamp) and _stamp(seen.file) == seen.stamp

    def _read(self) -> _Seen:
        today, at = self._today(), self._clock()
        try:
            file = None if self._url else default_file()
            if file and not file.exists():  # no decision was ever taken
                ids = subject_ids() if self._subjects is None else self._subjects
                statuses = dict.fromkeys(ids, Badge(ReviewState.submitted.value))
                return _Seen(statuses, file=file, stamp=_stamp(file), day=today, at=at)
            return self._ask(load_subjects() if self._subjects is None else self._subjects, today, at)
        except Exception as error:  # any error: the badge says unknown, and the page is shown
            return _Seen(problem=str(error) or type(error).__name__, day=today, at=at)

    def _ask(self, subjects: Mapping[str, ReviewSubject], today: date, at: float) -> _Seen:
        """Read the states from the audit."""
        if not (find_spec("sqlalchemy") and find_spec("alembic")):
            return _Seen(problem="the review desk needs the extra 'web'; pip install 'diastole[web]'", day=today, at=at)
        from diastole.review.review_desk import ReviewDesk  # needs SQLAlchemy, which is an extra

        desk = ReviewDesk(self._url or None, subjects=subjects, now=self._now, patience=PATIENCE)
        stamp = _stamp(desk.file) if desk.file else ()
        statuses = {id_: _badge(status) for id_, status in desk.statuses().items()}
        return _Seen(statuses, file=desk.file, stamp=_settled(stamp), day=today, at=at)

    def _today(self) -> date:
        return self._now().astimezone(UTC).date()


def load_badges(url: str | None = None) -> Badges:
    """Return the badges of everything that comes with the package; the same as long as the address is.

    Parameters
    ----------
    url
        As for `diastole.review.review_desk.ReviewDesk`; that of DIASTOLE_DATABASE_URL, or the user's own, if not given.
    """
    return _badges(url or os.environ.get(VARIABLE) or str(default_file()), url)


@lru_cache(maxsize=8)
def _badges(where: str, url: str | None) -> Badges:
    return Badges(url)


def _badge(status: ReviewStatus) -> Badge:
    return Badge(status.state.value, status.because, status.reviewers, status.expires)


def _stamp(file: Path) -> Stamp:
    """Return what changes when a database in a file does, without opening it: that would end the locks of others."""
    return tuple(_stamp_of(each) for each in (file, file.with_name(f"{file.name}-wal")))


def _stamp_of(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _settled(stamp: Stamp) -> Stamp:
    """Return the stamp; empty if the last change is so recent that the stamp might not show the next one."""
    newest = max((each[1] for each in stamp if each), default=0)
    return stamp if time.time_ns() - newest > SETTLED * 1e9 else ()
