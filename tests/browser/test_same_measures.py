"""Measures that a page reads of its own runs are those of the package."""

import pytest

from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS
from tests.browser.under_node import staged
from tests.conftest import DEVICES

SAME = 1e-9  # relative
FLOORS = {"1": 0.01, "ms": 1.0, "mL/h": 30.0}  # by unit, below which a measure counts by its difference alone; 1 else
PUMPED = ("no pump", "1:1", "1:2", "pneumatic", *DEVICES)


@pytest.mark.parametrize("pump", PUMPED)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_measure_of_a_whole_run(run_of, preset, pump):
    run = run_of(preset, pump)
    answer = staged(run.patient)
    assert answer["outcome"] == "steady"
    measured = answer["measured"]
    assert measured["isSustained"]
    assert set(measured["values"]) == set(MEASURES)
    wrong = {}
    for name, value in run.measures.items():
        found = measured["values"][name]
        if value is None or found is None:
            assert found is value, name
        elif abs(found - value) > SAME * max(abs(value), FLOORS.get(MEASURES[name].unit, 1.0)):
            wrong[name] = (found, value)
    assert wrong == {}
