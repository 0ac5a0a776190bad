"""The kiosk's own tables, in the same database as those of store-and-forward."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from sync.tables import Moment, metadata

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
"""Keys that never leave the database."""

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("item", String(64), nullable=False),
    Column("step", Integer, nullable=False),
    Column("values", JSON, nullable=False),
    Column("order", String(64)),
    Column("saved_at", Moment, nullable=False),
    UniqueConstraint("owner", "item"),
    Index(None, "saved_at"),
)
"""Half-done journeys; `owner` is a keyed hash, one draft an owner and item."""

applications = Table(
    "applications",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("item", String(64), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("record", String(32), nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("record"),
)
"""Applications handed in here. What was filled in is only in the outbox, until the centre has it."""

certificates = Table(
    "certificates",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("item", String(64), nullable=False),
    Column("record", String(32), nullable=False),
    Column("issued_at", Moment, nullable=False),
    UniqueConstraint("record"),
)
"""Certificates issued here: numbers and digests, nothing of whom they are about."""

face_attempts = Table(
    "face_attempts",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("refused", Integer, nullable=False),
    Column("closings", Integer, nullable=False),
    Column("closed_until", Moment),
    Column("last_at", Moment, nullable=False),
)
"""Face checks that were refused since the last that passed; `owner` is a keyed hash."""

hand_overs = Table(
    "hand_overs",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last number of a day under which a counter took somebody over."""

face_keys = Table(
    "face_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
"""One key an enrolment: whatever copy of the enrolment is left somewhere is worth nothing without it."""

enrolments = Table(
    "enrolments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("pack", String(160), nullable=False),
    Column("consent", String(32), nullable=False),
    Column("guardian", Boolean, nullable=False),
    Column("template", LargeBinary, nullable=False),
    Column("holder", LargeBinary, nullable=False),
    Column("tail", LargeBinary),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("enrolled_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    UniqueConstraint("owner"),
    UniqueConstraint("consent"),
    Index(None, "pack"),
    Index(None, "expires_at"),
)
"""Residents who log in by face. Template and holder are sealed with the key of `face_keys`; `tail` is a keyed digest
of the last digits of the phone, made with the same key; `failures` counts wrong ones that were compared here."""

gallery_told = Table(
    "gallery_told",
    metadata,
    Column("state", String(8), primary_key=True),
    Column("at", Moment, nullable=False),
)
"""Thresholds of the number of enrolments of which staff were told."""
