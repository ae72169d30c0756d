"""Writes to a review database in processes that end early, and prints what each of them left behind.

``python -m tests.review.interrupted URL ENDING...``, where ``full`` and ``killed`` let a write fail, or end the process
that makes a file larger than a limit, and ``stopped`` kills it at a counted statement or commit.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, Pool, StaticPool, event

from diastole.errors import InputError
from diastole.review import database
from diastole.review.database import Database
from diastole.review.review_desk import ReviewDesk
from tests.review.conftest import NONE, empty, subject

SUBJECTS = {"T-01": subject(text="The leak grows." * 40)}
STEPS = (("start", "Ann Lee"), ("approve", "Ann Lee"), ("approve", "Bo Chen"), ("reject", "Cy Diaz", "once more"))


def write(url: str, tell: Callable[[], object] = lambda: None) -> None:
    """Take the decisions one after another, and tell of each."""
    desk = ReviewDesk(url, subjects=SUBJECTS)
    for action, person, *reason in STEPS:
        getattr(desk, action)("T-01", person, NONE, *reason)
        tell()


def limit_files(size: int, disposition: signal.Handlers) -> None:
    """Let the system refuse to make a file larger than a size, or end the process that tries."""
    signal.signal(signal.SIGXFSZ, disposition)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.dont_write_bytecode = True  # Python would keep what fits, and read half a module ever after
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * size, resource.RLIM_INFINITY))


def stop_at(number: int) -> None:
    """Kill this process before one of the statements that write, before or after a commit."""
    steps = count()

    def step(*_: object) -> None:
        if next(steps) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(connection: object, cursor: object, text: str, *_: object) -> None:
        if not text.startswith(("SELECT", "PRAGMA", "BEGIN")):
            step()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", step)
    event.listen(Pool, "reset", step)


ENDINGS: dict[str, Callable[[int], None]] = {
    "full": lambda size: limit_files(size, signal.SIG_IGN),
    "killed": lambda size: limit_files(size, signal.SIG_DFL),
    "stopped": stop_at,
}


def interrupted(url: str, ending: Callable[[int], None], at: int) -> tuple[int, int, str]:
    """Write in another process; return how it ended, of how many decisions it told, and its error."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        ending(at)
        try:
            write(url, lambda: os.write(writing, b"x"))
        except InputError as error:
            os.write(writing, str(error).encode())
            os._exit(2)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    error = text.lstrip("x")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), len(text) - len(error), error


@cache
def _decided(url: str) -> bytes:
    """Return the file of a database after the decisions."""
    write(url)
    return Path(url.removeprefix("sqlite:///")).read_bytes()


@cache
def _last_decided(url: str) -> tuple[int, str]:
    """Return the head of a server's database after the decisions, which are written here."""
    empty(url)
    write(url)
    return ReviewDesk(url, subjects=SUBJECTS).head()


def take_back(url: str) -> None:
    """Leave no more than the decisions in a server's database, behind the back of its triggers."""
    import psycopg

    number, hash_ = _last_decided(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM audit WHERE number > %s", [number])
        connection.execute("UPDATE audit_head SET number = %s, hash = %s", [number, hash_])


def begin(url: str, *, is_new: bool) -> None:
    """Leave an empty database, or one with the decisions, which are written once."""
    if not is_new and not url.startswith("sqlite"):
        take_back(url)
        return
    empty(url)
    if not is_new:
        Path(url.removeprefix("sqlite:///")).write_bytes(_decided(url))


@contextmanager
def one_connection() -> Iterator[None]:
    """Let a database that is opened now keep its connection: to look at what is left takes twelve of them."""
    usual, database.NullPool = database.NullPool, StaticPool
    try:
        yield
    finally:
        database.NullPool = usual


def attempts(ending: str, url: str, *, is_new: bool) -> list[tuple[object, ...]]:
    """Interrupt ever later, the first decision or four further ones; return what each attempt told of and left."""
    rows: list[tuple[object, ...]] = []
    for at in count():
        begin(url, is_new=is_new)
        code, told, error = interrupted(url, ENDINGS[ending], at)
        with one_connection():
            if not url.startswith("sqlite"):
                with Database(url).writing():  # waits until the server has seen that the process ended
                    pass
            desk = ReviewDesk(url, subjects=SUBJECTS)
            written = len(desk.record().entries)
            tampering = desk.verify() if written else ()
            state = desk.state_of("T-01")
        rows.append((code, told if is_new else len(STEPS) + told, error, written, state, tampering))
        if code == 0 or (is_new and told):
            return rows
    raise AssertionError


if __name__ == "__main__":
    orders = (False, True)  # the first writes in this process too, so that the forks find loaded what all need
    url, *endings = sys.argv[1:]
    print(json.dumps({
        ending: [row for is_new in orders for row in attempts(ending, url, is_new=is_new)] for ending in endings
    }))  # fmt: skip
