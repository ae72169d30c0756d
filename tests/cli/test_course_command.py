import signal
import subprocess
import sys

import numpy as np
import pytest
import xarray

import diastole.studies.course.patient_course
from diastole.errors import SimulationError
from diastole.studies.course.course_columns import MEASURED
from tests.waiting import LONGEST

STEPS = "wait 5 s\nIABP 1:1 at 40 mL for 10 s\nnitroprusside 1 µg/kg/min until MAP 20 mmHg within 10 s\n"
RUN = ("course", "acute_severe_ar", "--script", "steps.txt")
# Keeps a checkpoint after each beat, and sends itself a signal after some: no clock decides where that is.
CUT = """
import os, sys
import diastole.cli.run_course
from diastole.cli.checkpoints import Keeper
from diastole.cli.main import main

sign, saves, save = int(sys.argv.pop(1)), [], Keeper.save

def cut(keeper, write):
    saves.append(keeper.path)
    if len(saves) == 20:
        os.kill(os.getpid(), sign)
    save(keeper, write)

diastole.cli.run_course.SAVE_EVERY, Keeper.save = 0.0, cut
main()
"""


@pytest.fixture
def steps(folder):
    (folder / "steps.txt").write_text(STEPS, encoding="utf-8")
    return folder


def test_json_has_each_step_with_its_measures(document, steps):
    shape = document(*RUN)
    assert shape["schema"] == "diastole/course/2"
    assert (shape["reflex"], shape["ischaemia"]) == (True, True)
    assert [step["line"] for step in shape["steps"]] == [1, 2, 3]
    assert [step["outcome"] for step in shape["steps"]] == ["done", "done", "not reached"]
    first, second, third = shape["steps"]
    assert first["end"] == second["start"]
    assert (third["measure"], third["target"]) == ("mean_aortic_pressure", 20.0)
    assert 20.0 < third["closest"] <= third["end"]["mean_aortic_pressure"]
    assert set(first["end"]) == set(MEASURED) == set(shape["units"])
    assert {(each["line"], each["treatment"], each["kind"]) for each in shape["objections"]} == {
        (2, "IABP", "contraindicated")
    }


def test_what_speaks_against_a_treatment_that_was_there_before_has_no_line(call, document, steps):
    words = (*RUN, "--set", "drugs.esmolol=50 µg/kg/min")
    printed = document(*words)["objections"]
    assert {(each["line"], each["treatment"]) for each in printed} == {(None, "Esmolol"), (2, "IABP")}
    assert "\n! Esmolol calls for caution in this patient." in call(*words).stdout


def test_the_table_has_each_step_and_says_what_worked(call, steps):
    printed = call(*RUN, "--no-reflex").stdout
    assert "Baroreflex off" in printed
    assert "IABP 1:1 at 40 mL for 10 s" in printed
    assert "Line 2: ✗ IABP is contraindicated in this patient." in printed
    assert "did not get to 20 mmHg within 10 s; the closest was" in printed
    assert "lack of oxygen off" in call(*RUN, "--no-ischaemia").stdout


def test_files(call, steps):
    result = call(*RUN, "--save", "course.nc", "--plot", "course.png", "--plot", "course.svg")
    assert result.exit_code == 0, result.output
    assert (steps / "course.png").read_bytes().startswith(b"\x89PNG")
    drawn = (steps / "course.svg").read_text(encoding="utf-8")
    assert all(text in drawn for text in ("IABP 1:1 at 40 mL for 10 s", "Lung water", "aortic leak", "Baroreflex on"))
    with xarray.open_dataset(steps / "course.nc", engine="h5netcdf") as saved:
        assert saved.attrs["complete"] == 1
        assert saved.attrs["script"] == STEPS
        assert list(saved.step_line.values) == [1, 2, 3]
        assert saved.sizes["beat"] > 30
    assert not list(steps.glob("*.checkpoint"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nitropruside 1 µg/kg/min for 5 min", "steps.txt, line 1: 'nitropruside' is no step that is known"),
        ("", "has no steps"),
        ("repair mitral valve for 5 min", "line 1 'repair mitral valve for 5 min': surgery.mitral_valve_repair"),
        ("IABP until MAP 500 mmHg", "never gets to '500 mmHg'"),
    ],
)
def test_a_wrong_script_is_refused(refused, steps, text, reason):
    (steps / "steps.txt").write_text(text, encoding="utf-8")
    assert reason in refused(*RUN, "--save", "course.nc", "--plot", "a.png")


def test_files_that_cannot_be(refused, steps):
    assert "does not exist" in refused("course", "healthy", "--script", "nothing.txt")
    assert "cannot be read" in refused("course", "healthy", "--script", ".")
    (steps / "a.nc").write_text(STEPS, encoding="utf-8")
    assert "it is the file that is read" in refused("course", "healthy", "--script", "a.nc", "--save", "a.nc")
    assert "must end with .nc" in refused(*RUN, "--save", "course.csv")
    assert "--resume needs --save" in refused(*RUN, "--resume")
    assert "there is no checkpoint" in refused(*RUN, "--save", "course.nc", "--resume")


def test_a_target_that_is_never_met_keeps_what_was_done(call, steps):
    (steps / "steps.txt").write_text("wait 5 s\nIABP until MAP 60 mmHg\n", encoding="utf-8")
    result = call(*RUN, "--save", "course.nc")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert (
        "line 2 'IABP until MAP 60 mmHg': mean aortic pressure does not get to 60 mmHg: it settled at" in result.stderr
    )
    with xarray.open_dataset(steps / "course.nc", engine="h5netcdf") as saved:
        assert saved.attrs["complete"] == 0
        assert saved.sizes["beat"] > 100


def test_a_heart_that_fails_names_the_step_and_keeps_what_was_done(call, steps, monkeypatch):
    def fail(heart):
        raise SimulationError("v_lv fell to -1 mL")

    monkeypatch.setattr(diastole.studies.course.patient_course, "unassisted_landmarks", fail)
    result = call(*RUN, "--save", "course.nc")
    assert result.exit_code == 2
    assert "error: line 2 'IABP 1:1 at 40 mL for 10 s' after 6 s: v_lv fell to -1 mL" in result.stderr
    with xarray.open_dataset(steps / "course.nc", engine="h5netcdf") as saved:
        assert list(saved.step_outcome.values) == ["done"]
        assert saved.attrs["complete"] == 0


def test_an_interrupted_course_says_how_to_go_on(program, steps, tmp_path):
    (steps / "steps.txt").write_text("wait 20 h\n", encoding="utf-8")
    done = _cut_by(signal.SIGINT)
    assert done.returncode == 130
    assert done.stdout == b""
    assert b"the same command with --resume continues from there" in done.stderr
    assert (steps / "a.nc.checkpoint").exists()
    assert not (steps / "a.nc").exists()


def test_a_killed_course_goes_on_as_if_nothing_had_been(call, steps):
    (steps / "steps.txt").write_text("IABP 1:2 for 3 min\nnitroprusside 1 µg/kg/min for 20 min\n", encoding="utf-8")
    assert _cut_by(signal.SIGKILL).returncode == -signal.SIGKILL
    assert not (steps / "a.nc").exists()
    resumed = call(*RUN, "--save", "a.nc", "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "continues at" in resumed.stderr
    assert call(*RUN, "--save", "b.nc").exit_code == 0
    with xarray.open_dataset("a.nc", engine="h5netcdf") as a, xarray.open_dataset("b.nc", engine="h5netcdf") as b:
        assert a.identical(b)
        assert all(np.array_equal(a[name].values, b[name].values, equal_nan=True) for name in MEASURED)
    assert not (steps / "a.nc.checkpoint").exists()


def _cut_by(sign):
    words = [sys.executable, "-c", CUT, str(int(sign)), *RUN, "--save", "a.nc"]
    return subprocess.run(words, capture_output=True, check=False, timeout=LONGEST)
