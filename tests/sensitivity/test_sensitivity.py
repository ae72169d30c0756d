"""Sensitivity: known functions give their known indices through our own way; what cannot be said is refused."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

import diastole
from diastole.cli.app import app
from diastole.model.measures.definitions import MEASURES
from diastole.studies.cohort.cohort_runs import Cell, How
from diastole.studies.cohort.specification import specification
from tests.cohort.specifications import TEXT

pytest.importorskip("SALib", reason="needs the extra cohorts")

from diastole.studies.sensitivity import shown_values
from diastole.studies.sensitivity.designs import complete, morris_points, sobol_points
from diastole.studies.sensitivity.influences import StudySize
from diastole.studies.sensitivity.sensitivity_study import sensitivity
from diastole.studies.sensitivity.shown_values import read_quantity

THREE = """\
format: diastole cohort 1
title: Three values that a known function takes
based_on: healthy
values:
  heart_rate: {uniform: {low: 60 /min, high: 120 /min}, source: assumed}
  blood_volume: {uniform: {low: 4000 mL, high: 6000 mL}, source: assumed}
  left_ventricle.passive_stiffness: {uniform: {low: x0.5, high: x1.5}, source: assumed}
arms: {off: {}, on: {balloon_pump.volume: 40 mL}}
"""
KEYS = ("heart_rate", "blood_volume", "left_ventricle.passive_stiffness")


def known(function, monkeypatch):
    """Let patients show a function of three numbers from 0 to 1, twice that and one more with a balloon."""
    stiffness = diastole.Patient.preset("healthy").left_ventricle.passive_stiffness

    def cells(patients, how, *, workers, watch):
        for patient in patients:
            shares = (
                (patient.heart_rate - 60.0) / 60.0,
                (patient.blood_volume - 4000.0) / 2000.0,
                patient.left_ventricle.passive_stiffness / stiffness - 0.5,
            )
            value = function(*shares)
            shown = value if patient.balloon_pump is None else 2.0 * value + 1.0
            yield Cell(dict.fromkeys(MEASURES) | {"cardiac_output": shown, "heart_rate": patient.heart_rate})

    monkeypatch.setattr(shown_values, "run_cells", lambda *given, **how: list(cells(*given, **how)))


def study(text=THREE, *, arm="off", minus="", trajectories=0, points=0, measures=("cardiac_output",), seed=1):
    spec = specification(text.encode(), "spec.yaml")
    return sensitivity(spec, read_quantity(spec, measures, arm, minus), StudySize(trajectories, points, seed), How())


def ishigami(x, y, z, a=7.0, b=0.1):
    x, y, z = (np.pi * (2.0 * share - 1.0) for share in (x, y, z))
    return np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x)


def exact_indices(a=7.0, b=0.1):
    """Return first-order and total indices: Ishigami and Homma 1990."""
    alone = 0.5 * (1.0 + b * np.pi**4 / 5.0) ** 2, a**2 / 8.0, 0.0
    both = b**2 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    whole = sum(alone) + both
    return [v / whole for v in alone], [(alone[0] + both) / whole, alone[1] / whole, both / whole]


@pytest.mark.parametrize("arms", [{"arm": "off"}, {"arm": "on", "minus": "off"}], ids=str)
def test_indices_of_ishigamis_function_are_the_exact_ones(monkeypatch, arms):
    known(ishigami, monkeypatch)
    [found] = study(points=1024, **arms).measures
    for part, exact in zip(("first", "total"), exact_indices(), strict=True):
        estimates = [getattr(each.indices, part) for each in found.influences]
        assert [each.value for each in estimates] == pytest.approx(exact, abs=0.03)
        for each, true in zip(estimates, exact, strict=True):
            assert each.low - 0.02 <= true <= each.high + 0.02
            assert each.high - each.low < 0.25


def test_intervals_shrink_as_points_are_added(monkeypatch):
    known(ishigami, monkeypatch)
    few, many = (study(points=count).measures[0].influences[0].indices.total for count in (64, 512))
    assert many.high - many.low < 0.5 * (few.high - few.low)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_seed_gives_the_same_intervals_again(monkeypatch, seed):
    known(ishigami, monkeypatch)
    one, two = (study(trajectories=8, points=64, seed=seed).measures[0].influences for _ in range(2))
    assert one == two


def test_effects_of_a_plane_are_its_slopes_and_have_no_spread(monkeypatch):
    known(lambda x, y, z: 3.0 * x - 2.0 * y, monkeypatch)
    [found] = study(trajectories=20).measures
    effects = [each.effect for each in found.influences]
    assert [effect.mean.value for effect in effects] == pytest.approx([3.0 * 0.95, 2.0 * 0.95, 0.0], abs=1e-5)
    assert [effect.spread for effect in effects] == pytest.approx([0.0] * 3, abs=1e-5)


def test_a_value_that_acts_with_another_has_a_spread_and_more_in_all_than_alone(monkeypatch):
    known(lambda x, y, z: (x - 0.5) * (y - 0.5), monkeypatch)
    [found] = study(trajectories=20, points=512).measures
    x, y, z = found.influences
    assert x.effect.spread > 0.2 * x.effect.mean.value
    assert (x.indices.first.value, x.indices.total.value) == pytest.approx((0.0, 1.0), abs=0.1)
    assert y.indices.total.value == pytest.approx(1.0, abs=0.1)
    assert z.indices is None


def test_the_screening_leaves_out_what_changes_nothing(monkeypatch):
    known(lambda x, y, z: 3.0 * x + 0.01 * y, monkeypatch)
    found = study(trajectories=16, points=64)
    assert [each.indices is None for each in found.measures[0].influences] == [False, True, True]
    assert found.measures[0].influences[0].indices.total.value == pytest.approx(1.0, abs=0.05)
    assert found.patients == 16 * 4 + 64 * 3
    assert found.notes == [f"Left at the median after the screening, as they change little: {', '.join(KEYS[1:])}."]


@pytest.mark.parametrize("rounding", [0.0, 1e-9])
def test_a_measure_that_is_always_the_same_has_no_shares(monkeypatch, rounding):
    known(lambda x, y, z: 1.0 + rounding * x, monkeypatch)
    found = study(points=16)
    assert [each.indices for each in found.measures[0].influences] == [None] * 3


def test_groups_with_a_rejected_patient_are_left_out(monkeypatch):
    known(lambda x, y, z: x + y, monkeypatch)
    text = THREE + "accepted: {off: {heart_rate: {low: 66 /min, high: 130 /min}}}\n"
    found = study(text, points=256, trajectories=64)
    [reason] = found.rejected
    assert "not between 66 and 130" in reason
    assert found.rejected[reason] / found.patients == pytest.approx(0.1, abs=0.05)
    [one] = found.measures
    assert 150 < one.points < 256
    assert 8 < one.trajectories < 64
    assert one.influences[1].indices.first.value == pytest.approx(0.55, abs=0.08)  # of 0.9² and 1, in squares


def test_complete_groups_lack_nothing():
    results = np.array([1.0, 2.0, np.nan, 4.0, 5.0, 6.0])
    assert complete(results, 2).tolist() == [True, True, False, False, True, True]


@pytest.mark.parametrize(("points", "size"), [(morris_points, 4), (sobol_points, 5)], ids=["morris", "sobol"])
def test_designs_stay_inside_the_cube_and_follow_the_seed(points, size):
    first = points(3, 16, 5)
    assert first.shape == (16 * size, 3)
    assert (first > 0.0).all()
    assert (first < 1.0).all()
    assert np.array_equal(first, points(3, 16, 5))
    assert not np.array_equal(first, points(3, 16, 6))


def test_a_real_measure_is_decided_by_what_it_is_made_of(tmp_path):
    """Mean rate is the patient's own; the leak of the valve needs the hole."""
    (tmp_path / "spec.yaml").write_text(TEXT, encoding="utf-8")
    found = diastole.sensitivity(
        tmp_path / "spec.yaml", "heart_rate", "aortic_regurgitant_fraction", arm="off", points=32, trajectories=32,
        progress=False,
    )  # fmt: skip
    rate, leak = found.measures
    largest = [max(each.influences, key=lambda one: one.effect.mean.value).key for each in (rate, leak)]
    assert largest == ["heart_rate", "lesions.aortic_regurgitation.orifice_area"]
    assert found.notes[0].startswith("The values vary independently here")
    assert sum(found.rejected.values()) > 0
    assert diastole.to_json(found)["measures"]["heart_rate"]["unit"] == "1/min"


SPECS = {
    "empty": (THREE.replace("low: 60 /min, high: 120 /min", "low: 120 /min, high: 60 /min"), "has to lie below"),
    "impossible": (
        THREE.replace("uniform: {low: 60 /min, high: 120 /min}", "normal: {mean: 9000 /min, sd: 1 /min}"),
        "",
    ),
    "all rejected": (THREE + "accepted: {off: {MAP: {low: 299 mmHg, high: 300 mmHg}}}\n", "Mean aortic pressure, off"),
}
OPTIONS = {
    "--measure pulse": "'pulse' is no measure",
    "--arm of": "'of' is no arm; arms are off, on. Did you mean 'off'",
    "--minus on": "give that one as --arm",
    "--arm on --minus on": "--minus takes an arm off another",
    "-n 100": "100 points are no power of 2",
    "-n 4": "4 points are no power of 2 from 8 on",
    "-n 0 --trajectories 0": "neither a screening nor indices",
    "--trajectories 3": "3 trajectories are too few",
    "-n 1048576": "more than 1,000,000 runs",
    "--plot figure.gif": "must end with .png or .svg or .pdf",
}


def call(folder, text, *words):
    (folder / "spec.yaml").write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["sensitivity", str(folder / "spec.yaml"), *words], prog_name="diastole")


@pytest.mark.parametrize("name", SPECS)
def test_a_specification_that_cannot_be_is_refused(tmp_path, name):
    text, said = SPECS[name]
    result = call(tmp_path, text, "-n", "8", "--trajectories", "8")
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("words", OPTIONS)
def test_options_that_cannot_be_are_refused(tmp_path, words):
    result = call(tmp_path, THREE, *words.split())
    assert (result.exit_code, OPTIONS[words] in result.stderr) == (2, True), result.stderr


def test_the_command_prints_draws_and_gives_json(tmp_path):
    figure = tmp_path / "figure.svg"
    words = ["-n", "8", "--trajectories", "8", "--measure", "CO"]
    table = call(tmp_path, THREE, *words, "--plot", str(figure))
    assert "Cardiac output, on less off" in table.stdout
    assert "Cardiac output, on less off" in figure.read_text(encoding="utf-8")
    printed = json.loads(call(tmp_path, THREE, *words, "--json").stdout)
    assert (printed["arm"], printed["minus"]) == ("on", "off")
    assert printed["measures"]["cardiac_output"]["reading"] in " ".join(table.stdout.split())
    screened = call(tmp_path, THREE, "-n", "0", "--trajectories", "8", "--plot", str(figure))
    assert "screened only" in screened.stdout
