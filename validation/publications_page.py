"""The part of the page about published values."""

from validation import published_row
from validation.patients import fitted
from validation.publication import AIM, every_row, of_humans, publications, targets
from validation.rows import MISS, table, text
from validation.verdicts import HEAD, NAMES, count, line


def humans() -> str:
    """Return how many of the human values of the list of evidence agree."""
    rows = of_humans(every_row())
    number = len(rows)
    spread = [row for row in rows if row.has_spread]
    bare = [row for row in rows if not row.has_spread]

    def share(count: int, of: int = number) -> str:
        return f"{count} of {of} ({count / of:.0%})"

    return (
        f"**Of {number} human values that the model can express, "
        f"{share(sum(row.meets_its_source for row in rows))} agree with their source by its own measure** (the aim is "
        f"{AIM:.0%}): {share(sum(row.meets_its_source for row in spread), len(spread))} lie within the standard "
        f"deviation or range that the source prints, and {share(sum(row.meets_its_source for row in bare), len(bare))} "
        f"have the right sign where the source prints a bare number or only a direction. A bare number says more than "
        f"its sign: by the stricter measure of the table below (within half of the published change) "
        f"{share(sum(row.agrees for row in rows))} agree, and most of the others are too small. The right sign have "
        f"{share(sum(row.verdict != MISS for row in rows))}.\n"
    )


def published_values() -> str:
    """Return the tables of published values, reasons for misses, patients of the groups, and data of the fits."""
    rows = every_row()
    missed = [row for row in rows if not row.agrees]
    reasons = [f"- {row.id} ({NAMES[row.verdict]}): {row.because.strip()}.".replace("..", ".") for row in missed]
    meaning = " ".join(published_row.__doc__.split("\n\n")[1].split())
    parts = [humans(), "All rows, of animals, benches and other models too: " + count(rows), meaning + "\n"]
    parts += [table(HEAD, [line(row) for row in rows]), "### Why not\n", "\n".join(reasons) + "\n"]
    parts += ["### Who stands for the patients\n", stand_ins(rows), "### What the fits were given\n", baselines(rows)]
    return "\n".join(parts)


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
