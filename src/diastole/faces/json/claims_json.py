"""The JSON of ``diastole claims``."""

from collections.abc import Mapping, Sequence
from typing import Self

from diastole.faces.json.shape import Document, MeasuresJson, Number, Shape, units
from diastole.faces.words.share_words import flip_sentence, share_sentence
from diastole.studies.claim_shares.claim_share import ClaimShare
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


class ShareAlongJson(Shape):
    """In how many patients a claim holds at one value of its sweep."""

    value: Number
    """Of the key, in its unit."""
    holds: int
    """Patients in whom it holds."""
    decided: int
    """Patients in whom it holds or does not."""


class SharePlaceJson(Shape):
    """In how many patients a claim holds at one place of both sweeps."""

    along: Number
    """Of the key, in its unit."""
    across: Number | None
    """Of the key across it."""
    holds: int
    """Patients in whom it holds."""
    decided: int
    """Patients in whom it holds or does not."""


class ClaimShareJson(Shape):
    """In what share of patients a claim holds."""

    share: Number
    """Of those in whom it is decided."""
    low: Number
    """Lower end of its 95 % interval (Wilson)."""
    high: Number
    """Upper end."""
    drawn: int
    """Patients that were drawn."""
    rejected: dict[str, int]
    """How many do not count, by the reason."""
    decided: int
    """Patients in whom it holds or does not."""
    holds: int
    """Patients in whom it holds."""
    key: str
    """Of the sweep; empty without one."""
    along: list[ShareAlongJson]
    """By the value of the sweep."""
    across_key: str
    """Of the sweep across it; empty without one."""
    across_unit: str
    """Of the values across."""
    places: list[SharePlaceJson]
    """By the place of both sweeps."""
    reading: str
    """The same in words, with where it turns in half of the patients."""

    @classmethod
    def of_share(cls, share: ClaimShare) -> Self:
        """Return what is printed of a share."""
        low, high = share.interval
        reading = f"{share_sentence(share)} {flip_sentence(share)}".strip()
        return cls.of(share, low=low, high=high, reading=reading, along=list(share.along), places=list(share.places))


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
    cohort: ClaimShareJson | None = None
    """In what share of patients it holds; only with --cohort, of claims that rest on steady beats."""

    @classmethod
    def of(cls, entry: LedgerEntry, share: ClaimShare | None = None) -> Self:
        """Return what is printed of a claim."""
        told = {} if share is None else {"cohort": ClaimShareJson.of_share(share)}
        claim, verdict = entry.claim, entry.verdict
        return super().of(
            claim,
            sentence=claim.sentence.clinician,
            literature=claim.standing,
            verdict=verdict.word,
            measured=[CellJson.of(judged.cell, judged) for judged in verdict.judged],
            threshold=verdict.thresholds,
            **told,
        )


class ClaimsJson(Document):
    """The ledger of claims."""

    NAME = "diastole/claims/2"

    claims: list[ClaimJson]
    """In their order."""
    units: dict[str, str]
    """Unit of each measure."""

    @classmethod
    def of(cls, entries: Sequence[LedgerEntry], shares: Mapping[str, ClaimShare] | None = None) -> Self:
        """Return what is printed of claims; `shares`: in what share of patients they hold, by claim."""
        return super().of(
            claims=[ClaimJson.of(entry, (shares or {}).get(entry.claim.id)) for entry in entries], units=units()
        )
