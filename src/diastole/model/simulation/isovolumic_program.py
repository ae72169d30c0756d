"""The isovolumic beat of a ventricle as a traced program."""

from collections.abc import Iterator, Sequence
from typing import Any

from diastole.model.circulation.first_state import FIRST_BOUND
from diastole.model.physiology.clock import Calcium, calcium_concentration
from diastole.model.physiology.myofilament import (
    Crossbridges,
    Tension,
    active_tension,
    blocking,
    filament_overlap,
    strong_binding,
    strong_detachment,
    troponin_binding,
    weak_binding,
)
from diastole.model.physiology.one_fibre import Wall, fibre_stretch, passive_stress, ventricular_pressure
from diastole.model.simulation.isovolumic import GROUP
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import Count, Flag, Value, law_of, maximum, select


def isovolumic(program: Program) -> None:
    """Write ``isovolumic``: the pressures of `isovolumic_curves`, a group of volumes a pass.

    A beat of one volume is a chain of sums that each wait for the one before; several side by side fill the waiting.

    Arguments: ``volumes`` (passes × ``GROUP``); ``step`` [s] and ``own_steps``, how many of them each lane makes;
    ``fields``, those of ``Wall``, ``Calcium``, ``Tension`` and ``Crossbridges`` one after the other; ``relaxed`` and
    ``contracted``, of the volumes; ``passes``, and ``steps``, the largest of ``own_steps``.
    """
    arrays = dict.fromkeys(("volumes", "step", "own_steps", "fields", "relaxed", "contracted"), Memory)
    with program.function("isovolumic", {**arrays, "passes": Count, "steps": Count}) as arguments:
        volumes, step, own_steps, fields, relaxed, contracted, passes, steps = arguments
        wall, calcium, tension, bridges = _parted(fields)
        for i in program.loop(passes):
            places = [i * GROUP + place for place in range(GROUP)]
            stretches = [law_of(fibre_stretch)(volumes[place], wall) for place in places]
            peaks = _peak_tensions(program, stretches, (step[0], own_steps[0], steps), calcium, tension, bridges)
            for place, stretch, peak in zip(places, stretches, peaks, strict=True):
                resting = law_of(passive_stress)(stretch, wall)
                relaxed[place] = law_of(ventricular_pressure)(resting, volumes[place], 0.0, wall)
                contracted[place] = law_of(ventricular_pressure)(resting + peak, volumes[place], 0.0, wall)


def _parted(fields: Memory) -> Iterator[Any]:
    """Yield the laws' parameters that lie one after the other."""
    start = 0
    for type_ in (Wall, Calcium, Tension, Crossbridges):
        yield type_._make(fields[start + i] for i in range(len(type_._fields)))
        start += len(type_._fields)


def _peak_tensions(
    program: Program, stretches: Sequence[Value], stepping: tuple[Value, Value, Count], calcium: Calcium,
    tension: Tension, bridges: Crossbridges,
) -> list[Value]:  # fmt: skip
    """Return the peak of the active tension of a beat from rest at each fixed stretch [kPa], by Heun's method.

    `stepping`: length of a step [s], how many each lane makes, and the largest of these.
    """
    step, own_steps, steps = stepping
    fibres = [_Fibre(program, stretch, tension, bridges) for stretch in stretches]
    for i in program.loop(steps):
        now, following = (law_of(calcium_concentration)(number.value * step, calcium) for number in (i, i + 1))
        for fibre in fibres:
            fibre.advance(now, following, step, i.value < own_steps)
    return [fibre.highest.value for fibre in fibres]


class _Fibre:
    """A fibre held at a stretch, on its way through a beat."""

    def __init__(self, program: Program, stretch: Value, tension: Tension, bridges: Crossbridges):
        self._stretch, self._tension, self._bridges = stretch, tension, bridges
        self._overlap = law_of(filament_overlap)(stretch, bridges)
        self._states = [program.variable(first) for first in (FIRST_BOUND, 1.0, 0.0, 0.0)]
        self.highest = program.variable(0.0)  # tension so far

    def advance(self, calcium: Value, following: Value, step: Value, runs: Flag) -> None:
        """Go on by a step with the calcium at its ends; its tension counts where the lane still runs."""
        now = [state.value for state in self._states]
        first = self._rates(calcium, *now)
        second = self._rates(following, *(state + step * rate for state, rate in zip(now, first, strict=True)))
        for state, before, one, two in zip(self._states, now, first, second, strict=True):
            state.value = before + 0.5 * step * (one + two)
        _, _, weak, strong = (state.value for state in self._states)
        held = law_of(active_tension)(self._overlap, weak, strong, 0.0, 0.0, self._tension)
        self.highest.value = select(runs, maximum(self.highest.value, held), self.highest.value)

    def _rates(self, calcium: Value, bound: Value, blocked: Value, weak: Value, strong: Value) -> tuple[Value, ...]:
        stretch, bridges = self._stretch, self._bridges
        return (
            law_of(troponin_binding)(calcium, bound, stretch, bridges),
            law_of(blocking)(bound, blocked, weak, strong, bridges),
            law_of(weak_binding)(blocked, weak, strong, 0.0, bridges),
            law_of(strong_binding)(weak, law_of(strong_detachment)(strong, 0.0, bridges), bridges),
        )
