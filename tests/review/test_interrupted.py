"""A process that ends while it writes leaves the state before or after a decision, and never one between."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

STATES = ("submitted", "under_review", "under_review", "approved")  # after so many decisions, modulo 4
CODES = {"full": 2, "killed": -25, "stopped": -9}  # of a process that an error, SIGXFSZ or SIGKILL ends


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks and limits")
def test_nothing_is_lost_and_nothing_is_half(url):
    endings = (
        CODES if url.startswith("sqlite") else ("stopped",)
    )  # the limit is on files of the process, not a server's
    program = [sys.executable, "-m", "tests.review.interrupted", url, *endings]
    done = subprocess.run(program, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    told_of = json.loads(done.stdout)
    assert set(told_of) == set(endings)
    for ending, rows in told_of.items():
        assert {code for code, *_ in rows} == {0, CODES[ending]}
        assert len(rows) > 40
        for code, told, error, written, state, tampering in rows:
            assert tampering == [], error
            assert written in (
                (told,) if code == 2 else (told, told + 1)
            )  # ended after it was written and before it was told
            assert state == STATES[written % 4]
            if code == 2:
                assert "the review database" in error
                assert "full" in error or "I/O error" in error
