"""Support cycles of hearts recorded side by side, each as on its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel import FINER, SEARCH, widths
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.plans import Request
from diastole.model.simulation.search_memory import ROWS, RUNS, STEADY, place_of
from diastole.model.simulation.steady_search import block_memory
from diastole.model.simulation.trace import FineBeat, RecordedBeat
from diastole.tracing.native import address, lane_memory, load

STATUS = place_of("clock", "status")
WIDTHS = widths(closed_loop)


@dataclass(frozen=True)
class CycleRecording(Request):
    """A heart that is to be recorded for a support cycle; answered by its beats, as far as they may be believed."""

    heart: BeatingHeart

    @property
    def length(self) -> tuple[float, ...]:
        """Beats of the cycle, and steps of a beat."""
        return self.heart.console.settings.cycle, self.heart.most_steps

    @classmethod
    def answers(cls, requests: "Sequence[CycleRecording]", lanes: int) -> list[list[FineBeat]]:
        """Record a cycle of each heart; one whose beat cannot be believed stands still behind it."""
        hearts = [one.heart for one in requests]
        memory = block_memory(hearts, [0.0] * len(hearts), lanes)
        rows = max(heart.most_steps for heart in hearts) + 1
        kept: list[list[FineBeat]] = [[] for _ in hearts]
        for beat in range(max(heart.console.settings.cycle for heart in hearts)):
            goes_on = [
                beat < heart.console.settings.cycle and (not beat or memory[ROWS["sound"]][0, lane] > 0.0)
                for lane, heart in enumerate(hearts)
            ]
            memory[STATUS] = STEADY
            memory[STATUS, : len(hearts)] = np.where(goes_on, RUNS, STEADY)
            recorded = RecordedBlock(memory, rows)
            for lane, beats in enumerate(kept):
                if goes_on[lane]:
                    beats.append(recorded.of_lane(lane))
        for lane, heart in enumerate(hearts):
            heart.end_search(memory[:, lane])
        return kept


class RecordedBlock:
    """A beat of the running hearts of a block.

    `memory`: (`SIZE`, lanes), in which they beat once; `rows`: of step ends, at most; `room`: makes an array of a
    shape, for what is recorded.
    """

    states: Array  # (rows, states, lanes), at the step ends
    slopes: Array  # (rows, states, lanes), per second
    fine: Array  # (rates, points, lanes), states and signals at the points of a trace

    def __init__(self, memory: Array, rows: int, room: Callable[[tuple[int, ...]], Array] = lane_memory):
        lanes = memory.shape[1]
        self._memory = memory
        self.states, self.slopes = (room((rows, WIDTHS.states, lanes)) for _ in range(2))
        self._signals = room((rows, WIDTHS.signals, lanes))
        functions = load(SEARCH, lanes)
        functions["heart_beat"](*map(address, (memory, self.states, self.slopes, self._signals)), rows)
        times = memory[ROWS["times"]]
        steps = int(times[2].max())
        if steps >= rows:
            raise ValueError("compiled beats have more steps than the laws in Python say: these are not the same laws")
        self.fine = room((WIDTHS.rates, steps * FINER + 1, lanes))
        arrays = (self.states, self.slopes, memory[ROWS["parameters"]], *times, self.fine, memory[ROWS["beating"]])
        functions["refine"](*map(address, arrays), steps)

    def of_lane(self, lane: int) -> FineBeat:
        """Return the beat of one heart."""
        numbers = self._memory[:, lane]
        clock = BeatingHeart.clock_of(numbers)
        ends, points = int(clock.steps) + 1, int(clock.steps) * FINER + 1
        beat = RecordedBeat(
            numbers[ROWS["parameters"]].copy(),
            clock.actual,
            clock.present if clock.present.volume > 0.0 else None,
            numbers[ROWS["beat_means"]].copy(),
            self.states[:ends, :, lane],
            self.slopes[:ends, :, lane],
            self._signals[:ends, :, lane],
        )
        fine = self.fine[:, :points, lane].T
        time = np.linspace(0.0, clock.actual, points)
        return FineBeat(beat, time, fine[:, : WIDTHS.states], fine[:, WIDTHS.states :])
