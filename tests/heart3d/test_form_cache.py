"""Compiled forms on disk: a run that is killed while it compiles stops no other, and two that compile take turns."""

import fcntl
import os
import signal
import subprocess
import sys

import pytest

from diastole.model.heart3d.availability import available

if not available():
    pytest.skip("needs the extra heart3d", allow_module_level=True)

from diastole.errors import InputError
from diastole.model.heart3d.wall import form_cache
from tests.waiting import LONGEST

VOLUME = """
import diastole.model.heart3d
from diastole.model.heart3d.wall.form_cache import compiling
import ufl
from dolfinx import fem, mesh
from mpi4py import MPI
cube = mesh.create_unit_cube(MPI.COMM_SELF, 1, 1, 1)
with compiling(cube.comm) as options:
    form = fem.form(fem.Constant(cube, 3.0) * ufl.dx(domain=cube), jit_options=options)
print(fem.assemble_scalar(form))
"""
WAITS = "Another process compiles the equations of the wall; this one waits."


def start(cache, **settings):
    """Start a process that compiles a form and prints the integral of 3 over a unit cube."""
    return subprocess.Popen(
        [sys.executable, "-c", VOLUME], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"DIASTOLE_CACHE_DIR": str(cache)} | settings,
    )  # fmt: skip


def ended(process):
    out, said = process.communicate(timeout=LONGEST)
    assert process.returncode == 0, said
    return float(out), said


@pytest.fixture
def killer(tmp_path):
    """Return a C compiler that kills the process which calls it."""
    path = tmp_path / "cc"
    path.write_text("#!/bin/sh\nkill -9 $PPID\n", encoding="ascii")
    path.chmod(0o755)
    return str(path)


def test_a_run_that_is_killed_while_it_compiles_stops_no_other(tmp_path, killer):
    killed = start(tmp_path, CC=killer)
    killed.communicate(timeout=LONGEST)
    assert killed.returncode == -signal.SIGKILL
    assert list(tmp_path.rglob("libffcx_*.c"))
    assert not list(tmp_path.rglob("libffcx_*.c.cached"))
    assert ended(start(tmp_path))[0] == pytest.approx(3.0)


def test_who_comes_second_says_that_it_waits(tmp_path):
    folder = tmp_path / "diastole" / form_cache.FOLDER.name
    folder.mkdir(parents=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = start(tmp_path)
        assert second.stderr.readline().strip().endswith(WAITS)
        assert second.poll() is None
    value, said = ended(second)
    assert value == pytest.approx(3.0)
    assert not said.strip()


def test_remains_are_removed_and_nothing_else(tmp_path):
    for name in ("libffcx_forms_a.c", "libffcx_forms_b.c", "libffcx_forms_b.c.cached", "lock", "notes.c"):
        (tmp_path / name).touch()
    form_cache._remove_remains(tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["libffcx_forms_b.c", "libffcx_forms_b.c.cached", "lock", "notes.c"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()
    expected = pytest.raises(InputError, match=r"cannot be compiled in .*file.*DIASTOLE_CACHE_DIR")
    with expected, form_cache._alone(blocked / "forms"):
        pass


def test_the_suite_compiles_in_a_folder_of_its_own():
    assert form_cache.FOLDER.is_relative_to(os.environ["DIASTOLE_CACHE_DIR"])
