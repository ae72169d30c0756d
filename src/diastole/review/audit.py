"""The audit: entries that are only ever added, read back with a check of the whole chain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from diastole.errors import InputError
from diastole.review.audit_entry import AuditEntry, AuditHead, ReviewAction, find_breaks
from diastole.review.database import Database
from diastole.review.database_tables import ContentRow, EntryRow, HeadRow
from diastole.review.review_status import find_illegal
from diastole.review.review_subjects import ReviewSubject

CLOCKS_DIFFER = timedelta(minutes=5)  # between two computers that share a database; assumed


@dataclass(frozen=True)
class NewEntry:
    """A decision that is to be written to the audit."""

    action: ReviewAction
    actor: str
    interests: str = ""
    reason: str = ""
    until: str = ""


@dataclass(frozen=True)
class AuditRecord:
    """The whole audit at one moment."""

    entries: tuple[AuditEntry, ...] = ()
    contents: Mapping[str, str] = field(default_factory=dict)  # canonical JSON by hash
    head: AuditHead = field(default_factory=AuditHead)

    @property
    def by_subject(self) -> dict[str, tuple[AuditEntry, ...]]:
        """The entries of each subject, in order."""
        ordered = sorted(self.entries, key=lambda entry: entry.subject)
        return {subject: tuple(group) for subject, group in groupby(ordered, lambda entry: entry.subject)}

    def find_tampering(self) -> tuple[str, ...]:
        """Return a sentence for each sign that the audit was not written by the review desk; empty if there is none."""
        breaks = tuple(find_breaks(self.entries, tuple(self.contents.items()), self.head))
        return breaks or tuple(find_illegal(self.entries, self.contents))

    @property
    def last_time(self) -> datetime:
        """When the last entry was written; long ago if there is none."""
        return datetime.fromisoformat(self.entries[-1].at) if self.entries else datetime.min.replace(tzinfo=UTC)


class Audit:
    """The audit in a database."""

    def __init__(self, database: Database):
        self.database = database

    def read(self) -> AuditRecord:
        """Return everything that was written, checked.

        Raises
        ------
        InputError
            If it was tampered with: then nothing of it counts.
        """
        return _checked(self.read_unchecked(), self.database)

    def read_unchecked(self) -> AuditRecord:
        """Return everything that was written, tampered with or not."""
        if self.database.lacks:
            return AuditRecord()
        with self.database.reading() as connection:
            return _read(connection)

    def write(
        self,
        subject: ReviewSubject,
        now: Callable[[], datetime],
        decide: Callable[[tuple[AuditEntry, ...], date], Sequence[NewEntry]],
    ) -> None:
        """Add entries about a subject, all or none of them.

        Parameters
        ----------
        now
            The clock. Times never run backwards: where it is a little behind, the time of the last entry is taken.
        decide
            Takes the entries of the subject and the day in UTC, and returns what to add. No other process writes then.

        Raises
        ------
        InputError
            What ``decide`` refuses; if the audit was tampered with; or if the clock is far behind the last entry.
        """
        with self.database.writing() as connection, Session(connection) as session:
            record = _checked(_read(connection), self.database)
            moment = _moment(now().astimezone(UTC), record)
            at = moment.isoformat(timespec="milliseconds")
            acts = decide(record.by_subject.get(subject.id, ()), moment.date())
            head = record.head
            if subject.hash not in record.contents:
                session.add(ContentRow(hash=subject.hash, body=subject.body))
                session.flush()
            for act in acts:
                entry = _entry(act, subject, at, head)
                head = AuditHead(entry.number, entry.hash)
                session.add(EntryRow(**asdict(entry)))
                session.flush()
                session.execute(update(HeadRow).values(**asdict(head)))


def _moment(now: datetime, record: AuditRecord) -> datetime:
    """Return the time of the next entry; refuse a clock that is behind the last one."""
    if record.last_time - now > CLOCKS_DIFFER:
        raise InputError(
            f"the last entry of the audit is of {record.last_time:%Y-%m-%d %H:%M} UTC and the clock here says "
            f"{now:%Y-%m-%d %H:%M}; set the clock, or restore a copy of the audit if the entry's time is wrong"
        )
    return max(now, record.last_time)


def _entry(act: NewEntry, subject: ReviewSubject, at: str, head: AuditHead) -> AuditEntry:
    return AuditEntry(
        head.number + 1, at, act.actor, act.interests, act.action.value, subject.kind, subject.id, subject.hash,
        act.reason, act.until, head.hash,
    ).sealed()  # fmt: skip


def _read(connection: Connection) -> AuditRecord:
    names = [each.name for each in fields(AuditEntry)]
    with Session(connection) as session:
        rows = session.scalars(select(EntryRow).order_by(EntryRow.number)).all()
        entries = tuple(AuditEntry(**{name: getattr(row, name) for name in names}) for row in rows)
        contents = {row.hash: row.body for row in session.scalars(select(ContentRow))}
        heads = [AuditHead(row.number, row.hash) for row in session.scalars(select(HeadRow))]
    return AuditRecord(entries, contents, heads[0] if heads else AuditHead(-1, ""))


def _checked(record: AuditRecord, database: Database) -> AuditRecord:
    if tampering := record.find_tampering():
        raise InputError(
            f"the audit in {database.shown} was tampered with: {tampering[0]}; nothing in it counts, "
            "'diastole review verify' says what is wrong, restore a copy"
        )
    return record
