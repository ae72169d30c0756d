"""The ledger in words and tables: claim, what was measured, verdict."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diastole.claims.claim import Claim, Expectation
from diastole.claims.ledger import Entry
from diastole.claims.verdict import Judged, change
from diastole.hemodynamics.vocabulary import MEASURES
from diastole.report.confidence import DISCLAIMER
from diastole.report.numbers import NONE, percent, plain

if TYPE_CHECKING:
    from rich.console import Console

WORDS = {
    "holds": "holds",
    "holds_if": "holds only if",
    "does_not_hold": "does not hold",
    "cannot_be_shown": "cannot be shown by this model",
}
STYLES = {"holds": "green", "holds_if": "yellow", "does_not_hold": "red", "cannot_be_shown": "dim"}
DOES = {"rises": "rises", "falls": "falls", "is_above": "is above", "is_below": "is below"}


def verdict_words(entry: Entry) -> str:
    """Return the verdict of an entry in words, with where it turns."""
    found = entry.verdict
    if found.word != "holds_if":
        return WORDS[found.word]
    turns = [item.words + (f" (at {item.across})" if item.across else "") for item in found.thresholds]
    turned = {(item.subject, item.across) for item in found.thresholds}
    rest = [one for one in found.judged if (one.cell.subject, one.cell.across) not in turned]
    holds = dict.fromkeys(_row_words(one, entry) for one in rest if one.holds)
    fails = dict.fromkeys(_row_words(one, entry) for one in rest if one.holds is False)
    words = f"{WORDS[found.word]} {'; '.join([*turns, *(name for name in holds if name not in fails)])}"
    never = [name for name in fails if name not in holds]
    return f"{words}; not: {', '.join(never)}" if never else words


def _row_words(judged: Judged, entry: Entry) -> str:
    """Return the subject of a cell; of an ordering, that it gains more than the one before."""
    experiment, cell = entry.claim.experiment, judged.cell
    if experiment is not None and experiment.ordered is not None:
        names = experiment.ordered.subjects
        return f"from {names[names.index(cell.subject) - 1]} to {cell.subject}"
    return f"{cell.subject}, {cell.across}" if cell.across else cell.subject


def place_words(judged: Judged) -> str:
    """Return where a cell stands: subject, and the values of the sweeps."""
    cell = judged.cell
    return ", ".join(part for part in (cell.subject, cell.along, cell.across) if part)


def expectation_words(expectation: Expectation) -> str:
    """Return what is expected, such as ``Aortic regurgitant volume rises``."""
    title = MEASURES[expectation.measure].title
    if expectation.less:
        title = f"{title} less {MEASURES[expectation.less].title}"
    level = ""
    if expectation.does in ("is_above", "is_below"):
        unit = MEASURES[expectation.measure].unit
        level = f" {expectation.by:g}" + ("" if unit == "1" else f" {unit}")
    return f"{title} {DOES[expectation.does]}{level}"


def part_words(claim: Claim, judged: Sequence[Judged]) -> list[str]:
    """Return for each expectation in how many cells it is met."""
    experiment = claim.experiment
    if experiment is None:
        return [claim.not_shown]
    if experiment.ordered is not None:
        title = MEASURES[experiment.ordered.measure].title
        return [f"change of {title}: {', '.join(_changes(judged, experiment.ordered.measure))}"]
    lines = []
    for i, expectation in enumerate(experiment.expect):
        told = [one.parts[i] for one in judged if one.parts[i] is not None]
        lines.append(f"{expectation_words(expectation)}: {sum(map(bool, told))} of {len(told)}")
    return lines


def _changes(judged: Sequence[Judged], measure: str) -> list[str]:
    """Return the relative change of a measure in each cell."""
    found = []
    for one in judged:
        arms = list(one.cell.arms.values())
        pair = change((arms[0], arms[-1]), measure) if arms else None
        text = NONE if pair is None or not pair[0] else percent(pair[1] / pair[0] - 1.0)
        found.append(f"{one.cell.subject} {text}")
    return found


def print_ledger(entries: Sequence[Entry], console: "Console") -> None:
    """Print the ledger: one row per claim, with what was measured."""
    from rich import box
    from rich.table import Table

    table = Table("", "Claim", "Measured", "Verdict", box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for entry in entries:
        claim = entry.claim
        measured = "\n".join(part_words(claim, entry.verdict.judged))
        verdict = f"[{STYLES[entry.verdict.word]}]{verdict_words(entry)}[/]"
        table.add_row(claim.id, claim.sentence.clinician, f"[dim]{measured}[/]", verdict)
    console.print(table)
    counts = {word: sum(entry.verdict.word == word for entry in entries) for word in WORDS}
    console.print(", ".join(f"{plain(count, 0)} {WORDS[word]}" for word, count in counts.items()), highlight=False)
    console.print(f"Simulation, not clinical evidence. {DISCLAIMER}", style="dim", highlight=False)
