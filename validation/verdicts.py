"""Rows of the page as text: line, verdict in words, how many agree."""

from collections import Counter

from validation.published_row import PublishedRow
from validation.rows import HIT, MISS, SIGN

NAMES = {HIT: "hit", SIGN: "sign only", MISS: "**miss**"}
HEAD = ("source", "patient", "intervention", "measure", "published", "model", "verdict")


def verdict(row) -> str:
    if isinstance(row, PublishedRow):
        return "sign agrees" if row.sign_only and row.agrees else NAMES[row.verdict]
    return NAMES[row.verdict] + (" (tuned)" if row.tuned else "")


def line(row) -> list[str]:
    words = getattr(row, "words", "")
    measure = f"{row.measure} ({words})" if words else row.measure
    return [row.source, row.patient, row.intervention, measure, row.published, row.model, verdict(row)]


def count(rows) -> str:
    verdicts = Counter(verdict(row).replace(" (tuned)", "").strip("*") for row in rows)
    return f"{verdicts.total()} rows: {', '.join(f'{kind} {number}' for kind, number in verdicts.most_common())}.\n"
