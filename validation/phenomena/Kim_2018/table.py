"""The results of the experiment, and their finding on each claim of the study.

``python -m validation.phenomena.Kim_2018.table`` reads this program's runs below ``build/Kim_2018`` and writes
``results.json`` beside this file; the page of the documentation and the tests read that.
"""

import hashlib
import json
import sys
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
ORDER_OF_DIGITS = 6
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


def gather() -> dict[str, Any]:
    """Return all results of the runs that are kept."""
    # These need FEniCSx, which tests and pages that read the results do not.
    from diastole.model.heart3d.run.metrics import UNITS, beat_metrics, segment_metrics
    from validation.phenomena.Kim_2018.experiment import PROTOCOL, built, kept, read

    content: dict[str, Any] = {"protocol": digest(), "units": UNITS, "runs": {}, "meshes": {}}
    for cut in PROTOCOL["cuts"]:
        names = [f"{one}_{state}" for one in PROTOCOL["conditions"] for state in ("off", "on")]
        names = [name for name in names if kept(cut, name).exists()]
        if not names:
            continue
        made = built(cut)
        content["meshes"][cut] = {"elements": made.elements, "stiffness": _short(float(made.stiffness[0])),
                                           "strength": _short(float(made.ventricle.strengths[0]))}  # fmt: skip
        runs = content["runs"][cut] = {}
        for name in names:
            beat = read(cut, name)
            parts = segment_metrics(beat, made.ventricle, made.segments)
            runs[name] = {
                "metrics": {key: _short(value) for key, value in beat_metrics(beat, made.ventricle).items()},
                "segments": {key: [_short(one) for one in values] for key, values in parts.items()},
                "strokes": [_short(one) for one in beat.strokes],
                "drift": _short(beat.drift),
                "work_balance": _short(beat.fields[0].balance),
            }
    return content


def _short(value: float) -> float:
    return float(f"{value:.{ORDER_OF_DIGITS}g}")


def write(content: dict[str, Any], path: Path = RESULTS) -> None:
    """Write the results, unless no run was found: those that are there stay then."""
    if not content["runs"]:
        sys.exit(f"no run of this program below build/Kim_2018, so {path.name} stays as it is: run "
                 "'python -m validation.phenomena.Kim_2018.experiment usual' first")  # fmt: skip
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {path.name}")


if __name__ == "__main__":
    write(gather())
