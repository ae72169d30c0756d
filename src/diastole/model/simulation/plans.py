"""Plans: computations that stop where a heart must go its way to the steady beat, so that many can do so side by side.

A plan is a generator. It yields a `Search`, is sent the clock of the search, and returns its result. `alone` carries
one out; `side_by_side` carries out many, with a block of hearts in each search.
"""

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import batched, islice
from typing import Any, NamedTuple

from diastole.errors import InputError, SimulationError
from diastole.model.simulation.search_memory import Clock
from diastole.model.simulation.steady_search import Search, search
from diastole.tracing.native import widest

WINDOW = 8  # blocks of plans that are under way per thread: enough to put hearts of like length side by side


type Plan[Result] = Generator[Search, Clock, Result]


def alone[Result](plan: Plan[Result]) -> Result:
    """Carry out a plan on its own and return its result; what it raises is raised."""
    try:
        asked = next(plan)
        while True:
            asked = plan.send(search([asked])[0])
    except StopIteration as end:
        result: Result = end.value
        return result


class _Pending(NamedTuple):
    """A plan that waits for a search."""

    number: int
    plan: Plan[Any]
    search: Search


def side_by_side[Result](
    plans: Iterable[Plan[Result]], threads: int = 1
) -> Iterator[tuple[int, Result | InputError | SimulationError]]:
    """Carry out plans, many at once; yield the number of each, from 0, and its result or what went wrong with it.

    They come as they end. What goes wrong with one stops no other.

    `threads`: that search at the same time.
    """
    coming, lanes = enumerate(plans), widest()
    waiting: list[_Pending] = []
    with ThreadPoolExecutor(threads) as pool:
        while True:
            begun = islice(coming, WINDOW * lanes * threads - len(waiting))
            moved: list[_Pending | tuple[int, Any]] = [_moved(number, plan, None) for number, plan in begun]
            is_last = not moved
            waiting += [one for one in moved if isinstance(one, _Pending)]
            yield from (one for one in moved if not isinstance(one, _Pending))
            if not waiting and is_last:
                return
            waiting.sort(key=lambda pending: pending.search.length)
            full = len(waiting) if is_last else len(waiting) - len(waiting) % lanes
            chosen, waiting = waiting[:full], waiting[full:]
            blocks = list(batched(chosen, lanes))
            for block, clocks in zip(blocks, pool.map(_searched, blocks), strict=True):
                for pending, clock in zip(block, clocks, strict=True):
                    after = _moved(pending.number, pending.plan, clock)
                    if isinstance(after, _Pending):
                        waiting.append(after)
                    else:
                        yield after


def _searched(block: tuple[_Pending, ...]) -> list[Clock]:
    return search([pending.search for pending in block], widest() if len(block) > 1 else 1)


def _moved(number: int, plan: Plan[Any], clock: Clock | None) -> "_Pending | tuple[int, Any]":
    """Go on with a plan until it waits for a search or has ended."""
    try:
        return _Pending(number, plan, next(plan) if clock is None else plan.send(clock))
    except StopIteration as end:
        return number, end.value
    except (InputError, SimulationError) as problem:
        return number, problem
