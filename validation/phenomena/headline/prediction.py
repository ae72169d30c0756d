"""The model's prediction for an experiment that nobody has made, kept as it stood on its day.

``python -m validation.phenomena.headline.prediction`` works it out from the present model and writes it to
``prediction.yaml``. It is written once, before a measurement; a later model gets an entry of its own below it.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from itertools import repeat

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict

from diastole.errors import SimulationError
from diastole.model.measures.definitions import MEASURES
from diastole.source_hash import model_hash
from validation.patients import ROOT
from validation.phenomena.headline.hearts import PRESETS, drawn
from validation.phenomena.headline.turns import HEADLINE, ORIFICES, Array, bands, begins, in_told_changes, sweep

FILE = ROOT / "validation/phenomena/headline/prediction.yaml"
FEARED = {  # direction that is bad for the patient
    "cardiac_output": -1, "head_and_arm_flow": -1, "lower_body_flow": -1, "mean_aortic_pressure": -1,
    "lv_end_diastolic_pressure": 1, "left_atrial_pressure": 1, "coronary_flow": -1,
    "subendocardial_supply_demand_ratio": -1,
}  # fmt: skip
SIZES = (0.1, 0.3, 0.5)  # cm², of which the changes are kept
HEARTS, SEED = 100, 20261129  # drawn around each preset; start of the draws
INTERVAL = (0.05, 0.5, 0.95)  # 1, quantiles over the hearts
FRACTION = "aortic_regurgitant_fraction"

type Quantiles = tuple[float | None, float | None, float | None]


class Foreseen(BaseModel):
    """What a measure does over plausible hearts; each interval is the 5 %, 50 % and 95 % quantile."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    feared: float  # 1, share of the hearts in which the feared change comes by the largest orifice
    orifice: Quantiles  # cm², from which it comes; None beyond the largest
    fraction: Quantiles  # 1, regurgitant fraction without the balloon at that orifice
    changes: dict[float, Quantiles]  # at each size: percent, or mmHg of a pressure


class Prediction(BaseModel):
    """A prediction of its day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: str  # year-month-day, UTC
    model: str  # hash of its sources
    seed: int
    hearts: dict[str, int]  # that could live, by preset
    foreseen: dict[str, dict[str, Foreseen]]  # by heart, by measure


def relative(name: str) -> bool:
    """Return whether changes of a measure are given in percent."""
    return MEASURES[name].unit != "mmHg"


def quantiles(values: Sequence[float]) -> Quantiles:
    """Return the quantiles of values; of what never comes (infinite) there is none."""
    found = np.quantile(values, INTERVAL, method="nearest")
    low, middle, high = (float(f"{value:.3g}") if np.isfinite(value) else None for value in found)
    return low, middle, high


def foreseen(name: str, pairs: Sequence[Array], fractions: Sequence[Array]) -> Foreseen:
    """Return what a measure does.

    `pairs`: of each heart, without and with the balloon at each orifice (16, 2); `fractions`: of each heart, the
    regurgitant fraction without it (16,).
    """
    starts = [begins(bands(ORIFICES, in_told_changes(name, pair)), FEARED[name]) for pair in pairs]
    shares = [
        np.inf if start is None else float(np.interp(start, ORIFICES, fraction))
        for start, fraction in zip(starts, fractions, strict=True)
    ]
    changes = {}
    for size in SIZES:
        ends = np.array([pair[np.argmin(np.abs(np.array(ORIFICES) - size))] for pair in pairs])
        moved = ends[:, 1] - ends[:, 0]
        changes[size] = quantiles(100.0 * moved / ends[:, 0] if relative(name) else moved)
    return Foreseen(
        feared=float(np.mean([start is not None for start in starts])),
        orifice=quantiles([np.inf if start is None else start for start in starts]),
        fraction=quantiles(shares),
        changes=changes,
    )


def around(heart: str, number: int, seed: int) -> tuple[int, dict[str, Foreseen]]:
    """Return how many of a number of hearts around a preset can live, and what each measure does in them."""
    rows = []
    for patient, balloon in drawn(heart, number, seed):
        with suppress(SimulationError):
            rows.append({name: sweep(patient, name, balloon) for name in (*HEADLINE, FRACTION)})
    fractions = [row[FRACTION][:, 0] for row in rows]
    return len(rows), {name: foreseen(name, [row[name] for row in rows], fractions) for name in HEADLINE}


def predict(number: int = HEARTS, seed: int = SEED) -> Prediction:
    """Return the prediction of the present model, over a number of hearts around each preset."""
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(around, PRESETS, repeat(number), repeat(seed)))
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    lived = {heart: alive for heart, (alive, _) in zip(PRESETS, found, strict=True)}
    seen = {heart: measures for heart, (_, measures) in zip(PRESETS, found, strict=True)}
    return Prediction(date=day, model=model_hash()[:12], seed=seed, hearts=lived, foreseen=seen)


def kept() -> list[Prediction]:
    """Return the predictions that were written down, the first one first."""
    return [Prediction.model_validate(one) for one in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def record() -> None:
    """Write the prediction of the present model below the earlier ones."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    entry = predict().model_dump(mode="json")
    FILE.write_text(text + yaml.safe_dump([entry], sort_keys=False, width=120, default_flow_style=None), "utf-8")


if __name__ == "__main__":
    record()
