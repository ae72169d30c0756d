"""How well steps follow a beat, as a traced program."""

from diastole.model.simulation.acceleration import FAST
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import Count, absolute, select


def balance(program: Program) -> None:
    """Write ``balance``: what each state gained over a beat against what its rates add up to by Simpson's rule.

    Arguments: ``states`` and ``slopes`` (step ends, states), per second; ``step`` [s] and ``own_steps`` of each lane;
    ``gaps`` (states), filled with half the sum of all gaps over each two steps, whatever their sign; ``steps``, the
    largest of ``own_steps``.
    """
    arrays = dict.fromkeys(("states", "slopes", "step", "own_steps", "gaps"), Memory)
    with program.function("balance", {**arrays, "steps": Count}) as (states, slopes, step, own_steps, gaps, steps):
        third, own = step[0] * (1.0 / 3.0), own_steps[0]
        for j in program.loop(FAST):
            gaps[j] = 0.0
        for i in program.loop(steps - 1):
            weight = select(i.value + 2.0 <= own, 0.5, 0.0)
            for j in program.loop(FAST):
                first, middle, last = ((i + row) * FAST + j for row in range(3))
                added = third * (slopes[first] + 4.0 * slopes[middle] + slopes[last])
                gaps[j] = gaps[j] + weight * absolute(states[last] - states[first] - added)
