"""The lessons of the package: every sentence on a mechanism is so in the run of its step."""

import numpy as np
import pytest

from diastole.faces.browser.bench_lesson import run_lesson
from diastole.faces.pages.bench_page import bench_page
from diastole.knowledge.lessons.lesson_file import find_lesson
from diastole.knowledge.lessons.shipped_lessons import LESSONS, shipped_lesson
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import compare, simulate

LARGEST = 150_000  # bytes


@pytest.fixture(scope="module")
def runs():
    """Return what a lesson's steps show, by id; a number or a claim that is not so fails here."""
    made = {}

    def of(name):
        made.setdefault(name, run_lesson(find_lesson(name)))
        return made[name].runs

    return of


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_holds(runs, name):
    assert 4 <= len(runs(name)) <= 7


def test_the_page_of_the_longest_is_small():
    run = run_lesson(find_lesson(max(LESSONS, key=lambda name: len(shipped_lesson(name)))))
    page = bench_page(run.lesson.patient, run.lesson.state, lesson=run)
    assert len(page.encode()) <= LARGEST


@pytest.mark.parametrize("name", LESSONS)
def test_every_step_says_or_claims_something_that_its_run_can_refute(name):
    silent = [step.title for step in find_lesson(name).steps if not list(step.numbers())]
    assert silent == []


@pytest.mark.parametrize("name", LESSONS)
def test_right_answers_do_not_stand_at_one_place(name):
    places = [[answer.is_right for answer in step.question.answers].index(True) for step in find_lesson(name).steps]
    assert len(set(places)) > 1


def valleys(run):
    """Return the local minima of aortic pressure, as (time after the start of the cycle [s], pressure [mmHg])."""
    pressure = run.signals["aortic_pressure"]
    inner = pressure[1:-1]
    found = np.flatnonzero((inner < pressure[:-2]) & (inner <= pressure[2:])) + 1
    return [(run.time[place], pressure[place]) for place in found]


def test_signs_of_good_timing(runs):
    run = runs("timing_errors")["good-timing"].with_
    assert run.labels["AUG"] > run.labels["SYS"]
    assert run.labels["ADIA"] < run.labels["DIA"]
    assert run.labels["ASYS"] < run.labels["SYS"]


def test_signs_of_the_errors(runs):
    found = {id_: comparison.with_ for id_, comparison in runs("timing_errors").items()}
    good, early, late = found["every-beat"], found["early-inflation"], found["late-inflation"]
    notch = valleys(good)[-1][0]  # at which the balloon begins to fill
    assert good.labels["DN"] is not None
    assert early.labels["DN"] is None
    assert valleys(late)[-1][0] > notch + 0.08  # a gap between the notch and the second hump
    assert any(abs(time - notch) < 0.02 for time, _ in valleys(late))
    (emptied, lowest), (foot, before_the_beat), *_ = valleys(found["early-deflation"])
    assert emptied < foot
    assert lowest < before_the_beat - 3.0  # it comes back before the beat
    assert min(pressure for _, pressure in valleys(good)) < before_the_beat


def change(preset, measure, **given):
    """Return how a measure changes with the balloon; ``given``: values of the pump, ``orifice`` of the aortic leak."""
    keys = {"orifice": "lesions.aortic_regurgitation.orifice_area"}
    values = {keys.get(name, f"balloon_pump.{name}"): text for name, text in given.items()}
    patient = Patient.preset(preset)
    found = compare((patient if patient.balloon_pump else patient.with_balloon_pump(BalloonPump())).with_values(values))
    return found.with_.measures[measure] - found.without.measures[measure]


def test_what_the_learner_is_told_to_try_in_aortic_regurgitation():
    heart, leak = "acute_severe_ar", "aortic_regurgitant_volume"
    assert 0.0 < change(heart, leak, volume="20 mL") < change(heart, leak)
    assert change(heart, leak, ratio="1:3") > 0.0
    early = {"inflation_offset": "-200 ms"}
    assert change(heart, leak, **early) < -1.0
    assert change(heart, "cardiac_output", **early) < -0.1
    turned = [
        next(
            orifice
            for orifice in np.arange(0.1, 0.5, 0.05)
            if sign * change(heart, measure, orifice=f"{orifice:.2f} cm²") > 0.0
        )
        for measure, sign in (("lv_end_diastolic_pressure", 1.0), ("head_and_arm_flow", -1.0))
    ]
    assert 0.1 < turned[0] < turned[1] < 0.5


def test_what_the_learner_is_told_to_try_with_the_ratio():
    gains = [change("shock", "cardiac_output", ratio=ratio) for ratio in ("1:1", "1:2", "1:3")]
    assert gains[0] > gains[1] > gains[2] > 0.0


def test_a_trace_that_the_text_points_at_climbs(runs):
    run = runs("why_in_mitral_regurgitation")["a-leak-the-other-way"].without
    atrium, ejects = run.signals["left_atrial_pressure"], run.signals["aortic_flow"] > 50.0
    assert atrium[ejects][-1] > atrium[ejects][0] + 5.0


def test_what_the_lesson_on_acute_and_chronic_leaks_says_of_other_states(runs):
    heart, found = "acute_severe_ar", runs("acute_against_chronic")
    assert change(heart, "lv_end_diastolic_pressure") > 0.5
    pressures = {id_: run.without.measures["lv_end_diastolic_pressure"] for id_, run in found.items()}
    assert pressures["a-ventricle-that-had-years"] < pressures["only-softer"] - 10.0
    assert found["a-sudden-leak"].without.measures["aortic_regurgitant_fraction"] > 0.5
    slow = simulate(Patient.preset(heart).with_values({"pacing.rate": "70 /min"})).measures
    assert slow["lv_end_diastolic_pressure"] > pressures["a-sudden-leak"] > pressures["the-rate"]
