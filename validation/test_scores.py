"""Rows made by hand are judged as the rule says, and the shares follow the verdicts."""

import math
from statistics import mean, stdev

import pytest
from pydantic import ValidationError
from scipy.stats import ttest_1samp

from diastole.errors import InputError
from validation import locked_targets, score_history, scores
from validation.locked_targets import changed, digest
from validation.published_row import Arm, PublishedRow
from validation.rows import HIT, MISS, SIGN
from validation.score_history import history, history_table, record
from validation.scores import by_field, missed, scored, share, shares

RISE = {"change": 10.0, "change_in": "absolute"}


def row(before, after, measure="cardiac_output", field="balloon", **printed):
    """Return a row whose model shows two values."""
    arm = Arm(field=field, patient="someone", why="made by hand", reflex=False, preset="healthy")
    made = PublishedRow(source="nobody1999", arm=arm, id="made", measure=measure, unit="mmHg", **(RISE | printed))
    made.__dict__["pair"] = before, after  # which the model would show
    return made


@pytest.mark.parametrize(
    ("after", "verdict"), [(115.0, HIT), (105.0, HIT), (104.9, SIGN), (115.1, SIGN), (99.0, MISS), (math.nan, MISS)]
)
def test_a_change_is_a_hit_within_half_of_the_published_one(after, verdict):
    assert row(100.0, after).verdict == verdict


def test_no_spread_widens_a_hit():
    assert row(100.0, 104.0, change_sd=12.0, n=9).verdict == SIGN  # two standard errors are 8


@pytest.mark.parametrize(("after", "verdict"), [(100.0, HIT), (93.1, HIT), (92.9, MISS), (113.1, MISS)])
def test_a_published_change_within_its_noise_is_no_change(after, verdict):
    assert row(100.0, after, change=3.0, change_sd=15.0, n=9).verdict == verdict  # two standard errors are 10


def test_a_printed_p_tells_the_spread_as_a_paired_t_test_does():
    differences = [1.0, -2.0, 3.0, 4.0, -1.5, 2.5]
    p = ttest_1samp(differences, 0.0).pvalue
    told = row(100.0, 101.0, change=mean(differences), p=p, n=len(differences))
    assert told.spread == pytest.approx(stdev(differences))
    assert told.is_noise


@pytest.mark.parametrize(("p", "noise"), [(0.03, False), (0.12, True)])
def test_a_change_that_a_source_could_not_tell_is_no_change(p, noise):
    assert row(100.0, 100.0, p=p, n=25).is_noise == noise


@pytest.mark.parametrize("printed", [{"p": 0.5}, {"p": 0.5, "n": 1}, {"p": 0.5, "n": 9, "change": None}])
def test_a_p_without_what_it_is_of_is_refused(printed):
    with pytest.raises(ValidationError, match="give change and n"):
        row(100.0, 110.0, **printed)


@pytest.mark.parametrize(("after", "verdict"), [(100.0, HIT), (104.0, HIT), (106.0, MISS)])
def test_what_is_not_altered_has_no_sign_and_stays_inside_its_range(after, verdict):
    judged = scored(row(100.0, after, between=(-5.0, 5.0)))
    assert (judged.sign, judged.half) == (None, verdict == HIT)


@pytest.mark.parametrize(("after", "half"), [(100.0, True), (120.0, False)])
def test_a_change_within_its_noise_has_no_sign_whether_it_is_met_or_not(after, half):
    judged = scored(row(100.0, after, change=3.0, change_sd=15.0, n=9))
    assert (judged.sign, judged.half) == (None, half)


@pytest.mark.parametrize(
    ("measure", "after", "verdict"),
    [
        ("right_atrial_pressure", 10.4, MISS),
        ("right_atrial_pressure", 10.6, SIGN),
        ("cardiac_output", 10.09, MISS),
        ("cardiac_output", 10.11, SIGN),
    ],
)
def test_a_change_of_the_model_that_nobody_would_see_has_no_sign(measure, after, verdict):
    assert row(10.0, after, measure).verdict == verdict


def test_only_the_sign_counts_where_only_a_direction_is_printed():
    judged = scored(row(100.0, 300.0, direction="rises", sign_only=True))
    assert (judged.sign, judged.half, judged.error, judged.spreads, judged.state) == (True, None, None, None, None)


def test_a_state_counts_apart():
    judged = scored(row(105.0, 105.0, change=None, change_in="state", state=100.0, sd=10.0))
    assert (judged.sign, judged.half, judged.error, judged.state) == (None, None, None, True)
    assert judged.spreads == pytest.approx(0.5)


def test_standard_errors_are_of_the_change():
    near, far = (scored(row(100.0, after, change_sd=12.0, n=9)) for after in (113.9, 114.1))
    assert (near.error, far.error) == (True, False)
    assert near.spreads == pytest.approx(3.9 / 12.0)


def test_the_spread_of_a_change_follows_from_that_of_the_values(monkeypatch):
    """Values that go together one to one change alike; those that do not go together change by the root of two."""
    for correlation, spread in ((1.0, 0.0), (0.0, 15.0 * math.sqrt(2.0)), (0.5, 15.0)):
        monkeypatch.setattr("validation.published_row.CORRELATION", correlation)
        assert row(1.0, 1.0, sd=15.0).spread == pytest.approx(spread)
        in_percent = row(1.0, 1.0, sd=15.0, baseline=50.0, change_in="percent")
        assert in_percent.spread == pytest.approx(2.0 * spread)
    assert math.isnan(row(1.0, 1.0).spread)
    assert math.isnan(row(1.0, 1.0, sd=15.0).standard_error)  # n is not printed


def test_a_planted_wrong_sign_lowers_the_shares_of_its_field_only():
    right = [scored(row(100.0, 110.0)), scored(row(100.0, 110.0)), scored(row(100.0, 110.0, field="stenoses"))]
    planted = [scored(row(100.0, 90.0)), *right[1:]]
    before, after = by_field(right), by_field(planted)
    for question in ("sign", "half"):
        shown = [share(getattr(found[field], question)) for found in (before, after) for field in ("balloon", "all")]
        assert shown == pytest.approx([1.0, 1.0, 1 / 2, 2 / 3])
    assert after["stenoses"] == before["stenoses"]
    assert missed(planted) == planted[:1]


def test_the_median_error_is_of_the_rows_with_a_spread():
    judged = [scored(row(100.0, after, change_sd=10.0)) for after in (110.0, 115.0, 140.0)]
    assert shares([*judged, scored(row(100.0, 500.0))]).spreads == pytest.approx(0.5)
    assert math.isnan(shares([scored(row(100.0, 110.0))]).spreads)


def test_no_beat_is_a_miss_far_away():
    judged = scored(row(math.nan, math.nan, change_sd=10.0, n=9))
    assert (judged.sign, judged.half, judged.error, judged.spreads) == (False, False, False, math.inf)


def test_the_targets_are_as_they_were_locked():
    assert not changed(), "python -m validation.locked_targets locks them again; the commit says why they changed"


def test_a_moved_target_breaks_the_lock_and_words_do_not():
    def content(value, words):
        return {"targets": [{"id": "a", "change": value, "note": words}], "rows": [{"id": "a", "because": words}]}

    assert digest(content(1.0, "x")) == digest(content(1.0, "y")) != digest(content(1.1, "x"))
    assert digest({"a": 1, "b": [2, 3]}) == digest({"b": [2, 3], "a": 1}) != digest({"a": 1, "b": [3, 2]})


@pytest.fixture
def file(tmp_path, monkeypatch):
    copy = tmp_path / "history.yaml"
    copy.write_text(score_history.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(score_history, "FILE", copy)
    return copy


FIGURES = {"rows": 3, "sign": 2 / 3, "half": 0.5, "error": 0.25, "spreads": 0.7}


def test_a_recorded_score_joins_the_history_with_its_lock(file):
    before = history()
    record("made by hand: nothing", FIGURES, kept=False)
    assert history()[:-1] == before
    last = history()[-1]
    assert (last.changed, last.kept, last.sign) == ("made by hand: nothing", False, pytest.approx(2 / 3, abs=1e-3))
    assert last.lock == locked_targets.lock_hash()
    assert f"made by hand: nothing | no | 3 | 0.667 | 0.500 | 0.250 | 0.70 | present | {last.lock} |" in history_table()


def test_no_score_is_kept_of_targets_that_moved(file, monkeypatch):
    monkeypatch.setattr(score_history, "changed", lambda: ["Nobody_1999"])
    before = file.read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"Nobody_1999.*locked_targets"):
        record("moved a target", FIGURES, kept=True)
    assert file.read_text(encoding="utf-8") == before


def test_every_present_score_carries_a_lock():
    assert all(entry.lock for entry in history() if entry.rule != "earlier")


def test_the_command_prints_the_table_and_the_misses(monkeypatch, capsys):
    monkeypatch.setattr(scores, "human_scores", lambda folder: [scored(row(100.0, 110.0)), scored(row(100.0, 90.0))])
    scores.main(["--missed"])
    said = capsys.readouterr().out
    assert "| balloon | 2 | 1 of 2 (50%) | 1 of 2 (50%) |" in said
    assert "made: " in said
    with pytest.raises(SystemExit):
        scores.main(["--help"])
    assert "--record" in capsys.readouterr().out
