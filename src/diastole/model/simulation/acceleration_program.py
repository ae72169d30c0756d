"""The combination of earlier cycles as a traced program, for one patient or a block."""

from collections.abc import Callable

from diastole.model.simulation.acceleration import BOUNDS, CUTOFF, STORES, VOLUME_RANGE, WIDTH
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import Count, Value, maximum, minimum, select, square_root


def combination(program: Program) -> None:
    """Write ``combine``: the affine combination of mapped cycles with the least combined residual, not too far away.

    Arguments: ``tried`` and ``mapped`` (count + 1, states and slow states), before and after each cycle, the newest
    last; ``start``, filled with where to go on; ``work`` (`work_of` (count)); and ``count``, how many cycles there are
    beside the newest. The shares solve a least-squares problem of the weighted residuals by Gram-Schmidt, newest first:
    a cycle whose residual is no other than those of later ones has no share.
    """
    arrays = dict.fromkeys(("weights", "tried", "mapped", "start", "work"), Memory)
    with program.function("combine", {**arrays, "count": Count}, is_hot=False) as arguments:
        weights, tried, mapped, start, work, count = arguments
        newest = count * WIDTH
        target, columns = work, work.after(WIDTH)
        triangle, shares = columns.after(count * WIDTH), columns.after(count * WIDTH + count * count)

        def residual(cycle: Count | int, place: Count) -> Value:
            at = cycle * WIDTH + place
            weighted: Value = (mapped[at] - tried[at]) * weights[place]
            return weighted

        for i in program.loop(WIDTH):
            target[i] = -residual(count, i)
        _orthogonalise(program, residual, target, columns, triangle, shares, count)
        _solve(program, triangle, shares, count)
        for i in program.loop(WIDTH):
            step = program.variable(0.0)
            for k in program.loop(count):
                step.value += shares[k] * (mapped[(count - 1 - k) * WIDTH + i] - mapped[newest + i])
            start[i] = step.value
        share = _believable_share(program, mapped.after(newest), start)
        for i in program.loop(WIDTH):
            start[i] = mapped[newest + i] + share * start[i]
        for place, (low, high) in BOUNDS.items():
            start[place] = minimum(maximum(start[place], low), high)


def _dot(program: Program, a: Memory, b: Memory) -> Value:
    total = program.variable(0.0)
    for i in program.loop(WIDTH):
        total.value += a[i] * b[i]
    return total.value


def _orthogonalise(
    program: Program, residual: Callable[[Count | int, Count], Value], target: Memory, columns: Memory,
    triangle: Memory, shares: Memory, count: Count,
) -> None:  # fmt: skip
    """Make orthonormal columns of the differences of residuals, newest first; fill triangle and projected target."""
    for k in program.loop(count):
        column = columns.after(k * WIDTH)
        for i in program.loop(WIDTH):
            column[i] = residual(count - 1 - k, i) - residual(count, i)
        before = _dot(program, column, column)
        for j in program.loop(k):
            earlier = columns.after(j * WIDTH)
            along = _dot(program, earlier, column)
            triangle[j * count + k] = along
            for i in program.loop(WIDTH):
                column[i] = column[i] - along * earlier[i]
        left = _dot(program, column, column)
        is_new = left > CUTOFF * CUTOFF * before
        length = square_root(select(is_new, left, 1.0))
        triangle[k * count + k] = length
        for i in program.loop(WIDTH):
            column[i] = select(is_new, column[i] / length, 0.0)
        along = _dot(program, column, target)
        shares[k] = along
        for i in program.loop(WIDTH):
            target[i] = target[i] - along * column[i]


def _solve(program: Program, triangle: Memory, shares: Memory, count: Count) -> None:
    """Solve the triangle for the shares, in place."""
    for k in program.loop(count):
        row = count - 1 - k
        known = program.variable(shares[row])
        for j in program.loop(k):
            known.value -= triangle[row * count + (count - 1 - j)] * shares[count - 1 - j]
        shares[row] = known.value / triangle[row * count + row]


def _believable_share(program: Program, now: Memory, step: Memory) -> Value:
    """Return how much of a step leaves every store within the believable range."""
    low, high = program.number(1.0), program.number(1.0)
    for place in STORES:
        ratio = 1.0 + step[place] / now[place]
        low, high = minimum(low, ratio), maximum(high, ratio)
    fewest, most = VOLUME_RANGE
    down = select(low < fewest, (1.0 - fewest) / (1.0 - low), 1.0)
    up = select(high > most, (most - 1.0) / (high - 1.0), 1.0)
    share: Value = minimum(down, up)
    return share
