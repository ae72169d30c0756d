"""The isovolumic beat of a ventricle as a traced program."""

from collections.abc import Callable, Iterator
from typing import Any

from diastole.law import reread
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
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import WORDS, Count, Value, maximum, select


def isovolumic(program: Program) -> None:
    """Write ``isovolumic``: the pressures of `isovolumic_curves`, each row of volumes a pass.

    Arguments: ``volumes`` (n); ``step`` [s] and ``own_steps``, how many of them each lane makes; ``fields``, those of
    ``Wall``, ``Calcium``, ``Tension`` and ``Crossbridges`` one after the other; ``relaxed`` and ``contracted`` (n);
    ``count`` n and ``steps``, the largest of ``own_steps``.
    """
    arrays = dict.fromkeys(("volumes", "step", "own_steps", "fields", "relaxed", "contracted"), Memory)
    with program.function("isovolumic", {**arrays, "count": Count, "steps": Count}) as arguments:
        volumes, step, own_steps, fields, relaxed, contracted, count, steps = arguments
        wall, calcium, tension, bridges = _parted(fields)
        for i in program.loop(count):
            volume = volumes[i]
            stretch = law_of(fibre_stretch)(volume, wall)
            resting = law_of(passive_stress)(stretch, wall)
            peak = resting + _peak_tension(program, stretch, (step[0], own_steps[0], steps), calcium, tension, bridges)
            relaxed[i] = law_of(ventricular_pressure)(resting, volume, 0.0, wall)
            contracted[i] = law_of(ventricular_pressure)(peak, volume, 0.0, wall)


def _parted(fields: Memory) -> Iterator[Any]:
    """Yield the laws' parameters that lie one after the other."""
    start = 0
    for type_ in (Wall, Calcium, Tension, Crossbridges):
        yield type_._make(fields[start + i] for i in range(len(type_._fields)))
        start += len(type_._fields)


def law_of(law: Callable[..., Any]) -> Callable[..., Any]:
    """Return a law over traced values."""
    return reread(law, WORDS)


def _peak_tension(
    program: Program, stretch: Value, stepping: tuple[Value, Value, Count], calcium: Calcium, tension: Tension,
    bridges: Crossbridges,
) -> Value:  # fmt: skip
    """Return the peak of the active tension of a beat from rest at a fixed stretch [kPa], by Heun's method.

    `stepping`: length of a step [s], how many each lane makes, and the largest of these.
    """
    step, own_steps, steps = stepping
    overlap = law_of(filament_overlap)(stretch, bridges)
    states = [program.variable(first) for first in (FIRST_BOUND, 1.0, 0.0, 0.0)]
    highest = program.variable(0.0)

    def rates(ca: Value, bound: Value, blocked: Value, weak: Value, strong: Value) -> tuple[Value, ...]:
        return (
            law_of(troponin_binding)(ca, bound, stretch, bridges),
            law_of(blocking)(bound, blocked, weak, strong, bridges),
            law_of(weak_binding)(blocked, weak, strong, 0.0, bridges),
            law_of(strong_binding)(weak, law_of(strong_detachment)(strong, 0.0, bridges), bridges),
        )

    for i in program.loop(steps):
        now = [state.value for state in states]
        first = rates(law_of(calcium_concentration)(i.value * step, calcium), *now)
        ahead = [state + step * rate for state, rate in zip(now, first, strict=True)]
        second = rates(law_of(calcium_concentration)((i + 1).value * step, calcium), *ahead)
        for state, before, one, two in zip(states, now, first, second, strict=True):
            state.value = before + 0.5 * step * (one + two)
        _, _, weak, strong = (state.value for state in states)
        now_held = law_of(active_tension)(overlap, weak, strong, 0.0, 0.0, tension)
        highest.value = select(i.value < own_steps, maximum(highest.value, now_held), highest.value)
    return highest.value
