"""A cohort on the terminal: how many patients count, and why the others do not."""

from typing import TYPE_CHECKING

from rich.console import Console

from diastole.faces.terminal.printing import new_table
from diastole.numbers import percent

if TYPE_CHECKING:
    from diastole.studies.cohort.cohort_store import CohortSummary


def print_cohort(summary: "CohortSummary", console: Console) -> None:
    """Print how many patients were drawn, accepted, and rejected for which reason."""
    table = new_table("Patients", "Count", "Share")
    rows = {"Drawn": summary.members, "Accepted": summary.accepted} | summary.rejected
    for name, count in rows.items():
        table.add_row(name, f"{count:,}", percent(count / summary.members).removeprefix("+"))
    console.print(table)
