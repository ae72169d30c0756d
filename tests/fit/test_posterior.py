"""What a sheet leaves possible: exact where the answer is known, narrower where the sheet tells, honest in words."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

import diastole
from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.words.uncertainty_words import direction_words, factor_sentence
from diastole.model.measures.definitions import MEASURES
from diastole.studies.fit.left_open import Neighbourhood
from diastole.studies.fit.posterior import (
    FIRST,
    LAST,
    FactorInterval,
    Posterior,
    posterior,
    resampled,
    weighted_interval,
    weighted_quantiles,
)
from diastole.studies.fit.trials import Trial
from diastole.studies.harm_map import ENDPOINTS
from diastole.studies.prediction import PredictedEffect

SPREADS = np.array([0.3, 0.3, 0.5])
SHEET = """\
name: A made-up admission
nearest: shock_mr
measured:
  heart_rate: 104 /min
  systolic_aortic_pressure: 88 mmHg
  diastolic_aortic_pressure: 58 mmHg
  cardiac_output: 3.1 L/min
  left_atrial_pressure: 24 mmHg
lesions:
  mitral_regurgitation: {orifice_area: 0.35 cm², onset: acute}
"""


def linear(told, shown):
    """Return the neighbourhood of a fit whose distances are a linear function: one number of a sheet, one usual."""
    matrix = np.array([told, [0.0, 2.0, 0.0]])
    wanted = np.array([shown, 0.0])
    jacobian = np.vstack((matrix, np.diag(1.0 / SPREADS)))
    best = np.linalg.solve(jacobian.T @ jacobian, matrix.T @ wanted)
    trials = SimpleNamespace(
        spreads=SPREADS,
        measured={"cardiac_output": 5.0},
        at=lambda points: [Trial(matrix @ point - wanted, {}, ()) for point in points],
    )
    return Neighbourhood(trials, best, jacobian), best, np.linalg.inv(jacobian.T @ jacobian)


@pytest.mark.parametrize("told", [[8.0, 0.0, 0.0], [5.0, 5.0, 0.0], [20.0, -10.0, 5.0]], ids=str)
def test_a_linear_sheet_has_its_exact_posterior(told):
    near, best, covariance = linear(told, 1.5)
    found = posterior(near, seed=4)
    assert found.effective >= 250.0
    assert found.weights.sum() == pytest.approx(1.0)
    for place in range(3):
        exact = stats.norm(best[place], covariance[place, place] ** 0.5)
        got = weighted_interval(found.logarithms[:, place], found.weights)
        assert got == pytest.approx(tuple(exact.ppf((FIRST, LAST))), abs=0.35 * exact.std())


def test_before_the_sheet_is_how_patients_differ_and_what_is_usual():
    found = posterior(linear([20.0, -10.0, 5.0], 1.5)[0], seed=4)
    spreads = [np.sqrt(found.before @ column**2 - (found.before @ column) ** 2) for column in found.logarithms.T]
    usual = (1.0 / (1.0 / SPREADS[1] ** 2 + 4.0)) ** 0.5
    assert spreads == pytest.approx([0.3, usual, 0.5], rel=0.2)


def test_a_seed_gives_the_same_patients():
    near, *_ = linear([8.0, 0.0, 0.0], 1.0)
    assert np.array_equal(posterior(near, seed=1).weights, posterior(near, seed=1).weights)
    assert not np.array_equal(posterior(near, seed=1).logarithms, posterior(near, seed=2).logarithms)


def test_quantiles_of_equal_weights_are_the_usual_ones():
    values = np.random.default_rng(1).normal(size=401)
    exact = np.quantile(values, [0.05, 0.5, 0.95], method="hazen")
    assert weighted_quantiles(values, np.full(401, 1.0 / 401), (0.05, 0.5, 0.95)) == pytest.approx(list(exact))


def test_a_weight_is_as_good_as_so_many():
    few = weighted_quantiles(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 97.0]) / 100.0, (0.5,))
    assert few[0] == pytest.approx(3.0, abs=0.05)


def test_resampling_takes_each_as_often_as_it_weighs():
    weights = np.array([0.1, 0.0, 0.6, 0.3])
    places, counts = resampled(Posterior(None, np.zeros((4, 1)), weights, weights), 100, 3)
    taken = dict(zip(places.tolist(), counts.tolist(), strict=True))
    assert sum(taken.values()) == 100
    assert 1 not in taken
    assert [taken[0], taken[2], taken[3]] == pytest.approx([10, 60, 30], abs=1)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (1.05, "The sheet does not determine the arterial compliance: its interval is as wide as before the sheet."),
        (
            0.75,
            "The sheet hardly determines the arterial compliance: its interval is 75 % as wide as before the sheet.",
        ),
        (0.2, "The sheet determines the arterial compliance: its interval is 20 % as wide as before the sheet."),
    ],
)
def test_what_a_sheet_tells_is_said(width, said):
    interval = FactorInterval("compliance", "the arterial compliance", "mL/mmHg", (0.5, 2.0), (0.5, 2.0), width)
    assert factor_sentence(interval) == said


def test_a_change_that_nobody_sees_is_said_to_be_none():
    assert direction_words(PredictedEffect("iabp", "cardiac_output", 0.0, 0.0, 0.0, 0.0, 0.0)) == "changes in none"
    assert "falls in 70" in direction_words(PredictedEffect("iabp", "cardiac_output", -1, -1, 0, 0.1, 0.7))


@pytest.fixture(scope="module")
def admission(tmp_path_factory):
    path = tmp_path_factory.mktemp("sheet") / "bedside.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def fitted(admission):
    return diastole.fit(admission, progress=False)


@pytest.mark.slow
def test_a_treatment_has_an_interval_around_what_it_does_to_the_fitted_patient(fitted):
    found = diastole.uncertainty(fitted, "iabp", progress=False)
    both = diastole.compare(fitted.patient)
    assert [effect.measure for effect in found.effects] == list(ENDPOINTS)
    for effect in found.effects:
        change = both.with_.measures[effect.measure] - both.without.measures[effect.measure]
        assert effect.low < effect.median < effect.high
        assert effect.low <= change <= effect.high
        assert 0.0 <= effect.rises + effect.falls <= 1.0
    told = {each.name: each.told for each in found.factors}
    assert told["systemic_resistance"] == "much"  # pressures and output are on the sheet
    assert told["pulmonary_resistance"] != "much"  # nothing of the right heart is
    assert found.effective > 50.0
    assert all(each.before[0] < each.before[1] and each.after[0] < each.after[1] for each in found.factors)


def test_what_cannot_be_predicted_is_refused_before_anything_is_drawn(fitted, monkeypatch):
    monkeypatch.setattr("diastole.studies.prediction.posterior", None)
    with pytest.raises(InputError, match="'impela' cannot be done"):
        diastole.uncertainty(fitted, "impela", progress=False)
    with pytest.raises(InputError, match="'healthy' is a patient and no treatment; give one such as 'iabp'"):
        diastole.uncertainty(fitted, "healthy", progress=False)
    with pytest.raises(InputError, match="'pulse' is no measure"):
        diastole.uncertainty(fitted, "iabp", measures=["pulse"], progress=False)
    with pytest.raises(InputError, match="no fit"):
        diastole.uncertainty(fitted.patient, "iabp", progress=False)


def test_treatments_need_the_uncertainty(admission):
    result = CliRunner().invoke(app, ["fit", str(admission), "--with", "iabp"], prog_name="diastole")
    assert (result.exit_code, "add --uncertainty" in result.stderr) == (2, True)


@pytest.mark.usefixtures("few_drawn")
def test_the_command_prints_what_the_sheet_tells(admission):
    words = ["fit", str(admission), "--uncertainty", "--with", "iabp", "--measure", "MAP", "--json"]
    printed = json.loads(CliRunner().invoke(app, words, prog_name="diastole").stdout)["uncertainty"]
    [effect] = printed["effects"]
    assert (effect["measure"], effect["unit"]) == ("mean_aortic_pressure", MEASURES["mean_aortic_pressure"].unit)
    assert printed["factors"]["systemic_resistance"]["reading"].startswith(
        "The sheet determines the systemic vascular resistance"
    )
