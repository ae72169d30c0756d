"""Between the beats of many patients: each lane has the numbers that its patient has alone."""

from typing import NamedTuple

import numpy as np
import pytest

from diastole.array_words import ARRAY_WORDS
from diastole.errors import InputError
from diastole.law import reread
from diastole.model.circulation import influence
from diastole.model.circulation.influence import heart_rate, influenced_patient, write_influence
from diastole.model.circulation.kernel_parameters import WATCHED_NAMES, parameter_vector
from diastole.model.devices.balloon_pump import console as balloon_console
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION, Inflation
from diastole.model.devices.balloon_pump.console import Console, Landmarks, Settings
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import Patient
from diastole.model.simulation import beat_to_beat, cohort_regulation, slow_states
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.cohort_regulation import stacked
from diastole.model.simulation.slow_states import LEVELS, LIMBS, SLOW_INDEX, TONE_SLOTS, OperatingPoint
from tests.simulation.test_random_patients import draw, treatment

PATIENTS, EACH = 200, 5
SHAPE = (125, 8)  # blocks, lanes


class Lane(NamedTuple):
    """A patient between two beats."""

    patient: Patient
    regulation: Regulation
    slow: np.ndarray
    means: dict[str, float]
    seconds: float
    console: Console
    actual: float


def treated(random: np.random.Generator) -> Patient:
    while True:
        try:
            return draw(random).with_values(treatment(random))
        except InputError:  # of devices that exclude each other
            pass


def console(random: np.random.Generator) -> Console:
    """Return a console of any ratio and trigger, far too early and far too late as well."""
    settings = Settings(
        on=bool(random.random() < 0.85), every=int(random.integers(1, 4)), pressure_trigger=bool(random.random() < 0.5),
        volume=float(random.choice([0.0, 25.0, 40.0])), inflation_offset=random.uniform(-0.4, 0.4),
        deflation_offset=random.uniform(-0.5, 0.5), vent_time=random.uniform(0.05, 0.3),
    )  # fmt: skip
    seen = Landmarks(random.uniform(0.03, 0.2), random.uniform(0.25, 0.5))
    end = random.uniform(-0.5, 0.9)
    earlier = Inflation(end - 0.4, end, 40.0) if random.random() < 0.6 else NO_INFLATION
    return Console(settings, seen, random.uniform(50, 120), earlier, int(random.integers(settings.every)))


def lane(random: np.random.Generator, patient: Patient) -> Lane:
    own = OperatingPoint(random.uniform(45, 120), random.uniform(0, 15), random.uniform(0, 0.2))
    known = own if random.random() < 0.8 else None
    regulation = Regulation(patient, known, reflex=random.random() < 0.7, ischaemia=random.random() < 0.5)
    slow = regulation.first()
    slow[: len(LIMBS)] = random.uniform(-0.3, 0.3, len(LIMBS))
    slow[TONE_SLOTS] = random.uniform(0.1, 1.0, 2)
    slow[SLOW_INDEX["weakened"]] = random.uniform(0.0, 0.5)
    slow[LEVELS] *= random.uniform(0.0, 1.0, len(DRUGS))
    means = dict.fromkeys(WATCHED_NAMES, 0.5) | {
        "p_ascending_aorta": random.uniform(30, 130), "p_ra": random.uniform(-2, 25), "atp_lv": random.uniform(2, 60),
        "q_subendocardial_arterioles": random.uniform(-0.1, 3), "q_subepicardial_arterioles": random.uniform(-0.1, 3),
    }  # fmt: skip
    seconds = random.uniform(0.3, 1.3)
    return Lane(patient, regulation, slow, means, seconds, console(random), seconds * random.uniform(0.5, 1.5))


def random_lanes(patients: int, each: int) -> list[Lane]:
    """Return so many patients, each in so many states."""
    random = np.random.default_rng(16)
    drawn = [treated(random) for _ in range(patients)]
    return [lane(random, patient) for _ in range(each) for patient in drawn]


@pytest.fixture(scope="module")
def lanes() -> list[Lane]:
    return random_lanes(PATIENTS, EACH)


def by_lane(rows) -> np.ndarray:
    """Return rows by patient (patients, names) as (blocks, names, lanes)."""
    return np.moveaxis(np.reshape(rows, (*SHAPE, -1)), 1, 2)


def numbers(values) -> np.ndarray:
    """Return numbers by patient as (blocks, lanes)."""
    return np.reshape(values, SHAPE)


def means_of(lanes):
    return {name: numbers([each.means[name] for each in lanes]) for name in WATCHED_NAMES}


def agree(found, alone):
    """Hold numbers of lanes against those of each patient: to round-off, also where they are a small difference."""
    assert found.shape == alone.shape
    np.testing.assert_allclose(found, alone, rtol=1e-14, atol=1e-14)


def ordered_by(console: Console, each: Lane) -> Inflation | None:
    return console.order(60.0 / each.seconds, each.seconds, each.actual)


def test_the_lanes_hold_every_case(lanes):
    """Else the tests below would say nothing of it."""
    assert len(lanes) == SHAPE[0] * SHAPE[1]
    assert sum(each.patient.pacing is not None for each in lanes) > 50
    assert sum((each.slow[LEVELS] > 0.0).sum() > 1 for each in lanes) > 200
    assert 100 < sum(bool(each.regulation.physiology.receptors.works) for each in lanes) < 900
    assert 100 < sum(bool(each.regulation.physiology.wall.ischaemia) for each in lanes) < 900
    ordered = [each.console.order(60.0 / each.seconds, each.seconds, each.actual) for each in lanes]
    for every in (1, 2, 3):
        given = [
            one is not None for one, each in zip(ordered, lanes, strict=True) if each.console.settings.every == every
        ]
        assert 20 < sum(given) < len(given) - 20
    late = [one.end - each.actual for one, each in zip(ordered, lanes, strict=True) if one]
    assert min(late) < -0.3
    assert max(late) > 0.3


def test_influence_rate_and_parameters_of_a_lane_are_those_of_its_patient(lanes):
    own = by_lane([parameter_vector(each.patient) for each in lanes])
    physiology = stacked([each.regulation.physiology for each in lanes], SHAPE)
    patients = stacked([influenced_patient(each.patient) for each in lanes], SHAPE)
    found = cohort_regulation.influences(by_lane([each.slow for each in lanes]), physiology)
    rates, p = cohort_regulation.heart_rates(patients, found), own.copy()
    cohort_regulation.write_influences(own, patients, found, p)
    alone_rates, alone = [], []
    for each in lanes:
        given, one = each.regulation.influence(each.slow), influenced_patient(each.patient)
        alone_rates.append(heart_rate(one, given))
        vector = parameter_vector(each.patient)
        alone.append(vector.copy())
        write_influence(vector, one, given, alone[-1])
    agree(rates, numbers(alone_rates))
    agree(p, by_lane(alone))


@pytest.mark.parametrize("move", ["advance", "settle"])
def test_slow_states_of_a_lane_go_where_those_of_its_patient_go(lanes, move):
    physiology = stacked([each.regulation.physiology for each in lanes], SHAPE)
    batch = {"advance": cohort_regulation.advanced, "settle": cohort_regulation.settled}[move]
    before = by_lane([each.slow for each in lanes])
    kept = before.copy()
    found = batch(before, means_of(lanes), numbers([each.seconds for each in lanes]), physiology)
    alone = [each.slow.copy() for each in lanes]
    for each, slow in zip(lanes, alone, strict=True):
        getattr(each.regulation, move)(slow, each.means, each.seconds)
    agree(found, by_lane(alone))
    assert (before == kept).all()


def test_the_console_of_a_lane_orders_and_counts_as_that_of_its_patient(lanes):
    """Over four beats, so that each ratio comes around."""
    consoles, alone = stacked([each.console for each in lanes], SHAPE), [each.console for each in lanes]
    expected, actual = (numbers([getattr(each, name) for each in lanes]) for name in ("seconds", "actual"))
    for _ in range(4):
        present = cohort_regulation.orders(consoles, 60.0 / expected, expected, actual)
        consoles = cohort_regulation.after_beat(consoles, present, actual)
        ordered = [
            one.order(60.0 / each.seconds, each.seconds, each.actual) for one, each in zip(alone, lanes, strict=True)
        ]
        alone = [one.after(given, each.actual) for one, given, each in zip(alone, ordered, lanes, strict=True)]
        for found, one in zip(present, stacked([given or NO_INFLATION for given in ordered], SHAPE), strict=True):
            agree(found, one)
        assert (consoles.beats == numbers([one.beats for one in alone])).all()
        for found, one in zip(consoles.earlier, stacked([one.earlier for one in alone], SHAPE), strict=True):
            agree(found, one)


def test_a_lane_that_is_no_number_stays_alone(lanes):
    """Its neighbours have the same bits as without it."""
    physiology = stacked([each.regulation.physiology for each in lanes], SHAPE)
    slow, means, seconds = by_lane([each.slow for each in lanes]), means_of(lanes), numbers([x.seconds for x in lanes])
    whole = cohort_regulation.advanced(slow, means, seconds, physiology)
    broken = {name: values.copy() for name, values in means.items()}
    for values in broken.values():
        values[3, 2] = np.nan
    found = cohort_regulation.advanced(slow, broken, seconds, physiology)
    assert np.isnan(found[3, :, 2]).any()
    found[3, :, 2] = whole[3, :, 2]
    assert (found == whole).all()


READINGS = {
    "advanced": (slow_states, beat_to_beat.advanced, cohort_regulation._advanced),
    "settled": (slow_states, beat_to_beat.settled, cohort_regulation._settled),
    "influence_of": (slow_states, slow_states.influence_of, cohort_regulation._influence_of),
    "heart_rate": (influence, influence.heart_rate, cohort_regulation._heart_rate),
    "write_influence": (influence, influence.write_influence, cohort_regulation._write_influence),
    "ordered": (balloon_console, balloon_console.ordered, cohort_regulation._ordered),
    "after_beat": (balloon_console, balloon_console.after_beat, cohort_regulation._after_beat),
}


@pytest.mark.parametrize(("name", "readings"), READINGS.items(), ids=READINGS)
def test_one_patient_and_many_have_one_law(name, readings):
    """A fault in it is seen by both: there is no second equation."""
    module, alone, many = readings
    assert alone.__code__ is many.__code__ is getattr(module, name).__code__


def test_a_planted_fault_shows_in_the_lanes(lanes):
    """Else the comparison would pass whatever the laws say."""
    physiology = stacked([each.regulation.physiology for each in lanes], SHAPE)
    faulty = reread(slow_states.settled, ARRAY_WORDS | {"SETTLING": slow_states.SETTLING * (1.0 + 1e-10)})
    slow, seconds = by_lane([each.slow for each in lanes]), numbers([each.seconds for each in lanes])
    found = np.stack(faulty(np.moveaxis(slow, 1, 0), means_of(lanes), seconds, physiology), axis=1)
    with pytest.raises(AssertionError):
        agree(found, cohort_regulation.settled(slow, means_of(lanes), seconds, physiology))
