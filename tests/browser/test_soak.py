"""A restless reader, for a while; ``make soak`` is the same for an hour."""

from tests.browser.soak import soaked

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
