"""The review desk in the terminal."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from diastole.faces.json.review_json import changed_since
from diastole.review.audit_entry import AuditEntry, ReviewAction
from diastole.review.review_desk import ReviewCase, content_lines
from diastole.review.review_status import ReviewStatus
from diastole.review.review_subjects import ReviewSubject

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLES = {"submitted": "yellow", "under_review": "cyan", "approved": "green"}
DIFF_STYLES = {"+": "green", "-": "red", "@": "dim"}


def print_list(
    rows: Iterable[tuple[ReviewSubject, ReviewStatus]], totals: Mapping[str, int], console: "Console"
) -> None:
    """Print a row per subject, and how many there are in each state."""
    from rich.table import Table
    from rich.text import Text

    table = Table("id", "kind", "state", "reviewers", "expires", "changed since", box=None, pad_edge=False)
    for subject, standing in rows:
        reviewers = "\n".join(f"{one.name}: {one.decision}" for one in standing.reviewers)
        expires = standing.expires.isoformat() if standing.expires else ""
        cells = (subject.id, subject.kind, _state(standing), reviewers, expires, changed_since(standing) or "")
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in cells))
    console.print(table)
    console.print(", ".join(f"{count} {state.replace('_', ' ')}" for state, count in totals.items()))


def print_decision(subject: ReviewSubject, standing: ReviewStatus, console: "Console") -> None:
    """Print where a subject stands after a decision."""
    from rich.text import Text

    line = Text.assemble(f"{subject.id} is ", _state(standing))
    for one in standing.reviewers:
        line.append(f"\n  {one.name}: {one.decision}; interests: {one.interests}")
    if standing.expires:
        line.append(f"\n  counts until {standing.expires.isoformat()}")
    console.print(line)


def print_case(case: ReviewCase, console: "Console") -> None:
    """Print a subject: wording, sources, what has changed, and what was done to it."""
    from rich.text import Text

    subject, standing = case.subject, case.status
    console.print(Text.assemble((f"{subject.id} ", "bold"), f"{subject.kind} · ", _state(standing)))
    for given in (
        f"rejected because: {standing.reason}" if standing.reason else "",
        f"counts until {standing.expires.isoformat()}" if standing.expires else "",
        f"withdrawn: {subject.withdrawn}" if subject.withdrawn else "",
        f"cannot be reviewed: {subject.barred}" if subject.barred else "",
        f"content {subject.hash}",
    ):
        if given:
            console.print(Text(given))
    _section("Wording", (f"{reader}: {text}" for reader, text in subject.wording.items()), console)
    if subject.kind != "statement":  # of which the wording says all
        _section("Content", content_lines(subject.body), console)
    _section("Sources", (f"{one.key}: {one.line} · checked: {one.checked}" for one in subject.sources), console)
    _section("Reviewers", (f"{one.name}: {one.decision}; {one.interests}" for one in standing.reviewers), console)
    if standing.basis:
        what = "approval" if standing.basis.action == ReviewAction.approve else "review was started"
        _section(f"Changed since the {what} of {standing.basis.day}", case.diff or ["nothing"], console, DIFF_STYLES)
    _section("Audit", (_entry(entry) for entry in case.history), console)


def print_verdict(findings: Iterable[str], head: tuple[int, str] | None, place: str, console: "Console") -> None:
    """Print what is wrong with the audit, or its last entry."""
    from rich.text import Text

    if head:
        number, last = head
        console.print(Text(f"The audit in {place} is intact: {number} entries, the last is\n{last}"))
    else:
        _section(f"The audit in {place} is not intact", findings, console)


def _state(standing: ReviewStatus) -> "Text":
    from rich.text import Text

    return Text(standing.words, style=STYLES[standing.state])


def _entry(entry: AuditEntry) -> str:
    said = "; ".join(
        part for part in (entry.interests, entry.reason, f"until {entry.until}" * bool(entry.until)) if part
    )
    tail = f" ({said})" if said else ""
    return f"{entry.number} {entry.at} {entry.actor}: {entry.action} {entry.content_hash[:12]}{tail}"


def _section(title: str, lines: Iterable[str], console: "Console", styles: Mapping[str, str] | None = None) -> None:
    """Print a title and its lines, if there are any."""
    from rich.padding import Padding
    from rich.text import Text

    found = list(lines)
    if found:
        console.print(Text(f"\n{title}", style="bold"))
    for line in found:
        console.print(Padding(Text(line, style=(styles or {}).get(line[:1], "")), (0, 0, 0, 2)))
