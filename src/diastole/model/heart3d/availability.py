"""Checks whether FEniCSx can be used here, and imports its parts in the order that they need."""

import importlib
import os
import platform
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec

from diastole.errors import InputError

# In this order: the HDF5 of h5py and the MPI of the solver must come first.
NEEDED = ("h5py", "dolfinx_solver", "dolfinx", "gmsh")
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")  # one thread each: ranks share out the cores
RIVAL = "adios2"  # its libraries have the same names as those that come with the engine
HOW = "install it with pip install 'diastole[heart3d]' (Linux on x86-64 only, in an environment of its own)"


def require() -> None:
    """Import the engine, or say how to install it.

    Raises
    ------
    InputError
        If a part is missing or cannot be loaded, if a package in the environment breaks it, or if dolfinx was imported
        before h5py.
    """
    _check_place()
    _check_rival()
    if "dolfinx" in sys.modules and "h5py" not in sys.modules:
        raise InputError("dolfinx was imported before h5py, and h5py would then fail on every file: import "
                         "diastole.model.heart3d first, or h5py before dolfinx.")  # fmt: skip
    missing = [name for name in NEEDED if name not in sys.modules and find_spec(name) is None]
    if missing:
        raise InputError(f"the 3D heart needs {', '.join(missing)}, which this environment lacks: {HOW}.")
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    for name in NEEDED:
        try:
            importlib.import_module(name)
        except (ImportError, OSError, RuntimeError) as problem:
            raise InputError(
                f"the 3D heart needs {name}, which is installed but cannot be loaded ({first_line(problem)}): "
                f"gmsh needs system libraries such as libglu1-mesa and libxft2; otherwise {HOW}."
            ) from problem


def available() -> bool:
    """Return whether the engine is installed, with the system libraries that gmsh needs."""
    return all(find_spec(name) is not None for name in NEEDED) and _gmsh_loads()


@lru_cache(maxsize=1)
def _gmsh_loads() -> bool:
    try:
        importlib.import_module("gmsh")
    except (ImportError, OSError):
        return False
    return True


def _check_place() -> None:
    """Refuse a system for which there is no build of the engine, unless the user has one of their own."""
    here = f"{platform.system()} on {platform.machine()}"
    if here != "Linux on x86_64" and any(find_spec(name) is None for name in NEEDED):
        raise InputError(f"the 3D heart runs on Linux on x86-64 only, and this is {here}: use such a machine or a "
                         "container; everything else of diastole runs here.")  # fmt: skip


def _check_rival() -> None:
    """Refuse a package whose libraries would be loaded instead of the engine's own."""
    try:
        rival = distribution(RIVAL)
    except PackageNotFoundError:
        return
    raise InputError(f"the package {RIVAL} {rival.version} in this environment breaks dolfinx: remove it with "
                     f"pip uninstall {RIVAL}.")  # fmt: skip


def first_line(problem: BaseException) -> str:
    """Return the first line of an error, or its kind where it has no text."""
    return str(problem).strip().split("\n")[0] or type(problem).__name__
