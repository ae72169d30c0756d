"""The engine is asked for in one sentence where it is missing, and the core never loads it."""

import json
import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from types import ModuleType, SimpleNamespace

import pytest

from diastole.errors import InputError
from diastole.model.heart3d import availability
from tests.waiting import LONGEST

ENGINE = ("dolfinx", "ufl", "petsc4py", "gmsh", "pyvista", "meshio")


def run(code, **changes):
    environment = {name: value for name, value in os.environ.items() if name not in availability.ONE_THREAD}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LONGEST, env=environment | changes
    )


def test_core_never_loads_the_engine(tmp_path):
    code = f"""
import sys, json
from diastole.cli.main import main
sys.argv = ["diastole", "simulate", "healthy", "--json"]
try:
    main()
finally:
    print(json.dumps([name for name in {ENGINE} if name in sys.modules]), file=sys.stderr)
"""
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["measures"]
    assert json.loads(done.stderr.strip().splitlines()[-1]) == []


@pytest.mark.skipif(not availability.available(), reason="needs the extra heart3d")
def test_engine_loads_in_the_order_that_works_with_one_thread():
    code = """
import os
from diastole.model.heart3d.availability import require
require(); require()
import dolfinx, h5py
h5py.File("x", "w", driver="core", backing_store=False).create_dataset("y", data=[1.0])
print(os.environ["OMP_NUM_THREADS"], os.environ["OPENBLAS_NUM_THREADS"], dolfinx.__version__)
"""
    done = run(code, OMP_NUM_THREADS="2")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[:2] == ["2", "1"]


@pytest.mark.skipif(not availability.available(), reason="needs the extra heart3d")
def test_the_wrong_order_is_refused():
    code = """
import dolfinx_solver, dolfinx
try:
    import diastole.model.heart3d
except ValueError as error:
    print(error)
"""
    done = run(code)
    assert "dolfinx was imported before h5py" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("machine", "words"),
    [
        ("x86_64", r"needs no_such_engine, .* pip install 'diastole\[heart3d\]' \(Linux on x86-64"),
        ("aarch64", r"runs on Linux on x86-64 only, and this is .* on aarch64"),
    ],
)
def test_a_missing_part_or_another_system_is_refused(monkeypatch, machine, words):
    monkeypatch.setattr(availability, "NEEDED", ("h5py", "no_such_engine"))
    monkeypatch.setattr(availability.platform, "system", lambda: "Linux")
    monkeypatch.setattr(availability.platform, "machine", lambda: machine)
    with pytest.raises(InputError, match=words):
        availability.require()
    assert not availability.available()


def test_a_library_that_does_not_load_is_refused(monkeypatch, tmp_path):
    (tmp_path / "broken_engine.py").write_text("raise OSError('libGLU.so.1: cannot open')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(availability, "NEEDED", ("broken_engine",))
    with pytest.raises(InputError, match=r"cannot be loaded \(libGLU\.so\.1: cannot open\)"):
        availability.require()


def test_rival_is_refused(monkeypatch):
    def only_rival(name):
        if name == availability.RIVAL:
            return SimpleNamespace(version="2.10")
        return distribution(name)

    monkeypatch.setattr(availability, "distribution", only_rival)
    monkeypatch.setitem(sys.modules, "dolfinx", sys.modules.get("dolfinx", ModuleType("dolfinx")))
    with pytest.raises(
        InputError, match=r"adios2 2\.10 in this environment breaks dolfinx: remove it with pip uninstall"
    ):
        availability.require()


def test_rival_is_absent_here():
    with pytest.raises(PackageNotFoundError):
        distribution(availability.RIVAL)
