"""Measures that a page reads of its own runs are those of the package."""

import pytest

from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS
from tests.browser.under_node import staged
from tests.conftest import DEVICES

SAME = 1e-9  # relative
FLOORS = {"1": 0.01, "ms": 1.0, "mL/h": 30.0}  # by unit, below which a measure counts by its difference alone; 1 else
PUMPED = ("no pump", "1:1", "1:2", "pneumatic", *DEVICES)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_measure_of_whole_runs(run_of, preset):
    runs = {pump: run_of(preset, pump) for pump in PUMPED}
    answers = staged([run.patient for run in runs.values()])
    for (pump, run), answer in zip(runs.items(), answers, strict=True):
        assert answer["outcome"] == "steady", pump
        assert answer["measured"]["isSustained"], pump
        assert differing(answer["measured"]["values"], run.measures) == {}, pump


def differing(ours: dict[str, float | None], theirs: dict[str, float | None]) -> dict[str, tuple]:
    """Return the measures that are not the same, with both values."""
    assert set(ours) == set(theirs) == set(MEASURES)

    def same(name: str) -> bool:
        one, other = ours[name], theirs[name]
        if one is None or other is None:
            return one is other
        return abs(one - other) <= SAME * max(abs(other), FLOORS.get(MEASURES[name].unit, 1.0))

    return {name: (ours[name], theirs[name]) for name in MEASURES if not same(name)}


def test_the_comparison_can_fail(run_of):
    (answer,) = staged([run_of("shock", "no pump").patient])
    assert differing(answer["measured"]["values"], run_of("shock_mr", "no pump").measures) != {}
