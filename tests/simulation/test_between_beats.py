"""Between the beats there is one law for all readers: many patients have the numbers that each has alone.

Arrays read it, and values that write machine code for one patient or for a block.
"""

from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
import pytest

from diastole.array_words import ARRAY_WORDS
from diastole.law import reread
from diastole.model.circulation import influence, jets
from diastole.model.circulation.kernel_parameters import WATCHED_NAMES
from diastole.model.devices.balloon_pump import console
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION
from diastole.model.simulation import slow_states
from diastole.model.simulation.beat_to_beat import resetting_of, slow_physiology
from diastole.model.simulation.slow_states import LEVELS
from diastole.number_records import numbers_of, refilled
from diastole.tracing import machine
from diastole.tracing.native import address
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import WORDS
from tests.simulation.lanes import Lane, lanes

WIDTHS = (1, 4, 8)
SUPPORTED = 4  # beats, so that each assist ratio comes around


class Case:
    """A law of what happens between beats."""

    def given(self, each: Lane) -> Any:
        """Return the records of a patient that the law takes."""
        raise NotImplementedError

    def result(self, law: Any, *records: Any) -> Any:
        """Return what the law gives, read as `law` reads it."""
        raise NotImplementedError

    def alone(self, each: Lane) -> Any:
        """Return what one patient has, by what everybody calls."""
        raise NotImplementedError


class Influences(Case):
    """The heart rate and all parameters under drugs, pacemaker, reflex and arterioles."""

    def given(self, each):
        return row(each.slow), each.regulation.physiology, each.influenced, row(each.own)

    def result(self, law, slow, physiology, patient, own):
        under, p = law(slow_states.influence_of)(slow, physiology.chronotropic_response), list(own)
        law(influence.write_influence)(own, patient, under, p)
        return law(influence.heart_rate)(patient, under), *p

    def alone(self, each):
        under, p = each.regulation.influence(each.slow), each.own.copy()
        influence.write_influence(each.own, each.influenced, under, p)
        return influence.heart_rate(each.influenced, under), *p


class SlowStates(Case):
    """Reflex, arterioles, wall and drug levels after a beat, or on the way to where such beats would take them."""

    def __init__(self, law_name: str, method: str):
        self.law_name, self.method = law_name, method

    def given(self, each):
        return row(each.slow), row(each.means.values()), each.seconds, each.regulation.physiology

    def result(self, law, slow, means, seconds, physiology):
        moved = law(getattr(slow_states, self.law_name))
        return tuple(moved(slow, dict(zip(WATCHED_NAMES, means, strict=True)), seconds, physiology))

    def alone(self, each):
        slow = each.slow.copy()
        getattr(each.regulation, self.method)(slow, each.means, each.seconds)
        return slow


class SetPoint(Case):
    """The set point of the reflex, and the receptors that have reset to it."""

    def given(self, each):
        return (
            row(each.means.values()), 60.0 / each.seconds, slow_physiology(each.patient),
            resetting_of(each.patient.baroreflex),
        )  # fmt: skip

    def result(self, law, means, rate, physiology, resetting):
        own = law(slow_states.set_point)(dict(zip(WATCHED_NAMES, means, strict=True)), rate, physiology.wall)
        return law(slow_states.at_operating_point)(physiology, own, resetting)

    def alone(self, each):
        own = slow_states.set_point(each.means, 60.0 / each.seconds, slow_physiology(each.patient).wall)
        found = slow_physiology(each.patient, own)
        return found._replace(receptors=found.receptors._replace(works=0.0))  # the one as found answers to nothing yet


class Orders(Case):
    """The console over some beats: what it orders, and what it keeps."""

    def given(self, each):
        return each.console, each.seconds, each.actual

    def result(self, law, before, expected, actual):
        found = []
        for _ in range(SUPPORTED):
            present = law(console.ordered)(before, 60.0 / expected, expected, actual)
            before = law(console.after_beat)(before, present, actual)
            found += [present, before]
        return tuple(found)

    def alone(self, each):
        found, before = [], each.console
        for _ in range(SUPPORTED):
            present = before.order(60.0 / each.seconds, each.seconds, each.actual)
            before = before.after(present, each.actual)
            found += [present or NO_INFLATION, before]
        return tuple(found)


class Jets(Case):
    """The states after an orifice was changed."""

    def given(self, each):
        return row(each.state), row(each.own)

    def result(self, law, state, p):
        held = list(state)
        law(jets.hold_jets)(held, p)
        return tuple(held)

    def alone(self, each):
        state = each.state.copy()
        jets.hold_jets(state, each.own)
        return state


CASES = {
    "influences": Influences(),
    "slow states after a beat": SlowStates("advanced", "advance"),
    "slow states on their way": SlowStates("settled", "settle"),
    "set point": SetPoint(),
    "orders": Orders(),
    "jets": Jets(),
}


def row(numbers) -> tuple[float, ...]:
    return tuple(float(number) for number in numbers)


def by_arrays(case: Case, records: list, faults=None) -> np.ndarray:
    """Return what arrays give for each patient, (patients, results)."""
    law = partial(reread, names=ARRAY_WORDS | (faults or {}))
    columns = np.array([row(numbers_of(one)) for one in records]).T
    with np.errstate(all="ignore"):
        found = case.result(law, *refilled(records[0], iter(columns)))
    return np.array([np.broadcast_to(number, len(records)) for number in numbers_of(found)]).T


def by_machine_code(case: Case, records: list, faults=None, *, width: int) -> np.ndarray:
    """Return what compiled code gives for each patient, block by block, (patients, results)."""
    law, program = partial(reread, names=WORDS | (faults or {})), Program(width)
    with program.function("f", {"given": Memory, "out": Memory}) as (given, out):
        numbers = (given[place] for place in range(len(row(numbers_of(records[0])))))
        written = list(numbers_of(case.result(law, *refilled(records[0], numbers))))
        for place, number in enumerate(written):
            out[place] = number
    compiled = machine.loaded(machine.compiled(program))["f"]
    rows, found = np.array([row(numbers_of(one)) for one in records]), []
    for start in range(0, len(rows), width):
        block, results = np.ascontiguousarray(rows[start : start + width].T), np.full((len(written), width), np.nan)
        compiled(address(block), address(results))
        found.extend(results.T)
    return np.array(found)


class Reader(NamedTuple):
    read: Any
    tolerance: float  # 1, relative; absolute too, where a number is a small difference


READERS = {"arrays": Reader(by_arrays, 1e-14)} | {
    f"machine code, {width} wide": Reader(partial(by_machine_code, width=width), 1e-13) for width in WIDTHS
}
each_reader = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@cache
def alone(case: Case) -> np.ndarray:
    return np.array([row(numbers_of(tuple(case.alone(each)))) for each in lanes()])


def same(found: np.ndarray, expected: np.ndarray, tolerance: float) -> bool:
    assert found.shape == expected.shape
    return np.allclose(found, expected, rtol=tolerance, atol=tolerance)


def test_the_patients_are_of_every_kind():
    """Else the tests below would say nothing of it."""
    assert len(lanes()) == 1000
    assert sum(each.patient.pacing is not None for each in lanes()) > 50
    assert sum((each.slow[LEVELS] > 0.0).sum() > 1 for each in lanes()) > 200
    assert 100 < sum(bool(each.regulation.physiology.receptors.works) for each in lanes()) < 900
    assert 100 < sum(bool(each.regulation.physiology.wall.ischaemia) for each in lanes()) < 900
    ordered = [each.console.order(60.0 / each.seconds, each.seconds, each.actual) for each in lanes()]
    for ratio in (1, 2, 3):
        given = [bool(one) for one, each in zip(ordered, lanes(), strict=True) if each.console.settings.every == ratio]
        assert 20 < sum(given) < len(given) - 20
    late = [one.end - each.actual for one, each in zip(ordered, lanes(), strict=True) if one]
    assert min(late) < -0.3
    assert max(late) > 0.3
    assert (alone(CASES["jets"]) != [each.state for each in lanes()]).any(axis=1).sum() > 100


@each_reader
@each_case
def test_each_of_many_patients_has_the_numbers_that_it_has_alone(case, reader):
    assert same(reader.read(case, [case.given(each) for each in lanes()]), alone(case), reader.tolerance)


@each_reader
@each_case
def test_a_patient_who_is_no_number_changes_no_bit_of_a_neighbour(case, reader):
    records = [case.given(each) for each in lanes()[:24]]
    whole = reader.read(case, records)
    places = iter([np.nan] * len(row(numbers_of(records[5]))))
    broken = reader.read(case, [*records[:5], refilled(records[5], places), *records[6:]])
    assert np.isnan(broken[5]).any()
    assert (np.delete(broken, 5, axis=0) == np.delete(whole, 5, axis=0)).all()


@each_reader
def test_a_fault_in_a_law_is_seen(reader):
    """Else the comparison would pass whatever the laws say."""
    case = CASES["slow states on their way"]
    fault = {"SETTLING": slow_states.SETTLING * (1.0 + 1e-10)}
    found = reader.read(case, [case.given(each) for each in lanes()], fault)
    assert not same(found, alone(case), reader.tolerance)
