"""The ledger: every claim with its verdict, run once and kept by the hash of all that it rests on."""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from diastole.display import Displayed
from diastole.errors import InputError
from diastole.files import write_whole
from diastole.law import CACHE_FOLDER
from diastole.source_hash import model_hash
from diastole.studies.claims.claim import Claim, ExperimentSubject, load_claims
from diastole.studies.claims.claim_experiment import ExperimentCell, cell_places, run_cells
from diastole.studies.claims.claim_verdict import ClaimVerdict, JudgedCell, TurningPoint, verdict


@dataclass(frozen=True)
class LedgerEntry(Displayed):
    """A claim and what the runs say about it."""

    claim: Claim
    verdict: ClaimVerdict

    def __repr__(self) -> str:
        return f"<Claim {self.claim.id}: {self.verdict.word}>"


def content_hash(claim: Claim) -> str:
    """Return the hash of a claim and of all that its runs rest on."""
    return hashlib.sha256((model_hash() + claim.model_dump_json()).encode()).hexdigest()[:24]


def run_claim(claim: Claim) -> LedgerEntry:
    """Run the experiment of a claim and judge it."""
    experiment = claim.experiment
    if experiment is None:
        return LedgerEntry(claim, verdict(claim, (), _never))

    def more(subject: ExperimentSubject, along: str, across: str | None) -> ExperimentCell:
        [cell] = run_cells(experiment, [(subject, along, across)])
        return cell

    return LedgerEntry(claim, verdict(claim, run_cells(experiment, cell_places(experiment)), more))


def ledger(claims: Iterable[Claim] | None = None, *, watch: Callable[[str], None] | None = None) -> list[LedgerEntry]:
    """Return every claim with its verdict, from the cache where nothing has changed.

    `claims`: all of them if not given; `watch`: called with the id of each claim as it begins.
    """
    entries = []
    for claim in load_claims().values() if claims is None else claims:
        if watch:
            watch(claim.id)
        path = CACHE_FOLDER / "claims" / f"{claim.id}-{content_hash(claim)}.json"
        kept = _read(path)
        if kept is None:
            entry = run_claim(claim)
            _write(path, entry.verdict)
        else:
            entry = LedgerEntry(claim, kept)
        entries.append(entry)
    return entries


def _never(subject: ExperimentSubject, along: str, across: str | None) -> ExperimentCell:
    raise AssertionError("a claim without an experiment runs nothing")


def _read(path: Path) -> ClaimVerdict | None:
    """Return a kept verdict; None where there is none or it cannot be read, which only costs a run."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        judged = tuple(
            JudgedCell(ExperimentCell(**one["cell"]), one["holds"], tuple(one["parts"])) for one in kept["judged"]
        )
        return ClaimVerdict(kept["word"], judged, tuple(TurningPoint(**one) for one in kept["thresholds"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, claim_verdict: ClaimVerdict) -> None:
    """Keep a verdict; a folder that cannot be written to only costs the next run."""
    kept = asdict(claim_verdict)
    for one, judged in zip(kept["judged"], claim_verdict.judged, strict=True):
        one["cell"] = judged.cell._asdict()
    with suppress(OSError, InputError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(kept).encode())
