"""Loops over a mesh that two processes compile at once: one compiles, and the other loads what it made."""

import os
import subprocess
import sys

import pytest

from tests.waiting import LONGEST

pytest.importorskip("numba")

PROGRAM = """
from diastole.model.heart3d.conduction import eikonal
import numpy as np
print("ready", flush=True)
input()
eikonal.over_edge(np.eye(3), np.zeros(3), 0, 1, 2, (1.0, 0.0, 0.0, 2.0, 1.0))
print(sum(sum(one.stats.cache_misses.values()) for one in (eikonal.over_edge, eikonal.span, eikonal.travel)))
"""


def test_what_two_processes_need_is_compiled_once(tmp_path):
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"DIASTOLE_CACHE_DIR": str(tmp_path)},
        )
        for _ in range(2)
    ]  # fmt: skip
    for one in both:
        assert one.stdout.readline() == "ready\n"
    for one in both:
        one.stdin.write("\n")
        one.stdin.flush()
    compiled = sorted(int(one.communicate(timeout=LONGEST)[0]) for one in both)
    assert compiled[0] == 0
    assert compiled[1] >= 1
