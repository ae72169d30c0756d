import json
import os
import subprocess
import sys
from importlib.metadata import version

from tests.cli.conftest import PROGRAM

HEAVY = ("matplotlib", "xarray", "pandas", "scipy", "jinja2", "rich", "h5py")


def test_stdout_is_nothing_but_json(program):
    done = program("simulate", "healthy", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["units"]["lv_contractile_atp"] == "µmol"


def test_version(program):
    done = program("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"diastole {version('diastole')}\n")


def test_a_refusal(program):
    done = program("simulate", "helthy", "--json")
    assert (done.returncode, json.loads(done.stdout)["code"]) == (2, "not_found")
    assert done.stderr.decode().startswith("error: 'helthy' is neither a preset nor an existing file")


def test_output_does_not_hang_on_the_terminal(program):
    for words in (["compare", "shock"], ["simulate", "shock", "--json"], ["simulate", "shock"]):
        settings = ({"COLUMNS": "40", "TERM": "dumb"}, {"COLUMNS": "300", "TERM": "xterm-256color"}, {"NO_COLOR": "1"})
        outputs = {program(*words, **setting).stdout for setting in settings}
        assert len(outputs) == 1
        assert b"\x1b" not in outputs.pop()


def test_a_terminal_that_knows_ascii_only(program):
    done = program("simulate", "healthy", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert json.loads(done.stdout)["units"]["lv_contractile_atp"] == "µmol"
    done = program("compare", "shock", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert b"Cardiac output" in done.stdout
    assert b"Traceback" not in done.stderr


def test_progress_is_shown_to_a_person_only_and_json_stays_pure(terminal, program, sheet):
    person, end = terminal
    words = [*PROGRAM, "fit", "bedside.yaml", "--json"]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=end, check=False)
    assert b"fitting" in os.read(person, 10_000)
    assert (done.returncode, json.loads(done.stdout)["preset"]) == (0, "shock")
    assert program("fit", "bedside.yaml", "--json").stderr == b""


def test_a_reader_who_leaves_is_no_error(folder):
    for words in (["simulate", "healthy", "--json"], ["compare", "shock"]):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([*PROGRAM, *words], stdout=writer, stderr=subprocess.PIPE, check=False)
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, b"")


def test_a_run_loads_nothing_heavy_and_gives_it_back():
    code = """
import sys
from diastole.cli.app import app
try:
    app(["simulate", "healthy", "--json"])
except SystemExit as end:
    assert not end.code
print(*sys.modules, file=sys.stderr)
import scipy.linalg, coverage
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "llvmlite" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_help_loads_no_simulator():
    code = """
import sys
from diastole.cli.app import app
try:
    app(["compare", "--help"])
except SystemExit:
    pass
assert not {"llvmlite", "numpy", "rich"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
