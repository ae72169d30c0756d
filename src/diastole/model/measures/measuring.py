"""The measures of a support cycle as a request of plans: alone, or side by side with the cycles of other patients."""

from collections.abc import Sequence
from dataclasses import dataclass

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.lanes import LaneCycle, MeasuredLanes, measure_lanes
from diastole.model.measures.measure import Value
from diastole.model.simulation.plans import Request

type Rows = list[dict[str, Value]]  # measures by name, of each beat of a cycle


@dataclass(frozen=True)
class Measuring(Request):
    """A cycle that is to be measured; answered by the measures of each of its beats, or by what went wrong."""

    cycle: PeriodicTrace

    @property
    def length(self) -> tuple[float, ...]:
        """Beats of the cycle, and samples of its trace."""
        return self.cycle.beats, self.cycle.trace.time.size

    @classmethod
    def answers(cls, requests: "Sequence[Measuring]", lanes: int) -> list[Rows | SimulationError]:
        """Measure cycles side by side, each as on its own."""
        cycles = [one.cycle for one in requests]
        traces, patients = [cycle.trace for cycle in cycles], [cycle.patient for cycle in cycles]
        block = LaneCycle.of(traces, patients, lanes=lanes)
        beats = [measure_lanes(block, index) for index in range(max(cycle.beats for cycle in cycles))]
        return [_of_lane(beats[: cycle.beats], lane) for lane, cycle in enumerate(cycles)]


def _of_lane(beats: Sequence[MeasuredLanes], lane: int) -> Rows | SimulationError:
    """Return the measures of one lane of a block."""
    reason = next((beat.reasons[lane] for beat in beats if beat.reasons[lane]), None)
    return SimulationError(reason) if reason else [_row(beat.values, lane) for beat in beats]


def _row(values: dict[str, Array], lane: int) -> dict[str, Value]:
    return {name: MEASURES[name].shown(float(numbers[lane])) for name, numbers in values.items()}
