import threading
from dataclasses import fields, replace

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from diastole.errors import InputError
from diastole.review.audit_entry import AuditEntry
from diastole.review.database import read_url
from tests.review.conftest import NONE, approve, subject

COLUMNS = [each.name for each in fields(AuditEntry) if each.name != "number"]
TABLES = ("audit", "contents", "audit_head")


@pytest.fixture
def execute(url):
    """Return a function that runs SQL around the desk and returns the rows."""

    def run(*statements, **values):
        engine = create_engine(read_url(url))
        try:
            with engine.begin() as connection:
                for statement in statements:
                    result = connection.execute(text(statement), values)
                return [row._asdict() for row in result] if result.returns_rows else []
        finally:
            engine.dispose()

    return run


@pytest.fixture
def unguarded(execute, url):
    """Return the same without the triggers, as someone would who owns the database."""

    def run(*statements, **values):
        if url.startswith("sqlite"):
            names = [row["name"] for row in execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
            drops = [f"DROP TRIGGER {name}" for name in names]
        else:
            drops = [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES]
            drops.append("ALTER TABLE audit DROP CONSTRAINT IF EXISTS audit_content_hash_fkey")
        return execute(*drops, *statements, **values)

    return run


CHANGES = [
    "UPDATE {table} SET hash = hash",
    "DELETE FROM {table}",
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
    "TRUNCATE {table} CASCADE",
]


def test_the_database_refuses_to_change_what_was_written(desk, execute, url):
    approve(desk)
    foreign = "TRUNCATE" if url.startswith("sqlite") else "REPLACE"  # not in the SQL of this database
    for statement in [each.format(table=table) for each in CHANGES if foreign not in each for table in TABLES]:
        with pytest.raises(DatabaseError, match="append-only"):
            execute(statement)
        assert desk.verify() == (), statement


def test_the_head_goes_no_way_but_forward(desk, execute):
    approve(desk)
    for number in (0, 2, 3, 5):
        with pytest.raises(DatabaseError, match="append-only"):
            execute(f"UPDATE audit_head SET number = {number}")


@pytest.mark.parametrize("number", [1, 3])
def test_a_changed_column_is_found(desk, execute, unguarded, number):
    approve(desk)
    [written] = execute(f"SELECT * FROM audit WHERE number = {number}")
    for column in COLUMNS:
        unguarded(f"UPDATE audit SET {column} = 'x' WHERE number = {number}")
        assert any(f"entry {number} " in sentence for sentence in desk.verify()), column
        with pytest.raises(InputError, match="was tampered with"):
            desk.state_of("T-01")
        with pytest.raises(InputError, match="was tampered with"):
            desk.reject("T-01", "Cy Diaz", NONE, "wrong")
        execute(f"UPDATE audit SET {column} = :before WHERE number = {number}", before=written[column])
        assert desk.verify() == (), column


def test_an_entry_that_was_sealed_anew_is_found(desk, execute, unguarded):
    approve(desk)
    first = AuditEntry(**execute("SELECT * FROM audit WHERE number = 1")[0])
    changed = replace(first, interests="owns the maker").sealed()
    unguarded("UPDATE audit SET interests = :interests, hash = :hash WHERE number = 1", **vars(changed))
    assert desk.verify() == ("entry 2 does not follow the entry before it",)


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM audit WHERE number = 1", "entry 1 is missing"),
        ("DELETE FROM audit WHERE number = 2", "entry 2 is missing"),
        ("DELETE FROM audit WHERE number = 3", "the audit ends with entry 2, the last one written is 3"),
        ("UPDATE contents SET body = replace(body, 'grows', 'shrinks')", "was changed"),
        ("DELETE FROM contents", "content of entry 1 is missing"),
        ("DELETE FROM audit_head", "the audit ends with entry 3"),
    ],
)
def test_what_was_deleted_or_changed_is_found(desk, unguarded, statement, finding):
    approve(desk)
    unguarded(statement)
    assert finding in desk.verify()[0]


def _forge(execute, run, **changes):
    """Write an entry in all its form: right hash, chained to the last, head moved."""
    last = AuditEntry(**execute("SELECT * FROM audit ORDER BY number DESC LIMIT 1")[0])
    forged = replace(last, number=last.number + 1, previous=last.hash, **{"actor": "Cy Diaz"} | changes).sealed()
    columns = ", ".join(vars(forged))
    run(
        f"INSERT INTO audit ({columns}) VALUES ({', '.join(f':{name}' for name in vars(forged))})",
        "UPDATE audit_head SET number = :number, hash = :hash",
        **vars(forged),
    )


FORGED = [
    {"action": "approve", "actor": "Ann Lee", "until": "2099-01-01"}, {"action": "start"}, {"action": "bless"},
    {"action": "approve", "until": "soon"}, {"until": "2027-11-25"}, {"until": "2026-11-23"}, {"until": ""},
    {"interests": ""}, {"interests": " none  declared "}, {"interests": "-"},
    {"actor": "", "interests": NONE}, {"actor": " Cy  Diaz"}, {"actor": "Dr. Lee, Ann"}, {"actor": "Аnn Lee"},
    {"actor": "The diastole authors"}, {"actor": "Eve Stone"}, {"actor": "diastole"},
    {"at": "2026-11-24T11:59:59.999+00:00"}, {"at": "2026-11-24T12:00:00+00:00"}, {"at": "2026-11-25"},
    {"at": "2026-11-24T13:00:00.000+01:00"}, {"kind": "rule"}, {"kind": "sermon"},
    {"action": "reject", "until": "", "reason": ""}, {"action": "reject", "reason": "a trial says otherwise"},
    {"action": "reopen", "actor": "diastole", "interests": "", "until": "", "reason": "expired"},
    {"action": "reopen", "interests": "", "until": "", "reason": "changed"},
]  # fmt: skip


def test_an_entry_that_the_desk_would_refuse_is_found(desk, execute, unguarded):
    desk.submit("T-01", "Eve Stone")
    approve(desk, people=("Ann Lee",))
    _, head = desk.head()
    for changes in FORGED:
        _forge(execute, execute, **changes)
        assert desk.verify()[0].startswith("entry 4 was not written by the desk"), changes
        with pytest.raises(InputError, match="tampered"):
            desk.statuses()
        unguarded("DELETE FROM audit WHERE number = 4", "UPDATE audit_head SET number = 3, hash = :head", head=head)
        assert desk.verify() == (), changes


def test_what_the_desk_would_write_is_no_forgery(desk, execute):
    """The entry that the one above starts from: not everything is refused."""
    approve(desk, people=("Ann Lee",))
    _forge(execute, execute)
    assert desk.verify() == ()


def test_the_kind_of_what_is_reviewed_and_a_time_to_come(desk, open_desk, clock):
    approve(desk)
    other = open_desk(replace(subject(), kind="rule"))
    assert other.verify()[0] == "entry 1 calls T-01 a statement, and it is a rule"
    clock.wait(-1)
    assert desk.verify() == ("entry 3 is of 2026-11-24T12:00:00.000+00:00, which has not come yet",)


def test_times_do_not_run_backwards(desk, clock):
    desk.start("T-01", "Ann Lee", NONE)
    clock.wait(-1 / 1440)  # a minute, as of another computer
    desk.approve("T-01", "Ann Lee", NONE)
    first, second = desk.case("T-01").history
    assert first.at == second.at
    assert desk.verify() == ()
    clock.wait(-1)
    with pytest.raises(
        InputError, match=r"last entry .* is of 2026-11-24 12:00 UTC and the clock here says 2026-11-23"
    ):
        desk.approve("T-01", "Bo Chen", NONE)


@pytest.mark.parametrize("column", ["actor", "at", "interests", "until", "hash", "content_hash", "body"])
def test_a_field_that_is_no_text_is_found(desk, unguarded, column, url):
    if not url.startswith("sqlite"):
        pytest.skip("columns of this database have a type")
    approve(desk)
    table = "contents" if column == "body" else "audit"
    unguarded(f"UPDATE {table} SET {column} = x'00ff'" + " WHERE number = 2" * (table == "audit"))
    assert "was changed" in desk.verify()[0]


def test_an_erased_audit_is_not_intact(desk, unguarded):
    approve(desk)
    _, noted = desk.head()
    erase = ("DELETE FROM audit", "DELETE FROM contents", "UPDATE audit_head SET number = 0, hash = :none")
    unguarded(*erase, none="0" * 64)
    assert desk.verify() == desk.verify(noted)
    assert "has no entry: nothing was ever decided here, or all of it was erased" in desk.verify()[0]


@pytest.mark.parametrize("kept", [1, 2])
def test_a_cut_audit_is_found_by_the_head_that_was_noted(desk, unguarded, kept):
    approve(desk)
    _, noted = desk.head()
    history = desk.case("T-01").history
    unguarded(
        "DELETE FROM audit WHERE number > :kept", "UPDATE audit_head SET number = :kept, hash = :last",
        kept=kept, last=history[kept - 1].hash,
    )  # fmt: skip
    assert desk.verify() == ()
    assert desk.verify(history[0].hash) == ()
    assert f"the entry {noted} is not in it" in desk.verify(noted)[0]


def test_a_noted_head_is_found_again_in_a_longer_audit(desk):
    desk.start("T-01", "Ann Lee", NONE)
    _, noted = desk.head()
    desk.approve("T-01", "Ann Lee", NONE)
    assert desk.verify(noted) == desk.verify(f" {noted.upper()}\n") == ()


@pytest.mark.parametrize("given", ["3", "0" * 63, "g" * 64, "HEAD", "0" * 65])
def test_what_is_no_hash_is_refused(desk, given):
    with pytest.raises(InputError, match="is no hash of an entry; give the 64 signs"):
        desk.verify(given)


def test_a_new_chain_has_another_head(desk, open_desk, url, unguarded):
    approve(desk)
    number, noted = desk.head()
    assert number == 3
    unguarded("DELETE FROM audit", "UPDATE audit_head SET number = 0, hash = :genesis", genesis="0" * 64)
    for name in ("Bo Chen", "Dee Wu"):
        desk.start("T-01", name, NONE)
        desk.reject("T-01", name, NONE, "written anew")
        assert desk.verify() == ()
        assert noted in desk.verify(noted)[0]
    assert noted not in {entry.hash for entry in desk.case("T-01").history}


def test_entries_tell_who_when_what(desk, clock):
    approve(desk)
    first, _, third = desk.case("T-01").history
    assert (first.number, first.actor, first.action, first.subject) == (1, "Ann Lee", "start", "T-01")
    assert first.at == "2026-11-24T12:00:00.000+00:00"
    assert first.previous == "0" * 64
    assert third.content_hash == subject().hash
    assert third.until == "2027-11-24"


def test_a_refused_decision_leaves_nothing(desk):
    desk.start("T-01", "Ann Lee", NONE)
    before = desk.head()
    with pytest.raises(InputError, match="not possible"):
        desk.start("T-01", "Bo Chen", NONE)
    assert desk.head() == before


def test_of_many_at_once_one_starts_and_the_others_are_told(open_desk):
    ids = [f"T-{number:02}" for number in range(6)]
    refused, trouble = [], []

    def work():
        desk = open_desk(*map(subject, ids))
        for name in ids:
            try:
                desk.start(name, threading.current_thread().name, NONE)
            except InputError as error:
                refused.append(str(error))
            except Exception as error:
                trouble.append(error)

    workers = [threading.Thread(target=work, name=f"Reviewer {letter * 2}") for letter in "ABCD"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not trouble
    assert len(refused) == 3 * len(ids)
    assert all("is under review; 'start' is not possible" in sentence for sentence in refused)
    desk = open_desk(*map(subject, ids))
    assert desk.verify() == ()
    assert desk.head()[0] == len(ids)
