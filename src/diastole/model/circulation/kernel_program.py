"""A circulation as a traced program: beats of a block of patients, and the signals that go with their states.

Written by reading an assembled right-hand side, and the laws in it, with traced values.
"""

from types import ModuleType

from diastole.law import reread
from diastole.model.circulation.generated import closed_loop, coupled_loop
from diastole.model.circulation.kernel import BLOOD_TOLERANCE, OPENING_TOLERANCE, Widths, widths
from diastole.tracing.traced_program import Constants, Memory, Program
from diastole.tracing.values import WORDS, Count, Value, absolute, select

INFINITE = float("inf")


def closed_circulation(program: Program) -> None:
    """Write the closed loop."""
    _write(program, closed_loop)


def coupled_circulation(program: Program) -> None:
    """Write the loop whose left ventricle is solved elsewhere."""
    _write(program, coupled_loop)


def _write(program: Program, module: ModuleType) -> None:
    """Write ``beat``, ``differentiate``, ``observe`` and ``judge``."""
    with program.function(
        "rates", {"time": Value, "y": Constants, "p": Constants, "dy": Memory}, exported=False
    ) as arguments:
        reread(module.rates, WORDS)(*arguments)
    with program.function(
        "signals", {"time": Value, "y": Constants, "p": Constants, "out": Memory}, exported=False
    ) as arguments:
        reread(module.signals, WORDS)(*arguments)
    width = widths(module)
    _write_beat(program, width)
    _write_points(program, "differentiate", "rates", width.states, width.rates)
    _write_points(program, "observe", "signals", width.states, width.signals)
    _write_judge(program, [name for name, _ in module.STATES])


def _write_beat(program: Program, width: Widths) -> None:
    """Write one beat, or a part of it, of every lane by the classical Runge-Kutta method.

    Arguments of ``beat``: ``y`` (states), at the start and afterwards at the end; ``p`` (parameters); ``start`` and
    ``length`` [s] and ``own_steps``, into how many equal steps each lane cuts it; ``means`` (watched), filled with time
    means by the rule of the trapezium; ``seen`` (steps + 1, watched), ``states`` and ``slopes`` (steps + 1, states),
    filled at the step ends if ``recording`` is above 0; ``work`` (see `Widths`); ``steps``, the largest of
    ``own_steps``. A lane with fewer steps stands still when they are done, so it is the same as on its own.
    """
    arrays = ("y", "p", "start", "length", "own_steps", "means", "seen", "states", "slopes", "work")
    parameters = dict.fromkeys(arrays, Memory) | {"steps": Count, "recording": Count}
    with program.function("beat", parameters) as arguments:
        y, p, start, length, own_steps, means, seen, states, slopes, work, steps, recording = arguments
        k1, k2, k3, k4, ahead = (work.after(i * width.rates) for i in range(5))
        first, own, step = start[0], own_steps[0], length[0] / own_steps[0]
        for j in program.loop(width.watched):
            means[j] = 0.0

        def record(row: Count) -> None:
            for j in program.loop(width.watched):
                seen[row * width.watched + j] = k1[j + width.states]
            for j in program.loop(width.states):
                states[row * width.states + j] = y[j]
                slopes[row * width.states + j] = k1[j]

        def advance(slope: Memory, by: Value) -> None:
            for j in program.loop(width.states):
                ahead[j] = y[j] + by * slope[j]

        for i in program.loop(steps):
            runs = i.value < own
            h, time = select(runs, step, 0.0), first + step * i.value
            program.call("rates", time, y, p, k1)
            with program.when(recording):
                record(i)
            # Half of the first rate now and half of the last one below: the rule of the trapezium.
            weight = select(runs, select(i.value > 0.0, 1.0, 0.5), 0.0)
            for j in program.loop(width.watched):
                means[j] = means[j] + weight * k1[j + width.states]
            advance(k1, 0.5 * h)
            program.call("rates", time + 0.5 * h, ahead, p, k2)
            advance(k2, 0.5 * h)
            program.call("rates", time + 0.5 * h, ahead, p, k3)
            advance(k3, h)
            program.call("rates", time + h, ahead, p, k4)
            sixth = h * (1.0 / 6.0)
            for j in program.loop(width.states):
                y[j] = y[j] + sixth * (k1[j] + 2.0 * (k2[j] + k3[j]) + k4[j])
        program.call("rates", first + length[0], y, p, k1)
        with program.when(recording):
            record(steps)
        for j in program.loop(width.watched):
            means[j] = (means[j] + 0.5 * k1[j + width.states]) / own


def _write_points(program: Program, name: str, at_point: str, states_wide: int, wide: int) -> None:
    """Write a function that fills ``out`` (points, wide) with what goes with ``states`` (points, n) at ``times``."""
    arrays = dict.fromkeys(("times", "states", "p", "out"), Memory)
    with program.function(name, {**arrays, "points": Count}) as (times, states, p, out, points):
        for i in program.loop(points):
            program.call(at_point, times[i], states.after(i * states_wide), p, out.after(i * wide))


def _write_judge(program: Program, names: list[str]) -> None:
    """Write ``judge``: set ``sound`` to 1 in each lane whose states may be believed, else to 0.

    They are finite, no store is empty, the ``expected`` blood [mL] is kept, and leaflets lie between 0 and 1.
    """
    with program.function("judge", {"y": Memory, "expected": Memory, "sound": Memory}) as (y, expected, sound):
        total, is_sound = program.number(0.0), expected[0] > 0.0
        for i, name in enumerate(names):
            is_sound &= absolute(y[i]) < INFINITE
            if name.startswith("v_") and name != "v_helium":
                total += y[i]
                is_sound &= y[i] > 0.0
            if name.startswith("opening_"):
                is_sound &= (y[i] >= -OPENING_TOLERANCE) & (y[i] <= 1.0 + OPENING_TOLERANCE)
        is_sound &= absolute(total / expected[0] - 1.0) <= BLOOD_TOLERANCE
        sound[0] = select(is_sound, 1.0, 0.0)
