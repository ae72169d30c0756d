"""The claims ledger in the terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from diastole.faces.words.claim_words import part_words, verdict_counts, verdict_words
from diastole.faces.words.confidence import DISCLAIMER
from diastole.studies.claims.ledger import LedgerEntry

STYLES = {"holds": "green", "holds_if": "yellow", "does_not_hold": "red", "cannot_be_shown": "dim"}


def print_ledger(entries: Sequence[LedgerEntry], console: Console) -> None:
    """Print a row for each claim, with what was measured."""
    table = Table("", "Claim", "Measured", "Verdict", box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for entry in entries:
        claim = entry.claim
        measured = "\n".join(part_words(claim, entry.verdict.judged))
        verdict = f"[{STYLES[entry.verdict.word]}]{verdict_words(entry)}[/]"
        table.add_row(claim.id, claim.sentence.clinician, f"[dim]{measured}[/]", verdict)
    console.print(table)
    console.print(verdict_counts(entries), highlight=False)
    console.print(f"Simulation, not clinical evidence. {DISCLAIMER}", style="dim", highlight=False)
