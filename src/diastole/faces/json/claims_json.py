"""The JSON of ``diastole claims``."""

from collections.abc import Sequence
from typing import Self

from diastole.faces.json.shape import Document, MeasuresJson, Shape, units
from diastole.studies.claims.ledger import LedgerEntry


class CellJson(Shape):
    """The measures of one cell of an experiment."""

    subject: str
    """Patient of the cell."""
    along: str | None
    """Value of the sweep."""
    across: str | None
    """Value across it."""
    holds: bool | None
    """Whether the claim holds there; null where that is unknown."""
    arms: dict[str, MeasuresJson]
    """Measures by the name of the arm."""
    failure: str | None = None
    """Why it could not be run."""


class ThresholdJson(Shape):
    """Where along a sweep the verdict of a subject turns."""

    subject: str
    """Patient."""
    key: str
    """Value that is swept."""
    value: float
    """Where it turns."""
    unit: str
    """Of that."""
    holds: str
    """above or below."""
    across: str | None
    """Value across the sweep."""


class ClaimJson(Shape):
    """A claim, what was measured, and the verdict of the runs."""

    id: str
    """Such as C05."""
    sentence: str
    """For clinicians."""
    verdict: str
    """holds, holds_if, does_not_hold or cannot_be_shown."""
    measured: list[CellJson]
    """Every cell of its experiment."""
    threshold: list[ThresholdJson]
    """Where the verdict turns."""
    statements: list[str]
    """Ids of statements that say or contradict it."""
    sources: list[str]
    """Keys of sources."""
    literature: str
    """How it compares with the literature."""
    not_shown: str | None = None
    """Why there is no experiment."""

    @classmethod
    def of(cls, entry: LedgerEntry) -> Self:
        """Return what is printed of a claim."""
        claim, verdict = entry.claim, entry.verdict
        return super().of(
            claim,
            sentence=claim.sentence.clinician,
            literature=claim.standing,
            verdict=verdict.word,
            measured=[CellJson.of(judged.cell, judged) for judged in verdict.judged],
            threshold=verdict.thresholds,
        )


class ClaimsJson(Document):
    """The ledger of claims."""

    NAME = "diastole/claims/2"

    claims: list[ClaimJson]
    """In their order."""
    units: dict[str, str]
    """Unit of each measure."""

    @classmethod
    def of(cls, entries: Sequence[LedgerEntry]) -> Self:
        """Return what is printed of claims."""
        return super().of(claims=[ClaimJson.of(entry) for entry in entries], units=units())
