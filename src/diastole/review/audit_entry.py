"""An entry of the audit, chained to the one before by its hash."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from diastole.review.review_subjects import canonical_json, text_hash

GENESIS = "0" * 64  # stands before the first entry
DESK = "diastole"  # the actor where no person acts


class ReviewAction(StrEnum):
    """An action on a subject."""

    submit = "submit"  # an author signs the content
    start = "start"
    approve = "approve"
    reject = "reject"
    reopen = "reopen"  # by the program


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to which content, and when.

    Attributes
    ----------
    number
        From 1, without gaps.
    at
        UTC, ISO 8601.
    until
        ISO date of the last day on which an approval counts; empty otherwise.
    previous, hash
        Of the entry before, and of this one.
    """

    number: int
    at: str
    actor: str
    interests: str
    action: str
    kind: str
    subject: str
    content_hash: str
    reason: str
    until: str
    previous: str
    hash: str = ""

    @property
    def day(self) -> date:
        """The day in UTC."""
        return datetime.fromisoformat(self.at).astimezone(UTC).date()

    @property
    def own_hash(self) -> str:
        """The hash that follows from all other fields."""
        fields = asdict(self)
        del fields["hash"]
        return text_hash(canonical_json(fields))

    @property
    def is_sealed(self) -> bool:
        """Whether the hash fits; a field that is not text was written by another program."""
        try:
            return self.hash == self.own_hash
        except TypeError:
            return False

    def sealed(self) -> "AuditEntry":
        """Return the entry with its hash."""
        return replace(self, hash=self.own_hash)


@dataclass(frozen=True)
class AuditHead:
    """Number and hash of the last entry, kept apart from the entries, so that a cut tail is seen."""

    number: int = 0
    hash: str = GENESIS


def find_breaks(
    entries: Sequence[AuditEntry], contents: Collection[tuple[str, object]], head: AuditHead
) -> Iterator[str]:
    """Yield a sentence for each break of the chain of hashes.

    Parameters
    ----------
    entries
        All of them, by number.
    contents
        Hash and canonical JSON of each content.
    head
        The expected last entry.
    """
    known = {key for key, _ in contents}
    for key, body in contents:
        if not isinstance(body, str) or text_hash(body) != key:
            yield f"the content {str(key)[:12]} was changed"
    last = AuditHead()
    for entry in entries:
        if entry.number != last.number + 1:
            yield f"entry {last.number + 1} is missing"
        if not entry.is_sealed:
            yield f"entry {entry.number} was changed"
        elif entry.previous != last.hash:
            yield f"entry {entry.number} does not follow the entry before it"
        if entry.content_hash not in known:
            yield f"the content of entry {entry.number} is missing"
        last = AuditHead(entry.number, entry.hash)
    if last != head:
        yield f"the audit ends with entry {last.number}, the last one written is {head.number}"
