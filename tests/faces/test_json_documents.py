"""The shapes of JSON: what is printed keeps to its own schema, by an independent reader of schemas."""

import json
import shlex
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from _generate.execute import blocks_of
from _generate.pages import DOCS
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.json.documents import DOCUMENTS, INPUTS, document, schema_of
from diastole.model.patient import PRESETS, Patient
from diastole.strict_yaml import read_blocks
from diastole.studies.fit.bedside_sheet import BedsideSheet
from tests.cohort.specifications import TEXT

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
    "map": "map shock --side 2",
    "sensitivity": "sensitivity spec.yaml -n 32 --trajectories 32",
    "optimum": "optimum shock --side 3",
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
    (tmp_path / "spec.yaml").write_text(TEXT, encoding="utf-8")
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


def test_every_document_is_printed_here_but_those_that_take_long():
    assert set(DOCUMENTS) - set(COMMANDS) == {"heart3d", "cohort"}


def test_the_command_prints_a_schema():
    runner = CliRunner()
    assert runner.invoke(app, ["schema"]).stdout.split() == [*DOCUMENTS, *INPUTS]
    assert json.loads(runner.invoke(app, ["schema", "fit"]).stdout) == document("fit").json_schema()
    assert json.loads(runner.invoke(app, ["schema", "bedside-sheet"]).stdout) == schema_of("bedside-sheet")
    unknown = runner.invoke(app, ["schema", "fits"])
    assert (unknown.exit_code, "Did you mean 'fit'" in unknown.stderr) == (2, True)


SHEETS = sorted((Path(__file__).parents[1] / "fit" / "sheets" / "possible").glob("*.yaml"))
GUIDE = blocks_of((DOCS / "guides" / "bedside_sheet.md").read_text(encoding="utf-8"))
REFUSED = ("slips.yaml", "contradiction.yaml")  # which the guide shows
WRITTEN = {path.stem: path.read_text(encoding="utf-8") for path in SHEETS} | {
    block.argument: block.content for block in GUIDE if block.kind == "run-file" and block.argument not in REFUSED
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_sheet_that_is_read_keeps_to_the_schema_of_sheets(name):
    tree = read_blocks(WRITTEN[name].encode(), name)
    jsonschema_rs.validator_for(schema_of("bedside-sheet")).validate(tree)
    assert BedsideSheet.read({"name": name} | tree, name)


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"}, {"measured": {"heart_rate": 95}}, {"measured": "no block"}, {"body": {"sex": "none"}},
        {"lesions": {"aortic_regurgitation": {"area": "0.3 cm²"}}}, {"pacing": {"rate": 80}}, {"drugs": ["dobutamine"]},
        {"surgery": {"heart_transplantation": {}}}, {"echo": {"aortic_stenosis": 3}},
    ],
    ids=str,
)  # fmt: skip
def test_a_sheet_that_is_refused_does_not_keep_to_the_schema_of_sheets(wrong):
    sheet = {"name": "a", "measured": {"HR": "95 /min"}}
    schema = jsonschema_rs.validator_for(schema_of("bedside-sheet"))
    assert schema.is_valid(sheet)
    assert not schema.is_valid(sheet | wrong)
    with pytest.raises(InputError):
        BedsideSheet.read(sheet | wrong, "sheet")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_keeps_to_the_schema_of_patient_files(name):
    schema = jsonschema_rs.validator_for(schema_of("patient-file"))
    schema.validate(yaml.safe_load(Patient.preset(name).to_yaml()))
    assert not schema.is_valid({"based_on": name, "heart_rat": "80 /min"})
    assert not schema.is_valid({"based_on": name, "heart_rate": 80})
