"""Where effects turn is read rightly, and what was predicted stands as it was written down."""

from datetime import date

import numpy as np
import pytest

from diastole.model.measures.definitions import MEASURES
from validation.patients import LEAK, preset, run, treated
from validation.phenomena.headline.hearts import PRESETS, SPREADS, drawn, never_closing, varied
from validation.phenomena.headline.prediction import FEARED, HEARTS, SIZES, kept, quantiles
from validation.phenomena.headline.turns import (
    BALLOON,
    HEADLINE,
    ORIFICES,
    Band,
    bands,
    bands_of,
    begins,
    in_told_changes,
    sweep,
    words,
)

LEAKS = (0.1, 0.2, 0.3, 0.4)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((2.0, 3.0, 2.0, 1.5), "rises at every size"),
        ((-2.0, -3.0, -2.0, -1.5), "falls at every size"),
        ((0.9, -0.9, 0.5, 0.0), "no change at every size"),
        ((2.0, 0.0, -2.0, -4.0), "rises up to 0.15, falls from 0.25 cm²"),
        ((-2.0, 2.0, 2.0, -2.0), "falls up to 0.12, rises from 0.18 to 0.32, falls from 0.38 cm²"),
        ((2.0, 2.0, 0.0, 0.0), "rises up to 0.25, no change from 0.25 cm²"),
    ],
)
def test_bands_along_the_leak(changes, said):
    assert words(bands(LEAKS, changes)) == said


def test_a_change_is_told_here_where_the_measure_tells_it():
    for name in HEADLINE:
        least = max(MEASURES[name].least, 0.01 * 10.0)
        pairs = np.array([[10.0, 10.0 + 1.01 * least], [10.0, 10.0 - 1.01 * least], [10.0, 10.0 + 0.99 * least]])
        says = [MEASURES[name].direction(*pair) for pair in pairs]
        assert [int(np.sign(x)) if abs(x) >= 1.0 else 0 for x in in_told_changes(name, pairs)] == says == [1, -1, 0]


def test_where_a_change_begins():
    found = [Band(1, None, 0.2), Band(0, 0.2, 0.3), Band(-1, 0.3, None)]
    assert (begins(found, 1), begins(found, -1)) == (ORIFICES[0], 0.3)
    assert begins(found[:2], -1) is None


def test_what_never_comes_is_beyond_the_largest_leak():
    assert quantiles([0.2, 0.3, 0.4, np.inf])[2] is None
    assert quantiles([0.3] * 5) == (0.3, 0.3, 0.3)


def test_what_the_page_says_in_words_is_what_the_runs_show():
    """*How to read it* in docs/credibility/headline.md: where a line fails here, it has to be written anew there."""
    acute, chronic, shock = (preset(name) for name in PRESETS.values())
    for heart in (acute, chronic, shock):
        assert {band.does for band in bands_of(heart, "cardiac_output")} == {1}
        assert 1 not in {band.does for band in bands_of(heart, "left_atrial_pressure")}
        supply = sweep(heart, "subendocardial_supply_demand_ratio")
        assert supply[0, 1] / supply[0, 0] > supply[-1, 1] / supply[-1, 0] > 1.0
        assert begins(bands_of(heart, "coronary_flow"), 1) is None
    losses = [begins(bands_of(heart, "head_and_arm_flow"), -1) for heart in (acute, chronic)]
    assert losses[0] < losses[1]
    assert begins(bands_of(chronic, "lv_end_diastolic_pressure"), 1) is None
    leaking = treated(acute, ((LEAK, "0.5 cm²"),))
    means = [
        [float(run(who).dataset()[f"{where}aortic_pressure"].mean()) for who in (leaking, treated(leaking, BALLOON))]
        for where in ("", "abdominal_")
    ]
    assert means[0][1] < means[0][0]
    assert means[1][1] > means[1][0]


def test_drawn_hearts_are_the_same_each_time_and_within_their_spreads():
    first, again = (list(drawn("acute", 3, seed=1)) for _ in range(2))
    assert first == again
    assert len({patient for patient, _ in first}) == 3
    own = preset(PRESETS["acute"])
    low, high = SPREADS["heart rate"][1:]
    assert all(low * own.heart_rate <= patient.heart_rate <= high * own.heart_rate for patient, _ in first)
    assert varied(own, {"heart rate": 1.2}).heart_rate == pytest.approx(1.2 * own.heart_rate)


def test_arterioles_that_never_close_keep_pressure_and_output():
    own = preset(PRESETS["acute"])
    before, after = run(own).measures, run(never_closing(own)).measures
    for name in ("mean_aortic_pressure", "cardiac_output"):
        assert after[name] == pytest.approx(before[name], rel=0.05)


def test_a_prediction_was_written_down_and_tells_the_headline_whole():
    assert kept()
    for one in kept():
        assert date.fromisoformat(one.date) >= date(2026, 11, 29)
        assert one.model
        assert set(one.hearts) == set(one.foreseen) == set(PRESETS)
        assert all(0.9 * HEARTS <= number <= HEARTS for number in one.hearts.values())
        for foreseen in one.foreseen.values():
            assert set(foreseen) == set(HEADLINE) == set(FEARED)
            for seen in foreseen.values():
                assert set(seen.changes) == set(SIZES)
                assert all(low <= middle <= high for low, middle, high in seen.changes.values())
