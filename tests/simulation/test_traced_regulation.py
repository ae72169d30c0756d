"""Between the beats as machine code: traced values read the laws of one patient, a block of patients at once."""

from functools import cache

import numpy as np
import pytest

from diastole.law import reread
from diastole.model.circulation import influence, jets
from diastole.model.circulation.first_state import first_state
from diastole.model.circulation.influence import influenced_patient
from diastole.model.circulation.kernel_parameters import STATE_NAMES, WATCHED_NAMES, parameter_vector
from diastole.model.devices.balloon_pump import console
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION
from diastole.model.simulation import slow_states
from diastole.model.simulation.beat_to_beat import resetting_of, slow_physiology
from diastole.model.simulation.slow_states import SLOW_NAMES
from diastole.number_records import numbers_of, refilled
from diastole.tracing import machine
from diastole.tracing.native import address
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import WORDS
from tests.simulation.test_cohort_regulation import Lane, ordered_by, random_lanes

PATIENTS = 160
EVERY_WIDTH = pytest.mark.parametrize("width", [1, 4, 8])


@cache
def lanes() -> list[Lane]:
    return random_lanes(PATIENTS, 1)


def traced(function, records: list, results: int, width: int) -> np.ndarray:
    """Return what a function of traced records gives for each patient (patients, results), block by block."""
    program = Program(width)
    with program.function("f", {"given": Memory, "out": Memory}) as (given, out):
        places = iter(range(sum(1 for _ in numbers_of(records[0]))))
        found = function(*refilled(records[0], (given[place] for place in places)))
        for place, number in enumerate(numbers_of(found)):
            out[place] = number
    compiled = machine.loaded(machine.compiled(program))["f"]
    numbers = np.array([list(numbers_of(one)) for one in records], dtype=float)
    found = []
    for start in range(0, len(records), width):
        block, out = np.ascontiguousarray(numbers[start : start + width].T), np.full((results, width), np.nan)
        compiled(address(block), address(out))
        found.extend(out.T)
    return np.array(found)


def law(function):
    return reread(function, WORDS)


def agree(found, alone):
    np.testing.assert_allclose(found, alone, rtol=1e-13, atol=1e-13)


@EVERY_WIDTH
def test_an_influence_and_the_parameters_under_it(width):
    """The rate of the heart comes first, then the whole vector of parameters."""

    def written(slow, physiology, patient, own):
        each, p = law(slow_states.influence_of)(slow, physiology.chronotropic_response), list(own)
        law(influence.write_influence)(own, patient, each, p)
        return law(influence.heart_rate)(patient, each), *p

    given, alone = [], []
    for each in lanes():
        own, patient = parameter_vector(each.patient), influenced_patient(each.patient)
        given.append((tuple(each.slow.tolist()), each.regulation.physiology, patient, tuple(own.tolist())))
        under, p = each.regulation.influence(each.slow), own.copy()
        influence.write_influence(own, patient, under, p)
        alone.append([influence.heart_rate(patient, under), *p])
    agree(traced(written, given, len(alone[0]), width), alone)


@EVERY_WIDTH
@pytest.mark.parametrize("move", ["advance", "settle"])
def test_slow_states_move_on(move, width):
    moved = law({"advance": slow_states.advanced, "settle": slow_states.settled}[move])

    def after(slow, means, seconds, physiology):
        return tuple(moved(slow, dict(zip(WATCHED_NAMES, means, strict=True)), seconds, physiology))

    given, alone = [], []
    for each in lanes():
        means = tuple(each.means[name] for name in WATCHED_NAMES)
        given.append((tuple(each.slow.tolist()), means, each.seconds, each.regulation.physiology))
        alone.append(each.slow.copy())
        getattr(each.regulation, move)(alone[-1], each.means, each.seconds)
    agree(traced(after, given, len(SLOW_NAMES), width), alone)


@EVERY_WIDTH
def test_a_set_point_is_found_and_answered_from(width):
    """By the steady beat of a patient as found, whose receptors then reset."""

    def answering(means, rate, physiology, resetting):
        by_name = dict(zip(WATCHED_NAMES, means, strict=True))
        own = law(slow_states.set_point)(by_name, rate, physiology.wall)
        return law(slow_states.at_operating_point)(physiology, own, resetting)

    given, alone = [], []
    for each in lanes():
        means, rate = tuple(each.means[name] for name in WATCHED_NAMES), 60.0 / each.seconds
        found, resetting = slow_physiology(each.patient), resetting_of(each.patient.baroreflex)
        own = slow_states.set_point(each.means, rate, found.wall)
        given.append((means, rate, found, resetting))
        expected = slow_physiology(each.patient, own)
        off = expected.receptors._replace(works=0.0)  # a patient as found answers to nothing yet
        alone.append(list(numbers_of(expected._replace(receptors=off))))
    agree(traced(answering, given, len(alone[0]), width), alone)


@EVERY_WIDTH
def test_a_console_orders_and_goes_on(width):
    def ordered(before, expected, actual):
        present = law(console.ordered)(before, 60.0 / expected, expected, actual)
        return present, law(console.after_beat)(before, present, actual)

    given = [(each.console, each.seconds, each.actual) for each in lanes()]
    alone = []
    for each in lanes():
        present = ordered_by(each.console, each)
        alone.append(list(numbers_of((present or NO_INFLATION, each.console.after(present, each.actual)))))
    agree(traced(ordered, given, len(alone[0]), width), alone)


@EVERY_WIDTH
def test_jets_are_held(width):
    def held(y, p):
        states = list(y)
        law(jets.hold_jets)(states, p)
        return tuple(states)

    random, given, alone = np.random.default_rng(1), [], []
    for each in lanes():
        p, y = parameter_vector(each.patient), first_state(each.patient)
        y[[name.startswith("q_") for name in STATE_NAMES]] = random.uniform(-2e3, 2e3)
        y[[name.startswith("opening_") for name in STATE_NAMES]] = random.uniform(0.0, 1.0)
        given.append((tuple(y.tolist()), tuple(p.tolist())))
        jets.hold_jets(y, p)
        alone.append(y)
    agree(traced(held, given, len(STATE_NAMES), width), alone)
