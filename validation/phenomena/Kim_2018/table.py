"""The results of the experiment, and their finding on each claim of the study.

Each cut that ``python -m validation.phenomena.Kim_2018.experiment`` has run is written to ``results.json`` beside this
file; the page of the documentation and the tests read that.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
USUAL = "usual"  # the cut on which all conditions are run
STUDIED = ("none", "mr", "ar")  # the conditions of the study; the others show what depends on the leak


class Effect(NamedTuple):
    """Effect of the balloon on a metric in a condition."""

    off: float
    on: float
    floor: float | None  # changes of the difference by all other cuts that were run together; None: not known

    @property
    def change(self) -> float:
        """On less off."""
        return self.on - self.off

    @property
    def percent(self) -> float:
        """Change in per cent of off."""
        return 100.0 * self.change / self.off if self.off else 0.0

    @property
    def certain(self) -> bool:
        """Whether the sign is beyond what mesh, step and model leave open."""
        return self.floor is not None and abs(self.change) > self.floor


class Finding(NamedTuple):
    """Verdict of the runs on a claim."""

    verdict: str
    agreeing: tuple[str, ...]
    disagreeing: tuple[str, ...]
    uncertain: tuple[str, ...]  # within the floor


def digest() -> str:
    """Return the hash of the protocol, which the results carry."""
    return hashlib.sha256(HERE.joinpath("protocol.yaml").read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=1)
def results() -> dict[str, Any]:
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def change(content: dict[str, Any], cut: str, condition: str, metric: str) -> float | None:
    """Return a metric with the balloon less that without; nothing where one of the two was not run."""
    runs = content["runs"].get(cut, {})
    both = [runs.get(f"{condition}_{state}") for state in ("off", "on")]
    return None if None in both else both[1]["metrics"][metric] - both[0]["metrics"][metric]


def effect(content: dict[str, Any], condition: str, metric: str) -> Effect:
    """Return the effect of the balloon on a metric on the usual cut, and its floor."""
    usual = content["runs"][USUAL]
    off, on = (usual[f"{condition}_{state}"]["metrics"][metric] for state in ("off", "on"))
    others = [change(content, cut, condition, metric) for cut in content["runs"] if cut != USUAL]
    known = [abs(other - (on - off)) for other in others if other is not None]
    return Effect(off, on, sum(known) if others and len(known) == len(others) else None)


def judge(claim: dict[str, Any], effects: dict[tuple[str, str], Effect]) -> Finding:
    """Return the verdict of a claim from the effects by condition and metric.

    A claim of a sign is tested in each of its conditions; a claim of an order by the per cent of the fall.
    """
    agreeing, disagreeing, uncertain = [], [], []
    for metric in claim["metrics"]:
        if "order" in claim:
            falls = [-effects[condition, metric].percent for condition in claim["order"]]
            holds = all(more >= less > 0.0 for more, less in pairwise(falls))
            sure = all(effects[condition, metric].certain for condition in claim["order"])
        else:
            conditions = STUDIED if claim["condition"] == "all" else (claim["condition"],)
            chosen = [effects[condition, metric] for condition in conditions]
            holds = all(one.change * claim["sign"] > 0.0 for one in chosen)
            sure = all(one.certain for one in chosen)
        (agreeing if holds else disagreeing).append(metric)
        if not sure:
            uncertain.append(metric)
    return Finding(_verdict(agreeing, disagreeing, uncertain), tuple(agreeing), tuple(disagreeing), tuple(uncertain))


def _verdict(agreeing: list[str], disagreeing: list[str], uncertain: list[str]) -> str:
    sure = [metric for metric in agreeing if metric not in uncertain]
    if agreeing and not sure:
        return "within the floor"
    if not agreeing:
        return "not reproduced"
    return "depends on the metric" if disagreeing or len(sure) < len(agreeing) else "reproduced"


def findings(content: dict[str, Any], protocol: dict[str, Any]) -> dict[str, Finding]:
    """Return the finding of each claim of the protocol, by its id."""
    effects = {
        (condition, metric): effect(content, condition, metric)
        for condition in STUDIED
        for metric in protocol["metrics"]
    }
    return {claim["id"]: judge(claim, effects) for claim in protocol["claims"]}


def with_cut(content: dict[str, Any], cut: str, new: dict[str, Any], order: Iterable[str]) -> dict[str, Any]:
    """Return results with those of a cut, its ``program``, ``units``, ``mesh`` and ``runs``, in the protocol's order.

    The usual cut begins a new table: of the others only those stay that the same program has run. A further cut joins
    what is there, and says by which program it was run.
    """
    kept = [
        one for one in content["runs"] if cut != USUAL or content["meshes"][one].get("program") == new["program"]
    ]  # fmt: skip
    runs = {one: content["runs"][one] for one in kept} | {cut: new["runs"]}
    meshes = {one: content["meshes"][one] for one in kept} | {cut: new["mesh"] | {"program": new["program"]}}
    ordered = [one for one in order if one in runs]
    return {
        "protocol": digest(), "units": new["units"], "runs": {one: runs[one] for one in ordered},
        "meshes": {one: meshes[one] for one in ordered},
    }  # fmt: skip


def write(cut: str, new: dict[str, Any], order: Iterable[str], path: Path = RESULTS) -> None:
    """Write the results of a cut beside those that are there, as `with_cut` says."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"runs": {}, "meshes": {}}
    path.write_text(json.dumps(with_cut(before, cut, new, order), indent=1) + "\n", encoding="utf-8")
