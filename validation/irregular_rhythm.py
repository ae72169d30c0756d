"""What each way of timing deflation costs under an irregular rhythm: ``python -m validation.irregular_rhythm``.

It prints a table in Markdown: a thousand hours of each rhythm, with the landmarks of the preset ``shock``.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np

from diastole import Patient
from diastole.arrays import Array
from diastole.model.devices.balloon_pump.console import Landmarks, Settings, settings_of
from diastole.model.devices.balloon_pump.ecg_trigger import EcgTrigger
from diastole.model.devices.balloon_pump.irregular_timing import ALGORITHMS, Algorithm, timed_beats
from diastole.model.devices.balloon_pump.rhythm import atrial_fibrillation, sinus, with_premature_beats
from diastole.model.patient import BalloonPump
from diastole.model.run import simulate

PRESET = "shock"
HOURS = 1000.0
AT_ONCE = 200_000  # intervals of a series, so that memory stays small
PREMATURE_SHARE = 0.1  # 1, of beats; assumed
RHYTHMS = {
    "sinus rhythm": lambda seed: sinus(AT_ONCE, seed),
    "sinus rhythm, 10 % premature beats": lambda seed: with_premature_beats(
        sinus(AT_ONCE, seed), PREMATURE_SHARE, seed
    ),
    "atrial fibrillation": lambda seed: atrial_fibrillation(AT_ONCE, seed),
    "atrial fibrillation, 10 % premature beats": lambda seed: with_premature_beats(
        atrial_fibrillation(AT_ONCE, seed), PREMATURE_SHARE, seed
    ),
}
HEADER = (
    "rhythm", "deflation", "hours", "beats", "inflations into ejection", "not nearly empty as the valve opens",
    "augmentation lost",
)  # fmt: skip


@cache
def console() -> tuple[Settings, Landmarks, float]:
    """Return settings, landmarks and the heart rate [1/min] at which they were seen, of the preset at 1:1."""
    patient = Patient.preset(PRESET).with_balloon_pump(BalloonPump(ratio="1:1"))
    run = simulate(patient)
    assert run.steady.landmarks is not None
    return settings_of(patient.balloon_pump), run.steady.landmarks, 60.0 / run.period


def series(rhythm: str) -> Iterator[Array]:
    """Yield series of intervals [s] until they last a thousand hours."""
    lasted, seed = 0.0, 0
    while lasted < HOURS * 3600.0:
        intervals = RHYTHMS[rhythm](seed)
        lasted, seed = lasted + intervals.sum(), seed + 1
        yield intervals


def row(rhythm: str, algorithm: Algorithm) -> list[str]:
    """Return a row of the table."""
    settings, landmarks, seen_at = console()
    delay = EcgTrigger(360.0).delay
    timed = [timed_beats(each, settings, landmarks, seen_at, algorithm, delay) for each in series(rhythm)]
    beats = sum(len(each.intervals) for each in timed)
    hours = sum(each.intervals.sum() for each in timed) / 3600.0
    late = sum(int(each.not_nearly_empty(settings.vent_time).sum()) for each in timed)
    lost = np.mean([each.augmentation_lost for each in timed])
    ejecting = sum(int(each.into_ejection.sum()) for each in timed)
    return [
        rhythm, ALGORITHMS[algorithm], f"{hours:,.0f}", f"{beats:,}", f"{ejecting:,}", f"{100.0 * late / beats:.1f} %",
        f"{100.0 * lost:.1f} %",
    ]  # fmt: skip


def rows() -> list[list[str]]:
    """Return the rows of the table."""
    return [row(rhythm, algorithm) for rhythm in RHYTHMS for algorithm in ALGORITHMS]


if __name__ == "__main__":
    for line in (HEADER, ["---"] * len(HEADER), *rows()):
        print("| " + " | ".join(line) + " |")
