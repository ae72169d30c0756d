"""How near the model comes to the published values of people, by field.

A row counts in a share only where its source prints what the share needs: a direction has no size, a bare mean has no
standard error, a state is no change, and a change that is none has no sign: whether the model stays inside its band is
a question of size. The verdict of a row (``published_row``) and the shares are one judgement.
"""

import argparse
import math
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from validation.patients import HELD_BACK, PUBLICATIONS
from validation.publication import of_humans, publication
from validation.published_row import PublishedRow
from validation.rows import HIT, MISS, table
from validation.score_history import history, record

AIM_SIGN, AIM_HALF, AIM_FIELD = 0.92, 0.65, 0.50  # 1, shares of the open rows; the last of each field within half
HEAD = ("field", "rows", "right sign", "within half", "within one SE", "median error, SD", "states within SD")
EXAMPLES = """\
examples:
  python -m validation.scores                               the shares of the present model, in a minute or two
  python -m validation.scores --missed                      and the rows that it misses
  python -m validation.scores --held-back                   of the rows that nothing was chosen by
  python -m validation.scores --record "stiffer left atrium"     keep them in the history
  python -m validation.scores --record "TriSeg" --dropped   keep the score of a change that was not kept"""


class Score(NamedTuple):
    """How a row is judged; None where its source does not print enough for a question."""

    id: str
    field: str
    sign: bool | None  # a change of the published sign
    half: bool | None  # and of a size within half of the published change, or inside the published range
    error: bool | None  # within one standard error of the published change
    spreads: float | None  # distance from what is published, in standard deviations of the change or the state
    state: bool | None  # a state within one standard deviation, or inside its range
    line: str  # what is published and what the model shows


def scored(row: PublishedRow) -> Score:
    """Judge a row, for which the model runs."""
    is_state, hit = row.is_state and not row.sign_only, row.verdict == HIT
    distance = math.nan if row.sign_only or row.between else abs(row.effect - (row.state if is_state else row.change))
    no_beat = math.isnan(row.effect)
    return Score(
        id=row.id,
        field=row.arm.field,
        sign=None if is_state or not row.sign else row.verdict != MISS,
        half=None if is_state or row.sign_only else hit,
        error=None if math.isnan(row.standard_error) or row.sign_only else distance <= row.standard_error,
        spreads=None if math.isnan(row.spread) or row.sign_only else math.inf if no_beat else distance / row.spread,
        state=hit if is_state else None,
        line=f"{row.published}; the model {row.model}: {row.verdict}",
    )


class Shares(NamedTuple):
    """What the scores of some rows come to: for each question how many are right, and of how many."""

    rows: int
    sign: tuple[int, int]
    half: tuple[int, int]
    error: tuple[int, int]
    states: tuple[int, int]
    spreads: float  # median; NaN where no source prints a spread


def _right(answers: Iterable[bool | None]) -> tuple[int, int]:
    asked = [answer for answer in answers if answer is not None]
    return sum(asked), len(asked)


def share(right: tuple[int, int]) -> float:
    """Return a share from how many are right and of how many; NaN of none."""
    return right[0] / right[1] if right[1] else math.nan


def shares(scores: Sequence[Score]) -> Shares:
    spreads = [one.spreads for one in scores if one.spreads is not None]
    return Shares(
        rows=len(scores),
        sign=_right(one.sign for one in scores),
        half=_right(one.half for one in scores),
        error=_right(one.error for one in scores),
        states=_right(one.state for one in scores),
        spreads=median(spreads) if spreads else math.nan,
    )


def by_field(scores: Sequence[Score]) -> dict[str, Shares]:
    """Return the shares of each field, and of all rows."""
    fields = sorted({one.field for one in scores})
    parts = {field: shares([one for one in scores if one.field == field]) for field in fields}
    return parts | {"all": shares(scores)}


def score_table(scores: Sequence[Score]) -> str:
    """Return the shares by field as a Markdown table."""
    lines = []
    for field, part in by_field(scores).items():
        cells = [words(right) for right in (part.sign, part.half, part.error)]
        spread = "–" if math.isnan(part.spreads) else f"{part.spreads:.2f}"
        lines.append([field, str(part.rows), *cells, spread, words(part.states)])
    return table(HEAD, lines)


def words(right: tuple[int, int]) -> str:
    return f"{right[0]} of {right[1]} ({share(right):.0%})" if right[1] else "–"


def missed(scores: Iterable[Score]) -> list[Score]:
    return [one for one in scores if False in (one.sign, one.half, one.state)]


def human_scores_of(name: str) -> list[Score]:
    """Return the scores of the human rows of the publication in the file of this name."""
    return [scored(row) for row in of_humans([publication(name)])]


def human_scores(folder: Path = PUBLICATIONS) -> list[Score]:
    """Run the model for all human rows of a folder, on all cores, with a bar on the terminal."""
    names = sorted(path.stem for path in folder.glob("*.yaml"))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with ProcessPoolExecutor() as pool, Progress(*columns, console=Console(stderr=True)) as progress:
        done = progress.track(pool.map(human_scores_of, names), total=len(names), description="publications")
        return [one for scores in done for one in scores]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missed", action="store_true", help="list the rows that are missed, too")
    parser.add_argument("--record", metavar="CHANGED", help="add the score to the history, with what was changed")
    parser.add_argument("--held-back", action="store_true", help="score what was held back instead of the open rows")
    parser.add_argument("--dropped", action="store_true", help="the change was not kept (with --record)")
    options = parser.parse_args(arguments)
    scores = human_scores(HELD_BACK if options.held_back else PUBLICATIONS)
    print(score_table(scores))
    for one in missed(scores) if options.missed else ():
        print(f"{one.id}: {one.line}")
    if options.record:
        whole = shares(scores)
        figures = {"rows": whole.rows, "sign": share(whole.sign), "half": share(whole.half)}
        figures |= {"error": share(whole.error), "spreads": whole.spreads, "held_back": options.held_back}
        record(options.record, figures, kept=not options.dropped)
        print(f"{len(history())} scores are kept")


if __name__ == "__main__":
    main()
