"""The same heart on one rank and on two."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("dolfinx_solver", reason="needs the extra heart3d")

ROOT = Path(__file__).parents[2]
MPIRUN = Path(sys.executable).with_name("mpirun")


def outcome(*before):
    """Return what the small heart gives."""
    command = [*before, sys.executable, "-m", "tests.heart3d.ranks"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.skipif(not MPIRUN.exists(), reason="no mpirun beside this Python")
def test_two_ranks_give_the_answer_of_one():
    one, two = outcome(), outcome(str(MPIRUN), "-n", "2")
    assert (one.pop("ranks"), two.pop("ranks")) == (1, 2)
    assert one == pytest.approx(two, rel=1e-8)
