"""The best timing: found where it is known, flat where it is flat, and each point what a comparison says."""

import json

import numpy as np
import pytest
import xarray
from typer.testing import CliRunner

import diastole
from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.words.optimum_words import optimum_sentences
from diastole.model.measures.definitions import MEASURES
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.timing_optimum import KEYS, goals, read_goal, timing_grid, timing_optimum

MOMENTS = np.linspace(-0.1, 0.1, 11)


def made(function, goal="cardiac_output", without=4.0):
    """Return a grid on which a goal is a function of inflation and deflation [s]."""
    at, late = np.meshgrid(MOMENTS, MOMENTS)
    values = function(at, late)
    fields = {
        goal: (("deflation", "inflation"), values, {"without": without}),
        "cautions": (("deflation", "inflation"), np.full(values.shape, "", dtype=object)),
    }
    return xarray.Dataset(fields, {"inflation": MOMENTS, "deflation": MOMENTS}, {"goal": goal})


def peak(at, late):
    return 5.0 - 200.0 * (at - 0.02) ** 2 - 50.0 * (late + 0.04) ** 2


def test_a_peak_is_found_with_all_that_the_bedside_does_not_tell_from_it():
    found = timing_optimum(made(peak))
    assert (found.inflation.best, found.deflation.best, found.best) == pytest.approx((0.02, -0.04, 5.0))
    told = max(MEASURES["cardiac_output"].least, 0.01 * 5.0)
    for moments, curvature in ((found.inflation, 200.0), (found.deflation, 50.0)):
        for end in (moments.low, moments.high):
            inside, outside = abs(end - moments.best), abs(end - moments.best) + 0.02
            assert curvature * inside**2 < told
            assert curvature * outside**2 >= told or abs(end) == pytest.approx(0.1)
    assert not found.is_usual_as_good


def test_where_less_is_better_the_lowest_is_best():
    found = timing_optimum(made(lambda at, late: 100.0 * peak(at, late), "lv_end_diastolic_pressure", 500.0))
    corner = (found.inflation.best, found.deflation.best)
    assert corner == pytest.approx((-0.1, 0.1))
    assert found.inflation.to_the_edge


def test_a_flat_goal_is_as_good_everywhere():
    found = timing_optimum(made(lambda at, late: 5.0 + 0.0 * at))
    assert (found.inflation.low, found.inflation.high) == pytest.approx((-0.1, 0.1))
    assert found.is_usual_as_good
    said = " ".join(optimum_sentences(found))
    assert "Any inflation between −100 and +100 ms is as good. The grid ends there" in said
    assert "The usual moments are as good" in said


def test_a_second_peak_beyond_a_gap_is_not_as_good_without_a_gap():
    found = timing_optimum(made(lambda at, late: np.where(np.abs(at - 0.02) < 0.01, 4.0, 5.0)))
    assert found.inflation.high < 0.02


def test_moments_without_a_beat_are_left_out_and_counted():
    found = timing_optimum(made(lambda at, late: np.where(at > 0.0, np.nan, 5.0 + at)))
    assert found.failed == 5 * 11
    assert found.inflation.best == pytest.approx(0.0)
    assert "55 pairs of moments have no steady beat." in optimum_sentences(found)
    with pytest.raises(InputError, match="not defined with any timing"):
        timing_optimum(made(lambda at, late: np.nan * at))


def test_a_point_of_the_grid_is_what_compare_says():
    patient = diastole.Patient.preset("shock")
    found = timing_grid(patient, "cardiac_output", How(), side=3, within=0.06)
    assert found["cardiac_output"].attrs["without"] == pytest.approx(
        diastole.simulate("shock").measures["cardiac_output"], rel=1e-9
    )
    assisted = diastole.compare("shock").with_.patient
    moved = assisted.with_values({KEYS["inflation"]: 0.06, KEYS["deflation"]: -0.06})
    square = found["cardiac_output"].sel(inflation=0.06, deflation=-0.06)
    assert float(square) == pytest.approx(diastole.simulate(moved).measures["cardiac_output"], rel=1e-9)
    usual = found["cardiac_output"].sel(inflation=0.0, deflation=0.0)
    assert float(usual) == pytest.approx(diastole.simulate(assisted).measures["cardiac_output"], rel=1e-9)


def test_goals_are_better_in_one_direction():
    assert read_goal("CO") == "cardiac_output"
    assert "head_and_arm_flow" in goals()
    aimless = next(name for name, measure in MEASURES.items() if not measure.better)
    with pytest.raises(InputError, match=f"{aimless} is not better in one direction; goals are"):
        read_goal(aimless)


WRONG = {
    "shock --goal pulse": "'pulse' is no measure",
    "shock --side 4": "give an odd number",
    "shock --within '0 ms'": "give up to 1000 ms, above 0",
    "shock --within 2": "2",
    "shok": "shok",
    "shock --plot grid.gif": "must end with .png or .svg or .pdf",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_cannot_be_is_refused(words):
    result = CliRunner().invoke(app, ["optimum", *words.replace("'0 ms'", "0ms").split()], prog_name="diastole")
    assert (result.exit_code, WRONG[words] in result.stderr) == (2, True), result.stderr


def test_the_command_writes_figure_data_and_json(tmp_path):
    figure, data = tmp_path / "grid.svg", tmp_path / "grid.nc"
    words = ["optimum", "shock", "--side", "3", "--plot", str(figure), "--save", str(data), "--json"]
    printed = json.loads(CliRunner().invoke(app, words, prog_name="diastole").stdout)
    kept = xarray.load_dataset(data)
    assert np.allclose(printed["values"], kept["cardiac_output"].values)
    assert printed["best"] == np.max(kept["cardiac_output"].values)
    assert "inside the line as good as the best" in figure.read_text(encoding="utf-8")
    found = diastole.optimum("shock", side=3, progress=False)
    assert (found.best, found.usual) == (printed["best"], printed["usual"])
