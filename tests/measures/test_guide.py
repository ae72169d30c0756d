"""The guide to add a measure is followed in a copy of the package: it touches one file, and all show the measure."""

import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import diastole

PACKAGE = Path(diastole.__file__).parent
GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "add_a_measure.md"
GROUP = "model/measures/pressures.py"
NAME = "mean_diastolic_aortic_pressure"
ASKED = """
import json
from pathlib import Path

import diastole
from diastole.faces.terminal.tables import print_run
from diastole.faces.words.groups import grouped
from diastole.model.measures.definitions import MEASURES
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script
from diastole.studies.course.course_columns import COLUMNS, INDEX
from diastole.studies.fit.bedside_sheet import BedsideSheet
from rich.console import Console

Path("sheet.yaml").write_text("measured: {DAP: 70 mmHg}", encoding="utf-8")
run = diastole.simulate(diastole.Patient.preset("healthy"))
course = Course(run.patient, parse_script("wait until diastolic mean > 20 mmHg within 1 min"))
while course.advance():
    pass
console = Console(width=100)
with console.capture() as printed:
    print_run(run, console)
print(json.dumps({
    "run": run.measures, "course": course.rows[-1, INDEX["NAME"]], "unit": COLUMNS["NAME"].unit,
    "outcome": course.past_steps[0].outcome, "table": printed.get(), "groups": grouped(MEASURES),
    "sheet": BedsideSheet.load("sheet.yaml").measured,
}))
""".replace("NAME", NAME)


def files(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Return what the copy of the package with the measure of the guide says, after a look at what was touched."""
    copy = tmp_path_factory.mktemp("copy") / "diastole"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    record = GUIDE.read_text(encoding="utf-8").partition("```{run-file} diastolic_mean.py\n")[2].partition("```")[0]
    with (copy / GROUP).open("a", encoding="utf-8") as file:
        file.write(f"\n\n{record[record.index('@PRESSURES') :]}")
    touched = {str(path) for path in files(copy) if not filecmp.cmp(copy / path, PACKAGE / path, shallow=False)}
    assert files(copy) == files(PACKAGE)
    assert touched == {GROUP}
    environment = os.environ | {"PYTHONPATH": str(copy.parent)}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=copy.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_is_measured_shown_and_grouped(answers):
    assert 60.0 < answers["run"][NAME] < 110.0
    assert "Mean diastolic aortic pressure" in answers["table"]
    assert NAME in answers["groups"]["Pressures"]


def test_a_course_keeps_it_and_waits_for_it_by_any_name(answers):
    assert answers["course"] == pytest.approx(answers["run"][NAME], rel=5e-3)
    assert answers["unit"] == "mmHg"
    assert answers["outcome"] == "reached"


def test_a_sheet_takes_it_by_its_short_name(answers):
    assert answers["sheet"] == {NAME: 70.0}
