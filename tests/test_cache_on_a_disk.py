"""Compiled code on a disk that is full, broken, or of a process that is killed: runs go on, and the next one too."""

import errno
import json
import os
import subprocess
import sys

import pytest

from tests.faults import KILL

DRIVER = """
import json, os, sys
from pathlib import Path
from pytest import MonkeyPatch

folder, code = Path(sys.argv[1]), int(sys.argv[2])
(folder / "programs").mkdir()
(folder / "programs" / "tripled_program.py").write_text(
    "from diastole.tracing.traced_program import Memory\\n\\n"
    "def tripled(program):\\n"
    "    with program.function('tripled', {'x': Memory}) as (x,):\\n"
    "        x[0] = 3.0 * x[0]\\n", encoding="utf-8"
)
sys.path.insert(0, str(folder / "programs"))
import numpy as np
from diastole.law import CACHE_FOLDER
from diastole.tracing import machine, traced_program  # before the forks
from diastole.tracing.native import address, load
from tests.faults import Faults

def child(work):
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def run():
    x = np.array([3.0])
    load("tripled_program:tripled")["tripled"](address(x))
    assert x[0] == 9.0

found = []
for number in range(100):
    for path in CACHE_FOLDER.rglob("*.o"):
        path.unlink()
    def faulty():
        with Faults(MonkeyPatch(), number, code, folder) as faults:
            run()
        os._exit(3 if faults.struck else 0)
    found.append([child(faulty), child(run), child(run)])
    if found[-1][0] == 0:
        break
print(json.dumps(found))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize(("code", "ended"), [(errno.ENOSPC, 3), (errno.EIO, 3), (KILL, -9)])
def test_a_fault_at_any_call(tmp_path, code, ended):
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, tmp_path, str(code)], capture_output=True, text=True, check=False,
        env=os.environ | {"DIASTOLE_CACHE_DIR": str(tmp_path / "cache")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *struck, whole = json.loads(done.stdout)
    assert len(struck) >= 3  # opened, written, renamed
    assert all(codes == [ended, 0, 0] for codes in struck)
    assert whole == [0, 0, 0]
    assert "Traceback" not in done.stderr
