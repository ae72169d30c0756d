"""Whatever is given to a public function: what is wrong with it is an InputError of one sentence."""

import itertools

import numpy as np
import pytest

import diastole
from diastole import InputError

HOSTILE = [None, 3, -1.5, float("nan"), True, b"shock", [], {}, {"a": 1}, ["shock"], object(), np.arange(3), "", "shok",
           "x" * 5000, "a\0b", "/", "\ud800", diastole]  # fmt: skip
SHOCK = diastole.Patient.preset("shock")
SHEETS = [each for each in HOSTILE if not isinstance(each, diastole.Patient)]


def named(given):
    """Return what a test is called; each worker must call it the same, so without an address in the memory."""
    return ascii(given).partition(" at 0x")[0][:30]


def refused(function, *given, **options):
    with pytest.raises(InputError) as problem:
        function(*given, progress=False, **options)
    assert str(problem.value)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("given", HOSTILE, ids=named)
def test_what_is_no_patient_is_refused_by_all_that_take_one(given):
    for function in (diastole.simulate, diastole.compare, diastole.alternatives):
        refused(function, given)
    refused(diastole.course, given, "wait 10 s")
    refused(diastole.sweep, given, "heart_rate", [80])
    refused(diastole.ensemble, [given])
    if given is not None:
        refused(diastole.ask, "Why no balloon pump in aortic regurgitation?", patient=given)
        refused(diastole.screen, given)
    refused(diastole.fit, given)
    refused(diastole.heart3d, given)


@pytest.mark.parametrize("given", HOSTILE, ids=named)
def test_what_is_no_option_is_refused(given):
    runs = (diastole.simulate, diastole.compare, diastole.alternatives)
    for function in runs:
        refused(function, "shock", accuracy=given)
        if given is not True and not (given is None and function is not diastole.alternatives):
            refused(function, "shock", reflex=given)
    if not isinstance(given, list | dict) or given:
        refused(diastole.compare, "shock", with_=given)
    refused(diastole.course, "shock", given)
    refused(diastole.claims, given)
    if not isinstance(given, str) or not given:
        refused(diastole.ask, given)
    for name in ("reader", "about"):
        if name == "reader" or not isinstance(given, str) or given:
            refused(diastole.ask, "Why no balloon pump?", **{name: given})
    refused(diastole.sweep, "shock", given, [80])
    refused(diastole.sweep, "shock", "heart_rate", given)
    refused(diastole.sweep, "shock", "heart_rate", [given])
    if not isinstance(given, list) or not given:
        refused(diastole.ensemble, given)
    if given is not None:
        refused(diastole.screen, "shock", at=given)
        refused(diastole.sweep, "shock", "heart_rate", [80], arms=given)
        if not isinstance(given, dict):
            refused(diastole.screen, "shock", given)
            refused(diastole.sweep, "shock", "heart_rate", [80], arms={"a": given})
    refused(diastole.heart3d, "shock", edge=given)
    if not isinstance(given, int):
        refused(diastole.sweep, "shock", "heart_rate", [80], workers=given)


def test_near_names_are_suggested():
    for call, near in (
        (lambda: diastole.simulate("shok"), "'shock'"),
        (lambda: diastole.simulate("shock", accuracy="accurat"), "'accurate'"),
        (lambda: diastole.sweep("shock", "heart_rat", [80]), "'heart_rate'"),
        (lambda: diastole.simulate("healthy").plot("aortic_presure"), "'aortic_pressure'"),
    ):
        with pytest.raises(InputError, match=f"Did you mean {near}"):
            call()


def test_endless_values_are_refused_before_memory_is_full():
    refused(diastole.sweep, "shock", "heart_rate", itertools.repeat(80))


@pytest.mark.parametrize("given", HOSTILE, ids=named)
def test_what_cannot_be_saved_or_drawn_is_refused(given, tmp_path):
    for call in (
        lambda: diastole.figure(given),
        lambda: diastole.to_json(given),
        lambda: diastole.save(given, tmp_path / "a.png"),
        lambda: diastole.save(SHOCK, given),
        lambda: diastole.figure(SHOCK, theme=given),
    ):
        with pytest.raises(InputError):
            call()
    assert not list(tmp_path.iterdir())
