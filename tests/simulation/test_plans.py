"""Plans: many computations share blocks of compiled work, and each is what it is alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import pytest

from diastole.errors import InputError, SimulationError
from diastole.model.simulation.plans import WINDOW, Request, alone, side_by_side, together
from diastole.tracing.native import widest

CALLS: list[list[float]] = []


@dataclass(frozen=True)
class Doubled(Request):
    """A number to be doubled."""

    number: float

    @property
    def length(self):
        return (self.number % 3,)

    @classmethod
    def answers(cls, requests: Sequence[Self], lanes: int):
        assert 1 <= len(requests) <= lanes <= widest()
        CALLS.append([one.number for one in requests])
        return [2.0 * one.number for one in requests]


@dataclass(frozen=True)
class Negated(Doubled):
    """A number to be negated."""

    @classmethod
    def answers(cls, requests: Sequence[Self], lanes: int):
        return [-one.number for one in requests]


def plan(number, times=3):
    """Double a number so many times, and negate it; odd ones fail on the way."""
    value = number
    for turn in range(times):
        value = yield Doubled(value)
        if number % 7 == 1 and turn == 1:
            raise SimulationError(f"{number} fails")
    return (yield Negated(value)) + number


def refused(number):
    raise InputError(f"{number} is refused")
    yield


def test_a_plan_alone():
    assert alone(plan(3.0)) == -24.0 + 3.0
    with pytest.raises(SimulationError, match=r"8.0 fails"):
        alone(plan(8.0))


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 8, 9, 100, 1025])
def test_each_of_many_plans_is_what_it_is_alone(count, threads):
    found = dict(side_by_side((plan(float(n), times=n % 4) for n in range(count)), threads=threads))
    assert sorted(found) == list(range(count))
    for number in range(count):
        fails = number % 7 == 1 and number % 4 > 1
        assert isinstance(found[number], SimulationError) == fails
        assert fails or found[number] == alone(plan(float(number), times=number % 4))


def test_what_goes_wrong_with_one_stops_no_other():
    found = dict(side_by_side([plan(2.0), refused(5), plan(1.0), plan(4.0)]))
    assert (found[0], found[3]) == (-14.0, -28.0)
    assert isinstance(found[1], InputError)
    assert isinstance(found[2], SimulationError)


def test_together_all_succeed_or_the_first_failure_is_raised():
    assert together([plan(2.0), plan(4.0)]) == [-14.0, -28.0]
    assert together([]) == []
    with pytest.raises(SimulationError, match=r"1.0 fails"):
        together([plan(2.0), plan(1.0), refused(5)])


def test_a_fault_of_the_program_is_not_hidden():
    def broken():
        yield Doubled(1.0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(side_by_side([broken()]))


def test_blocks_are_full_and_of_like_length():
    CALLS.clear()
    count = 6 * WINDOW * widest()
    dict(side_by_side(plan(float(7 * n), times=1) for n in range(count)))
    assert sum(map(len, CALLS)) == count
    full = [call for call in CALLS if len(call) == widest()]
    assert len(full) >= 0.9 * len(CALLS)
    assert sum(len({number % 3 for number in call}) == 1 for call in full) >= 0.7 * len(full)


def test_only_a_window_of_plans_is_under_way():
    begun = 0

    def counted():
        nonlocal begun
        for number in range(10_000):
            begun += 1
            yield plan(float(7 * number), times=1)

    ended = side_by_side(counted())
    next(ended)
    assert begun <= 3 * WINDOW * widest()
