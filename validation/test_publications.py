"""The files of publications are complete, and a slip in one is refused."""

import filecmp
import os
import re
import shutil
import subprocess
import sys

import pytest

from diastole.errors import InputError
from diastole.studies.fit.bedside_sheet import BedsideSheet
from validation import patients
from validation.patients import PUBLICATIONS, ROOT, file_content, sheet_tree
from validation.publication import claims, every_row, publication, publications, targets

GUIDE = ROOT / "docs/guides/add_a_publication.md"
FILE = """
source: nobody1999
population: {setting: shock, species: human, intervention: IABP, checked: secondary}
targets:
- {id: nobody1999-co, quantity: cardiac_output, unit: L/min, change: 10, change_in: percent}
- {id: nobody1999-map, quantity: mean_arterial_pressure, unit: mmHg, change: 5, change_in: percent}
not_expressed:
- {targets: [nobody1999-map], because: An example.}
arm: {field: balloon, patient: shock, why: an example, reflex: true, preset: shock}
rows:
- {id: nobody1999-co, measure: cardiac_output, unit: L/min}
"""


def test_every_row_is_tested_and_no_id_is_used_twice():
    rows = [row.id for row in every_row()]
    assert len(set(rows)) == len(rows)
    assert {str(case.values[0]) for case in claims()} == set(rows)
    assert len(targets()) == sum(len(one.targets) for one in publications())
    assert len(targets()) >= 148  # of the list of evidence; more may come, none may go


@pytest.mark.parametrize(
    "sheet",
    [f"{path.stem}/{name}" for path in PUBLICATIONS.iterdir() for name in file_content(path.stem).get("sheets", ())],
)
def test_each_sheet_is_read(sheet):
    assert BedsideSheet.read(sheet_tree(sheet), sheet).measured


def test_a_row_with_its_own_numbers_has_those_of_its_target():
    known = targets()
    for row in every_row():
        alone = known[row.stands_for[0]] if len(row.stands_for) == 1 else None
        if alone is None or row.change is None or alone.change is None:
            continue
        points = alone.unit == "percent" and row.unit == "1" and row.change_in == "absolute"
        assert row.change == pytest.approx(alone.change / (100 if points else 1)), row.id
        assert row.change_in == alone.change_in, row.id


def test_no_sheet_was_given_a_value_with_the_intervention():
    """A fit may use only values from before the intervention: those with it are to be predicted."""
    known = targets()
    given = {row.arm.sheet: sheet_tree(row.arm.sheet)["measured"] for row in every_row() if row.arm.sheet}
    assert len(given) > 10
    for row in every_row():
        seen = {float(words.split()[0]) for words in given.get(row.arm.sheet, {}).values()}
        printed = {known[id_].with_ for id_ in row.stands_for} | {row.with_}
        assert not seen & {value for value in printed if value}, row.id


@pytest.fixture
def refusal(tmp_path, monkeypatch):
    """Return a function that reads the example with a piece replaced, and returns the refusal."""
    monkeypatch.setattr(patients, "PUBLICATIONS", tmp_path)

    def read(old, new):
        assert old in FILE
        (tmp_path / "Nobody_1999.yaml").write_text(FILE.replace(old, new), encoding="utf-8")
        for function in (file_content, publication):
            function.cache_clear()
        with pytest.raises(InputError) as caught:
            publication("Nobody_1999")
        return str(caught.value)

    yield read
    for function in (file_content, publication):
        function.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("measure: cardiac_output", "measure: cardiac_outptu", ["cardiac_outptu", "Did you mean 'cardiac_output'"]),
        ("rows:\n- {id: nobody1999-co", "rows:\n- {id: nobody1999-c", ["nobody1999-c'", "mean 'nobody1999-co'"]),
        ("[nobody1999-map], because", "[], because", ["nobody1999-map", "not_expressed"]),
        ("preset: shock", "sheet: before", ["Nobody_1999.yaml", "before"]),
        ("unit: L/min}", "unit: L/min, sd_change: 3}", ["rows.0.sd_change"]),
        ("species: human", "species: hare", ["targets.0.species", "'dog'"]),
        ("change: 10", "change: ten", ["targets.0.change", "number"]),
    ],
)
def test_a_slip_is_refused_with_its_place_and_what_is_allowed(refusal, old, new, words):
    said = refusal(old, new)
    assert all(word in said for word in words), said


@pytest.mark.slow
def test_the_guide_adds_a_publication_with_one_file(tmp_path):
    """In a copy without the file of the guide its rows are not tested; with it they are, and no other file changed."""
    (written,) = re.findall(r"literalinclude\} \.\./\.\./(validation/publications/\w+\.yaml)", GUIDE.read_text("utf-8"))
    shutil.copytree(ROOT / "validation", tmp_path / "validation", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "examples/bedside", tmp_path / "examples/bedside")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (command,) = re.findall(r"^\.venv/bin/python (.*)$", GUIDE.read_text("utf-8"), re.MULTILINE)

    def run():
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
        done = subprocess.run(
            [sys.executable, *command.split(), "-p", "no:cacheprovider", "-p", "no:randomly"],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    (tmp_path / written).unlink()
    assert run()[0] == pytest.ExitCode.NO_TESTS_COLLECTED
    shutil.copy(ROOT / written, tmp_path / written)
    code, said = run()
    assert code == 0, said
    assert "8 passed" in said
    assert "1 xfailed" in said
    same = filecmp.dircmp(ROOT / "validation", tmp_path / "validation", ignore=["__pycache__"])
    assert not same.diff_files
