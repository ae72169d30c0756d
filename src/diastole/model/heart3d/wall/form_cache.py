"""The folder in which FFCx keeps compiled forms, held by one process at a time.

FFCx writes a source file first and waits for whoever wrote it. Where that process was killed it waits in vain, in every
run from then on. Whoever holds the folder knows that nobody else compiles, so that sources without code are remains.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from sysconfig import get_config_var
from typing import Any

from mpi4py import MPI

from diastole.errors import InputError
from diastole.law import CACHE_FOLDER
from diastole.model.heart3d.folder_lock import hold
from diastole.tracing.machine import processor_hash

# Code for one kind of processor. FFCx names a file by its form, so that other sources of diastole may share the folder.
FOLDER = CACHE_FOLDER.parent / f"forms-{processor_hash()}"
# Sums in any order let the compiler use wide registers and save a third of the time of the tangent. -ffast-math would
# also make the whole process flush small numbers to zero.
ANY_ORDER = ["-fno-math-errno", "-fno-signed-zeros", "-fno-trapping-math", "-fassociative-math"]
# The tangent is one block of 20,000 lines. More optimisation gains nothing there; GCC takes half of the time to give
# registers by priority, and the code is a tenth faster. Clang does not know that option.
BY_PRIORITY = ["-fira-algorithm=priority"] if "clang" not in (os.environ.get("CC") or get_config_var("CC")) else []
ARGUMENTS = ["-O1", "-ftree-vectorize", *BY_PRIORITY, "-march=native", "-g0", *ANY_ORDER]


@contextmanager
def compiling(comm: MPI.Comm) -> Iterator[dict[str, Any]]:
    """Hold the folder while forms are compiled on these ranks; give the options of DOLFINx for it.

    Only the first rank compiles, and the others wait for it, so only the first rank holds the folder.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    with ExitStack() as held:
        if comm.rank == 0:
            held.enter_context(_alone(FOLDER))
            _remove_remains(FOLDER)
        yield {"cache_dir": FOLDER, "cffi_extra_compile_args": ARGUMENTS}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder, after everybody else; the system lets it go if this process is killed."""
    try:
        lock = hold(folder, lambda: _say_once("Another process compiles the equations of the wall; this one waits."))
    except OSError as problem:
        raise InputError(
            f"the equations of the wall cannot be compiled in {folder} ({problem}): set DIASTOLE_CACHE_DIR to a folder "
            f"that can be written"
        ) from None
    with lock:
        yield


@cache
def _say_once(sentence: str) -> None:
    logging.getLogger(__name__).warning(sentence)


def _remove_remains(folder: Path) -> None:
    """Remove sources whose compilation was begun and never ended."""
    for source in folder.glob("libffcx_*.c"):
        if not source.with_suffix(".c.cached").exists():
            source.unlink()
