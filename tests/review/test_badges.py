"""Badges: the state by the desk, or unknown; never approved in doubt, and cheap."""

import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from diastole.review import badges as module
from diastole.review.badges import INTERVAL, Badges, load_badges
from diastole.review.database_location import VARIABLE
from diastole.review.review_desk import ReviewDesk
from tests.review.conftest import NONE, Clock, approve, subject, tamper
from tests.waiting import LONGEST

SUBJECTS = {"T-01": subject(), "T-02": subject("T-02")}


UNKNOWN = dict.fromkeys(SUBJECTS, "unknown")
on_a_file = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@pytest.fixture
def watch():
    """Return a clock that never goes back."""
    return Clock(0.0)


@pytest.fixture
def badges(url, clock, watch):
    return Badges(url, subjects=SUBJECTS, now=clock, clock=watch)


@pytest.fixture
def desk(url, clock):
    return ReviewDesk(url, subjects=SUBJECTS, now=clock)


def states(badges):
    return badges.states(SUBJECTS)


def test_a_badge_follows_the_desk(badges, desk, watch):
    assert states(badges) == {"T-01": "submitted", "T-02": "submitted"}
    desk.start("T-01", "Ann Lee", NONE)
    watch.time += INTERVAL
    assert states(badges) == {"T-01": "under_review", "T-02": "submitted"}
    desk.approve("T-01", "Ann Lee", NONE)
    desk.approve("T-01", "Bo Chen", "speaker fees")
    watch.time += INTERVAL
    badge = badges.badge("T-01")
    assert (badge.state, badge.words, badge.expires) == ("approved", "approved", date(2027, 11, 24))
    assert [(one.name, one.interests, one.day) for one in badge.approved_by] == [
        ("Ann Lee", NONE, "2026-11-24"),
        ("Bo Chen", "speaker fees", "2026-11-24"),
    ]
    assert badges.problem == ""


def test_a_decision_of_this_process_shows_at_once(badges, desk):
    states(badges)
    desk.start("T-01", "Ann Lee", NONE)
    badges.forget()
    assert badges.badge("T-01").state == "under_review"


def test_the_lowest_state(badges, desk):
    approve(desk)
    assert badges.lowest(["T-01"]) == "approved"
    assert badges.lowest(["T-01", "T-02"]) == "submitted"
    assert badges.lowest(["T-01", "T-03"]) == "unknown"
    assert badges.lowest([]) == "submitted"


def test_an_approval_ends_on_its_day(badges, desk, clock):
    approve(desk)
    assert badges.badge("T-01").state == "approved"
    clock.wait(366)
    badge = badges.badge("T-01")
    assert (badge.state, badge.because, badge.approved_by) == ("submitted", "expired", ())


def test_nobody_knows_the_id(badges):
    assert badges.badge("T-09").state == "unknown"


@pytest.fixture
def file(url):
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(exist_ok=True)
    return path


@pytest.fixture
def readings(monkeypatch):
    """Count how often the audit is read."""
    seen = []
    read = ReviewDesk.statuses
    monkeypatch.setattr(ReviewDesk, "statuses", lambda desk: seen.append(1) or read(desk))
    return seen


def grown_old(file):
    """Let the last change of a file be long ago."""
    moment = file.stat().st_mtime - 60
    os.utime(file, (moment, moment))


@on_a_file
def test_a_file_is_read_again_only_after_a_change(badges, desk, file, readings, watch):
    approve(desk)
    grown_old(file)
    readings.clear()
    for _ in range(5):
        assert badges.badge("T-01").state == "approved"
        watch.time += 10 * INTERVAL
    assert len(readings) == 1
    desk.reject("T-01", "Cy Diaz", NONE, "a trial says otherwise")
    assert badges.badge("T-01").state == "submitted"


@on_a_file
def test_a_change_within_one_tick_of_the_file_system_is_seen(badges, desk, file):
    approve(desk)
    assert badges.badge("T-01").state == "approved"
    moment = file.stat().st_mtime_ns
    desk.reject("T-01", "Cy Diaz", NONE, "a trial says otherwise")
    os.utime(file, ns=(moment, moment))  # as if the clock of the file system were coarse
    assert badges.badge("T-01").state == "submitted"


@on_a_file
def test_a_journal_is_part_of_the_file(badges, desk, file):
    approve(desk)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    try:
        grown_old(file)
        assert badges.badge("T-01").state == "approved"
        desk.reject("T-01", "Cy Diaz", NONE, "no longer so")
        assert badges.badge("T-01").state == "submitted"
    finally:
        connection.close()


@on_a_file
def test_a_file_that_goes_takes_its_approvals_along(badges, desk, file):
    approve(desk)
    grown_old(file)
    assert badges.badge("T-01").state == "approved"
    file.unlink()
    assert badges.badge("T-01").state == "submitted"


@on_a_file
def test_what_was_tampered_with_is_unknown(badges, desk, file, watch):
    approve(desk)
    desk.start("T-02", "Ann Lee", NONE)
    tamper(file)
    assert states(badges) == UNKNOWN
    assert "tampered" in badges.problem


@on_a_file
def test_a_file_that_is_no_database_is_unknown_until_it_is_mended(badges, file, watch):
    file.write_text("not a database, but long enough to have been one" * 20)
    assert states(badges) == UNKNOWN
    file.unlink()
    watch.time += INTERVAL
    assert states(badges) == {"T-01": "submitted", "T-02": "submitted"}


@on_a_file
def test_a_file_that_somebody_locks_is_unknown_soon(badges, desk, file, monkeypatch):
    """How long the driver waits is what it is told: no clock is looked at here."""
    approve(desk)
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    patience, connect = [], sqlite3.dbapi2.connect
    monkeypatch.setattr(
        sqlite3.dbapi2, "connect", lambda *given, **named: patience.append(named["timeout"]) or connect(*given, **named)
    )
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert badges.badge("T-01").state == "unknown"
        assert set(patience) == {0.2}
    finally:
        other.close()


@pytest.mark.parametrize("where", ["nonsense", "mysql://u:secret@h/n", "sqlite://", "http://h/n"])
def test_a_broken_address_is_unknown(where, clock):
    badges = Badges(where, subjects=SUBJECTS, now=clock)
    assert states(badges) == UNKNOWN
    assert "secret" not in badges.problem


def test_a_server_that_is_down_is_unknown_and_asked_again_later(tmp_path, clock, watch, readings):
    pytest.importorskip("psycopg")
    badges = Badges(f"postgresql://desk:secret@/none?host={tmp_path}", subjects=SUBJECTS, now=clock, clock=watch)
    for _ in range(3):
        assert badges.badge("T-01").state == "unknown"
    assert "secret" not in badges.problem
    assert len(readings) == 1
    watch.time += INTERVAL
    badges.badge("T-01")
    assert len(readings) == 2


def test_a_server_that_does_not_answer_is_unknown_in_seconds(clock, monkeypatch):
    """How long the driver waits is what it is told: no clock is looked at here."""
    psycopg = pytest.importorskip("psycopg")
    import socket

    patience, connect = [], psycopg.connect
    monkeypatch.setattr(
        psycopg,
        "connect",
        lambda *given, **named: patience.append(named["connect_timeout"]) or connect(*given, **named),
    )
    assert module.PATIENCE < 10
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        where = f"postgresql://desk@127.0.0.1:{silent.getsockname()[1]}/review"
        assert Badges(where, subjects=SUBJECTS, now=clock).badge("T-01").state == "unknown"
        assert set(patience) == {round(module.PATIENCE)}


def test_a_server_is_asked_every_few_seconds(postgresql, clock, watch, readings):
    url = postgresql()
    desk = ReviewDesk(url, subjects=SUBJECTS, now=clock)
    badges = Badges(url, subjects=SUBJECTS, now=clock, clock=watch)
    states(badges)
    approve(desk)
    readings.clear()
    assert badges.badge("T-01").state == "submitted"
    assert len(readings) == 0
    watch.time += INTERVAL
    assert badges.badge("T-01").state == "approved"
    assert badges.badge("T-02").state == "submitted"
    assert len(readings) == 1


@on_a_file
def test_any_error_is_unknown(badges, monkeypatch):
    def broken(desk):
        raise RuntimeError("out of order")

    monkeypatch.setattr(ReviewDesk, "statuses", broken)
    assert states(badges) == UNKNOWN
    assert badges.problem == "out of order"


ONE = (
    "from diastole.review.badges import Badges; from diastole.review.review_subjects import ReviewSubject; "
    "badge = Badges(subjects={'T-01': ReviewSubject('T-01', 'statement', {}, {})}).badge('T-01')"
)


def run_alone(code, folder, **environment):
    """Run code in a process of its own, where the user's folder is this one."""
    kept = {key: value for key, value in os.environ.items() if key != VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}"], env=kept | {"XDG_DATA_HOME": str(folder)} | environment,
        capture_output=True, text=True, timeout=LONGEST, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="the folder of a user is named as on Linux")
@pytest.mark.parametrize(
    ("configured", "with_file", "state"),
    [(False, False, "submitted"), (True, False, "unknown"), (False, True, "unknown")],
)
def test_without_the_extra(tmp_path, configured, with_file, state):
    (tmp_path / "diastole").mkdir()
    if with_file:
        (tmp_path / "diastole" / "review.sqlite").write_bytes(b"")
    where = {VARIABLE: f"sqlite:///{tmp_path / 'other.sqlite'}"} if configured else {}
    code = f"sys.modules['sqlalchemy'] = sys.modules['alembic'] = None; {ONE}; print(badge.state)"
    assert run_alone(code, tmp_path, **where) == state


def test_where_nobody_has_reviewed_the_extra_is_not_loaded(tmp_path):
    assert run_alone(f"{ONE}; print(badge.state, 'sqlalchemy' in sys.modules)", tmp_path) == "submitted False"


def test_one_for_all_pages_of_an_address(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'a.sqlite'}")
    first = load_badges()
    assert load_badges() is first
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'b.sqlite'}")
    assert load_badges() is not first
