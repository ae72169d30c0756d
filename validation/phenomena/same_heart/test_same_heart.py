"""After the match of one parameter, the wall of finite elements beats as the one-fibre ventricle does."""

import pytest

from validation.phenomena.same_heart.run import BOUND, COMPARED, PRESETS, results


@pytest.mark.parametrize("name", COMPARED)
@pytest.mark.parametrize("preset", PRESETS)
def test_both_hearts_agree(preset, name):
    both = results()[preset]
    assert both["finite_elements"][name] == pytest.approx(both["one_fibre"][name], rel=BOUND)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_beat_was_steady(preset):
    *_, before, last = results()[preset]["strokes"]
    assert last == pytest.approx(before, rel=0.005)
