"""The same heart on one rank and on two."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from diastole.model.heart3d.availability import available
from tests.waiting import LONGEST

if not available():
    pytest.skip("needs the extra heart3d", allow_module_level=True)

from tests.heart3d import ranks

ROOT = Path(__file__).parents[2]
MPIRUN = Path(sys.executable).with_name("mpirun")
PROGRAM = [sys.executable, "-c", "from diastole.cli.main import main; main()"]
# A rank that waits sleeps: it would look without end for the other, which may need its core where others work too.
ENVIRONMENT = os.environ | {"OMP_NUM_THREADS": "1", "MPIR_CVAR_ENABLE_HEAVY_YIELD": "1"}
needs_mpirun = pytest.mark.skipif(not MPIRUN.exists(), reason="no mpirun beside this Python")


def _run(command):
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT, timeout=LONGEST, check=False
    )


@pytest.fixture(scope="module")
def outcomes():
    """Return what one rank, which is this process, and two ranks give of a small heart."""
    done = _run([str(MPIRUN), "-n", "2", sys.executable, "-m", "tests.heart3d.ranks"])
    assert done.returncode == 0, done.stderr
    return ranks.results(), json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.slow
@needs_mpirun
@pytest.mark.parametrize(("part", "tolerance"), [("wall", 1e-8), ("few steps", 1e-5)])
def test_two_ranks_give_the_answer_of_one(outcomes, part, tolerance):
    one, two = outcomes
    assert (one["ranks"], two["ranks"]) == (1, 2)
    assert one[part] == pytest.approx(two[part], rel=tolerance)


@needs_mpirun
def test_an_error_of_all_ranks_is_said_once():
    command = [str(MPIRUN), "-n", "2", *PROGRAM, "heart3d", "shock", "--edge", "9"]
    done = _run(command)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("error: an edge of 9 cm is not possible") == 1


ALONE = """
import diastole.model.heart3d
from mpi4py import MPI
from diastole.model.heart3d import mpi_ranks
mpi_ranks.GRACE = 0.5
with mpi_ranks.together(lambda problem: print("said:", problem, flush=True), lambda problem: 3):
    if MPI.COMM_WORLD.rank == 1:
        raise RuntimeError("only here")
    MPI.COMM_WORLD.allreduce(1)
"""


@needs_mpirun
def test_an_error_of_one_rank_ends_all():
    command = [str(MPIRUN), "-n", "2", sys.executable, "-c", ALONE]
    done = _run(command)
    assert done.returncode == 3
    assert done.stdout.count("said: only here") == 1
