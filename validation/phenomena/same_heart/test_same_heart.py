"""After the match of one parameter, the wall of finite elements beats as the one-fibre ventricle does."""

import pytest

from validation.phenomena.same_heart.run import BOUND, COMPARED, PATIENTS, results


@pytest.mark.parametrize("name", COMPARED)
@pytest.mark.parametrize("patient", PATIENTS)
def test_both_hearts_agree(patient, name):
    both = results()[patient]
    assert both["finite_elements"][name] == pytest.approx(both["one_fibre"][name], rel=BOUND)


@pytest.mark.parametrize("patient", PATIENTS)
def test_the_beat_was_steady(patient):
    *_, before, last = results()[patient]["strokes"]
    assert last == pytest.approx(before, rel=0.005)
