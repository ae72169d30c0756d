"""What a signal does between two times, as a traced program."""

from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import Count, maximum, minimum, select

INFINITE = float("inf")


def stretch(program: Program) -> None:
    """Write ``stretch``: fill ``out`` with the fields of a `Stretch`.

    Arguments: ``time`` and ``values`` (points), ``ends`` (start and end) [s], ``out`` (5), and the ``first`` sample and
    count of ``pieces`` between samples that are looked at; what lies outside start and end counts for nothing.
    """
    arrays = dict.fromkeys(("time", "values", "ends", "out"), Memory)
    with program.function("stretch", {**arrays, "first": Count, "pieces": Count}) as arguments:
        time, values, ends, out, first, pieces = arguments
        start, end = ends[0], ends[1]
        highest, lowest = program.variable(-INFINITE), program.variable(INFINITE)
        sums = [program.variable(0.0) for _ in range(3)]
        for i in program.loop(pieces):
            early, late = time[first + i], time[first + i + 1]
            low, high = values[first + i], values[first + i + 1]
            begins, stops = maximum(early, start), minimum(late, end)
            is_inside = stops > begins
            slope = (high - low) / select(late > early, late - early, 1.0)
            at_begin, at_stop = low + slope * (begins - early), low + slope * (stops - early)
            highest.value = select(is_inside, maximum(highest.value, maximum(at_begin, at_stop)), highest.value)
            lowest.value = select(is_inside, minimum(lowest.value, minimum(at_begin, at_stop)), lowest.value)
            half = 0.5 * select(is_inside, stops - begins, 0.0)
            sums[0].value += half * (low + high)
            sums[1].value += half * (maximum(low, 0.0) + maximum(high, 0.0))
            sums[2].value -= half * (minimum(low, 0.0) + minimum(high, 0.0))
        for place, field in enumerate((highest, lowest, *sums)):
            out[place] = field.value
