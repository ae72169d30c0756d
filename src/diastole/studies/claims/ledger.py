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
from diastole.model_hash import model_hash
from diastole.studies.claims.claim import Claim, Subject, load_claims
from diastole.studies.claims.claim_verdict import Judged, Threshold, Verdict, verdict
from diastole.studies.claims.experiment import Cell, places, run_cell


@dataclass(frozen=True)
class Entry(Displayed):
    """A claim and what the runs say about it."""

    claim: Claim
    verdict: Verdict

    def __repr__(self) -> str:
        return f"<Claim {self.claim.id}: {self.verdict.word}>"


def content_hash(claim: Claim) -> str:
    """Return the hash of a claim and of all that its runs rest on."""
    return hashlib.sha256((model_hash() + claim.model_dump_json()).encode()).hexdigest()[:24]


def run_claim(claim: Claim) -> Entry:
    """Run the experiment of a claim and judge it."""
    experiment = claim.experiment
    if experiment is None:
        return Entry(claim, verdict(claim, (), _never))

    def more(subject: Subject, along: str, across: str | None) -> Cell:
        return run_cell(experiment, subject, along, across)

    cells = [run_cell(experiment, *place) for place in places(experiment)]
    return Entry(claim, verdict(claim, cells, more))


def ledger(claims: Iterable[Claim] | None = None, *, watch: Callable[[str], None] | None = None) -> list[Entry]:
    """Return every claim with its verdict, from the cache where nothing has changed.

    Parameters
    ----------
    claims
        All of them if not given.
    watch
        Called with the id of each claim as it begins.
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
            entry = Entry(claim, kept)
        entries.append(entry)
    return entries


def _never(subject: Subject, along: str, across: str | None) -> Cell:
    raise AssertionError("a claim without an experiment runs nothing")


def _read(path: Path) -> Verdict | None:
    """Return a kept verdict; None where there is none or it cannot be read, which only costs a run."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        judged = tuple(Judged(Cell(**one["cell"]), one["holds"], tuple(one["parts"])) for one in kept["judged"])
        return Verdict(kept["word"], judged, tuple(Threshold(**one) for one in kept["thresholds"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, found: Verdict) -> None:
    """Keep a verdict; a folder that cannot be written to only costs the next run."""
    kept = asdict(found)
    for one, judged in zip(kept["judged"], found.judged, strict=True):
        one["cell"] = judged.cell._asdict()
    with suppress(OSError, InputError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(kept).encode())
