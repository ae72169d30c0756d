"""Tables of the database of reviews."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

HASH = String(64)  # SHA-256, hexadecimal


class Base(DeclarativeBase):
    """Base class of the tables."""


class ContentRow(Base):
    """A content as canonical JSON, by its hash; rows are never changed."""

    __tablename__ = "contents"

    hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class EntryRow(Base):
    """An entry of the audit; rows are never changed. No two entries can follow the same one."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(Text)
    interests: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(HASH, ForeignKey("contents.hash"))
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[str] = mapped_column(String(10))
    previous: Mapped[str] = mapped_column(HASH, unique=True)
    hash: Mapped[str] = mapped_column(HASH, unique=True)


class HeadRow(Base):
    """The only row: number and hash of the last entry. The number grows by one."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(HASH)
