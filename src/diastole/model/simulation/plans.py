"""Plans: computations that stop where compiled code has work to do, so that the work of many is done side by side.

A plan is a generator. It yields a `Request`, is sent the answer, and returns its result. `alone` carries one out;
`side_by_side` carries out many, with a block of requests in each call of compiled code, and `together` those that make
one result.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import batched, groupby, islice
from typing import Any, NamedTuple, Self

from diastole.errors import InputError, SimulationError
from diastole.tracing.native import widest

WINDOW = 8  # blocks of plans that are under way per thread: enough to put requests of like length side by side


class Request:
    """Work for compiled code, such as the search of a steady beat."""

    @property
    def length(self) -> tuple[float, ...]:
        """What decides how long the work takes: that of like length is done side by side."""
        return ()

    @classmethod
    def answers(cls, requests: Sequence[Self], lanes: int) -> Sequence[Any]:
        """Do the work of requests of this kind, at most as many as lanes, and return an answer to each."""
        raise NotImplementedError


type Plan[Result] = Generator[Request, Any, Result]


def alone[Result](plan: Plan[Result]) -> Result:
    """Carry out a plan on its own and return its result; what it raises is raised."""
    try:
        asked = next(plan)
        while True:
            asked = plan.send(asked.answers([asked], 1)[0])
    except StopIteration as end:
        result: Result = end.value
        return result


class _Waiting(NamedTuple):
    """A plan that waits for an answer."""

    number: int
    plan: Plan[Any]
    request: Request

    @property
    def order(self) -> tuple[str, tuple[float, ...]]:
        """What requests are sorted by, so that those of one kind and length [s] go together."""
        return type(self.request).__name__, self.request.length


def side_by_side[Result](
    plans: Iterable[Plan[Result]], threads: int = 1
) -> Iterator[tuple[int, Result | InputError | SimulationError]]:
    """Carry out plans, many at once; yield the number of each, from 0, and its result or what went wrong with it.

    They come as they end. What goes wrong with one stops no other.

    `threads`: of compiled code that run at the same time.
    """
    coming, lanes = enumerate(plans), widest()
    waiting: list[_Waiting] = []
    are_all_begun = False
    with ExitStack() as held:
        in_turn = held.enter_context(ThreadPoolExecutor(threads)).map if threads > 1 else map
        while waiting or not are_all_begun:
            wanted = max(WINDOW * lanes * threads - len(waiting), 0)
            begun = list(islice(coming, wanted))
            are_all_begun = are_all_begun or len(begun) < wanted
            moved = [_moved(number, plan, None) for number, plan in begun]
            blocks, rest = _blocks(waiting, lanes, whole_only=bool(begun) or not are_all_begun)
            for block, answers in zip(blocks, in_turn(_answered, blocks), strict=True):
                moved += [_moved(one.number, one.plan, answer) for one, answer in zip(block, answers, strict=True)]
            waiting = [*rest, *(one for one in moved if isinstance(one, _Waiting))]
            yield from (one for one in moved if not isinstance(one, _Waiting))


def together[Result](plans: Iterable[Plan[Result]]) -> list[Result]:
    """Carry out plans side by side and return their results, in order; raise what the first of those that fail says."""
    ended = dict(side_by_side(plans))
    results: list[Result] = []
    for number in range(len(ended)):
        result = ended[number]
        if isinstance(result, InputError | SimulationError):
            raise result
        results.append(result)
    return results


def _blocks(
    waiting: list[_Waiting], lanes: int, *, whole_only: bool
) -> tuple[list[tuple[_Waiting, ...]], list[_Waiting]]:
    """Return blocks of requests of one kind and of like length, and what is left for later.

    `whole_only`: whether a block that is not full waits for more.
    """
    blocks: list[tuple[_Waiting, ...]] = []
    rest: list[_Waiting] = []
    for _, kind in groupby(sorted(waiting, key=lambda one: one.order), key=lambda one: type(one.request)):
        for block in batched(kind, lanes):
            if whole_only and len(block) < lanes:
                rest += block
            else:
                blocks.append(block)
    return blocks, rest


def _answered(block: Sequence[_Waiting]) -> Sequence[Any]:
    requests = [one.request for one in block]
    return type(requests[0]).answers(requests, widest() if len(block) > 1 else 1)


def _moved(number: int, plan: Plan[Any], answer: Any) -> _Waiting | tuple[int, Any]:
    """Go on with a plan until it waits for an answer or has ended."""
    try:
        return _Waiting(number, plan, plan.send(answer))
    except StopIteration as end:
        return number, end.value
    except (InputError, SimulationError) as problem:
        return number, problem
