"""Contents, audit and its head, with triggers that refuse to change what was written."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HASH = sa.String(64)
GENESIS = "0" * 64
TABLES = ("contents", "audit", "audit_head")


def upgrade() -> None:
    """Create the tables, the head of an empty audit, and the triggers."""
    op.create_table(
        "contents",
        sa.Column("hash", HASH, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("interests", sa.Text, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("content_hash", HASH, sa.ForeignKey("contents.hash"), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("previous", HASH, nullable=False, unique=True),
        sa.Column("hash", HASH, nullable=False, unique=True),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.execute(f"INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '{GENESIS}')")
    dialect = op.get_bind().dialect.name
    for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[dialect]():
        op.execute(statement)


def _sqlite() -> list[str]:
    """Return the triggers of SQLite, where INSERT OR REPLACE deletes without asking the triggers of DELETE."""

    def refuse(name: str, event: str, when: str, why: str) -> str:
        condition = f" WHEN {when}" if when else ""
        return f"CREATE TRIGGER {name} BEFORE {event}{condition} BEGIN SELECT RAISE(ABORT, '{why}'); END"

    same = "number = NEW.number OR hash = NEW.hash OR previous = NEW.previous"
    there = {
        "contents": "EXISTS (SELECT 1 FROM contents WHERE hash = NEW.hash)",
        "audit": f"EXISTS (SELECT 1 FROM audit WHERE {same})",
        "audit_head": "EXISTS (SELECT 1 FROM audit_head)",
    }
    triggers = []
    for table in TABLES:
        why = f"{table} is append-only"
        moved = "NEW.id <> OLD.id OR NEW.number <> OLD.number + 1" if table == "audit_head" else ""
        triggers += [
            refuse(f"{table}_no_update", f"UPDATE ON {table}", moved, why),
            refuse(f"{table}_no_delete", f"DELETE ON {table}", "", why),
            refuse(f"{table}_no_replace", f"INSERT ON {table}", there[table], why),
        ]
    return triggers


def _postgresql() -> list[str]:
    """Return function and triggers of PostgreSQL."""
    statements = [
        "CREATE FUNCTION diastole_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    ]
    for table in TABLES:
        each = f"ON {table} FOR EACH ROW"
        moved = "WHEN (NEW.id <> OLD.id OR NEW.number <> OLD.number + 1) " if table == "audit_head" else ""
        refuse = "EXECUTE FUNCTION diastole_append_only()"
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE {each} {moved}{refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE {each} {refuse}",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        ]
    return statements
