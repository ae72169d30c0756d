"""Opens the database of reviews, creates its tables and reports its errors."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from diastole.errors import InputError
from diastole.review.database_location import VARIABLE, default_file

PATIENCE = 30.0  # s that a writer waits for another one, and all for a server
WRITES = "diastole_writes"
MIGRATION_LOCK = 4_811_162  # any number, the same for all who migrate
_ONE_MIGRATES = Lock()  # Alembic's context belongs to the whole process
POSTGRESQL = "postgresql+psycopg"
KNOWN = "sqlite:///FILE or postgresql://USER@HOST/NAME"


def read_url(given: str | None = None) -> URL:
    """Return the address of the database: the one given, or of the environment, or a file of the user.

    Raises
    ------
    InputError
        If it is not an address, or of a database that is not supported.
    """
    where = given or os.environ.get(VARIABLE)
    if not where:
        return URL.create("sqlite", database=str(default_file()))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise InputError(f"the database address is not one; write {VARIABLE} as {KNOWN}") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername=POSTGRESQL)
    if url.drivername not in ("sqlite", POSTGRESQL) or not url.database:
        raise InputError(f"the database '{url.render_as_string()}' is not supported; write {VARIABLE} as {KNOWN}")
    if url.drivername == POSTGRESQL and not find_spec("psycopg"):
        raise InputError("PostgreSQL needs psycopg, which is not installed; pip install 'psycopg[binary]'")
    return url


class Database:
    """A database with the tables of the review desk.

    Parameters
    ----------
    url
        As for `read_url`. A file that does not exist is created by the first write, not by a look at it.
    patience
        How long to wait for another writer, or for a server that does not answer [s].
    """

    def __init__(self, url: str | None = None, patience: float = PATIENCE):
        self.url = read_url(url)
        self.file = Path(self.url.database) if self.url.drivername == "sqlite" and self.url.database else None
        self._engine = _sqlite(self.url, patience) if self.file else _postgresql(self.url, patience)
        self._is_ready = False

    @property
    def shown(self) -> str:
        """Where it is, without a password."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)

    @property
    def lacks(self) -> str:
        """Why there is nothing to read, in a sentence; nothing if there is. A look creates no file and no table."""
        with self._readable_errors():
            if self.file and not self.file.exists():
                return f"there is no file {self.file}; check the path, or {VARIABLE}"
            if self.file and self.file.is_file() and not self.file.stat().st_size:
                return f"the file {self.file} is empty: what was in it was erased, or it is another file"
            with self._engine.connect() as connection:
                if MigrationContext.configure(connection).get_current_revision() is None:
                    return f"{self.shown} holds no review desk; check the address, or {VARIABLE}"
        return ""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection on which everything is seen as it was at one moment; there must be something."""
        with self._readable_errors():
            self._migrate()
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection that alone can write; all of it is written at the end, or nothing."""
        with self._readable_errors():
            if self.file:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            self._migrate()
            with self._writer() as connection:
                if self.file is None:
                    connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
                yield connection

    @contextmanager
    def _writer(self, isolation: str | None = None) -> Iterator[Connection]:
        options = {WRITES: True} | ({"isolation_level": isolation} if isolation else {})
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def _migrate(self) -> None:
        """Bring the tables to the newest revision, once."""
        with _ONE_MIGRATES:
            if not self._is_ready:
                self._upgrade()
                self._is_ready = True

    def _upgrade(self) -> None:
        with as_file(files("diastole.review") / "migrations") as folder:
            config = Config()
            config.set_main_option("script_location", str(folder).replace("%", "%%"))
            script = ScriptDirectory.from_config(config)
            with self._engine.connect() as connection:
                present = MigrationContext.configure(connection).get_current_revision()
            if present == script.get_current_head():
                return
            if present is not None and present not in {each.revision for each in script.walk_revisions()}:
                raise InputError(f"the review database {self.shown} is of a newer diastole; update diastole")
            with self._writer(None if self.file else "READ COMMITTED") as connection:
                if self.file is None:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    @contextmanager
    def _readable_errors(self) -> Iterator[None]:
        """Turn an error of the database into one sentence."""
        try:
            yield
        except DBAPIError as error:
            why = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
            raise InputError(f"the review database {self.shown} cannot be used: {why}; see {VARIABLE}") from None
        except OSError as error:
            raise InputError(f"the review database {self.shown} cannot be used: {error.strerror}") from None


def _sqlite(url: URL, patience: float) -> Engine:
    """Return an engine whose transactions are whole even when the power fails."""
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": patience})

    @event.listens_for(engine, "connect")
    def prepare(connection, record) -> None:  # type: ignore[no-untyped-def]  # of the driver
        connection.isolation_level = None  # or the driver begins and commits where it likes
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL, patience: float) -> Engine:
    """Return an engine whose transactions see one moment, and wait for nothing for long."""
    engine = create_engine(
        url, poolclass=NullPool, isolation_level="REPEATABLE READ", connect_args={"connect_timeout": round(patience)}
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {round(patience * 1000)}")

    return engine
