"""What a trigger on the arterial pressure sees: ``python -m validation.pressure_triggering``.

It prints a table in Markdown. The pressure is that of the simulated heart in shock over a series of beats, without and
with the balloon, spoilt in the ways in which a line of fluid spoils it. The loop is open: what is missed changes
nothing.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from diastole import BalloonPump, Patient
from diastole.arrays import Array
from diastole.model.devices.balloon_pump.ecg_trigger import LEARNING
from diastole.model.devices.balloon_pump.pressure_trigger import PressureTrigger
from diastole.model.devices.balloon_pump.rhythm import atrial_fibrillation, sinus, with_premature_beats
from validation.pressure_series import DISTURBANCES, SAMPLING, PressureSeries, pressure_series
from validation.rows import table

PRESET, BEATS, SEED, MEAN = "shock", 400, 1, 0.65  # MEAN in s, of the R-R intervals
RHYTHMS = {
    "sinus rhythm": lambda: sinus(BEATS, SEED, MEAN),
    "sinus rhythm, 10 % premature beats": lambda: with_premature_beats(sinus(BEATS, SEED, MEAN), 0.1, SEED),
    "atrial fibrillation": lambda: atrial_fibrillation(BEATS, SEED, MEAN),
}
IN_TIME = 0.35  # s, from the R wave, in which a trigger belongs to its beat
HEADER = (
    "rhythm", "balloon", "pressure line", "beats triggered", "false triggers, of all beats",
    "delay after the R wave, ms", "its jitter (SD), ms",
)  # fmt: skip


class Triggered(NamedTuple):
    """What became of the beats of a series."""

    delays: Array  # (beats,) s, from the R wave to the trigger; not a number where the beat was missed
    false: int  # triggers that belong to no beat, or come second

    @property
    def share(self) -> float:
        """The share of beats that were triggered [1]."""
        return float(np.isfinite(self.delays).mean())


def triggered(known: Array, r_waves: Array) -> Triggered:
    """Hold triggers [s] against R waves [s]: the first one within ``IN_TIME`` belongs to a beat."""
    beats = r_waves[r_waves > LEARNING]
    after = known[known > beats[0]]
    first = np.searchsorted(after, beats)
    came = np.append(after, np.inf)[first]
    following = np.append(beats[1:], np.inf)
    mine = (came - beats < IN_TIME) & (came < following)
    return Triggered(np.where(mine, came - beats, np.nan), len(after) - int(mine.sum()))


@cache
def series(rhythm: str, *, balloon: bool) -> PressureSeries:
    """Return the pressure of the preset in a rhythm, with a heart rate that is the rhythm's mean."""
    intervals = RHYTHMS[rhythm]()
    patient = Patient.preset(PRESET).with_values({"heart_rate": f"{60.0 / intervals.mean():.5g} /min"})
    return pressure_series(patient.with_balloon_pump(BalloonPump(trigger="pressure") if balloon else None), intervals)


def seen(rhythm: str, disturbance: str, *, balloon: bool) -> Triggered:
    """Return what the trigger sees of a series through a line."""
    one = series(rhythm, balloon=balloon)
    found = PressureTrigger(SAMPLING).see(DISTURBANCES[disturbance](one.pressure), one.inflations)
    return triggered(np.array([each.known for each in found]), one.r_waves)


def row(rhythm: str, disturbance: str, *, balloon: bool) -> list[str]:
    """Return a row of the table."""
    one = seen(rhythm, disturbance, balloon=balloon)
    delays = 1e3 * one.delays[np.isfinite(one.delays)]
    return [
        rhythm, "1:1" if balloon else "none", disturbance, f"{100.0 * one.share:.1f} %",
        f"{100.0 * one.false / len(one.delays):.1f} %", f"{delays.mean():.0f}", f"{delays.std():.0f}",
    ]  # fmt: skip


def rows() -> list[list[str]]:
    """Return the rows of the table."""
    return [row(rhythm, line, balloon=on) for on in (False, True) for rhythm in RHYTHMS for line in DISTURBANCES]


if __name__ == "__main__":
    print(table(HEADER, rows()))
