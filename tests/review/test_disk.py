"""A disk that is full, or a process that is killed, at any write that lets a file of the desk grow.

The system's own limit of file sizes does both: a write beyond it fails, or kills where its signal is let through.
"""

import json
import subprocess
import sys

import pytest

DRIVER = """
import json, os, resource, shutil, signal, sys
from pathlib import Path

from diastole.errors import InputError
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_subjects import ReviewSubject

ended, folder = sys.argv[1], Path(sys.argv[2])
NONE = "none declared"
SUBJECTS = {"T-01": ReviewSubject("T-01", "statement", {}, {"text": "The leak grows." * 40})}
STEPS = [("start", "Ann Lee"), ("approve", "Ann Lee"), ("approve", "Bo Chen"), ("reject", "Cy Diaz")]

def desk(file):
    return ReviewDesk(f"sqlite:///{file}", subjects=SUBJECTS)

def write(file, told):
    one = desk(file)
    for action, who in STEPS:
        rest = (NONE, "once more") if action == "reject" else (NONE,)
        getattr(one, action)("T-01", who, *rest)
        os.write(told, b"x")

def limited(file, limit):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if ended == "killed" else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        try:
            write(file, writing)
        except InputError as error:
            os.write(writing, str(error).encode())
            os._exit(2)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        text = said.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = len(text) - len(text.lstrip(b"x"))
    return code, told, text[told:].decode()

def looked_at(file):
    one = desk(file)
    record = one.record()
    return len(record.entries), [] if not record.entries else list(one.verify())

begun = folder / "begun.sqlite"
write(begun, os.open(os.devnull, os.O_WRONLY))
largest = begun.stat().st_size + 4096
found = []
for fresh in (True, False):
    for limit in range(0, largest, 1024):
        file = folder / f"{fresh}{limit}.sqlite"
        if not fresh:
            shutil.copy(begun, file)
        before = 0 if fresh else len(STEPS)
        code, told, said = limited(file, limit)
        count, tampering = looked_at(file)
        found.append([fresh, limit, code, before + told, said, count, tampering])
print(json.dumps(found))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks and limits")
@pytest.mark.parametrize("ended", ["full", "killed"])
def test_nothing_is_lost_and_nothing_is_half(tmp_path, ended):
    done = subprocess.run([sys.executable, "-c", DRIVER, ended, tmp_path], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    codes = {code for _, _, code, *_ in found}
    assert codes == ({0, 2} if ended == "full" else {0, -25}), codes  # SIGXFSZ
    assert len([code for _, _, code, *_ in found if code]) > 40
    for fresh, limit, code, told, said, count, tampering in found:
        where = (fresh, limit, code, said)
        assert tampering == [], where
        assert count in (told, told + 1), where  # killed after it was written and before it was told
        if code == 2:
            assert count == told, where
            assert "the review database" in said, where
            assert "full" in said or "I/O error" in said, where
