"""The centre's tables; `migrations/` builds them, a test keeps both the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Instant(TypeDecorator[datetime]):
    """A moment as ISO 8601 text in UTC with microseconds, so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """To the file."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        """From the file."""
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()

kiosks = Table(
    "kiosk",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("public_key", LargeBinary(32), nullable=False),
    Column("site", String(80), nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("blocked_at", Instant),
    Column("seen_at", Instant),
    Column("clock_skew_s", Float),
)
enrol_codes = Table(
    "enrol_code",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("kiosk", String(40), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("valid_until", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_key", LargeBinary(32)),
)
nonces = Table(
    "nonce",
    metadata,
    Column("kiosk", String(40), primary_key=True),
    Column("nonce", String(128), primary_key=True),
    Column("signed_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Index("nonce_received", "received_at"),
    sqlite_with_rowid=False,
)
residents = Table(
    "resident",
    metadata,
    Column("number", String(18), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("phone", String(11), nullable=False),
    Column("pin", String(200), nullable=False),
    Column("address", String(200)),
)
payments = Table(
    "payment",
    metadata,
    Column("number", String(18), ForeignKey("resident.number"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("scheme", String(20), primary_key=True),
    Column("months", Integer, nullable=False),
    Column("base", String(20), nullable=False),
    Column("paid", String(20), nullable=False),
    Column("employer", String(120), nullable=False),
)
attempts = Table(
    "attempt",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("means", String(10), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("lockouts", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("last_at", Instant, nullable=False),
    Column("retry_at", Instant),
)
portal_passes = Table(
    "portal_pass",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("number", String(18), nullable=False),
    Column("valid_until", Instant, nullable=False),
    Column("kiosk", String(40)),
    Column("visit", String(64)),
)
one_time_codes = Table(
    "one_time_code",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("sent", Boolean, nullable=False),
    Column("valid_until", Instant, nullable=False),
)
outgoing = Table(
    "outgoing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("number", String(18)),
    Column("phone", String(11)),
    Column("code", String(6)),
    Column("sent_at", Instant, nullable=False),
    Column("valid_until", Instant, nullable=False),
    Index("outgoing_subject", "subject", "sent_at"),
)
records = Table(
    "record",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kiosk", String(40), ForeignKey("kiosk.name"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("record_kind", "kind", "received_at"),
)
cases = Table(
    "service_case",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("kiosk", String(40), nullable=False),
    Column("item", String(80), nullable=False),
    Column("record", String(32), ForeignKey("record.id"), nullable=False),
    Column("state", String(20), nullable=False),
    Column("changed_at", Instant, nullable=False),
)
attachment_pieces = Table(
    "attachment_piece",
    metadata,
    Column("number", String(64), ForeignKey("service_case.number"), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("of", Integer, nullable=False),
    Column("data", Text, nullable=False),
)
review_passes = Table(
    "review_pass",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("number", String(64), ForeignKey("service_case.number"), nullable=False),
    Column("valid_until", Instant, nullable=False),
)
case_events = Table(
    "case_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(64), ForeignKey("service_case.number"), nullable=False),
    Column("state", String(20), nullable=False),
    Column("at", Instant, nullable=False),
)
certificates = Table(
    "certificate",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("kiosk", String(40), nullable=False),
    Column("item", String(80), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("issued_at", String(40), nullable=False),
    Column("record", String(32), ForeignKey("record.id"), nullable=False),
)
revocations = Table(
    "revocation",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("reason", String(400), nullable=False),
    Column("at", Instant, nullable=False),
)
ratings = Table(
    "rating",
    metadata,
    Column("record", String(32), ForeignKey("record.id"), primary_key=True),
    Column("kiosk", String(40), nullable=False),
    Column("visit", String(64), nullable=False),
    Column("item", String(80), nullable=False),
    Column("level", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    UniqueConstraint("kiosk", "visit", "item", name="rating_once"),
)
callbacks = Table(
    "callback",
    metadata,
    Column("record", String(32), ForeignKey("rating.record"), primary_key=True),
    Column("due", String(10), nullable=False),
    Column("state", String(20), nullable=False),
)
work_orders = Table(
    "work_order",
    metadata,
    Column("record", String(32), ForeignKey("record.id"), primary_key=True),
    Column("kiosk", String(40), nullable=False),
    Column("reason", String(80), nullable=False),
    Column("print_order", String(80)),
    Column("detail", Text, nullable=False),
    Column("state", String(20), nullable=False),
)
authorities = Table(
    "authority",
    metadata,
    Column("number", String(40), primary_key=True),
    Column("agent", String(18), nullable=False),
    Column("resident", String(18), nullable=False),
    Column("valid_until", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("body", Text, nullable=False),
    Index("authority_agent", "agent", "valid_until"),
)
assistances = Table(
    "assistance",
    metadata,
    Column("record", String(32), ForeignKey("record.id"), primary_key=True),
    Column("kiosk", String(40), nullable=False),
    Column("visit", String(64), nullable=False),
    Column("role", String(20), nullable=False),
    Column("helper", String(64), nullable=False),
    Column("authority", String(40)),
    Column("item", String(80), nullable=False),
    Column("begun", Instant, nullable=False),
    Column("ended", Instant, nullable=False),
    Column("outcome", String(20), nullable=False),
    UniqueConstraint("kiosk", "visit", name="assistance_once"),
)
bulletins = Table(
    "bulletin",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("until", Instant),
    Column("at", Instant, nullable=False),
)
consents = Table(
    "consent",
    metadata,
    Column("consent", String(32), primary_key=True),
    Column("kiosk", String(40), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("guardian", Boolean, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("record", String(32), ForeignKey("record.id"), nullable=False),
    Index("consent_purpose", "purpose", "ended_at"),
)
licence_portraits = Table(
    "licence_portrait",
    metadata,
    Column("number", String(18), primary_key=True),
    Column("image", LargeBinary, nullable=False),
    Column("filed_at", Instant, nullable=False),
)
changes = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("kiosk", String(40)),
    Column("kind", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index("change_kiosk", "kiosk", "seq"),
    sqlite_autoincrement=True,
)
audits = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("event", String(40), nullable=False),
    Column("kiosk", String(40)),
    Column("subject", String(64)),
    Column("visit", String(64)),
    Column("detail", String(200), nullable=False),
    Index("audit_subject", "subject", "at"),
)
