"""A fit says which numbers the patient does not show: in the result, the terminal, JSON, the page and the file."""

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.terminal.tables import print_fit
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.run import simulate, simulating
from diastole.model.simulation import plans
from diastole.studies.fit import fit_factors, trials
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.fitting import LARGE, fit
from diastole.studies.fit.livability import check_livable, implausible
from diastole.studies.fit.measurement_tolerance import tolerance
from diastole.studies.fit.usual_values import OF_ADULTS, usual_values
from tests.measured import same_numbers

SHEETS = Path(__file__).parent / "sheets"
TORN = """\
nearest: healthy
measured:
  heart_rate: 70 /min
  systolic_aortic_pressure: 118 mmHg
  diastolic_aortic_pressure: 65 mmHg
  cardiac_output: 6.7 L/min
  lv_ejection_fraction: 12.5 %
"""  # no two of its numbers contradict, but no heart of this size ejects so little of itself and so much


SOAKED = """\
measured:
  heart_rate: 80 /min
  cardiac_output: 5 L/min
  left_atrial_pressure: 68 mmHg
"""  # agrees with itself, but nobody's lungs bear it for long


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    path = tmp_path_factory.mktemp("torn") / "torn.yaml"
    path.write_text(TORN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def torn_fit(torn):
    return fit(BedsideSheet.load(torn))


def called(*words):
    return CliRunner().invoke(app, [str(word) for word in words], prog_name="diastole")


def test_a_large_residual_is_marked_and_said(torn_fit):
    large = {row.measure for row in torn_fit.rows if row.large}
    assert "lv_ejection_fraction" in large
    for row in torn_fit.rows:
        assert row.large == (abs(row.residual) > LARGE * tolerance(row.measure, row.measured))
    assert "LV ejection fraction 0." in torn_fit.patient.misfit
    assert "not 0.125" in torn_fit.patient.misfit


def test_a_number_is_missed_from_below_too(tmp_path):
    path = tmp_path / "soaked.yaml"
    path.write_text(SOAKED, encoding="utf-8")
    row = next(row for row in fit(BedsideSheet.load(path)).rows if row.measure == "left_atrial_pressure")
    assert row.large
    assert row.residual < 0.0


def test_it_goes_with_the_patient_into_files_copies_and_runs(torn_fit, tmp_path):
    (tmp_path / "fitted.yaml").write_text(torn_fit.patient.to_yaml(), encoding="utf-8")
    again = Patient.load(tmp_path / "fitted.yaml")
    assert again == torn_fit.patient
    (tmp_path / "other.yaml").write_text("based_on: fitted.yaml\nheart_rate: 72 /min\n", encoding="utf-8")
    assert Patient.load(tmp_path / "other.yaml").misfit == again.misfit != ""
    assert again.as_found().misfit == again.misfit
    assert simulate(again).cautions[0] == again.misfit


def test_it_is_never_silent(torn, tmp_path):
    fitted, page = tmp_path / "fitted.yaml", tmp_path / "page.html"
    made = called("fit", torn, "--json", "--quiet", "--output", fitted)
    assert made.exit_code == 0
    found = json.loads(made.stdout)
    sentence, *_ = found["cautions"]
    assert made.stderr == f"warning: {sentence}\n"
    assert found["residuals"]["lv_ejection_fraction"]["large"] is True
    assert found["residuals"]["heart_rate"]["large"] is False
    compared = called("compare", fitted, "--json", "--html", page)
    assert json.loads(compared.stdout)["cautions"][0] == sentence
    assert compared.stderr.count(sentence) == 1
    assert sentence in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [["alternatives"], ["course", "--script"]])
def test_other_commands_say_it_too(words, torn_fit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("fitted.yaml").write_text(torn_fit.patient.to_yaml(), encoding="utf-8")
    Path("steps.txt").write_text("wait 2 s\n", encoding="utf-8")
    command, *option = words
    made = called(command, "fitted.yaml", *option, *(["steps.txt"] if option else ["--html", "a.html"]), "--json")
    assert made.exit_code == 0
    assert json.loads(made.stdout)["cautions"] == [torn_fit.patient.misfit]
    assert f"warning: {torn_fit.patient.misfit}\n" in made.stderr
    if not option:
        assert torn_fit.patient.misfit in Path("a.html").read_text(encoding="utf-8")


def test_the_table_marks_it(torn_fit):
    out = StringIO()
    print_fit(torn_fit, Console(file=out, width=120))
    marked = {
        line.split("  ")[0].strip() for line in out.getvalue().splitlines() if "not shown by this patient" in line
    }
    assert marked == {MEASURES[row.measure].title for row in torn_fit.rows if row.large}


@pytest.mark.parametrize("name", ["newborn", "d_la_zero", "d_mls"])
def test_what_can_be_met_is_met_without_a_word(name):
    found = fit(BedsideSheet.load(SHEETS / "possible" / f"{name}.yaml"))
    assert not any(row.large for row in found.rows)
    assert found.patient.misfit == ""
    assert "misfit" not in found.patient.to_yaml()


def test_a_right_atrium_below_zero_is_taken_and_not_shown():
    """Without a chest that breathes the pericardium presses on the atrium, and nothing pulls at it."""
    found = fit(BedsideSheet.load(SHEETS / "possible" / "m_ra_minus2.yaml"))
    assert [row.measure for row in found.rows if row.large] == ["right_atrial_pressure"]
    assert "right atrial pressure" in found.patient.misfit


def test_no_patient_is_simulated_twice(torn, monkeypatch):
    tried = []

    def counted(patient):
        tried.append(patient)
        return simulating(patient)

    monkeypatch.setattr(trials, "simulating", counted)
    found = fit(BedsideSheet.load(torn))
    assert len(found.left_open) > 1
    assert len(tried) == len(set(tried)) > 2


def test_trials_side_by_side_are_what_they_are_alone():
    """Also beside one whose heart stops and one whose values are impossible."""
    start = Patient.preset("healthy")
    factors = fit_factors.factors_for(start, {})
    usual = usual_values(start, factors)
    measured = {"mean_aortic_pressure": 80.0, "cardiac_output": 5.0}
    tries = trials.Trials(start, factors, measured, usual)
    points = [np.zeros(len(factors)), *(0.1 * np.eye(len(factors)))]
    stopped, impossible = np.full(len(factors), -2.5), np.full(len(factors), 100.0)
    *found, at_rest, none = tries.at([*points, stopped, impossible])
    assert not at_rest.measures
    assert not none.measures
    assert (at_rest.distances == trials.FAILED).all()
    for point, trial in zip(points, found, strict=True):
        alone = plans.alone(trials.trying(tries.patient(point), measured, usual))
        assert trial.measures == same_numbers(alone.measures)
        assert trial.distances == pytest.approx(alone.distances, rel=1e-8, abs=1e-8)
    slopes = tries.slopes(points[0])
    assert slopes.shape == (len(measured) + len(usual) + len(factors), len(factors))
    ahead = tries.residuals(trials.DIFFERENCE * np.eye(len(factors))[2])
    assert slopes[:, 2] == pytest.approx((ahead - tries.residuals(points[0])) / trials.DIFFERENCE)


def test_units_do_not_change_a_fit():
    one, other = (
        fit(BedsideSheet.load(SHEETS / "possible" / f"{name}.yaml")) for name in ("newborn", "newborn_J_per_m3")
    )
    assert [row[2:] for row in one.rows] == [pytest.approx(row[2:]) for row in other.rows]


DEADLY = {
    "resistance": (
        "mean_aortic_pressure: 60 mmHg, systemic_vascular_resistance: 5000 dyn s/cm⁵, heart_rate: 70 /min",
        "mixed venous oxygen saturation 0 %",
    ),
    "output": ("mean_aortic_pressure: 60 mmHg, cardiac_output: 0.7 L/min", "cardiac output 0.7"),
}


@pytest.mark.parametrize(("measured", "said"), DEADLY.values(), ids=DEADLY)
def test_a_patient_who_could_not_live_is_refused(tmp_path, measured, said):
    path = tmp_path / "sheet.yaml"
    path.write_text(f"measured: {{{measured}}}\n", encoding="utf-8")
    found = called("fit", path)
    assert found.exit_code == 2
    assert "no patient who lives" in found.stderr
    assert said in found.stderr
    assert "plausible is" in found.stderr


def test_an_odd_number_does_not_make_the_rest_odd(tmp_path):
    """Such a sheet was once met by a heart with an arterial mean of 10 mmHg: what is not printed stays usual."""
    path = tmp_path / "sheet.yaml"
    path.write_text(
        "measured: {lv_end_diastolic_volume: 520 mL, cardiac_output: 5.5 L/min, lv_ejection_fraction: 13 %}\n"
    )
    shown = simulate(fit(BedsideSheet.load(path)).patient).measures
    for usual in OF_ADULTS:
        if usual.name in shown and usual.name not in ("lv_end_diastolic_volume", "lv_ejection_fraction"):
            low, high = usual.ends(Patient.preset("healthy"), 3.0)
            assert low <= shown[usual.name] <= high, usual.name


def test_the_cautions_of_the_fitted_patient_are_said(tmp_path):
    path = tmp_path / "sheet.yaml"
    path.write_text(SOAKED, encoding="utf-8")
    found = called("fit", path, "--json")
    assert found.exit_code == 0
    cautions = json.loads(found.stdout)["cautions"]
    assert any("lung oedema" in text for text in cautions)
    assert "lung oedema" in found.stderr


def test_what_no_patient_was_taken_to_have_is_said():
    healthy = simulate(Patient.preset("healthy"))
    body = healthy.patient.body
    assert implausible(healthy.measures, body) == []
    check_livable("x", healthy.measures, body)
    [said] = implausible({**healthy.measures, "lv_dpdt_max": 9000.0}, body)
    assert (
        said
        == "The fitted patient has LV dP/dt max 9000 mmHg/s (plausible is 100 mmHg/s to 6000 mmHg/s): check the sheet."
    )
    check_livable("x", {**healthy.measures, "lv_dpdt_max": 9000.0}, body)
    with pytest.raises(InputError, match=r"cardiac output 0\.1"):
        check_livable("x", {**healthy.measures, "cardiac_output": 0.1}, body)
