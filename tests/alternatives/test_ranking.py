import pytest

from diastole.studies.alternatives.ranking import CLIP, GOALS, Entry, goal_scores, places, total_score

FOUND = {
    "cardiac_output": 3.0, "mean_aortic_pressure": 70.0, "left_atrial_pressure": 25.0,
    "lv_end_diastolic_pressure": 30.0, "subendocardial_supply_demand_ratio": 1.2, "aortic_regurgitant_flow": 4.0,
    "mitral_regurgitant_flow": 0.5,
}  # fmt: skip
BETTER = {
    "cardiac_output": 0.5, "mean_aortic_pressure": 10.0, "left_atrial_pressure": -5.0,
    "lv_end_diastolic_pressure": -5.0, "subendocardial_supply_demand_ratio": 0.3, "aortic_regurgitant_flow": -0.5,
    "mitral_regurgitant_flow": -0.5,
}  # fmt: skip


def changed(**by):
    return FOUND | {name: FOUND[name] + change for name, change in by.items()}


def test_as_found_is_zero():
    assert total_score(FOUND, FOUND) == 0.0


@pytest.mark.parametrize("name", BETTER)
def test_each_measure_counts_in_its_direction(name):
    better, worse = changed(**{name: BETTER[name]}), changed(**{name: -BETTER[name]})
    assert total_score(better, FOUND) > 0.0
    assert total_score(worse, FOUND) == pytest.approx(-total_score(better, FOUND))


def test_a_change_that_matters_of_everything_scores_one_and_nothing_scores_more_than_the_clip():
    one = BETTER | {"mitral_regurgitant_flow": 0.0}
    assert goal_scores(changed(**one), FOUND) == pytest.approx({goal.name: 1.0 for goal in GOALS})
    assert total_score(changed(**one), FOUND) == pytest.approx(1.0)
    huge = {name: 100.0 * change for name, change in BETTER.items()}
    assert total_score(changed(**huge), FOUND) == pytest.approx(CLIP)


def test_goals_weigh_in_their_order():
    weights = [goal.weight for goal in GOALS]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)
    forward = changed(cardiac_output=0.5, mean_aortic_pressure=10.0)
    filling = changed(left_atrial_pressure=-5.0, lv_end_diastolic_pressure=-5.0)
    assert total_score(forward, FOUND) > total_score(filling, FOUND)


def test_the_leak_is_that_of_both_valves():
    moved = changed(aortic_regurgitant_flow=-0.4, mitral_regurgitant_flow=0.4)
    assert total_score(moved, FOUND) == pytest.approx(0.0)


def test_what_has_no_number_counts_nothing():
    assert total_score(FOUND | {"subendocardial_supply_demand_ratio": None}, FOUND) == 0.0
    assert total_score(FOUND, FOUND | {"mitral_regurgitant_flow": None}) == 0.0


def test_what_is_contraindicated_stands_below_with_its_rank_among_all():
    entries = [
        Entry("as_found", False, 0.0),
        Entry("forbidden_best", True, 2.0),
        Entry("good", False, 1.0),
        Entry("failed", False, None),
        Entry("forbidden_worst", True, -1.0),
        Entry("equal", False, 0.0),
    ]
    found = places(entries)
    assert {name: tuple(place) for name, place in found.items()} == {
        "good": (1, 2), "as_found": (2, 3), "equal": (3, 4), "forbidden_best": (4, 1), "forbidden_worst": (5, 5),
    }  # fmt: skip
