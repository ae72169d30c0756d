"""The labels of a console in a page stand where those of the package do: every preset, pump and error of timing."""

import pytest

from diastole.faces.browser.bench_controls import TIMING_ERRORS
from diastole.model.measures.console_labels import LABELS, console_marks
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import simulate
from tests.browser.under_node import staged

SAME_HEIGHT = 1e-6  # mmHg
SAME_TIME = 2e-4  # s; a flat top has its highest sample here or there
PUMPED = ("no pump", "1:1", "1:2", "1:3", "Impella CP", "Impella 5.5")


def points(marks):
    return {label: None if mark is None else tuple(mark.values()) for label, mark in marks.items()}


def of_package(run):
    marks = console_marks(run.cycle, pumping=run.steady.landmarks is not None)
    assert {label: mark and mark.pressure for label, mark in marks.items()} == run.labels
    return marks


def assert_same(ours, theirs, where):
    assert list(ours) == list(theirs) == list(LABELS)
    for label, mark in theirs.items():
        if mark is None:
            assert ours[label] is None, (label, where)
        else:
            time, pressure = ours[label]
            assert pressure == pytest.approx(mark.pressure, abs=SAME_HEIGHT), (label, where)
            assert time == pytest.approx(mark.time, abs=SAME_TIME), (label, where)


@pytest.mark.parametrize("preset", PRESETS)
def test_labels_with_every_pump(run_of, preset):
    runs = {pump: run_of(preset, pump) for pump in PUMPED}
    for (pump, run), answer in zip(runs.items(), staged([run.patient for run in runs.values()]), strict=True):
        assert_same(points(answer["marks"]), of_package(run), pump)


@pytest.mark.parametrize("preset", PRESETS)
def test_labels_with_every_error_of_timing(preset):
    patients = {
        (title, ratio): Patient.preset(preset).with_values({key: f"{value:g} ms", "balloon_pump.ratio": ratio})
        for title, key, value in TIMING_ERRORS
        for ratio in ("1:1", "1:2")
    }
    seen = set()
    for (error, patient), answer in zip(patients.items(), staged(list(patients.values())), strict=True):
        theirs = of_package(simulate(patient))
        assert_same(points(answer["marks"]), theirs, error)
        seen |= {label for label, mark in theirs.items() if mark is None}
    assert {"SYS", "DIA", "DN"} <= seen  # at 1:1, and where an early inflation fills the notch


def test_the_comparison_can_fail(run_of):
    (answer,) = staged([run_of("shock", "1:2").patient])
    with pytest.raises(AssertionError):
        assert_same(points(answer["marks"]), of_package(run_of("shock", "1:1")), "another ratio")
