"""Beat by beat: the heart beats, the console orders, and what left the valid range is named."""

from collections.abc import Iterator
from itertools import chain
from math import ceil
from typing import Any, cast

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.circulation.first_state import first_state
from diastole.model.circulation.influence import heart_rate, influenced_patient, write_influence
from diastole.model.circulation.jets import hold_jets
from diastole.model.circulation.kernel import BLOOD_TOLERANCE
from diastole.model.circulation.kernel_parameters import (
    BLOOD,
    DEVICE_LAWS,
    PLACES,
    RUNNING,
    SECONDS_PER_MINUTE,
    STATE_NAMES,
    WATCHED_NAMES,
    flat_parameters,
)
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION, Inflation
from diastole.model.devices.balloon_pump.console import OFF, Console, Landmarks, Settings
from diastole.model.devices.device import ComingBeat
from diastole.model.devices.register import in_use
from diastole.model.patient import Patient
from diastole.model.patient.patient_numbers import patient_numbers
from diastole.model.simulation.accuracy import LONGEST_STEP, SHORTEST_SHARE, longest_step_of_beat
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.heart_state import HeartState
from diastole.model.simulation.search_memory import RECORDS, ROWS, Clock
from diastole.model.simulation.stepper import advance, is_sound, step_count
from diastole.model.simulation.trace import RecordedBeat
from diastole.number_records import numbers_of, refilled

OPENINGS = np.array([name.startswith("opening_") for name in STATE_NAMES])


def check_state(y: Array, blood: float, patient: str, beat: int) -> None:
    """Stop where the state has left the range in which it means something.

    Raise SimulationError, naming patient, beat and quantity.
    """
    if is_sound(y, blood):
        return
    where = f"patient '{patient}', beat {beat}"
    if not np.isfinite(y).all():
        lost = STATE_NAMES[int(np.flatnonzero(~np.isfinite(y))[0])]
        raise SimulationError(f"{where}: {lost} is no longer a finite number; these values cannot sustain a beat")
    empty = np.flatnonzero(BLOOD & (y <= 0.0))
    if empty.size:
        name = STATE_NAMES[int(empty[0])]
        raise SimulationError(f"{where}: {name} fell to {y[empty[0]]:.1f} mL; a store of blood cannot be empty")
    if abs(y[BLOOD].sum() / blood - 1.0) > BLOOD_TOLERANCE:
        raise SimulationError(
            f"{where}: blood volume went from {blood:.6f} to {y[BLOOD].sum():.6f} mL; it must be kept"
        )
    openings = y[OPENINGS]
    raise SimulationError(f"{where}: a valve opening left 0 to 1 ({openings.min():.3f} to {openings.max():.3f})")


def _record(name: str, numbers: Array) -> Any:
    """Return a record among the numbers of a search."""
    return refilled(RECORDS[name], iter(numbers[ROWS[name]].tolist()))


class BeatingHeart:
    """A patient's circulation that is advanced beat by beat; console and patient may be changed between beats."""

    def __init__(
        self,
        patient: Patient,
        *,
        longest_step: float = LONGEST_STEP["default"],
        state: Array | None = None,
        slow: Array | None = None,
        regulation: Regulation | None = None,
    ):
        self.longest_step = longest_step
        self.state = first_state(patient) if state is None else state.copy()  # (n,), at the QRS onset of the next beat
        self.blood = float(self.state[BLOOD].sum())
        self.set_patient(patient, regulation or Regulation(patient))
        self.slow = self.regulation.first() if slow is None else slow.copy()  # (m,), such as reflex and coronary tone
        self.settling = False  # whether slow states are held over a cycle and then run ahead, towards the steady beat
        self.means: dict[str, float] = {}  # of what is watched over the last beat, after `cycle` over the support cycle
        self.console = Console(OFF, Landmarks(upstroke=0.0, notch=0.0), seen_at=patient.heart_rate)
        self.began = self.state.copy()  # at the QRS onset of the last beat
        self.beats = 0  # done
        self.steps = 0

    def set_patient(self, patient: Patient, regulation: Regulation, *, longest_step: float | None = None) -> None:
        """Change the patient between beats: a lesion, a pump, a dose. Blood stays where it is.

        `longest_step`: that follows the patient [s]; as before, if left out.
        """
        self.patient, self.regulation = patient, regulation
        self.longest_step = longest_step or self.longest_step
        self._controllers = [
            (orders, settings) for device, settings in in_use(patient) if (orders := device.controller) is not None
        ]
        numbers = patient_numbers(patient)
        self.influenced = influenced_patient(numbers)
        self.own_parameters = flat_parameters(numbers, DEVICE_LAWS)  # a list: plain Python reads it faster
        hold_jets(self.state, self.own_parameters)
        self.parameters = np.array(self.own_parameters)

    @property
    def is_compiled(self) -> bool:
        """Whether all that a beat does is compiled code: no device has orders of its own."""
        return not self._controllers

    def check(self) -> None:
        """Raise SimulationError where the state has left the range in which it means something."""
        check_state(self.state, self.blood, self.patient.name, self.beats)

    @property
    def rate(self) -> float:
        """Heart rate of the next beat [1/min]."""
        return heart_rate(self.influenced, self.regulation.influence(self.slow))

    def set_console(self, settings: Settings, landmarks: Landmarks) -> None:
        """Change the console; the next beat is an assisted one where the console is on."""
        self.console = Console(settings, landmarks, self.rate, self.console.earlier)

    def set_console_settings(self, settings: Settings) -> None:
        """Change the settings of the console; its cycle of assisted beats goes on."""
        self.console = self.console._replace(settings=settings)

    def snapshot(self) -> HeartState:
        """Return where the heart stands between two beats."""
        return HeartState(self.state.copy(), self.slow.copy(), self.console)

    def restore(self, kept: HeartState) -> None:
        """Bring the heart, with whatever patient it has now, to where one stood.

        Raise ValueError if the state is not of this circulation.
        """
        if kept.state.shape != self.state.shape or kept.slow.shape != self.slow.shape:
            raise ValueError("this is the state of another circulation")
        self.state[:], self.slow[:], self.console = kept.state, kept.slow, kept.console

    def search_numbers(self, tolerance: float) -> list[float]:
        """Return the numbers with which a search for the steady beat begins, in the order of `search_memory`."""
        clock = Clock(self.longest_step, self.blood, tolerance, self.steps)
        records = (self.influenced, self.regulation.physiology, self.console, clock)
        vectors = (self.state, self.slow, self.own_parameters, self.parameters)
        return [*chain(*vectors), *chain(*map(numbers_of, records))]

    def end_search(self, numbers: Array) -> Clock:
        """Go to where a search ended, by its numbers (`SIZE`,); return its clock."""
        whole, clock, console = numbers[ROWS["whole"]], self.clock_of(numbers), _record("console", numbers)
        self.state[:], self.slow[:], self.began[:] = *np.split(whole, [self.state.size]), numbers[ROWS["began"]]
        self.parameters[:] = numbers[ROWS["parameters"]]
        self.console = self.console._replace(seen_at=console.seen_at, earlier=console.earlier, beats=int(console.beats))
        self.last = clock.actual, clock.earlier, clock.present if clock.present.volume > 0.0 else None
        self.beats, self.steps = self.beats + int(clock.beats), int(clock.steps)
        self.means = dict(zip(WATCHED_NAMES, numbers[ROWS["means"]].tolist(), strict=True))
        return clock

    @staticmethod
    def clock_of(numbers: Array) -> Clock:
        """Return the clock among the numbers of a search."""
        return cast(Clock, _record("clock", numbers))

    @property
    def most_steps(self) -> int:
        """Steps into which the next beat is cut at most."""
        return ceil(SECONDS_PER_MINUTE / self.rate / (SHORTEST_SHARE * self._longest))

    def beat(self, actual: float | None = None, *, record: bool = False) -> RecordedBeat:
        """Advance by one beat of so many seconds (that of the heart rate where not given) and return it.

        Raise SimulationError if the state leaves its valid range.
        """
        influence = self.regulation.influence(self.slow)
        rate = heart_rate(self.influenced, influence)
        expected = SECONDS_PER_MINUTE / rate
        actual = expected if actual is None else actual
        write_influence(self.own_parameters, self.influenced, influence, self.parameters)
        for orders, settings in self._controllers:
            for name, values in orders(settings, ComingBeat(expected, actual)).items():
                self.parameters[PLACES[name]] = values
        present = self.console.order(rate, expected, actual)
        self.began[:] = self.state
        self.last = actual, self.console.earlier, present
        recorded = self.run(*self.last, record=record)
        self.beats += 1
        self.check()
        self.console = self.console.after(present, actual)
        self.means = dict(zip(WATCHED_NAMES, recorded.means.tolist(), strict=True))
        if not self.settling:
            self.regulation.advance(self.slow, self.means, actual)
        return recorded

    def record_last(self) -> RecordedBeat:
        """Integrate the last beat once more from where it began, and record it."""
        self.state[:] = self.began
        return self.run(*self.last, record=True)

    @property
    def _longest(self) -> float:
        """Longest step [s] of the next beat."""
        settings = self.console.settings
        running = sum(self.own_parameters[place] for place in RUNNING)
        return longest_step_of_beat(self.longest_step, settings.on * settings.volume, running)

    def _step_count(self, actual: float) -> int:
        """Return into how many steps a beat is cut.

        On the way to a steady beat a count is kept while it will do: a heart rate that the reflex still moves would
        otherwise make it flip between two counts, and their tiny difference would keep the heart from its beat.
        """
        if not self.settling:
            return step_count(actual, self._longest)
        if not SHORTEST_SHARE * self._longest * self.steps <= actual <= self._longest * self.steps:
            self.steps = step_count(actual, self._longest)
        return self.steps

    def recut(self) -> bool:
        """Cut the beats of a settled heart as those of any other; return whether that changes their steps."""
        before, self.steps = self.steps, step_count(SECONDS_PER_MINUTE / self.rate, self._longest)
        return self.steps != before

    def run(
        self, actual: float, earlier: Inflation, present: Inflation | None, *, record: bool = False
    ) -> RecordedBeat:
        """Integrate one beat with given inflations, without a look at the result."""
        p = self._beat_parameters(actual, earlier, present)
        steps = self._step_count(actual)
        return RecordedBeat(
            p.copy() if record else p, actual, present, *advance(self.state, p, actual, steps, record=record)
        )

    def _beat_parameters(self, actual: float, earlier: Inflation, present: Inflation | None) -> Array:
        """Write what a beat has of its own into the parameters and return them."""
        p = self.parameters
        p[PLACES["period"]] = actual
        p[PLACES["earlier"]] = earlier
        p[PLACES["present"]] = present or NO_INFLATION
        return p

    def cycle(self, *, record: bool = False) -> Iterator[RecordedBeat]:
        """Advance by one support cycle (n beats at 1:n), beat by beat; ``means`` are then those of the cycle."""
        beats = self.console.settings.cycle
        total = np.zeros(len(WATCHED_NAMES))
        for _ in range(beats):
            beat = self.beat(record=record)
            yield beat
            total += list(self.means.values())
        self.means = dict(zip(WATCHED_NAMES, (total / beats).tolist(), strict=True))
        if self.settling:
            self.regulation.settle(self.slow, self.means, beat.period)
