"""The review desk in the terminal."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diastole.faces.json.review_json import changed_since
from diastole.faces.terminal.printing import print_section
from diastole.review.audit_entry import AuditEntry, ReviewAction
from diastole.review.review_desk import ReviewCase, content_lines
from diastole.review.review_status import ReviewStatus
from diastole.review.review_subjects import ReviewSubject

STYLES = {"submitted": "yellow", "under_review": "cyan", "approved": "green"}
DIFF_STYLES = {"+": "green", "-": "red", "@": "dim"}


def print_list(rows: Iterable[tuple[ReviewSubject, ReviewStatus]], totals: Mapping[str, int], console: Console) -> None:
    """Print a row per subject, and how many there are in each state."""
    table = Table("id", "kind", "state", "reviewers", "expires", "changed since", box=None, pad_edge=False)
    for subject, status in rows:
        reviewers = "\n".join(f"{each.name}: {each.decision}" for each in status.reviewers)
        expires = status.expires.isoformat() if status.expires else ""
        before, after = (subject.id, subject.kind), (reviewers, expires, changed_since(status) or "")
        table.add_row(*map(Text, before), _state(status), *map(Text, after))
    console.print(table)
    console.print(", ".join(f"{count} {state.replace('_', ' ')}" for state, count in totals.items()))


def print_decision(subject: ReviewSubject, status: ReviewStatus, console: Console) -> None:
    """Print the state of a subject after a decision."""
    line = Text.assemble(f"{subject.id} is ", _state(status))
    for each in status.reviewers:
        line.append(f"\n  {each.name}: {each.decision}; interests: {each.interests}")
    if status.expires:
        line.append(f"\n  counts until {status.expires.isoformat()}")
    console.print(line)


def print_case(case: ReviewCase, console: Console) -> None:
    """Print a subject: wording, sources, what has changed, and what was done to it."""
    subject, status = case.subject, case.status
    console.print(Text.assemble((f"{subject.id} ", "bold"), f"{subject.kind} · ", _state(status)))
    facts = {
        "rejected because: ": status.reason, "counts until ": status.expires, "withdrawn: ": subject.withdrawn,
        "cannot be reviewed: ": subject.barred, "content ": subject.hash,
    }  # fmt: skip
    for words, fact in facts.items():
        if fact:
            console.print(Text(f"{words}{fact}"))
    print_section("Wording", (f"{reader}: {text}" for reader, text in subject.wording.items()), console)
    if subject.kind != "statement":  # whose wording is its whole content
        print_section("Content", content_lines(subject.body), console)
    sources = (f"{each.key}: {each.line} · checked: {each.checked}" for each in subject.sources)
    print_section("Sources", sources, console)
    reviewers = (f"{each.name}: {each.decision}; {each.interests}" for each in status.reviewers)
    print_section("Reviewers", reviewers, console)
    if status.basis:
        what = "approval" if status.basis.action == ReviewAction.approve else "review was started"
        title = f"Changed since the {what} of {status.basis.day}"
        print_section(title, case.diff or ["nothing"], console, DIFF_STYLES)
    print_section("Audit", map(_entry, case.history), console)


def print_verdict(findings: Iterable[str], head: tuple[int, str] | None, place: str, console: Console) -> None:
    """Print what is wrong with the audit, or its last entry."""
    if head:
        number, last = head
        console.print(Text(f"The audit in {place} is intact: {number} entries, the last is\n{last}"))
    else:
        print_section(f"The audit in {place} is not intact", findings, console)


def _state(status: ReviewStatus) -> Text:
    return Text(status.words, style=STYLES[status.state])


def _entry(entry: AuditEntry) -> str:
    parts = (entry.interests, entry.reason, entry.until and f"until {entry.until}")
    details = "; ".join(part for part in parts if part)
    tail = f" ({details})" if details else ""
    return f"{entry.number} {entry.at} {entry.actor}: {entry.action} {entry.content_hash[:12]}{tail}"
