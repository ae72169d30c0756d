"""Compiled code on disk: only in its own folder, never stale, and dropped where it is damaged."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from diastole.law import PACKAGE
from tests.faults import DAMAGES

pytestmark = [pytest.mark.slow]  # each run is a process of its own, and compiles

# A kernel that takes its laws from other files: of the volume and the stress of a wall at rest.
PROGRAM = """
import numpy as np
from diastole.model.circulation.kernel_parameters import law_parameters, period
from diastole.model.patient import Patient
from diastole.model.simulation.isovolumic import isovolumic_curves
healthy = Patient.preset("healthy")
named = law_parameters(healthy)
fields = [np.array(named[name]) for name in ("lv_wall", "lv_calcium", "lv_tension", "bridges")]
relaxed, contracted = isovolumic_curves(np.array([150.0]), period(healthy), 1e-3, *fields)
print(relaxed[0])
"""
LAW, CHANGED = "return wall.stiffness *", "return 2.0 * wall.stiffness *"


def copied(folder: Path) -> Path:
    """Return a copy of the package."""
    copy = folder / "src" / "diastole"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture
def package(tmp_path) -> Path:
    """Return a copy of the package that may be changed."""
    return copied(tmp_path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Path, Path, float]:
    """Return a copy of the package that nobody changes, the folder of its compiled code, and the pressure found."""
    folder = tmp_path_factory.mktemp("whole")
    package, cache = copied(folder), folder / "cache"
    return package, cache, run(package, cache)[0]


@pytest.fixture
def kept(whole, tmp_path) -> tuple[Path, Path, float]:
    """Return the same with compiled code that may be damaged."""
    package, cache, before = whole
    return package, shutil.copytree(cache, tmp_path / "cache"), before


def change_law(package: Path) -> None:
    """Make the wall at rest twice as stiff; the file of the kernel stays as it is."""
    path = package / "model" / "physiology" / "one_fibre.py"
    text = path.read_text(encoding="utf-8")
    assert LAW in text, "this test changes the law of the passive stress"
    path.write_text(text.replace(LAW, CHANGED), encoding="utf-8")


def run(package: Path, cache: Path, largest_file: int = resource.RLIM_INFINITY) -> tuple[float, str]:
    """Return the pressure at rest [mmHg] that a new process finds, and what it says on stderr."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    settings = {"PYTHONPATH": str(package.parent), "DIASTOLE_CACHE_DIR": str(cache), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout), done.stderr


def compiled_files(folder: Path) -> list[Path]:
    return list(folder.rglob("*.o"))


@pytest.fixture
def nowhere(tmp_path) -> Path:
    """Return a folder that nobody can make: its parent is a file."""
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    return blocked / "cache"


def test_without_a_folder_nothing_is_kept_and_no_stale_kernel_runs(package, nowhere):
    before, said = run(package, nowhere)
    assert said.count("Compiled code cannot be kept in") == 1
    assert "DIASTOLE_CACHE_DIR" in said
    assert compiled_files(package.parent.parent) == []
    change_law(package)
    after, _ = run(package, nowhere)
    assert after == pytest.approx(2.0 * before)


def test_a_changed_law_is_compiled_anew(package, tmp_path):
    before, said = run(package, tmp_path / "cache")
    assert said == ""
    assert compiled_files(package) == []
    again, _ = run(package, tmp_path / "cache")
    assert again == before
    change_law(package)
    after, _ = run(package, tmp_path / "cache")
    assert after == pytest.approx(2.0 * before)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_dropped_with_one_sentence_and_made_again(kept, damage):
    package, cache, before = kept
    files = compiled_files(cache)
    assert files
    for path in files:
        path.write_bytes(damage(path.read_bytes()))
    after, said = run(package, cache)
    assert after == before
    assert said.count("is damaged and made again") == 1
    assert len(said.splitlines()) == 1
    again, said = run(package, cache)
    assert (again, said) == (before, "")


def test_a_user_without_a_folder_is_told_where_code_may_be_kept(package):
    nobody = "import os; del os.environ['HOME'], os.environ['DIASTOLE_CACHE_DIR']; os.getuid = lambda: 2**30 + 1\n"
    done = subprocess.run(
        [sys.executable, "-c", nobody + PROGRAM],
        env=os.environ
        | {"PYTHONPATH": str(package.parent), "DIASTOLE_CACHE_DIR": "", "HOME": "", "XDG_CACHE_HOME": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("DIASTOLE_CACHE_DIR") == 1


def test_a_processor_that_is_unknown_is_refused_by_name(whole):
    """LLVM ends the whole program at such a name."""
    package, cache, _ = whole
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ
        | {"PYTHONPATH": str(package.parent), "DIASTOLE_CACHE_DIR": str(cache), "DIASTOLE_PROCESSOR": "nonsense"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "InputError: DIASTOLE_PROCESSOR is 'nonsense'; allowed is x86-64," in done.stderr


def test_a_folder_that_is_taken_away_is_made_again(kept):
    package, cache, before = kept
    shutil.rmtree(cache)
    assert run(package, cache) == (before, "")


def test_a_disk_without_room_costs_the_kept_code_only(whole, tmp_path):
    """Files of more than a kilobyte cannot be written."""
    package, cache = whole[0], tmp_path / "cache"
    before, said = run(package, cache, largest_file=1000)
    assert said.count("Compiled code cannot be kept in") == 1
    assert [path for path in cache.rglob("*") if path.is_file()] == []
    assert run(package, cache) == (before, "")
