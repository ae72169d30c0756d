"""A circulation as a traced program: beats of a block of patients, and the signals that go with their states.

Written by reading an assembled right-hand side, and the laws in it, with traced values.
"""

from types import ModuleType

from diastole.law import reread
from diastole.model.circulation.generated import closed_loop, coupled_loop, coupled_ventricles
from diastole.model.circulation.kernel import BLOOD_TOLERANCE, FINER, OPENING_TOLERANCE, Widths, hermite_weights, widths
from diastole.tracing.traced_program import Constants, Memory, Program
from diastole.tracing.values import WORDS, Count, Value, absolute, select

INFINITE = float("inf")


def closed_circulation(program: Program) -> None:
    """Write the closed loop."""
    _write(program, closed_loop)


def coupled_circulation(program: Program) -> None:
    """Write the loop whose left ventricle is solved elsewhere."""
    _write(program, coupled_loop)


def coupled_ventricles_circulation(program: Program) -> None:
    """Write the loop whose two ventricles are solved elsewhere."""
    _write(program, coupled_ventricles)


def _write(program: Program, module: ModuleType) -> None:
    """Write ``beat``, ``differentiate``, ``refine`` and ``judge``.

    The right-hand side is written twice unless the program is to be small: see `_write_ahead`.
    """
    at_a_time = {"time": Value, "y": Constants, "p": Constants, "out": Memory}
    with program.function("rates_and_signals", at_a_time, exported=False) as arguments:
        reread(module.rates, WORDS)(*arguments)
    _write_ahead(program, module)
    _write_beat(program, module)
    _write_differentiate(program, widths(module))
    _write_refine(program, widths(module))
    _write_judge(program, [name for name, _ in module.STATES])


def _write_ahead(program: Program, module: ModuleType) -> None:
    """Write ``ahead``: fill ``out`` (states) with ``y`` + ``by`` × the rates at ``state``.

    ``k`` (rates) is filled with the signals that are watched, at their places behind the states, and otherwise for the
    function's own use. Unless the program is to be small, no rate goes through memory and no other signal is computed.
    """
    width, wanted = widths(module), {place for is_state, place in _places_of_watched(module) if not is_state}
    numbers = {"time": Value, "state": Constants, "p": Constants}
    parameters = numbers | {"y": Memory, "by": Value, "k": Memory, "out": Memory}
    with program.function("ahead", parameters, exported=False) as (time, state, p, y, by, k, out):
        if program.is_small:
            program.call("rates_and_signals", time, state, p, k)
            for j in program.loop(width.states):
                out[j] = y[j] + by * k[j]
        else:
            reread(module.rates, WORDS)(time, state, p, _Ahead(y, by, k, out, width.states, wanted))


class _Ahead:
    """Takes rates and signals as they come: a rate becomes a state ahead, a signal that nobody wants nothing."""

    def __init__(self, y: Memory, by: Value, k: Memory, out: Memory, states: int, wanted: set[int]):
        self._y, self._by, self._k, self._out = y, by, k, out
        self._states, self._wanted = states, wanted

    def __setitem__(self, place: int, number: Value) -> None:
        if place < self._states:
            self._out[place] = self._y[place] + self._by * number
        elif place in self._wanted:
            self._k[place] = number


def _write_beat(program: Program, module: ModuleType) -> None:
    """Write one beat, or a part of it, of every lane by the classical Runge-Kutta method.

    Arguments of ``beat``: ``y`` (states), at the start and afterwards at the end; ``p`` (parameters); ``start`` and
    ``length`` [s] and ``own_steps``, into how many equal steps each lane cuts it; ``means`` (watched), filled with time
    means by the rule of the trapezium; ``states`` and ``slopes`` (steps + 1, states) and ``signals`` (steps + 1,
    signals), filled at the first step ends, as many as ``recording`` says; ``work`` (see `Widths`); ``steps``, the
    largest of ``own_steps``. A lane with fewer steps stands still when they are done, so it is the same as on its own.
    """
    width, watched = widths(module), _places_of_watched(module)
    arrays = ("y", "p", "start", "length", "own_steps", "means", "states", "slopes", "signals", "work")
    parameters = dict.fromkeys(arrays, Memory) | {"steps": Count, "recording": Count}
    with program.function("beat", parameters) as arguments:
        y, p, start, length, own_steps, means, states, slopes, signals, work, steps, recording = arguments
        k, *stages, mixed = (work.after(i * width.rates) for i in range(5))
        first, own, step = start[0], own_steps[0], length[0] / own_steps[0]
        for j in program.loop(width.watched):
            means[j] = 0.0

        def record(row: Count, time: Value) -> None:
            """Write states, slopes and signals at a time [s] into the rows of a step."""
            program.call("rates_and_signals", time, y, p, mixed)
            parts = (
                (states, y, width.states),
                (slopes, mixed, width.states),
                (signals, mixed.after(width.states), width.signals),
            )
            for rows, numbers, count in parts:
                for j in program.loop(count):
                    rows[row * count + j] = numbers[j]

        def add_watched(weight: Value | float) -> None:
            for j, (is_state, place) in enumerate(watched):
                means[j] = means[j] + weight * (y if is_state else k)[place]

        for i in program.loop(steps):
            runs = i.value < own
            h, time = select(runs, step, 0.0), first + step * i.value
            # y + h/6 (k1 + 2 k2 + 2 k3 + k4), by the states of the stages: y + h/2 k1, y + h/2 k2 and y + h k3.
            state, shares = y, (0.5, 0.5, 1.0)
            for share, at, out in zip(shares, (0.0, 0.5, 0.5), stages, strict=True):
                program.call("ahead", time + at * h, state, p, y, share * h, k, out)
                if state is y:
                    with program.when(recording - i):
                        record(i, time)
                    # Half of the first rate now and half of the last one below: the rule of the trapezium.
                    add_watched(select(runs, select(i.value > 0.0, 1.0, 0.5), 0.0))
                state = out
            for j in program.loop(width.states):
                half, other, whole = (stage[j] - y[j] for stage in stages)
                mixed[j] = select(runs, y[j] + (half + 2.0 * other + whole) * (1.0 / 3.0), y[j])
            program.call("ahead", time + h, state, p, mixed, h * (1.0 / 6.0), k, y)
        program.call("ahead", first + length[0], y, p, y, step, k, mixed)
        with program.when(recording - steps):
            record(steps, first + length[0])
        add_watched(0.5)
        for j in program.loop(width.watched):
            means[j] = means[j] / own


def _places_of_watched(module: ModuleType) -> list[tuple[bool, int]]:
    """Return of each watched quantity whether it is a state, and its place among the states or the rates."""
    states, signals = ([name for name, _ in table] for table in (module.STATES, module.SIGNALS))
    return [
        (True, states.index(name)) if name in states else (False, len(states) + signals.index(name))
        for name, _ in module.WATCHED
    ]


def _write_differentiate(program: Program, width: Widths) -> None:
    """Write ``differentiate``: fill ``out`` (points, rates) with rates and signals at ``times`` and ``states``."""
    arrays = dict.fromkeys(("times", "states", "p", "out"), Memory)
    with program.function("differentiate", {**arrays, "points": Count}) as (times, states, p, out, points):
        for i in program.loop(points):
            program.call("rates_and_signals", times[i], states.after(i * width.states), p, out.after(i * width.rates))


def _write_refine(program: Program, width: Widths) -> None:
    """Write ``refine``: fill ``out`` (rates, steps × `FINER` + 1) with states and signals at `FINER` points a step.

    Between the step ends, at which ``states`` and ``slopes`` (steps + 1, states) are known, the states are cubic
    Hermite polynomials. Arguments further: ``p``, ``start`` and ``length`` [s] and ``own_steps`` of each lane, ``work``
    (see `Widths`), and ``steps``, the largest of ``own_steps``.
    """
    arrays = dict.fromkeys(("states", "slopes", "p", "start", "length", "own_steps", "out", "work"), Memory)
    is_hot = not program.is_small  # unrolled, its stores alone take 6 KB
    with program.function("refine", {**arrays, "steps": Count}, is_hot=is_hot) as arguments:
        states, slopes, p, start, length, own_steps, out, work, steps = arguments
        step, state, points = length[0] / own_steps[0], work.after(width.rates), steps * FINER + 1

        def write(row: Count, time: Value) -> None:
            """Write states and signals at a time [s] as one point of each trace."""
            program.call("rates_and_signals", time, state, p, work)
            for j in program.loop(width.states):
                out[j * points + row] = state[j]
            for j in program.loop(width.signals):
                at = j + width.states
                out[at * points + row] = work[at]

        for i in program.loop(steps):
            here, there = i * width.states, (i + 1) * width.states
            for point in range(FINER):
                share = point / FINER
                early, rise, late, fall = hermite_weights(share)
                for j in program.loop(width.states):
                    rises = rise * slopes[here + j] + fall * slopes[there + j]
                    state[j] = early * states[here + j] + late * states[there + j] + step * rises
                write(i * FINER + point, start[0] + step * (i.value + share))
        for j in program.loop(width.states):
            state[j] = states[steps * width.states + j]
        write(steps * FINER, start[0] + length[0])


def _write_judge(program: Program, names: list[str]) -> None:
    """Write ``judge``: set ``sound`` to 1 in each lane whose states may be believed, else to 0.

    They are finite, no store is empty, the ``expected`` blood [mL] is kept, and leaflets lie between 0 and 1.
    """
    with program.function("judge", {"y": Memory, "expected": Memory, "sound": Memory}, is_hot=False) as (
        y,
        expected,
        sound,
    ):
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
