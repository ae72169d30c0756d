"""The model shows what it must and agrees with publications, or misses a row for a reason; the page says so.

Rows and page are tested in one process, because they need the same runs.
"""

import pytest

from diastole.errors import SimulationError
from validation import scores, table, verdicts
from validation.demands import DEMANDS
from validation.publication import claims, every_row, of_humans, publications
from validation.reasons import is_explained
from validation.rows import Row, parameters
from validation.score_history import history
from validation.scores import AIM_FIELD, AIM_HALF, AIM_SIGN, scored, share, words


@pytest.mark.parametrize("row", parameters(DEMANDS))
def test_shows(row):
    assert row.verdict == "hit", f"{row.published}, but the model shows {row.model}"


@pytest.mark.parametrize(("row", "allowed"), claims())
def test_agrees_with_the_publication(row, allowed):
    assert row.verdict in allowed, f"{row.published} against {row.model}"


@pytest.fixture(scope="module")
def page():
    return table.page()


@pytest.mark.slow
def test_every_row_of_the_tests_stands_on_the_page(page):
    assert all(row.published in page and row.model in page for row in (*DEMANDS, *every_row()))


def test_every_reason_stands_on_the_page(page):
    assert all(reason.because in page for one in publications() for reason in one.not_expressed)


def test_each_row_that_does_not_agree_says_why(page):
    missed = [row for row in every_row() if not row.agrees]
    assert not [row.id for row in missed if not row.because.strip() or row.because.strip() not in page]
    assert not [row.id for row in every_row() if row.agrees and (row.because or row.tested or row.untested)]


def test_each_reason_of_a_human_row_was_tested_or_says_why_it_cannot_be():
    missed = [row for row in of_humans(publications()) if not row.agrees]
    assert not [row.id for row in missed if bool(row.tested) == bool(row.untested)]
    open_ = [row for row in missed if row.tested and not any(trial.explains for trial in row.tested)]
    assert not [row.id for row in open_ if "not yet explained" not in row.because]


@pytest.mark.parametrize(("row", "trial"), [(row, trial) for row in every_row() for trial in row.tested], ids=str)
def test_what_was_tried_explains_a_miss_or_not_as_it_says(row, trial):
    tried = row.tried(trial)
    assert is_explained(row, tried) == trial.explains, f"{row.published}; {row.model}, tried {tried.model}"


@pytest.fixture(scope="module")
def by_field():
    return scores.by_field([scored(row) for row in of_humans(publications())])


def test_the_aim_for_signs_is_met(by_field):
    assert share(by_field["all"].sign) >= AIM_SIGN


def test_the_aim_for_sizes_is_met(by_field):
    assert share(by_field["all"].half) >= AIM_HALF


def test_the_aim_for_each_field_is_met(by_field):
    assert min(share(part.half) for part in by_field.values()) >= AIM_FIELD


def test_the_page_shows_the_shares_and_every_refit(page, by_field):
    assert all(f"| {field} | {part.rows} | {words(part.sign)} |" in page for field, part in by_field.items())
    assert all(entry.changed in page for entry in history())


def test_a_row_that_misses_says_so():
    row = Row("", "", "", "", "", "mmHg", lambda: 5.0, 6.0, 7.0)
    assert row.verdict == "miss"
    assert verdicts.line(row)[-1] == "**miss**"


def test_a_heart_without_a_steady_beat_is_a_miss_and_does_not_cost_the_page():
    def dies() -> float:
        raise SimulationError("no ejection")

    row = Row("", "", "", "", "", "mmHg", dies, 6.0, 7.0)
    assert verdicts.line(row)[-2:] == ["no steady beat", "**miss**"]
