"""A restless reader, for a while; ``make soak`` is the same for an hour."""

import pytest

from tests.browser.soak import Soak, soaked, told
from tests.browser.soak_refusals import as_typed, differs

STATES = 200


def test_the_page_stands_random_controls(browser, tmp_path):
    told: list[str] = []
    done = soaked(browser, tmp_path, lambda so_far: so_far.states < STATES, seed=5, look_at=20, tell=told.append)
    assert done.problems == []
    assert done.states >= STATES
    assert len(told) == len(done.memory)
    assert done.is_sound, told


def test_a_soak_of_few_actions_is_measured_once(browser, tmp_path):
    told: list[str] = []
    done = soaked(browser, tmp_path, lambda so_far: so_far.actions < 3, seed=5, look_at=200, tell=told.append)
    assert done.actions == 3
    assert len(told) == len(done.memory) == 1
    assert done.growth == 0.0
    assert done.is_sound, told


@pytest.mark.parametrize(
    ("text", "refusal", "found"),
    [
        ("80", "", ""),
        ("80", "no", "the package takes"),
        ("1e9", "no", ""),
        ("1e9", "", "the page takes"),
        ("x", "no", ""),
    ],
)
def test_a_wrong_refusal_is_found(text, refusal, found):
    command = "diastole compare acute_severe_ar --set 'pacing.rate=110 /min'"
    assert differs(command, "control-heart_rate", as_typed("/min", text), refusal).startswith(found)
    assert bool(found) == bool(differs(command, "control-heart_rate", as_typed("/min", text), refusal))


def test_what_came_of_a_soak_is_told_with_every_problem():
    held = {"memory": [30.0, 31.0, 32.0, 33.5], "engines": [9.0, 9.0, 9.0, 9.5]}
    text = told(Soak(states=2000, actions=1000, problems=["the page says: NaN"], **held), {"minutes": 1})
    for part in ("| 1,000 |", "| 2,000 |", "| 1 |", "| 30.0 MB |", "+2.50 MB", "+0.50 MB", "- the page says: NaN"):
        assert part in text
