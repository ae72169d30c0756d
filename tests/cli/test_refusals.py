import os
from unittest.mock import Mock

import pytest

from diastole.cli import run_comparison, run_simulation
from diastole.errors import SimulationError

SET = {
    "heart_rate": "is not KEY=VALUE",
    "": "is not KEY=VALUE",
    "=110 /min": "is not KEY=VALUE",
    "heart_rate=": "no value given",
    "heart_rate=110": "'110' has no unit; give a rate in /min or /s, such as '110 /min'",
    "heart_rate=110 mmHg": "is not a rate in /min or /s, but a pressure",
    "heart_rate=110 /mim": "'mim' is not a known unit",
    "heart_rate=nan /min": "does not start with a finite number",
    "heart_rate=inf /min": "does not start with a finite number",
    "heart_rate=1e999 /min": "is too large",
    "heart_rate=-70 /min": "allowed is at least 20 /min and at most 250 /min",
    "heart_rate=70 /min 80 /min": "heart_rate",
    "hart_rate=110 /min": "unknown key 'hart_rate'. Did you mean 'heart_rate'?",
    "heart_rate.value=110 /min": "unknown key 'heart_rate.value'",
    "drugs.milrinone=0.5 µg/kg/min": "keys of drugs are nitroprusside, dobutamine",
    "orifice_area=0.3 cm²": "Did you mean 'lesions.aortic_regurgitation.orifice_area'?",
    "lesions.aortic_regurgitation=0.3 cm²": "is not a block of keys",
    "lesions.aortic_regurgitation.orifice_area=-0.3 cm²": "at least 0 cm²",
    "lesions.aortic_regurgitation.orifice_area=9 cm²": "allowed is",
    "balloon_pump.ratio=1:4": "allowed is '1:1', '1:2' or '1:3'",
    "balloon_pump.volume=none": "balloon_pump.volume",
    ".=1": "unknown key",
    "__class__=1": "unknown key",
    "name=": "name",
}
PATIENTS = {
    "bytes.yaml": (bytes(range(256)), "a file that is no text"),
    "latin.yaml": ("name: Müller\n".encode("latin-1"), "is not UTF-8 text"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\x00\x00", "is a picture, an archive or a file that is no text"),
    "page.html": (b"<!DOCTYPE html>\n<html>" + b"<p>heart" * 5000, "is an HTML page; give a file of lines such as"),
    "old.htm": (b"\xef\xbb\xbf  <HTML><body>", "is an HTML page"),
    "list.json": (b"[1, 2]", "line 1: a list is no line"),
    "prose.yaml": (b"heart " * 5000, "is no line such as"),
    "other.json": (b'{"format": "something else"}', "unknown key 'format'"),
    "zero.yaml": (b"\x00" * 100, "zero.yaml"),
    "empty.yaml": (b"", "is empty"),
    "list.yaml": (b"- heart_rate\n", "line 1"),
    "word.yaml": (b"healthy\n", "line 1"),
    "twice.yaml": (b"based_on: healthy\nheart_rate: 70 /min\nheart_rate: 80 /min\n", "is given twice"),
    "bomb.yaml": (b"a: &a x\nb: *a\n", "reference"),
    "huge.yaml": (b"# " + b"x" * 2_000_000, "is larger than"),
    "nan.yaml": (b"based_on: healthy\nheart_rate: .nan\n", "finite number"),
    "no_unit.yaml": (b"based_on: healthy\nheart_rate: 80\n", "has no unit"),
    "circle.yaml": (b"based_on: circle.yaml\n", "circle"),
    "base.yaml": (b"based_on: nobody\n", "neither a preset nor an existing file"),
    "sheet.yaml": (b"measured:\n  heart_rate: 95\n", "has no unit"),
    "strange_sheet.yaml": (b"measured:\n  shoe_size: 43\n", "unknown key 'measured.shoe_size'"),
    "empty_sheet.yaml": (b"measured: {}\n", "give a line for each value"),
}


@pytest.mark.parametrize("command", ["simulate", "compare"])
def test_no_such_patient(refused, command):
    assert "Did you mean 'healthy'?" in refused(command, "helthy")
    assert "neither a preset nor an existing file" in refused(command, "no/such/file.yaml", "--json")
    assert "folder" in refused(command, ".")
    assert "folder" in refused(command, "")
    assert "x" in refused(command, "x" * 5000)
    assert "\\x1b" in refused(command, "\x1b[31mred")


@pytest.mark.parametrize("name", PATIENTS)
def test_what_is_no_patient(refused, folder, name):
    content, reason = PATIENTS[name]
    (folder / name).write_bytes(content)
    assert reason in refused("simulate", name, "--save", "beats.nc", "--json")


@pytest.mark.parametrize("change", SET)
def test_what_cannot_be_set(refused, change):
    assert SET[change] in refused("simulate", "healthy", "--set", change, "--save", "beats.nc")


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (("simulate", "healthy", "--set", "heart_rate=80 /min", "--set", "heart_rate = 90 /min"), "twice"),
        (("compare", "shock", "--set", "blood_volume=2650 mL", "--html", "a.html"), "Cardiogenic shock"),
        (("compare", "healthy", "--plot", "a.png", "--plot", "./a.png"), "another option"),
        (("compare", "healthy", "--plot", "a.gif"), "must end with .png or .svg or .pdf"),
        (("simulate", "healthy", "--save", "beats.csv"), "must end with .nc"),
        (("compare", "healthy", "--save", "beats"), "must end with .nc"),
        (("fit", "healthy"), "is a preset"),
        (("fit", "patient.yaml", "--output", "b.yaml"), "is a patient file"),
        (("fit", "nothing.yaml", "--output", "b.yaml"), "does not exist"),
        (("fit", "."), "folder"),
        (("fit", "bedside.yaml", "--output", "./bedside.yaml"), "the file that is read"),
    ],
)
def test_what_is_refused(refused, folder, sheet, words, needed):
    (folder / "patient.yaml").write_text("based_on: healthy\n", encoding="utf-8")
    before = sheet.read_bytes()
    assert needed in refused(*words)
    assert sheet.read_bytes() == before


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (".", "folder"),
        ("", "folder"),
        ("no/such/a", "there is no folder"),
        ("patient.yaml", "it is the file that is read"),
        ("patient.yaml/a", "no folder"),
        ("/proc/a", "annot write"),
        ("/dev/null", "not a file that may be overwritten"),
        ("x" * 300, "too long"),
        ("~no_such_person_here/a", "home"),
        ("circle", "cannot write circle"),
    ],
)
def test_where_nothing_can_be_written(refused, folder, place, reason, monkeypatch):
    monkeypatch.setattr(run_comparison, "run_arms", lambda *_, **__: pytest.fail("it ran before the check"))
    (folder / "patient.yaml").write_text("based_on: healthy\n", encoding="utf-8")
    (folder / "circle").symlink_to("circle")
    assert reason in refused("compare", "patient.yaml", "--html", place)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_leave(refused, folder):
    (folder / "closed").mkdir(mode=0o500)
    assert "not writable" in refused("simulate", "healthy", "--save", "closed/a.nc")


@pytest.mark.parametrize(
    "words",
    [
        "simulate", "simulate healthy shock", "simulate healthy --heart-rate 70", "simulate healthy --accuracy perfect",
        "simulate healthy --set", "compare --with iabp", "resuscitate healthy", "--no-such-option",
        "heart3d shock --with ecmo",
    ],
)  # fmt: skip
def test_what_the_program_does_not_know(call, words):
    result = call(*words.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


class TestErrorsOfTheProgram:
    @pytest.fixture
    def broken(self, monkeypatch):
        return lambda error: monkeypatch.setattr(run_simulation, "simulate", Mock(side_effect=error))

    def test_are_one_sentence(self, refused, broken):
        broken(KeyError("p_lv"))
        sentence = refused("simulate", "healthy", "--save", "a.nc", code=1)
        assert "KeyError: 'p_lv'" in sentence
        assert "--debug" in sentence

    def test_show_their_traceback_on_request(self, call, broken):
        broken(KeyError("p_lv"))
        result = call("simulate", "healthy", "--debug")
        assert result.exit_code == 1
        assert isinstance(result.exception, KeyError)

    def test_a_model_that_left_its_range(self, refused, broken):
        broken(SimulationError("patient 'x', beat 3: v_lv is nan mL,\nwhich is impossible"))
        assert refused("simulate", "healthy") == "error: patient 'x', beat 3: v_lv is nan mL, which is impossible"

    def test_interruption(self, call, broken, folder):
        broken(KeyboardInterrupt)
        result = call("simulate", "healthy", "--save", "a.nc", "--json")
        assert result.exit_code == 130
        assert result.stdout == ""
        assert list(folder.iterdir()) == []
