"""The claims ledger in the terminal."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from diastole.faces.terminal.printing import print_section
from diastole.faces.words.claim_words import part_words, verdict_counts, verdict_words
from diastole.faces.words.confidence import DISCLAIMER
from diastole.faces.words.share_words import flip_sentence, share_sentence
from diastole.studies.claim_shares.claim_share import ClaimShare
from diastole.studies.claims.ledger import LedgerEntry

STYLES = {"holds": "green", "holds_if": "yellow", "does_not_hold": "red", "cannot_be_shown": "dim"}


def print_ledger(
    entries: Sequence[LedgerEntry], console: Console, shares: Mapping[str, ClaimShare] | None = None
) -> None:
    """Print a row for each claim, with what was measured; `shares`: of patients, by claim, where that is known."""
    table = Table("", "Claim", "Measured", "Verdict", box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for entry in entries:
        claim = entry.claim
        measured = "\n".join(part_words(claim, entry.verdict.judged))
        verdict = f"[{STYLES[entry.verdict.word]}]{verdict_words(entry)}[/]"
        table.add_row(claim.id, claim.sentence.clinician, f"[dim]{measured}[/]", verdict)
    console.print(table)
    console.print(verdict_counts(entries), highlight=False)
    for name, share in (shares or {}).items():
        print_section(name, filter(None, (share_sentence(share), flip_sentence(share))), console)
    console.print(f"Simulation, not clinical evidence. {DISCLAIMER}", style="dim", highlight=False)
