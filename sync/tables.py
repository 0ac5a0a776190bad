"""The tables of store-and-forward: what waits for the centre and what came from it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
"""All tables of the kiosk's database; kiosk.store adds its own."""


class Moment(TypeDecorator[datetime]):
    """An instant, kept as UTC text of fixed length so that it sorts."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuses a time without a zone: nobody could tell later which instant it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        return None if value is None else datetime.fromisoformat(value)


outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("body", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try", Float, nullable=False, server_default="0"),
    Column("quarantine", Text),
    UniqueConstraint("id"),
    Index(None, "lane", "seq"),
    sqlite_autoincrement=True,
)
"""Records on their way. `next_try` is Unix time; `quarantine` is why the centre will never take it."""

delivered = Table(
    "delivered",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("taken_at", Moment, nullable=False),
    Column("seq", Integer),
)
"""Records the centre took, without their bodies; `seq` is where the record came back in the feed."""

feed_state = Table(
    "feed_state",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1", name="only"), primary_key=True),
    Column("cursor", Integer, nullable=False, server_default="0"),
    Column("last_push", Moment),
    Column("last_pull", Moment),
)
"""One row: up to where the feed was read, and when the centre was last reached."""

revocations = Table(
    "revocations",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("seq", Integer, nullable=False),
)
"""Certificates that are no longer valid."""

bulletins = Table(
    "bulletins",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("until", Moment),
    Column("seq", Integer, nullable=False),
)
"""Sentences for the attract page."""

cases = Table(
    "cases",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("state", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("seq", Integer, nullable=False),
)
"""Where the cases of this kiosk's applications stand."""

ended_consents = Table(
    "ended_consents",
    metadata,
    Column("consent", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
)
"""Consents that were withdrawn, revoked or ran out; they stay, so that a restored backup brings nobody back."""
