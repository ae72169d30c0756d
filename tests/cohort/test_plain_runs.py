"""Patients from their numbers to measures in lanes: the same numbers, verdicts and reasons as one by one."""

import numpy as np
import pytest

from diastole.model.measures.definitions import MEASURES
from diastole.model.patient.patient_numbers import NUMBERS, patient_numbers
from diastole.model.plain_runs import plain_runs
from diastole.number_records import numbers_of
from diastole.studies.cohort import cohort_task
from diastole.studies.cohort.cohort_runs import How, changed
from diastole.studies.cohort.cohort_store import OUTCOME, REASON, REJECTED, CohortStore
from diastole.studies.cohort.cohort_task import Task, chunk_columns
from diastole.studies.cohort.drawing import drawn, drawn_patients
from diastole.studies.cohort.drawn_numbers import are_within, drawn_numbers
from diastole.studies.cohort.specification import Specification, specification
from tests.cohort.specifications import TEXT

SAME = 1e-10
COUNT = 20  # whole blocks of any processor, and one that is not full

# Patients of whom some are impossible, some do not live, and some need shorter steps; treated in many ways.
HARSH = """\
format: diastole cohort 1
title: Whatever may come
based_on: shock
values:
  lesions.aortic_regurgitation.orifice_area:
    uniform: {low: 0.02 cm², high: 4 cm²}
    source: assumed
  lesions.mitral_regurgitation.orifice_area:
    uniform: {low: 0 cm², high: 1 cm²}
    source: assumed
  heart_rate:
    uniform: {low: 30 /min, high: 180 /min}
    source: assumed
  blood_volume:
    uniform: {low: 3000 mL, high: 8000 mL}
    source: assumed
  left_ventricle.peak_calcium:
    uniform: {low: 0.2 µM, high: 2 µM}
    source: assumed
  left_ventricle.passive_stiffness:
    lognormal: {median: x1.0, factor: 2}
    source: assumed
arms:
  off: {}
  on: {balloon_pump: {}}
  every_other: {balloon_pump.ratio: "1:2"}
  standby: {balloon_pump.mode: standby}
  drugs: {drugs.noradrenaline: 0.1 µg/kg/min, drugs.dobutamine: 5 µg/kg/min}
  axial: {axial_pump: {}}
  wider: {resistances.upper_body_bed: x0.8}
"""


def columns(spec: Specification, count: int = COUNT) -> dict:
    task = Task("nowhere", spec.text, 1, count, 0, How())
    return chunk_columns(CohortStore(task.path, spec, task.seed, count, task.how), spec, task)


@pytest.fixture(scope="module")
def harsh():
    return specification(HARSH.encode(), "harsh.yaml")


@pytest.fixture(scope="module")
def both_ways(harsh):
    """Return the arrays of harsh patients, from their numbers where that goes, and one by one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cohort_task, "drawn_numbers", lambda spec, values: [])
        one_by_one = columns(harsh)
    return columns(harsh), one_by_one


def test_verdicts_and_reasons_are_those_of_one_by_one(both_ways):
    found, expected = both_ways
    for name in (OUTCOME, REASON, REJECTED):
        assert (found[name] == expected[name]).all(), name
    assert set(np.unique(expected[OUTCOME])) == {0, 1, 2}  # each happens


def test_measures_are_those_of_one_by_one(both_ways):
    found, expected = both_ways
    for name in MEASURES:
        called = name if name in found and name != "heart_rate" else f"measured_{name}"
        a, b = found[called], expected[called]
        assert (np.isnan(a) == np.isnan(b)).all(), name
        near = 1e-3 * np.nanmax(np.abs(b), initial=0.0)  # what is almost 0 is compared with what others have
        assert np.nanmax(np.abs(a - b) - SAME * np.maximum(np.abs(b), near), initial=0.0) <= 0.0, name


def test_most_patients_of_a_usual_cohort_are_plain():
    """Else the speed of cohorts is lost unseen."""
    spec = specification(TEXT.encode(), "spec.yaml")
    runs = plain_runs(drawn_numbers(spec, drawn(spec, 1, 0, COUNT)))
    assert [one.is_plain.sum() for one in runs] == [COUNT, COUNT]


def test_numbers_are_those_of_the_patients(harsh):
    values = drawn(harsh, 1, 0, COUNT)
    found, within = drawn_numbers(harsh, values), are_within(values)
    assert within.all()
    for place, patient in enumerate(drawn_patients(harsh, 1, 0, COUNT)):
        for numbers, arm in zip(found, harsh.arms.values(), strict=True):
            in_arm = changed(patient, arm)
            if not isinstance(in_arm, str):
                assert numbers[:, place].tolist() == list(numbers_of(patient_numbers(in_arm)))


def test_a_number_that_is_no_value_is_seen():
    values = {"heart_rate": np.array([20.0, 19.9, 250.1]), "blood_volume": np.array([0.0, 5000.0, 5000.0])}
    assert are_within(values).tolist() == [False, False, False]
    assert are_within({"heart_rate": np.array([20.0, 250.0])}).all()


SPREAD = "  body.height:\n    uniform: {low: 1.5 m, high: 1.9 m}\n    source: assumed\n"
NOT_PLAIN = {
    "a word": TEXT.replace("HR:", "balloon_pump.ratio:\n    one_of: {1:1: 0.5, 1:2: 0.5}\n    source: assumed\n  HR:"),
    "the body": TEXT.replace("correlations:", f"{SPREAD}correlations:"),
    "changed by an arm": TEXT.replace("off: {}", "off: {heart_rate: +10 %}"),
    "taken away by an arm": TEXT.replace("off: {}", "off: {lesions.aortic_regurgitation: none}"),
}


@pytest.mark.parametrize("kind", NOT_PLAIN)
def test_what_is_more_than_a_number_of_its_own_goes_one_by_one(kind):
    spec = specification(NOT_PLAIN[kind].encode(), "spec.yaml")
    assert not drawn_numbers(spec, drawn(spec, 1, 0, 4))
    assert (columns(spec, count=4)[OUTCOME] == 0).all()


def test_a_patient_is_the_same_among_others(harsh):
    """A lane never feels its neighbours: bit by bit."""
    numbers = drawn_numbers(harsh, drawn(harsh, 1, 0, COUNT))[:2]
    together = plain_runs(numbers)
    for place in (0, 4, 17):
        for arm, alone in enumerate(plain_runs([one[:, place : place + 1].copy() for one in numbers])):
            assert alone.is_plain[0] == together[arm].is_plain[place]
            if alone.is_plain[0]:
                assert np.array_equal(alone.values[:, 0], together[arm].values[:, place], equal_nan=True)


def test_nobody_is_nobody():
    assert [one.values.shape for one in plain_runs([np.empty((len(NUMBERS), 0))])] == [(len(MEASURES), 0)]
    assert plain_runs([]) == []
