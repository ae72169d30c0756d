"""The shapes of JSON: what is printed keeps to its own schema, by an independent reader of schemas."""

import json
import shlex

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.faces.json.documents import DOCUMENTS, document

SHEET = """\
nearest: shock
measured: {heart_rate: 100 /min, systolic_aortic_pressure: 84 mmHg, diastolic_aortic_pressure: 55 mmHg}
"""
COMMANDS = {
    "simulate": "simulate shock --set balloon_pump.ratio=1:2",
    "compare": "compare acute_severe_ar",
    "compare-arms": "compare shock --with iabp --with impella_cp",
    "alternatives": "alternatives shock",
    "course": "course acute_severe_ar --script steps.txt",
    "fit": "fit sheet.yaml",
    "claims": "claims C01 C05 C19",
    "ask": "ask 'Why is a balloon pump contraindicated in aortic regurgitation?'",
    "articles": "ask --list",
    "screen": "screen acute_severe_ar",
    "review": "review",
    "review-case": "review show C-01",
    "review-decision": "review start C-01 --reviewer 'Ann Lee' --interests 'none declared'",
    "review-verify": "review verify",
    "error": "simulate shok",
}


def call(words):
    return CliRunner().invoke(app, [*shlex.split(words), "--json"], prog_name="diastole")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIASTOLE_DATABASE_URL", f"sqlite:///{tmp_path}/review.sqlite")
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    steps = "IABP 1:1 at 40 mL for 20 s\ndobutamine 5 µg/kg/min until MAP 200 mmHg within 20 s\n"
    (tmp_path / "steps.txt").write_text(steps, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_printed_keeps_to_its_schema(folder, name):
    printed = json.loads(call(COMMANDS[name]).stdout)
    schema = document(name).json_schema()
    jsonschema_rs.validator_for(schema).validate(printed)
    assert printed["schema"] == schema["$id"]
    broken = {key: value for key, value in printed.items() if key != schema["required"][-1]}
    assert not jsonschema_rs.validator_for(schema).is_valid(broken)
    assert not jsonschema_rs.validator_for(schema).is_valid(printed | {"surplus": 1})


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_field_says_what_it_is(name):
    schema = document(name).json_schema()
    for kind in (schema, *schema.get("$defs", {}).values()):
        assert kind["description"]
        for field, described in kind.get("properties", {}).items():
            assert described.get("description"), (name, field)


def test_every_document_but_that_of_the_3d_heart_is_printed_here():
    assert set(DOCUMENTS) - set(COMMANDS) == {"heart3d"}


def test_the_command_prints_a_schema():
    runner = CliRunner()
    assert runner.invoke(app, ["schema"]).stdout.split() == list(DOCUMENTS)
    assert json.loads(runner.invoke(app, ["schema", "fit"]).stdout) == document("fit").json_schema()
    unknown = runner.invoke(app, ["schema", "fits"])
    assert (unknown.exit_code, "Did you mean 'fit'" in unknown.stderr) == (2, True)
