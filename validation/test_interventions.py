import pytest

from validation.demands import with_misses
from validation.interventions import BALLOON, FALLS, NOTHING, Expectation, difference, presets, rows_of
from validation.patients import LEAK, run, treated
from validation.phenomena.rate.rows import held, paced
from validation.rows import MISS, parameters
from validation.table import not_met

OFF, ON = presets("shock")
LOWER = (Expectation("lv_end_diastolic_pressure", "mmHg", FALLS),)


@pytest.fixture
def rows():
    return rows_of("topic", OFF, "balloon", BALLOON, LOWER)


def write(path, name):
    path.write_text(f'- because: "It is so."\n  rows:\n    - "{name}"\n', encoding="utf-8")
    return path


def test_a_miss_carries_its_reason_to_test_and_page(tmp_path, rows):
    (row,) = with_misses(rows, write(tmp_path / "misses.yaml", rows[0]))
    assert (row.known, row.because) == (MISS, "It is so.")
    assert parameters([row])[0].marks[0].name == "xfail"
    assert "It is so." in not_met([row])[0]


def test_a_miss_that_is_no_row_is_refused(tmp_path, rows):
    with pytest.raises(ValueError, match="shock, awake"):
        with_misses(rows, write(tmp_path / "misses.yaml", "shock, awake"))


def test_nothing_changes_nothing():
    assert difference(ON, NOTHING, NOTHING, "cardiac_output") == 0.0


def test_the_reflex_is_silent_where_it_is_off_and_answers_the_balloon_where_it_is_on():
    silent, answer = (difference(case, BALLOON, NOTHING, "heart_rate") for case in (OFF, ON))
    assert silent == 0.0
    assert answer < 0.0


def test_a_changed_case_keeps_its_reflex_and_names_the_change():
    case = ON.but("0.2 cm²", (LEAK, "0.2 cm²"))
    assert str(case) == "shock, 0.2 cm², reflex on"
    assert case.who().lesions.aortic_regurgitation.orifice_area == pytest.approx(0.2)


def test_the_mean_pressure_is_held():
    case = presets("acute_severe_ar")[0]
    measures = run(treated(case.who(), held(case, 65, 80.0))).measures
    assert measures["mean_aortic_pressure"] == pytest.approx(80.0, abs=0.05)
    assert measures["heart_rate"] == pytest.approx(65.0)
    assert paced(65) == (("pacing.rate", "65 /min"),)
