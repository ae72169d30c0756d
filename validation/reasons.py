"""Whether the reason of a missed row is the reason: what it names is put right, and the model runs again."""

from collections.abc import Iterator

from validation.arm import Trial
from validation.published_row import PublishedRow
from validation.rows import HIT, MISS, SIGN

NEARER = 0.5  # 1, share of the distance to what is published that a reason may leave, where the verdict stays
RANK = {MISS: 0, SIGN: 1, HIT: 2}


def is_explained(row: PublishedRow, tried: PublishedRow) -> bool:
    """Whether a row comes nearer to what is published: to a better verdict, or to at most half of the distance."""
    if RANK[tried.verdict] != RANK[row.verdict] or row.sign_only or row.agrees:
        return RANK[tried.verdict] > RANK[row.verdict]
    return tried.distance <= NEARER * row.distance


def trials(row: PublishedRow) -> Iterator[tuple[Trial, PublishedRow]]:
    """Return what was tried on a row, each with the row in which it was."""
    return ((trial, row.tried(trial)) for trial in row.tested)


def tried_words(row: PublishedRow) -> str:
    """Return what was tried on a row and what the model showed then; why nothing can be tried where nothing was."""
    if not row.tested:
        return row.untested
    shown = (
        f"{trial.what}: {tried.model} ({tried.verdict}{'' if trial.explains else ', does not explain it'})"
        for trial, tried in trials(row)
    )
    return "tried: " + "; ".join(shown)
