"""``diastole compare`` with several arms: every face of it."""

import json
from io import StringIO

import numpy as np
import pytest
import xarray
from rich.console import Console

from diastole.faces.figures.arms_figure import arms_figure
from diastole.faces.terminal.arms_table import print_arms
from diastole.faces.words.treatment_words import NOTHING
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.alternatives.current_treatments import against
from diastole.studies.arms import read_arms, run_arms

WORDS = ("compare", "acute_severe_ar", "shock_mr", "--with", "iabp")


@pytest.fixture(scope="module")
def runs():
    return run_arms(read_arms([Patient.preset("shock")], ["iabp", "impella_cp", "va_ecmo + iabp"]))


def test_json_page_figure_and_file_of_two_patients_with_a_balloon(call, folder):
    files = ["--html", "both.html", "--plot", "both.svg", "--save", "both.nc"]
    result = call(*WORDS, *files, "--json")
    assert result.exit_code == 0, result.output
    printed = json.loads(result.stdout)
    assert printed["schema"] == "diastole/compare_arms/2"
    names = [arm["name"] for arm in printed["arms"]]
    assert len(names) == 4
    assert [bool(arm["objections"]) for arm in printed["arms"]] == [False, True, False, False]
    assert set(printed["arms"][3]["measures"]) == set(printed["units"]) == set(MEASURES)
    page, drawn = ((folder / name).read_text(encoding="utf-8") for name in ("both.html", "both.svg"))
    assert all(f"<h3>{name}</h3>" in page for name in names)
    assert all(f"{name}</text>" in drawn or f"-- {name} --" in drawn for name in names)
    assert "diastole compare acute_severe_ar shock_mr --with iabp --html both.html" in page
    with xarray.open_dataset(folder / "both.nc", engine="h5netcdf") as saved:
        assert list(saved.support.values) == names
        output = saved.measures.sel(measure="cardiac_output").values
        assert output == pytest.approx([arm["measures"]["cardiac_output"] for arm in printed["arms"]])
        assert not np.isnan(saved.aortic_pressure).any()


def test_one_treatment_has_the_json_of_a_pair_and_says_its_name(call, document):
    printed = document("compare", "shock", "--with", "Impella CP at P-6")
    assert (printed["schema"], printed["treatment"]) == ("diastole/compare/2", "Impella CP at P-6")
    assert printed["with"]["pump_flow"] > 1.0 > printed["without"]["pump_flow"] == 0.0
    table = call("compare", "shock", "--with", "Impella CP at P-6").stdout
    assert "Impella CP at P-6. Baroreflex off" in table
    assert "The balloon" not in table


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_every_arm_keeps_its_name_and_its_numbers_at_any_width(runs, width):
    console = Console(width=width, record=True, file=StringIO())
    print_arms(runs, console, {name: against(run.patient) for name, run in runs.items()})
    lines = console.export_text().splitlines()
    assert max(map(len, lines)) <= width
    row = [line for line in lines if line.startswith("  Mean aortic pressure")]
    numbers = [f"{run.measures['mean_aortic_pressure']:.1f}" for run in runs.values()]
    assert {number for number in numbers if any(number in line for line in row)} == set(numbers)
    assert all("mmHg" in line for line in row)
    assert f"  {NOTHING}" in lines


def test_the_figure_has_a_row_for_each_arm_on_the_same_axes(runs):
    figure = arms_figure(runs, numbers=True)
    rows = [axes for axes in figure.findobj(lambda each: hasattr(each, "get_ylim")) if axes.get_title(loc="left")]
    assert [axes.get_title(loc="left").strip().casefold() for axes in rows] == [name.casefold() for name in runs]
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in rows}) == 1
    for axes, run in zip(rows, runs.values(), strict=True):
        assert f"MAP {run.measures['mean_aortic_pressure']:.0f}" in axes.texts[0].get_text()
