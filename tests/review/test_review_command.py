import json
import shlex
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from diastole.cli import review
from diastole.cli.app import app
from diastole.review.review_desk import ReviewDesk
from diastole.review.subject_kinds import KINDS
from tests.review.conftest import tamper

ANN = ("--reviewer", "Ann Lee", "--interests", "none declared")
BO = ("--reviewer", "Bo Chen", "--interests", "speaker fees of Novartis")
HELPS = {name: getattr(review, name.upper()) for name in ("show", "submit", "start", "approve", "reject", "verify")} | {
    "": review.HELP
}


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "review.sqlite"
    monkeypatch.setenv("DIASTOLE_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def call(file):
    def run(*words, code=0):
        result = CliRunner().invoke(app, ["review", *words], prog_name="diastole")
        assert result.exit_code == code, result.output
        return result.stderr if code else result.stdout

    return run


@pytest.fixture
def json_of(call):
    return lambda *words: json.loads(call(*words, "--json"))


def test_the_list(call, json_of, file):
    shape = json_of()
    assert shape["schema"] == "diastole/review/1"
    assert shape["totals"] == {"submitted": len(shape["subjects"]), "under_review": 0, "approved": 0}
    assert {one["kind"] for one in shape["subjects"]} == set(KINDS)
    assert shape["subjects"][0].keys() >= {"id", "kind", "state", "reviewers", "expires", "changed_since"}
    assert not file.exists()
    table = call("--kind", "rule")
    assert "AR-SEVERE" in table
    assert "C-01" not in table


def test_a_review_from_the_start_to_the_end(call, json_of):
    assert json_of("submit", "C-01", "--author", "Eve Stone")["authors"] == ["Eve Stone"]
    assert json_of("start", "C-01", *ANN)["state"] == "under_review"
    assert json_of("approve", "C-01", *ANN)["state"] == "under_review"
    shape = json_of("approve", "C-01", *BO)
    assert shape["state"] == "approved"
    assert shape["expires"]
    rows = json_of("--state", "approved")
    assert [one["id"] for one in rows["subjects"]] == ["C-01"]
    assert "Bo Chen: approved" in call()
    case = json_of("show", "C-01")
    assert [entry["action"] for entry in case["audit"]] == ["submit", "start", "approve", "approve"]
    assert case["sources"][0]["checked"] == "primary-abstract"
    assert case["diff"] == []
    rejected = json_of("reject", "C-01", *ANN, "--reason", "the class is missing")
    assert (rejected["state"], rejected["reason"]) == ("submitted", "the class is missing")
    assert json_of("verify")["intact"] is True


def test_a_change_is_shown(call, json_of, monkeypatch):
    call("start", "C-01", *ANN)
    plain = ReviewDesk().subjects["C-01"]
    content = {**plain.content, "polarity": "neutral"}
    edited = replace(plain, content=content)
    monkeypatch.setattr("diastole.review.review_desk.load_subjects", lambda: {"C-01": edited})
    row = json_of()["subjects"][0]
    assert (row["state"], row["because"]) == ("submitted", "changed")
    assert row["changed_since"]
    assert "-polarity: harm" in call("show", "C-01")
    assert "+polarity: neutral" in json_of("show", "C-01")["diff"]


def test_a_case_for_a_person(call):
    call("start", "C-01", *BO)
    text = " ".join(call("show", "C-01").split())
    words = "Wording|clinician:|patient:|teleflex-ac3|checked: primary-abstract|speaker fees|Audit"
    assert [word for word in words.split("|") if word not in text] == []


def test_a_rule_is_shown_with_its_condition(call):
    assert "fact: ar.vena_contracta" in call("show", "AR-SEVERE")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "AR-SEVER"), "Did you mean 'AR-SEVERE'"),
        (("approve", "C-01", *ANN), "C-01 is submitted; 'approve' is not possible, allowed: start, submit"),
        (("start", "C-01", "--reviewer", "Ann Lee", "--interests", ""), "'none declared'"),
        (("start", "C-01", "--reviewer", "Ann Lee", "--interests", "Teleflex"), "Teleflex is declared, which makes"),
        (("start", "C-01", "--reviewer", "Ann Lee", "--interests", "fees of a pump maker"), "name it alone"),
        (("reject", "C-01", *ANN), "reason for a rejection is empty"),
    ],
)
def test_a_refusal_is_one_sentence(call, file, words, said):
    lines = call(*words, code=2).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("error: ")
    assert said in lines[0]


@pytest.mark.parametrize("words", [("start", "C-01"), ("start", "C-01", "--reviewer", "Ann Lee"), ("approve",)])
def test_what_is_missing_is_named(call, words):
    assert "Missing" in call(*words, code=2)


def test_tampering_is_said(call, file):
    call("start", "C-01", *ANN)
    tamper(file)
    assert "tampered" in call(code=2)
    result = CliRunner().invoke(app, ["review", "verify", "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["findings"] == ["entry 1 was changed"]


def test_the_head_is_noted_and_expected(call, json_of, file):
    head = json.loads(_written(call))["head"]
    assert json_of("verify", "--expect", head)["intact"] is True
    result = CliRunner().invoke(app, ["review", "verify", "--expect", 64 * "0"])
    assert result.exit_code == 2
    assert "is not intact" in " ".join(result.stdout.split())
    assert "is no hash" in call("verify", "--expect", "last", code=2)
    file.write_bytes(b"")
    result = CliRunner().invoke(app, ["review", "verify", "--json", "--expect", head])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["intact"] is False


def _written(call):
    """Let there be an entry, and return the verdict."""
    if json.loads(call("show", "C-01", "--json"))["state"] == "submitted":
        call("start", "C-01", *ANN)
    return call("verify", "--json")


def test_names_cannot_steer_the_terminal(call):
    assert "\x1b" not in call("start", "C-01", "--reviewer", "Ann \x1b[2J Lee", "--interests", "none declared", code=2)
    call("start", "C-01", "--reviewer", "Ann [red]Lee[/]", "--interests", "[link=x]")
    assert "Ann [red]Lee[/]" in call("show", "C-01")


@pytest.mark.parametrize("name", HELPS)
def test_help_has_examples_that_run(call, name):
    text = CliRunner().invoke(app, ["review", *([name] if name else []), "--help"], prog_name="diastole").stdout
    examples = [line.strip() for line in HELPS[name].splitlines() if line.strip().startswith("diastole ")]
    assert len(examples) >= 2
    assert all(example in text for example in examples)
    for example in examples:
        words = shlex.split(example)[2:]
        if name == "verify":  # of something, and with its own hash
            head = json.loads(_written(call))["head"]
            words = [head if word == 64 * "a" else word for word in words]
        if words[:1] in (["approve"], ["reject"]) and name:  # each example begins where nothing was approved
            call("start", words[1], *ANN) if example == examples[0] else None
        call(*words)
        if name == "reject" and example == examples[0]:
            call("start", words[1], *ANN)
