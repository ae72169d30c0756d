import sqlite3
from pathlib import Path, PurePosixPath

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from diastole.errors import InputError
from diastole.review.database import Database, read_url
from diastole.review.database_location import VARIABLE, data_folder
from diastole.review.database_tables import Base
from diastole.review.review_desk import ReviewDesk
from tests.review.conftest import NONE, approve, subject


@pytest.mark.parametrize(
    ("platform", "environment", "place"),
    [
        ("linux", {}, ".local/share/diastole"),
        ("linux", {"XDG_DATA_HOME": "relative"}, ".local/share/diastole"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, "Library/Application Support/diastole"),
        ("win32", {}, "AppData/Local/diastole"),
    ],
)
def test_the_folder_of_a_user(platform, environment, place):
    assert data_folder(environment, platform) == Path.home() / PurePosixPath(place)


def test_the_folder_that_the_system_names(tmp_path):
    assert data_folder({"XDG_DATA_HOME": str(tmp_path)}, "linux") == tmp_path / "diastole"
    assert data_folder({"LOCALAPPDATA": str(tmp_path)}, "win32") == tmp_path / "diastole"


def test_the_environment_names_the_database(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'other.db'}")
    assert Database().file == tmp_path / "other.db"
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert Database().file.name == "review.sqlite"


@pytest.mark.parametrize(
    "given", ["nonsense", "mysql://u:secret@h/n", "sqlite://", "sqlite+aiosqlite:///x", "http://h/n"]
)
def test_an_address_that_is_refused(given):
    with pytest.raises(InputError, match=VARIABLE) as refusal:
        read_url(given)
    assert "secret" not in str(refusal.value)


def test_postgresql_needs_its_driver(monkeypatch):
    monkeypatch.setattr("diastole.review.database.find_spec", lambda name: None)
    with pytest.raises(InputError, match="psycopg"):
        read_url("postgresql://desk@host/review")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_by_any_name(monkeypatch, scheme):
    monkeypatch.setattr("diastole.review.database.find_spec", lambda name: True)
    assert read_url(f"{scheme}://desk@host/review").drivername == "postgresql+psycopg"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "review.sqlite"


def open_desk(file):
    return ReviewDesk(f"sqlite:///{file}", subjects={"T-01": subject()})


def test_a_look_creates_no_file(tmp_path):
    file = tmp_path / "folder" / "review.sqlite"
    desk = open_desk(file)
    assert desk.state_of("T-01") == "submitted"
    assert desk.verify() == (f"there is no file {file}; check the path, or {VARIABLE}",)
    assert desk.head()[0] == 0
    assert not file.parent.exists()
    desk.start("T-01", "Ann Lee", NONE)
    assert file.exists()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "is empty: what was in it was erased"),
        ("CREATE TABLE notes (text TEXT)", "holds no review desk"),
        ("CREATE TABLE alembic_version (version_num TEXT)", "holds no review desk"),
    ],
)
def test_a_file_without_a_desk_is_not_intact_and_is_not_changed(file, script, said):
    file.touch()
    if script:
        with sqlite3.connect(file) as connection:
            connection.execute(script)
        connection.close()
    before = file.read_bytes()
    desk = open_desk(file)
    assert said in desk.verify()[0]
    assert desk.state_of("T-01") == "submitted"
    assert file.read_bytes() == before


def test_a_file_that_is_no_database(file):
    file.write_text("not a database, but long enough to have been one" * 20)
    before = file.read_bytes()
    desk = open_desk(file)
    for call in (desk.statuses, desk.verify, lambda: desk.start("T-01", "Ann Lee", NONE)):
        with pytest.raises(InputError, match=r"cannot be used.*not a database"):
            call()
    assert file.read_bytes() == before


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError, match="cannot be used"):
        open_desk(tmp_path / "taken" / "review.sqlite").start("T-01", "Ann Lee", NONE)


def test_a_database_of_a_newer_program(file):
    approve(open_desk(file))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(InputError, match="newer diastole; update"):
        open_desk(file).statuses()


def test_a_server_that_is_not_there_and_its_password(tmp_path, monkeypatch):
    pytest.importorskip("psycopg")
    desk = ReviewDesk(f"postgresql://desk:secret@/none?host={tmp_path}", subjects={"T-01": subject()})
    with pytest.raises(InputError, match="cannot be used") as refusal:
        desk.statuses()
    assert "secret" not in str(refusal.value)
    assert "secret" not in desk.place


def test_migrations_make_the_tables_of_the_models(url):
    database = Database(url)
    with database.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
