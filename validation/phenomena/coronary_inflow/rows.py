"""Coronary inflow within a beat, as a probe or a Doppler wire on the left anterior descending artery reads it."""

from functools import cache, partial

import numpy as np

from diastole.model.run import Run
from validation.interventions import FALLS
from validation.patients import preset, with_pump, without_pump
from validation.rows import Row

TOPIC = "Coronary inflow"
INFLOW = "q_coronary_arteries"
DOPPLER = (1.44, 2.72)  # 1, diastolic over systolic velocity at rest, 2.08 with one deviation. ladratio2007
LATE = 0.5  # 1, share of diastole after which inflow decays; ours
EARLY = 0.12  # s, after closure of the aortic valve, in which inflow peaks; ours
HEARTS = ("healthy", "shock", "acute_severe_ar", "chronic_severe_ar")


def run_of(name: str, *, pump: bool) -> Run:
    """Return the run of a preset without or with a balloon at 1:1."""
    return with_pump(preset(name)) if pump else without_pump(preset(name))


@cache
def inflow(name: str, *, pump: bool = False) -> dict[str, float]:
    """Return landmarks of the inflow of a beat, as shares of its mean; the time of the peak in s after closure."""
    run = run_of(name, pump=pump)
    beat = run.cycle.beat(0)
    mean = run.cycle.mean(INFLOW)

    def over(start: float, end: float) -> tuple[np.ndarray, np.ndarray]:
        inside = run.cycle.inside(start, end)
        return run.cycle.time[inside], run.cycle[INFLOW][inside] / mean

    time, diastole = over(beat.starts, beat.qrs)
    _, late = over(beat.starts + LATE * (beat.qrs - beat.starts), beat.qrs)
    _, rising = over(beat.qrs, beat.opens)
    _, ejecting = over(beat.opens, beat.ends)
    return {
        "lowest": float(min(rising.min(), ejecting.min())),
        "peak": float(diastole.max()),
        "time": float(time[diastole.argmax()] - beat.starts),
        "late": float(late[-1] - late[0]),
    }


def _row(name: str, measure: str, key: str, low: float, high: float, unit: str = "1") -> Row:
    return Row(TOPIC, "spaan1981", name, "none", measure, unit, lambda: inflow(name)[key], low, high)


def ratio(name: str) -> float:
    return without_pump(preset(name)).measures["coronary_diastolic_systolic_ratio"]


def balloon_adds_to_the_peak(name: str) -> float:
    """Return what the balloon adds to the peak of inflow in diastole [mL/s]."""
    without, with_ = (
        inflow(name, pump=pump)["peak"] * run_of(name, pump=pump).cycle.mean(INFLOW) for pump in (False, True)
    )
    return with_ - without


ROWS = [
    Row(
        TOPIC, "ladratio2007", "healthy", "none", "coronary_diastolic_systolic_ratio", "1", partial(ratio, "healthy"),
        *DOPPLER,
    ),
    *(_row(name, "lowest inflow before and in ejection over the mean", "lowest", -2.0, 0.5) for name in HEARTS),
    *(_row(name, "peak of inflow in diastole over the mean", "peak", 1.2, 3.0) for name in HEARTS),
    *(_row(name, "peak of inflow after closure of the aortic valve", "time", 0.0, EARLY, "s") for name in HEARTS),
    *(
        _row(name, "change of inflow from the middle of diastole to its end, over the mean", "late", *FALLS)
        for name in HEARTS
    ),
    *(
        Row(
            TOPIC, "mechanism", name, "balloon 1:1", "peak of inflow in diastole", "mL/s",
            partial(balloon_adds_to_the_peak, name), 0.0,
        )
        for name in ("healthy", "shock", "acute_severe_ar")
    ),
]  # fmt: skip
