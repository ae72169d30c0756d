"""The results of the 3D study's experiment are those of its protocol, steady and balanced, and judged as it says."""

import json

import pytest
import yaml

from validation.phenomena.Kim_2018.table import (
    HERE,
    STUDIED,
    Effect,
    Finding,
    change,
    digest,
    effect,
    findings,
    judge,
    results,
    with_cut,
    write,
)

PROTOCOL = yaml.safe_load(HERE.joinpath("protocol.yaml").read_text(encoding="utf-8"))
NUMERICS = ("finer_mesh", "shorter_step")  # cuts of the same model
RUNS = [(cut, name) for cut, runs in results()["runs"].items() for name in runs]


def effects(**percent):
    """Return effects of a metric 'x' by condition, of so many per cent and beyond doubt."""
    return {(condition, "x"): Effect(100.0, 100.0 + value, 0.0) for condition, value in percent.items()}


def test_results_are_those_of_the_protocol():
    assert results()["protocol"] == digest()
    assert set(results()["units"]) == set(PROTOCOL["metrics"])
    assert {"usual", *NUMERICS} <= set(results()["runs"]) <= set(PROTOCOL["cuts"])
    assert {name: one["unit"] for name, one in PROTOCOL["metrics"].items()} == results()["units"]
    for cut in results()["runs"]:
        wanted = PROTOCOL["conditions"] if cut == "usual" else STUDIED
        assert set(results()["runs"][cut]) == {f"{one}_{state}" for one in wanted for state in ("off", "on")}


@pytest.mark.parametrize(("cut", "name"), RUNS)
def test_a_run_is_steady_and_loses_no_work(cut, name):
    run = results()["runs"][cut][name]
    last, before = run["strokes"][-1], run["strokes"][-2]
    assert abs(last / before - 1.0) < 0.005
    assert abs(run["drift"]) < 0.005 * last
    assert abs(run["work_balance"]) < 0.02


def test_leaks_leak_where_they_are_only():
    runs = results()["runs"]["usual"]
    for condition, metric, least in (("ar", "aortic_leak", 20.0), ("mr", "mitral_leak", 20.0)):
        assert runs[f"{condition}_off"]["metrics"][metric] > least
        assert runs["none_off"]["metrics"][metric] < 5.0


def test_a_sign_is_judged():
    claim = {"metrics": ["x"], "condition": "all", "sign": -1}
    assert judge(claim, effects(none=-3.0, ar=-1.0, mr=-2.0)).verdict == "reproduced"
    assert judge(claim, effects(none=-3.0, ar=1.0, mr=-2.0)).verdict == "not reproduced"
    doubtful = effects(none=-3.0, ar=-1.0, mr=-2.0) | {("ar", "x"): Effect(100.0, 99.0, 2.0)}
    assert judge(claim, doubtful) == Finding("within the floor", ("x",), (), ("x",))


def test_an_order_is_judged():
    claim = {"metrics": ["x"], "order": ["none", "mr", "ar"]}
    assert judge(claim, effects(none=-3.0, ar=-1.0, mr=-2.0)).verdict == "reproduced"
    assert judge(claim, effects(none=-1.0, ar=-3.0, mr=-2.0)).verdict == "not reproduced"
    assert judge(claim, effects(none=-3.0, ar=1.0, mr=-2.0)).verdict == "not reproduced"


def test_metrics_that_disagree_are_said():
    claim = {"metrics": ["x", "y"], "condition": "ar", "sign": 1}
    both = {("ar", "x"): Effect(10.0, 12.0, 0.1), ("ar", "y"): Effect(10.0, 8.0, 0.1)}
    assert judge(claim, both) == Finding("depends on the metric", ("x",), ("y",), ())


ORDER = ("usual", "shear", "ionic")


def of_cut(program):
    """Return what a run of a cut gives."""
    return {"program": program, "units": {"x": "1"}, "mesh": {"elements": 1}, "runs": {"none_off": program}}


def test_a_further_cut_joins_what_is_there(tmp_path):
    path = tmp_path / "results.json"
    for cut, program in (("usual", "old"), ("ionic", "new"), ("shear", "old")):
        write(cut, of_cut(program), ORDER, path)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert list(found["runs"]) == list(found["meshes"]) == list(ORDER)
    assert {cut: mesh["program"] for cut, mesh in found["meshes"].items()} == {
        "usual": "old", "shear": "old", "ionic": "new"
    }  # fmt: skip
    assert found["protocol"] == digest()


def test_the_usual_cut_keeps_no_other_of_another_program():
    content = {"runs": {}, "meshes": {}}
    for cut, program in (("usual", "old"), ("shear", "old"), ("ionic", "new"), ("usual", "new")):
        content = with_cut(content, cut, of_cut(program), ORDER)
    assert set(content["runs"]) == {"usual", "ionic"}
    assert content["runs"]["usual"] == {"none_off": "new"}


def test_without_other_cuts_nothing_is_certain():
    only = {"runs": {"usual": results()["runs"]["usual"]}}
    assert not effect(only, "none", "contractile_atp").certain


def test_a_condition_that_another_cut_lacks_has_no_known_floor():
    off, on = ({"metrics": {"x": value}} for value in (1.0, 3.0))
    runs = {"usual": {f"{one}_{state}": run for one in ("ar", "mild_ar") for state, run in (("off", off), ("on", on))}}
    runs["shorter_step"] = {"ar_off": off, "ar_on": off}
    assert effect({"runs": runs}, "ar", "x").floor == 2.0
    assert effect({"runs": runs}, "mild_ar", "x").floor is None


def test_every_claim_has_a_finding():
    verdicts = findings(results(), PROTOCOL)
    assert set(verdicts) == {claim["id"] for claim in PROTOCOL["claims"]}
    assert {one.verdict for one in verdicts.values()} <= set(PROTOCOL["verdicts"])


@pytest.mark.parametrize("metric", PROTOCOL["metrics"])
@pytest.mark.parametrize("condition", STUDIED)
def test_neither_mesh_nor_step_turns_a_sign(condition, metric):
    one = effect(results(), condition, metric)
    if abs(one.percent) < 0.2:
        pytest.skip("no change to speak of")
    for cut in NUMERICS:
        other = change(results(), cut, condition, metric)
        assert other * one.change > 0.0, f"{cut}: {other:.3g} against {one.change:.3g}"
