"""Maps of harm: each square is what the runs say, shares have their intervals, and lines lie where a value turns."""

import json

import numpy as np
import pytest
import xarray
from scipy.stats import binomtest
from typer.testing import CliRunner

import diastole
from diastole.cli.app import app
from diastole.cli.main import main
from diastole.errors import InputError
from diastole.faces.words.harm_words import harm_sentence
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.harm_map import ENDPOINTS, Axis, definition, harm_map, read_axis, turns
from diastole.studies.shares import wilson
from tests.cohort.specifications import TEXT

LEAK, RATE = "lesions.aortic_regurgitation.orifice_area", "heart_rate"
PATIENT = Patient.preset("acute_severe_ar")
X, Y = Axis(LEAK, "orifice", "cm²", (0.05, 0.3, 0.6)), Axis(RATE, "heart rate", "1/min", (80.0, 110.0))


@pytest.fixture(scope="module")
def of_one():
    return harm_map([PATIENT], X, Y, "iabp", How())


@pytest.fixture(scope="module")
def of_many():
    members = [PATIENT.with_values({"blood_volume": f"x{factor}"}) for factor in (0.94, 1.0, 1.06)]
    return harm_map([*members, "no such patient"], X, Y, "iabp", How())


def test_a_square_is_what_compare_says(of_one):
    both = diastole.compare(PATIENT.with_values({LEAK: 0.3, RATE: 110}))
    square = of_one.isel(x=1, y=1)
    for name in ENDPOINTS:
        before, after = both.without.measures[name], both.with_.measures[name]
        assert float(square[f"{name}_change"]) == pytest.approx(after - before, rel=1e-9)
        favour = MEASURES[name].better * MEASURES[name].direction(before, after)
        assert (float(square[f"{name}_harmed"]), float(square[f"{name}_helped"])) == (favour < 0, favour > 0)


def test_every_definition_has_a_side_that_is_worse():
    for name in ENDPOINTS:
        assert MEASURES[name].better, name
        assert "by at least" in definition(name)


def test_shares_are_of_those_who_have_a_steady_beat(of_many, of_one):
    assert (of_many["members"] == 3).all()
    shares = of_many["head_and_arm_flow_harmed"].values
    assert np.isclose(shares * 3.0, np.round(shares * 3.0)).all()
    assert shares[0, 0] == 0.0
    assert shares[0, 2] == 1.0  # a large leak
    middle = of_many["mean_aortic_pressure_change"].values - of_one["mean_aortic_pressure_change"].values
    assert np.abs(middle).max() < 1.0  # mmHg: the middle patient is that of the other map


def test_the_interval_is_wilsons():
    count = np.array([1, 7, 64])
    for harmed in (0, 1):
        low, high = wilson(harmed / count, count)
        for each, *ends in zip(count, low, high, strict=True):
            expected = binomtest(harmed, int(each)).proportion_ci(0.95, method="wilson")
            assert ends == pytest.approx([expected.low, expected.high], abs=2e-5)


def made(change, members: int = 1) -> xarray.Dataset:
    """Return a map in which cardiac output changes so, and nothing else is known."""
    x, y = np.linspace(0.0, 1.0, 5), np.linspace(0.0, 2.0, 3)
    across, up = np.meshgrid(x, y)
    about = {"units": "cm²", "long_name": "orifice"}
    fields = {"cardiac_output_change": (("y", "x"), change(across, up))}
    for name in ENDPOINTS:
        fields.setdefault(f"{name}_change", (("y", "x"), np.full(across.shape, np.nan)))
        fields[f"{name}_harmed"] = (("y", "x"), np.zeros(across.shape), {"definition": "falls"})
    return xarray.Dataset(fields, {"x": ("x", x, about), "y": ("y", y, about)}, {"members": members})


def test_a_line_lies_where_a_plane_turns():
    turn = turns(made(lambda x, y: 0.6 - x))[0]
    assert turn.crossings == [(pytest.approx(0.6), up) for up in (0.0, 1.0, 2.0)]
    assert turn.share == pytest.approx(2 / 5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda x, y: 1.0 + x, "Cardiac output: the patient is worse off nowhere on this map."),
        (lambda x, y: -1.0 - x, "Cardiac output: the patient is worse off everywhere on this map."),
        (lambda x, y: np.nan * x, "Cardiac output: no heart on the map has a steady beat."),
        (lambda x, y: 0.6 - x, "worse off in 40 % of the map; the line lies at 0.6 cm² (orifice)."),
        (lambda x, y: 0.3 + 0.2 * y - x, "the line lies between 0.3 and 0.7 cm² (orifice)."),
    ],
)
def test_what_is_said_of_a_map(change, said):
    found = made(change)
    assert said in harm_sentence(turns(found)[0], found)


def test_squares_without_a_beat_are_left_out():
    turn = turns(made(lambda x, y: np.where(x > 0.8, np.nan, 0.6 - x)))[0]
    assert turn.share == pytest.approx(1 / 4)


WRONG = {
    "heart_rate": "is no axis; give one such as",
    "heart_rate=60 /min": "is no axis",
    "hart_rate=60 /min..70 /min": "unknown key 'hart_rate'",
    "heart_rate=70 /min..60 /min": "70 /min is not below 60 /min",
    "heart_rate=60 /min..7000 /min": "is impossible; allowed is",
    "heart_rate=60 mL..70 mL": "heart_rate: ",
}


@pytest.mark.parametrize("text", WRONG)
def test_an_axis_that_is_none_is_refused(text):
    with pytest.raises(InputError, match=WRONG[text]):
        read_axis(PATIENT, text)


def test_another_patient_is_no_treatment():
    patient = Patient.preset("shock")
    axis = read_axis(patient, "heart_rate=60 /min..120 /min", 2)
    with pytest.raises(InputError, match="'healthy' is a patient and no treatment"):
        harm_map([patient], axis, axis, "healthy", How())


def test_an_axis_of_words_is_refused():
    with pytest.raises(InputError, match="is a word and cannot lie along an axis"):
        read_axis(PATIENT.with_values({"balloon_pump": {}}), "balloon_pump.ratio=1:1..1:2")


def test_that_a_map_accepts_everybody_is_said(tmp_path):
    spec = tmp_path / "cohort.yaml"
    spec.write_text(TEXT, encoding="utf-8")
    words = ["map", "acute_severe_ar", "--side", "2", "--cohort", str(spec), "-n", "1", "--json"]
    assert "who is accepted was left out" in CliRunner().invoke(app, words, prog_name="diastole").stderr


def test_the_command_writes_figure_data_and_json(tmp_path, monkeypatch, capfd):
    figure, data = tmp_path / "map.svg", tmp_path / "map.nc"
    words = ["acute_severe_ar", "--side", "3", "--plot", figure, "--save", data, "--json"]
    monkeypatch.setattr("sys.argv", ["diastole", "map", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    printed = json.loads(capfd.readouterr().out)
    kept = xarray.load_dataset(data)
    assert printed["x"]["values"] == kept["x"].values.tolist()
    for name in ENDPOINTS:
        assert np.allclose(printed["endpoints"][name]["change"], kept[f"{name}_change"].values)
        assert MEASURES[name].title in figure.read_text(encoding="utf-8")
        assert printed["endpoints"][name]["reading"].startswith(MEASURES[name].title)
