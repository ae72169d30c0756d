"""A full or broken disk, a closed stream, a word that is not text: one sentence, and nothing is lost."""

import errno
import json
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from diastole.cli import run_course
from diastole.cli.checkpoints import Keeper
from diastole.cli.reporter import Reporter
from diastole.errors import InputError
from tests.cli.conftest import PROGRAM
from tests.faults import Faults

FULL = Path("/dev/full")
SCRIPT = "IABP 1:1 at 40 mL for 3 s\nwait 2 s\n"  # some nine beats, each with a checkpoint

full = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


def one_sentence(done):
    stderr = done.stderr.decode().strip()
    assert done.returncode == 2, stderr
    assert "Traceback" not in stderr
    assert "itself failed" not in stderr
    *notes, last = stderr.splitlines()
    assert all(note.startswith("note: ") for note in notes)
    assert last.startswith("error: ")
    return last


WORDS = [
    ("simulate", "healthy"), ("simulate", "healthy", "--json"), ("ask", "--list"), ("screen", "shock", "--json"),
    ("--help",), ("review", "--help"), ("--version",),
]  # fmt: skip


@full
@pytest.mark.parametrize("words", WORDS)
def test_stdout_on_a_full_disk(folder, words):
    with FULL.open("wb") as disk:
        done = subprocess.run([*PROGRAM, *words], stdout=disk, stderr=subprocess.PIPE, check=False)
    assert one_sentence(done) == (
        "error: stdout cannot be written: No space left on device; make room, or send the output elsewhere"
    )


@pytest.mark.parametrize("words", [WORDS[0], WORDS[1], WORDS[4]])
def test_stdout_that_is_closed(folder, words):
    done = _closed(words, ">&-")
    assert "stdout cannot be written: Bad file descriptor" in one_sentence(done)


def test_a_closed_stdout_stops_no_file_and_is_not_written_into(folder):
    done = _closed(("simulate", "healthy", "--save", "beats.nc", "--quiet"), ">&- <&-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (folder / "beats.nc").read_bytes().startswith(b"\x89HDF")


@full
def test_stderr_stops_nothing(folder):
    for trouble in ("2>&-", f"2>{FULL}"):
        done = _closed(("simulate", "healthy", "--save", "beats.nc", "--json"), trouble)
        assert done.returncode == 0
        assert json.loads(done.stdout)["patient"] == "Healthy adult"
        assert _closed(("simulate", "helthy"), trouble).returncode == 2


def _closed(words, redirections):
    shell = f'exec "$@" {redirections}'
    return subprocess.run(["sh", "-c", shell, "sh", *PROGRAM, *words], capture_output=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        ["simulate", "healthy", "--set", b"heart_rate=80\xff /min"],
        ["ask", b"why \xc3\x28?", "--json"],
        ["simulate", b"patient\xe9.yaml"],
        ["simulate", "healthy", "--save", b"\xfe.nc"],
        ["review", "show", b"C\x80"],
        ["screen", "shock", "--facts", b"facts\xff.yaml"],
    ],
)
def test_a_word_that_is_no_text(folder, words):
    done = subprocess.run([*PROGRAM, *words], capture_output=True, check=False)
    stderr = one_sentence(done)
    assert "has a byte that is not UTF-8; write the word in UTF-8, or rename the file" in stderr
    assert "\\x" in stderr
    assert list(folder.iterdir()) == []


@pytest.mark.slow
@full
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["simulate", "healthy", "--save", "full/beats.nc"], "beats.nc"),
        (["compare", "shock", "--plot", "full/both.png"], "both.png"),
        (["compare", "shock", "--html", "full/both.html"], "both.html"),
        (["fit", "bedside.yaml", "--output", "full/patient.yaml"], "patient.yaml"),
    ],
)
def test_a_result_for_which_there_is_no_room(call, folder, sheet, monkeypatch, words, name):
    """At every system call of the write; the old file is kept."""
    (folder / "full").mkdir()
    target = folder / "full" / name
    target.write_text("old", encoding="utf-8")
    for number in count():
        with Faults(monkeypatch, number, errno.ENOSPC, folder / "full") as faults:
            result = call(*words)
        if not faults.struck:
            break
        assert result.exit_code == 2, (number, result.output, result.exception)
        *_, last = result.stderr.splitlines()
        assert last.startswith(f"error: cannot write full/{name}: No space left on device")
        assert target.read_text(encoding="utf-8") == "old"
        assert [path.name for path in (folder / "full").iterdir()] == [name]
    assert number > 2
    assert result.exit_code == 0
    assert target.stat().st_size > 100


def test_a_course_goes_on_without_a_checkpoint_and_keeps_the_old_one(call, folder, monkeypatch):
    """However far a write of it gets, and whatever stops it."""
    monkeypatch.setattr(run_course, "SAVE_EVERY", 0.0)
    (folder / "steps.txt").write_text(SCRIPT, encoding="utf-8")
    words = ["course", "acute_severe_ar", "--script", "steps.txt", "--save", "course.nc"]
    assert call(*words).exit_code == 0
    whole = (folder / "course.nc").read_bytes()
    for number, code in enumerate((errno.ENOSPC, errno.EIO, errno.EDQUOT)):
        (folder / "course.nc.checkpoint").write_bytes(b"an earlier one")
        with Faults(monkeypatch, number, code, folder, name=".checkpoint", every=True) as faults:
            result = call(*words)
        assert faults.struck
        assert result.exit_code == 0, result.output
        notes = [line for line in result.stderr.splitlines() if "cannot write course.nc.checkpoint" in line]
        assert notes == [
            f"warning: cannot write course.nc.checkpoint: {os.strerror(code)}; choose another place. "
            "The run continues without, and an earlier checkpoint is kept."
        ]
        assert (folder / "course.nc").read_bytes() == whole


def test_a_keeper_warns_once_and_knows_the_way_back(capsys, tmp_path):
    path = tmp_path / "a.checkpoint"
    keeper = Keeper(path, Reporter(quiet=True))

    def fails(path):
        raise InputError("cannot write it.")

    for write in (fails, fails, lambda path: path.touch(), fails):
        keeper.save(write)
    assert capsys.readouterr().err == (
        "warning: cannot write it. The run continues without, and an earlier checkpoint is kept.\n"
    )
    assert keeper.way_back == "when there is room, the same command with --resume continues from the checkpoint before"
    keeper.save(lambda path: None)
    assert keeper.way_back == "the same command with --resume continues from there"
    keeper.forget()
    assert keeper.way_back.startswith("there is no checkpoint yet")
    assert Keeper(None, Reporter(quiet=True)).way_back.startswith("with --save")


def test_a_result_that_cannot_be_written_says_the_way_back(call, folder, monkeypatch):
    (folder / "steps.txt").write_text(SCRIPT, encoding="utf-8")
    words = ["course", "acute_severe_ar", "--script", "steps.txt", "--save", "course.nc"]
    with Faults(monkeypatch, 0, errno.ENOSPC, folder, name="course.nc.", every=True, but=".checkpoint"):
        result = call(*words)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].endswith("the same command with --resume continues from there.")
    assert (folder / "course.nc.checkpoint").exists()
    assert call(*words, "--resume").exit_code == 0
    assert not (folder / "course.nc.checkpoint").exists()


# Runs the same words once for each size that files may have, in a process each that finds loaded what all need.
LIMITED = """
import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import xarray
import diastole.model.run
from diastole.cli.main import main
xarray.Dataset({"a": ("x", [1.0])}).to_netcdf(engine="h5netcdf")  # which loads more than all else
sys.dont_write_bytecode = True  # Python would keep what fits, and read half a module ever after
for size in sys.argv.pop(1).split(","):
    if os.fork() == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
        sys.exit(main())
    print(os.waitstatus_to_exitcode(os.wait()[1]), file=sys.stderr)
"""
SIZES = (0, 100, 4096, 100_000)  # bytes


@pytest.mark.skipif(sys.platform != "linux", reason="limits of file sizes are Linux's here")
def test_a_true_limit_of_the_system(call, folder):
    """The HDF5 library ends the process where it meets a full disk, so it must not write itself."""
    assert call("simulate", "healthy").exit_code == 0  # so that its code is kept: there is no room for that either
    (folder / "beats.nc").write_text("old", encoding="utf-8")
    words = [sys.executable, "-c", LIMITED, ",".join(map(str, SIZES)), "simulate", "healthy", "--save", "beats.nc"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    said = [line for line in done.stderr.splitlines() if not line.startswith("note: ")]
    assert said == len(SIZES) * ["error: cannot write beats.nc: File too large; choose another place.", "2"]
    assert (folder / "beats.nc").read_text(encoding="utf-8") == "old"
    assert [path.name for path in folder.iterdir()] == ["beats.nc"]
