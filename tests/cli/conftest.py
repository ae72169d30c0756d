import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from tests.waiting import LONGEST

PROGRAM = [sys.executable, "-c", "from diastole.cli.main import main; main()"]
SHEET = """\
name: Shock at the bedside
nearest: shock
measured:
  heart_rate: 100 /min
  systolic_aortic_pressure: 84 mmHg
  diastolic_aortic_pressure: 55 mmHg
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Return an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def call(folder) -> Callable:
    """Return a function that runs the command line in this process and an empty folder, with this on its stdin."""
    return lambda *words, piped=None: CliRunner().invoke(app, [*map(str, words)], input=piped, prog_name="diastole")


@pytest.fixture
def document(call) -> Callable:
    """Return a function that runs a command with ``--json`` and returns what it prints; JSON has no NaN."""

    def run(*words) -> dict:
        result = call(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout, parse_constant=pytest.fail)

    return run


@pytest.fixture
def refused(call, folder) -> Callable:
    """Return a function that checks a refusal: exit code 2, one sentence on stderr, no file, which it returns."""

    def check(*words, code=2, piped=None) -> str:
        before = sorted(folder.rglob("*"))
        result = call(*words, piped=piped)
        assert result.exit_code == code, result.output
        assert result.stdout == "" or "--json" in words
        assert "Traceback" not in result.stderr
        *notes, sentence = result.stderr.splitlines()
        assert all(note.startswith("note: ") for note in notes)
        assert sentence.startswith("error: ")
        assert sorted(folder.rglob("*")) == before
        return sentence

    return check


@pytest.fixture
def program(folder) -> Callable:
    """Return a function that runs the true program; its stdout and stderr are bytes."""

    def run(*words, **environment) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*PROGRAM, *map(str, words)],
            capture_output=True,
            env=os.environ | environment,
            check=False,
            timeout=LONGEST,
        )

    return run


@pytest.fixture
def terminal(folder) -> Iterator[tuple[int, int]]:
    """Return both ends of a terminal: that of a person, and that of the program."""
    ends = pty.openpty()
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def sheet(folder) -> Path:
    """Return a bedside sheet."""
    path = folder / "bedside.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return path
