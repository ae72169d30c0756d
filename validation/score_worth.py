"""What the shares of the rows are worth: the same rows asked otherwise, and rows that nothing was chosen by."""

from collections.abc import Sequence

from validation.patients import HELD_BACK
from validation.publication import of_humans, publications
from validation.rows import table
from validation.scores import Score, scored, shares, words

HEAD = ("rows", "right sign", "within half")
OPEN, HELD = "open", "held back"
NULLS = "{}, a published change that is none counted as a sign too"  # the rule until 30 November 2026
CHANGES = "{}, without the published changes that are none"


def nulls_as_signs(scores: Sequence[Score]) -> list[Score]:
    """Return the scores by the earlier rule, which asked a change that is none to stay inside its band as a sign."""
    return [one._replace(sign=one.half if one.sign is None else one.sign) for one in scores]


def changes(scores: Sequence[Score]) -> list[Score]:
    """Return the scores of published changes that are one, which are those that have a sign."""
    return [one for one in scores if one.sign is not None]


def worth(opened: Sequence[Score], held: Sequence[Score]) -> str:
    """Return the shares of open rows and of those held back, asked in several ways, as Markdown."""
    asked = {
        OPEN: opened,
        NULLS.format(OPEN): nulls_as_signs(opened),
        CHANGES.format(OPEN): changes(opened),
        HELD: held,
        CHANGES.format(HELD): changes(held),
    }
    parts = {name: shares(scores) for name, scores in asked.items()}
    return table(HEAD, [[name, words(part.sign), words(part.half)] for name, part in parts.items()])


def worth_table() -> str:
    """Return it for the present model."""
    opened, held = (of_humans(some) for some in (publications(), publications(HELD_BACK)))
    return worth([scored(row) for row in opened], [scored(row) for row in held])
