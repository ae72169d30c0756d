import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest

from diastole.review.review_desk import ReviewDesk
from diastole.review.review_subjects import ReviewSubject
from tests.waiting import LONGEST, wait_until

NONE = "none declared"
SYSTEM = ("postgres", "nobody")  # PostgreSQL refuses to run as root


def subject(name="T-01", text="The leak grows.", **given) -> ReviewSubject:
    content = {"id": name, "text": {"clinician": text}}
    return ReviewSubject(id=name, kind="statement", wording=content["text"], content=content, **given)


@dataclass
class Clock[Time]:
    """A clock that goes when it is told to."""

    time: Time

    def __call__(self) -> Time:
        return self.time

    def wait(self, days: float) -> None:
        self.time += timedelta(days=days)


def _binary(name: str) -> str | None:
    found = shutil.which(name)
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return found or (str(places[-1]) if places else None)


def _user() -> str | None:
    """Who runs the server: nobody else, unless the tests run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    known = {each.pw_name for each in pwd.getpwall()}
    return next((name for name in SYSTEM if name in known), None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Start a server in a temporary folder; yield a function that creates an empty database and returns its URL.

    It writes without waiting for the disk: tests kill who writes to it, never the server or the machine.
    """
    initdb, postgres = _binary("initdb"), _binary("postgres")
    if not (initdb and postgres):
        pytest.skip("PostgreSQL's initdb and postgres are not installed")
    if not find_spec("psycopg"):
        pytest.skip("psycopg is not installed")
    import psycopg

    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = _user()
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        with (folder / "log").open("wb") as log:
            said = {"user": user, "stdout": log, "stderr": log, "cwd": folder}
            subprocess.run(
                [initdb, "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync"], check=True, **said
            )
            settings = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off")
            options = [word for each in settings for word in ("-c", each)]
            server = subprocess.Popen([postgres, "-D", data, "-k", folder, *options], **said)
            try:

                def answers() -> bool:
                    with suppress(psycopg.Error):
                        psycopg.connect(host=name, user="desk", dbname="postgres").close()
                        return True
                    return False

                wait_until(answers, lambda: server.poll() is None)
                numbers = iter(range(10_000))

                def create() -> str:
                    database = f"review{next(numbers)}"
                    with psycopg.connect(host=name, user="desk", dbname="postgres", autocommit=True) as connection:
                        connection.execute(f"CREATE DATABASE {database}")
                    return f"postgresql://desk@/{database}?host={name}"

                yield create
            finally:
                server.send_signal(3)  # at once: nobody needs what it holds
                server.wait(LONGEST)


@pytest.fixture(scope="session")
def emptied() -> list[str]:
    """Return the addresses of databases that were emptied: to make a new one takes much longer."""
    return []


def empty(address: str) -> None:
    """Take everything out of a database."""
    if address.startswith("sqlite"):
        Path(address.removeprefix("sqlite:///")).unlink(missing_ok=True)
        return
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                           "WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, emptied) -> Iterator[str]:
    """Yield the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'review.sqlite'}"
        return
    create = request.getfixturevalue("postgresql")
    address = emptied.pop() if emptied else create()
    yield address
    empty(address)
    emptied.append(address)


@pytest.fixture
def clock() -> Clock[datetime]:
    return Clock(datetime(2026, 11, 24, 12, tzinfo=UTC))


@pytest.fixture
def open_desk(url, clock) -> Callable[..., ReviewDesk]:
    """Return a function that opens the desk on these subjects."""
    return lambda *subjects: ReviewDesk(url, subjects={one.id: one for one in subjects or (subject(),)}, now=clock)


@pytest.fixture
def desk(open_desk) -> ReviewDesk:
    return open_desk()


def approve(desk: ReviewDesk, name="T-01", people=("Ann Lee", "Bo Chen")) -> None:
    """Take a subject through a review by these people; two make it a whole one."""
    desk.start(name, people[0], NONE)
    for person in people:
        desk.approve(name, person, NONE if person == people[0] else "speaker fees")


def tamper(file: Path) -> None:
    """Change an actor in the audit of a file, around the desk."""
    connection = sqlite3.connect(file)
    connection.executescript("DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'Cy Diaz' WHERE number = 1")
    connection.close()
