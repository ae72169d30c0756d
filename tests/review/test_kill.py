"""A process that is killed while it writes leaves the state before or after, never between."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from diastole.review.database import Database
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_status import ReviewState
from tests.review.conftest import subject
from tests.waiting import LONGEST

WRITER = """
import sys
from diastole.review.database import Database
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_subjects import ReviewSubject

desk = ReviewDesk(sys.argv[1], subjects={"T-01": ReviewSubject("T-01", "statement", {}, {"text": sys.argv[2]})})
print("ready", flush=True)
while True:
    for decide in (
        lambda: desk.start("T-01", "Ann Lee", "none declared"),
        lambda: desk.approve("T-01", "Ann Lee", "none declared"),
        lambda: desk.approve("T-01", "Bo Chen", "none declared"),
        lambda: desk.reject("T-01", "Bo Chen", "none declared", "once more"),
    ):
        decide()
        print("written", flush=True)
"""
STATES = (
    ReviewState.submitted,
    ReviewState.under_review,
    ReviewState.under_review,
    ReviewState.approved,
)  # after n entries, modulo 4
ROUNDS = 5


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL"),
]


def test_killed_at_any_point(url):
    chance = random.Random(4)
    told = 0
    for number in range(ROUNDS):
        told += _write_and_die(url, "grows", chance.uniform(0.0, 0.03), after=chance.randrange(1, 12))
        _let_the_server_finish(url)
        desk = ReviewDesk(url, subjects={"T-01": subject_of("grows")})
        assert desk.verify() == ()
        written, _ = desk.head()
        assert written in (told, told + 1), f"round {number}"  # the last one may have been killed before it was told
        assert desk.state_of("T-01") == STATES[written % 4]
        told = _finish(desk, written)
    assert told > ROUNDS  # something was written at all


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.03, 0.06])
def test_killed_at_any_point_of_the_first_write(url, seconds):
    """Also while the tables are made."""
    told = _write_and_die(url, "grows", seconds)
    _let_the_server_finish(url)
    desk = ReviewDesk(url, subjects={"T-01": subject_of("grows")})
    written, _ = desk.head()
    assert written in (told, told + 1)
    found = desk.verify()
    if written:
        assert found == ()
    else:  # killed before its first entry
        assert [one for one in found if "has no entry" not in one] == []


def subject_of(text):
    return replace(subject(), content={"text": text}, wording={})


def _let_the_server_finish(url: str) -> None:
    """Wait for a commit that the killed process had sent."""
    with Database(url).writing():
        pass


def _write_and_die(url: str, text: str, seconds: float, after: int = 0) -> int:
    """Let another process write, kill it some time after so many writes; return how many writes it told of."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, url, text], stdout=subprocess.PIPE, text=True, env=os.environ.copy()
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    for _ in range(after):
        assert writer.stdout.readline() == "written\n"
    time.sleep(seconds)
    writer.send_signal(signal.SIGKILL)
    said, _ = writer.communicate(timeout=LONGEST)
    assert writer.returncode == -signal.SIGKILL
    return after + said.count("written")


def _finish(desk: ReviewDesk, written: int) -> int:
    """Bring the subject back to submitted, so that the next writer begins where it expects to; return the entries."""
    if desk.state_of("T-01") != ReviewState.submitted:
        desk.reject("T-01", "Cy Diaz", "none declared", "the writer died")
        # the next writer counts from here: fill up to a whole round
        written += 1
    while written % 4:
        desk.submit("T-01", "Eve Stone")
        written += 1
    return written
