"""With ``--json`` an error is JSON too: code, sentence, path and what is allowed, beside the sentence on stderr."""

import json

import pytest

from diastole.errors import CODES
from diastole.faces.json.error_json import ErrorJson

SET = "--set"
CASES = {  # words → code, path, part of what is allowed
    ("simulate", "shok"): ("not_found", None, ("values", "shock")),
    ("simulate", "shock", SET, "heart_rate=900 /min"): ("out_of_range", "heart_rate", ("at_most", 250.0)),
    ("simulate", "shock", SET, "heart_rate=fast"): ("not_a_quantity", "heart_rate", ("unit", "1/min")),
    ("simulate", "shock", SET, "hart_rate=80 /min"): ("unknown_key", "hart_rate", ("values", "heart_rate")),
    ("compare", "shock", SET, "balloon_pump.ratio=1:4"): ("not_allowed", "balloon_pump.ratio", ("values", "1:3")),
    ("simulate", "shock", SET, "lesions.aortic_regurgitation.onset=acute"): (
        "missing", "lesions.aortic_regurgitation.orifice_area", ("unit", "cm²"),
    ),
    ("simulate", "shock", SET, "blood_volume=100 mL"): ("contradiction", None, None),
    ("simulate", "healthy", SET, "left_ventricle.working_fraction=0.02"): ("simulation", None, None),
    ("simulate", "shock", "--save", "no/such/folder.nc"): ("cannot_write", "no/such/folder.nc", None),
    ("claims", "C99"): ("wrong_input", None, None),
}  # fmt: skip


def parsed(stdout):
    document = json.loads(stdout)
    ErrorJson.model_validate(document, by_alias=True, by_name=False)
    assert document["schema"] == ErrorJson.NAME
    return document


@pytest.mark.parametrize(("words", "expected"), CASES.items(), ids=lambda case: " ".join(map(str, case))[:60])
def test_an_error_is_json(call, words, expected):
    result = call(*words, "--json")
    assert result.exit_code == 2
    printed = parsed(result.stdout)
    code, path, allowed = expected
    assert (printed["code"], printed["path"]) == (code, path)
    assert result.stderr.rstrip("\n").endswith(printed["message"])
    if allowed:
        key, value = allowed
        assert value in printed["allowed"][key] if key == "values" else printed["allowed"][key] == value
    assert call(*words).stdout == ""


@pytest.mark.parametrize(
    "words", [("simulate",), ("simulate", "shock", "--nonsense"), ("simulate", "shock", "--accuracy", "fine"), ("nix",)]
)
def test_a_wrong_command_line_is_json_too(program, words):
    done = program(*words, "--json")
    assert done.returncode == 2
    assert parsed(done.stdout.decode())["code"] == "usage"
    assert b"Usage: diastole" in done.stderr
    assert program(*words).stdout == b""


def test_a_place_inside_a_file_is_its_path(call, folder):
    (folder / "steps.txt").write_text("wait 10 s\nfly for 10 s\n", encoding="utf-8")
    assert parsed(call("course", "shock", "--script", "steps.txt", "--json").stdout)["path"] == "line 2"


def test_a_fault_of_the_program_has_its_code(call, monkeypatch):
    monkeypatch.setattr("diastole.studies.alternatives.current_treatments.against", lambda *_, **__: 1 / 0)
    result = call("simulate", "shock", "--set", "drugs.noradrenaline=0.1 µg/kg/min", "--json")
    assert result.exit_code == 1
    assert parsed(result.stdout)["code"] == "program"


def test_every_code_is_explained():
    assert {code for code, *_ in CASES.values()} | {"usage", "program", "system"} == set(CODES)
