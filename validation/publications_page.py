"""The part of the page about published values."""

from validation import published_row, scores
from validation.patients import HELD_BACK, fitted
from validation.publication import every_row, of_humans, publications, targets
from validation.published_row import CORRELATION
from validation.reasons import tried_words
from validation.rows import table, text
from validation.score_history import history_table
from validation.scores import AIM_FIELD, AIM_HALF, AIM_SIGN, score_table, scored
from validation.verdicts import HEAD, NAMES, count, line

TRIED = """\
A reason is tried: what it names is put right, and the model runs again. It explains a miss where the verdict then is
better or at most half of the distance to the published value is left; what does not explain it says so. A reason that
explains suffices, which does not make it the only one.
"""


HELD = """\
Patients, treatments and rows of these publications were written and locked before the model ran for any of them, and
nothing in the model was changed after. No row has a reason: what is missed here is not looked into, so that it can be
scored again.
"""


def humans() -> str:
    """Return how many of the human values of the list of evidence agree, by field, and how that is judged."""
    meaning = " ".join(published_row.__doc__.split("\n\n")[1].split())
    return "\n".join(
        [
            score_table([scored(row) for row in of_humans(publications())]),
            f"The aim is {AIM_SIGN:.0%} of the signs, {AIM_HALF:.0%} of the sizes and {AIM_FIELD:.0%} of those of each "
            f"field. {meaning}\n",
            " ".join(scores.__doc__.split("\n\n")[1].split())
            + " SE is the standard error of the published change. Where a source prints no spread of the change but "
            f"one of the values, a correlation of {CORRELATION:g} between before and with the treatment is assumed.\n",
            "### Every refit and its score\n",
            history_table(),
        ]
    )


def held_back() -> str:
    """Return the shares and the rows of the publications that nothing was chosen by."""
    rows = of_humans(publications(HELD_BACK))
    return "\n".join(
        [
            "### Held back\n",
            HELD,
            score_table([scored(row) for row in rows]),
            table(HEAD, [line(row) for row in rows]),
            stand_ins(rows),
        ]
    )


def published_values() -> str:
    """Return the tables of published values, reasons for misses, patients of the groups, and data of the fits."""
    rows = every_row()
    missed = [row for row in rows if not row.agrees]
    reasons = [f"- {row.id} ({NAMES[row.verdict]}): {reason(row)}" for row in missed]
    parts = [humans(), held_back(), "### All rows, of animals, benches and other models too\n", count(rows)]
    parts += [table(HEAD, [line(row) for row in rows]), "### Why not\n", TRIED, "\n".join(reasons) + "\n"]
    parts += ["### Who stands for the patients\n", stand_ins(rows), "### What the fits were given\n", baselines(rows)]
    return "\n".join(parts)


def reason(row) -> str:
    """Return why a row is missed, and what the model shows with that put right."""
    parts = [part.strip().rstrip(".") for part in (row.because, tried_words(row)) if part.strip()]
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts)


def stand_ins(rows) -> str:
    """Return the table of the patients that represent the groups, and why."""
    groups = dict.fromkeys((row.source, row.patient, row.arm.reflex, row.arm.why) for row in rows)
    return table(
        ("source", "patient", "reflex", "why"),
        [[source, patient, "on" if reflex else "off", why.strip()] for source, patient, reflex, why in groups],
    )


def baselines(rows) -> str:
    """Return the table of the numbers that the sheets hold, which are no evidence."""
    first = {row.arm.sheet: row for row in rows if row.arm.sheet}
    first |= {row.against_sheet: row for row in rows if row.against_sheet}
    lines = []
    for sheet, row in first.items():
        done = fitted(sheet)
        left = ", ".join(done.undetermined) or "none"
        for number in done.rows:
            values = [text(value, number.unit) for value in (number.measured, number.fitted)]
            lines.append([row.source, row.arm.patient, number.measure, *values, left])
    return table(("source", "patient", "measure", "on the sheet", "fitted", "factors left as in the preset"), lines)


def not_expressed() -> str:
    """Return the published values that are no rows, with the reason."""
    reasons = [reason for one in publications() for reason in one.not_expressed]
    number = sum(len(reason.targets) for reason in reasons)
    head = f"{number} of the {len(targets())} values of the list are no rows.\n\n"
    return head + table(("values", "why not"), [[", ".join(reason.targets), reason.because] for reason in reasons])
