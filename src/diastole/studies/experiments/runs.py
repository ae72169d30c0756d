"""Measures of the experiments in articles: recorded with the package, and run again where the model has changed.

``python -m diastole.studies.experiments.runs`` makes the record anew.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from diastole.errors import InputError
from diastole.files import write_whole
from diastole.knowledge.articles.article import READERS, Article
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.front_matter import Bench
from diastole.law import CACHE_FOLDER, PACKAGE
from diastole.source_hash import model_hash
from diastole.studies.claims.claim import load_claims

if TYPE_CHECKING:
    from diastole.model.run import Run

FILE = "recorded.json"
DIGITS = 6  # significant ones of a recorded measure

type Measures = Mapping[str, float | None]
type Arms = Mapping[str, Measures]  # by name of the arm


@dataclass(frozen=True)
class Record:
    """The record that comes with the package."""

    model: str  # hash of the code and data that it was recorded with
    runs: Mapping[str, Arms]  # arms by the key of the experiment
    verdicts: Mapping[str, str]  # by claim, of those that articles cite


@lru_cache(maxsize=1)
def load_record() -> Record:
    """Return the record of the package; an empty one where it is of another model."""
    content = json.loads((files("diastole.studies.experiments") / FILE).read_text(encoding="utf-8"))
    if content["model"] != model_hash():
        return Record(model_hash(), {}, {})
    return Record(content["model"], content["runs"], content["verdicts"])


def bench_key(bench: Bench) -> str:
    """Return the key of an experiment: a hash of what is run, whatever it is called or shows."""
    content = bench.model_dump_json(include={"patient", "set", "arms", "reflex"})
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def known_arms(bench: Bench) -> Arms | None:
    """Return what an experiment measured, from the record or a run of before; None where it has to be run."""
    key = bench_key(bench)
    arms = load_record().runs.get(key)
    if arms is not None:
        return arms
    with suppress(OSError, ValueError):
        kept: Arms = json.loads(_kept(key).read_text(encoding="utf-8"))
        return kept
    return None


def simulate_arms(bench: Bench) -> dict[str, "Run"]:
    """Return the steady beat of each arm. Raise SimulationError if the heart of an arm cannot sustain a beat."""
    from diastole.model.patient import Patient
    from diastole.model.run import baseline, simulate  # brings the compiled simulator

    base = Patient.preset(bench.patient).with_values(bench.set)
    before = baseline(base.as_found()) if bench.reflex else False
    return {name: simulate(base.with_values(change), reflex=before) for name, change in bench.arms.items()}


def run_bench(bench: Bench) -> Arms:
    """Run an experiment and keep what it measured.

    Raise SimulationError if the heart of an arm cannot sustain a beat.
    """
    arms = {name: _measures(run.measures) for name, run in simulate_arms(bench).items()}
    path = _kept(bench_key(bench))
    with suppress(OSError, InputError):  # a folder that cannot be written to only costs the next run
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(arms).encode())
    return arms


def _measures(measured: Measures) -> dict[str, float | None]:
    return {name: None if value is None else float(f"{value:.{DIGITS}g}") for name, value in measured.items()}


def _kept(key: str) -> Path:
    return CACHE_FOLDER / "articles" / f"{key}-{model_hash()}.json"


def cited_claims(articles: Iterable[Article]) -> dict[str, None]:
    """Return the claims that sentences rest on, in order."""
    return {
        id_: None
        for article in articles
        for reader in READERS
        for sentence in article.sentences(reader)
        for id_ in sentence.claims
    }


def record() -> Record:
    """Run every experiment of every article, and every claim that one cites."""
    from diastole.studies.claims.ledger import ledger  # brings the compiled simulator

    articles = load_articles().values()
    benches = {bench_key(bench): bench for article in articles for bench in article.benches.values()}
    runs = {key: known_arms(bench) or run_bench(bench) for key, bench in sorted(benches.items())}
    claims = load_claims()
    cited = [claims[id_] for id_ in sorted(cited_claims(articles)) if id_ in claims]
    return Record(model_hash(), runs, {entry.claim.id: entry.verdict.word for entry in ledger(cited)})


def main() -> int:
    """Write the record beside this file."""
    recorded = record()
    content = {"model": recorded.model, "runs": recorded.runs, "verdicts": recorded.verdicts}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))  # unsorted: the first arm is the reference
    write_whole(PACKAGE / "studies" / "experiments" / FILE, text.replace('},"', '},\n"').encode() + b"\n")
    print(f"{len(recorded.runs)} experiments, {len(recorded.verdicts)} verdicts recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
