"""The record of the dossier: every figure as it was last worked out, with a hash of all that it rests on."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from diastole.errors import InputError
from diastole.files import hash_of, write_whole
from diastole.source_hash import model_hash
from validation.dossier.applicability import Distance, compared_patients, distances, spreads
from validation.dossier.dossier_figures import FIGURES
from validation.part import Part
from validation.patients import ROOT

FILE = ROOT / "validation" / "dossier" / "record.json"
RESTS_ON = ("validation", "tests/simulation/reference.py", "tests/simulation/against_cvode.py")
NOT_ON = (  # decide no figure: what runs write, and words
    "score_history.yaml", "evidence.yaml", "dossier_evidence.py", "dossier_page.py",
)  # fmt: skip
DIGITS = 3  # of a distance


class DossierRecord(Part):
    """What the page of the dossier shows."""

    rests_on: str  # hash
    figures: dict[str, str]
    seconds: dict[str, float]  # of processor time, by figure, and of the distances
    compared: int  # patients who stand for a group in a publication
    spreads: tuple[tuple[str, str], ...]
    distances: tuple[dict[str, Any], ...]

    @property
    def claims(self) -> list[Distance]:
        """How far each claim is."""
        return [Distance(**each) for each in self.distances]

    @classmethod
    def worked_out(cls, watch: Callable[[str], None]) -> Self:
        """Work out every figure; `watch` is called with the name of each as it begins."""
        figures, seconds = {}, {}
        for name, figure in FIGURES.items():
            watch(name)
            figures[name], seconds[name] = _timed(figure)
        watch("applicability")
        farthest, seconds["applicability"] = _timed(distances)
        found = [each._asdict() for each in farthest]
        return cls(
            rests_on=fingerprint(), figures=figures, seconds=seconds, compared=len(compared_patients()),
            spreads=tuple(spreads()), distances=tuple(_rounded(each) for each in found),
        )  # fmt: skip

    def write(self) -> None:
        """Keep it."""
        write_whole(FILE, (self.model_dump_json(indent=1) + "\n").encode())


def _timed[T](work: Callable[[], T]) -> tuple[T, float]:
    """Return what work gives, and its processor time [s]."""
    began = time.process_time()
    return work(), round(time.process_time() - began, 1)


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {key: float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value for key, value in values.items()}


def fingerprint() -> str:
    """Return the hash of all code and data that the figures rest on."""
    files: list[Path] = []
    for name in RESTS_ON:
        place = ROOT / name
        files += sorted(each for each in place.rglob("*") if not each.match("test_*")) if place.is_dir() else [place]
    kept = (path for path in files if path.suffix in (".py", ".yaml") and path.name not in NOT_ON)
    return hash_of(kept, model_hash())[:24]


def kept_record() -> DossierRecord:
    """Return the record as it was last worked out."""
    return DossierRecord.model_validate(json.loads(FILE.read_text(encoding="utf-8")))


def valid_record() -> DossierRecord:
    """Return the record.

    Raise InputError if anything that its figures rest on has changed since.
    """
    record = kept_record()
    if record.rests_on != fingerprint():
        raise InputError("validation/dossier/record.json is of another state of the sources; run 'make dossier'")
    return record
