"""The memory of the search for the steady beat of a block of hearts: which numbers lie where.

Everything of a heart is one row of numbers, side by side with the other lanes of its block: (numbers, lanes).
"""

from typing import Any, NamedTuple

from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.influence import NO_INFLUENCE, InfluencedPatient
from diastole.model.circulation.kernel import widths
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION, Inflation
from diastole.model.devices.balloon_pump.console import OFF, Console, Landmarks
from diastole.model.drugs.formulary import DRUGS
from diastole.model.simulation.acceleration import DEPTH, WIDTH
from diastole.model.simulation.slow_states import LIMBS, SLOW_NAMES, Receptors, SlowPhysiology, WallSupply
from diastole.number_records import numbers_of

RUNS, STEADY, FAILED, UNSETTLED = 0.0, 1.0, 2.0, 3.0  # how a search stands


class Clock(NamedTuple):
    """Where a heart stands in time, and on its way to the steady beat."""

    longest_step: float  # s, of a beat without the balloon
    blood: float  # mL, that it must keep
    tolerance: float  # mL, weighted change over a cycle below which it is steady
    steps: float = 0.0  # into which its beats are cut; kept while it will do
    actual: float = 0.0  # s, length of the last beat
    earlier: Inflation = NO_INFLATION  # in the time of the last beat
    present: Inflation = NO_INFLATION
    beats: float = 0.0  # done
    cycles: float = 0.0  # done on this search
    residual: float = float("inf")  # mL, weighted change over the last cycle
    status: float = RUNS
    recut: float = 0.0  # 1 once its steps were cut as those of any other heart


class Progress(NamedTuple):
    """What the combination of cycles goes by."""

    known: float = 0.0  # cycles in the memory
    stretch: float = 1.0  # cycles that are combined as one
    left: float = 1.0  # cycles of the stretch that are still to come
    mark: float = float("inf")  # mL, residual of which half is waited for
    waited: float = 0.0  # cycles
    plain: float = 1.0  # 1 while no combination is to blame for the cycle that runs


_BY_LIMB = tuple(0.0 for _ in LIMBS)
_RECEPTORS = Receptors(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, _BY_LIMB, _BY_LIMB)
_SLOW = SlowPhysiology(
    _RECEPTORS, WallSupply(*(0.0 for _ in WallSupply._fields)), 0.0, tuple(0.0 for _ in DRUGS),
    tuple(0.0 for _ in SLOW_NAMES),
)  # fmt: skip
# The records by name; their numbers are those of no heart.
RECORDS: dict[str, tuple[Any, ...]] = {
    "influenced": InfluencedPatient(*(0.0 for _ in InfluencedPatient._fields)),
    "physiology": _SLOW,
    "console": Console(OFF, Landmarks(0.0, 0.0), 0.0),
    "clock": Clock(0.0, 0.0, 0.0),
    "progress": Progress(),
    "influence": NO_INFLUENCE,
}
_LOOP = widths(closed_loop)
_CYCLES = DEPTH + 1
_ROWS = {
    "whole": WIDTH,  # states and slow states
    "own": _LOOP.parameters,
    "parameters": _LOOP.parameters,
    **{name: len(list(numbers_of(record))) for name, record in RECORDS.items()},
    "beat_means": _LOOP.watched,  # of what is watched over the last beat
    "means": _LOOP.watched,  # the same; of the cycle where it is over
    "total": _LOOP.watched,
    "began": _LOOP.states,  # at the QRS onset of the last beat
    "before": WIDTH,  # the cycle
    "first": WIDTH,  # at the start of the search
    "good": WIDTH,  # after the last cycle that was sound
    "begun": WIDTH,  # where the stretch that runs began
    "start": WIDTH,  # where the next cycle goes on
    "tried": _CYCLES * WIDTH,
    "mapped": _CYCLES * WIDTH,
    "weights": WIDTH,
    "combining": WIDTH + DEPTH * (WIDTH + DEPTH + 1),
    "beating": _LOOP.work,
    "times": 3,  # start, length and steps of the beat that runs
    "rate": 1,  # 1/min, heart rate with the influence
    "sound": 1,  # 1 where its end may be believed
}


def _places() -> dict[str, slice]:
    slices, start = {}, 0
    for name, count in _ROWS.items():
        slices[name] = slice(start, start + count)
        start += count
    return slices


ROWS = _places()
GIVEN = ROWS["clock"].stop  # numbers of a heart that a search begins with; it works in the others
SIZE = sum(_ROWS.values())  # numbers of a heart


def place_of(name: str, field: str) -> int:
    """Return where a number of a record lies in the memory."""
    record = RECORDS[name]
    before = record[: type(record)._fields.index(field)]  # type: ignore[attr-defined]
    return int(ROWS[name].start) + len(list(numbers_of(before)))
