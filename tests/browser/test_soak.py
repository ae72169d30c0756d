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
