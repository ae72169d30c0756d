import json
import os
import subprocess
import sys
from importlib.metadata import version

import pytest

from diastole.cli.stdout import console
from tests.cli.conftest import PROGRAM

HEAVY = {
    "coverage", "dolfinx", "fastapi", "h5py", "jinja2", "matplotlib", "numba", "pandas", "pint", "rapidfuzz", "rich",
    "scipy", "sqlalchemy", "sympy", "uvicorn", "xarray",
}  # fmt: skip
SIMULATOR = {"llvmlite", "numpy"}
LOADED = """
import gc, os, sys
from diastole.cli.main import main
try:
    main()
except SystemExit as end:
    assert not end.code
print(gc.isenabled(), len(os.listdir("/proc/self/task")), *sys.modules, file=sys.stderr)
"""

SEVERAL = """
import sys
from diastole.cli.main import main
for words in sys.argv[1:]:
    sys.argv[1:] = words.split()
    try:
        main()
    except SystemExit as end:
        assert not end.code
"""


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


def test_output_does_not_hang_on_the_terminal(folder):
    """Each setting starts the program once, for all commands."""
    outputs = set()
    for setting in ({"TERM": "dumb"}, {"TERM": "xterm-256color"}, {"NO_COLOR": "1"}):
        words = [sys.executable, "-c", SEVERAL, "compare shock", "simulate shock --json", "simulate shock"]
        outputs.add(subprocess.run(words, env=os.environ | setting, capture_output=True, check=True).stdout)
    (output,) = outputs
    assert output.count(b"Mean aortic pressure") == 3  # each command printed
    assert b"\x1b" not in output


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


def state_after(*words: str) -> tuple[bool, int, set[str]]:
    """Run the program; return whether garbage is collected at its end, how many threads it has, and its modules."""
    usual = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    command = [sys.executable, "-c", LOADED, *words]
    done = subprocess.run(command, env=usual, capture_output=True, text=True, check=True)
    collects, threads, *modules = done.stderr.splitlines()[-1].split()
    return collects == "True", int(threads), {*modules, *(name.partition(".")[0] for name in modules)}


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
@pytest.mark.parametrize(
    ("words", "spared"),
    [
        ("--help", HEAVY | SIMULATOR | {"pydantic", "yaml", "importlib.metadata", "diastole.model"}),
        ("compare --help", HEAVY | SIMULATOR),
        ("simulate healthy", HEAVY - {"rich"} | {"diastole.faces.json", "diastole.knowledge"}),
        ("simulate healthy --json", HEAVY | {"diastole.faces.terminal.tables"}),
        ("simulate healthy --set balloon_pump.ratio=1:2", HEAVY - {"rich"} | {"diastole.faces.json"}),
        ("compare shock", HEAVY - {"rich"} | {"diastole.faces.json"}),
        ("alternatives shock", HEAVY - {"rich"} | {"diastole.faces.json"}),
        ("screen shock", HEAVY - {"rich"} | {"llvmlite", "diastole.faces.json", "diastole.model.run"}),
        ("fit bedside.yaml", HEAVY - {"rich", "scipy"} | {"diastole.faces.json"}),
    ],
)
def test_a_command_loads_nothing_that_it_does_not_need(sheet, words, spared):
    collects, threads, loaded = state_after(*words.split())
    assert loaded & spared == set()
    assert threads == 1  # none of a library of linear algebra
    assert collects or "--help" in words  # garbage, once its modules are loaded


@pytest.mark.parametrize(("asked", "width"), [("60", 60), ("", 100), ("wide", 100), ("3", 40)])
def test_text_in_a_pipe_is_as_wide_as_asked(monkeypatch, asked, width):
    monkeypatch.setenv("COLUMNS", asked)
    assert console().width == width
