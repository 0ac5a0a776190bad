"""The first shape of the centre's file: kiosks, people, what came in and what goes out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.String(length=32)


def upgrade() -> None:
    """Builds all tables."""
    _kiosks()
    _people()
    _intake()
    _feed()


def _kiosks() -> None:
    op.create_table(
        "kiosk",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("enrolled_at", INSTANT, nullable=False),
        sa.Column("blocked_at", INSTANT),
        sa.Column("seen_at", INSTANT),
        sa.Column("clock_skew_s", sa.Float()),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "enrol_code",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.Column("used_key", sa.LargeBinary(length=32)),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "nonce",
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.String(length=128), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "nonce"),
        sqlite_with_rowid=False,
    )
    op.create_index("nonce_received", "nonce", ["received_at"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("kiosk", sa.String(length=40)),
        sa.Column("subject", sa.String(length=64)),
        sa.Column("visit", sa.String(length=64)),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_subject", "audit", ["subject", "at"], unique=False)


def _people() -> None:
    op.create_table(
        "resident",
        sa.Column("number", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("pin", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "payment",
        sa.Column("number", sa.String(length=18), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=20), nullable=False),
        sa.Column("paid", sa.String(length=20), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["resident.number"],
        ),
        sa.PrimaryKeyConstraint("number", "year", "scheme"),
    )
    op.create_table(
        "attempt",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("means", sa.String(length=10), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("lockouts", sa.Integer(), nullable=False),
        sa.Column("locked_until", INSTANT),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("subject", "means"),
    )
    op.create_table(
        "one_time_code",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("valid_until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=18)),
        sa.Column("phone", sa.String(length=11)),
        sa.Column("code", sa.String(length=6)),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("outgoing_subject", "outgoing", ["subject", "sent_at"], unique=False)


def _intake() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kiosk"],
            ["kiosk.name"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("record_kind", "record", ["kind", "received_at"], unique=False)
    op.create_table(
        "service_case",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["record.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["service_case.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "certificate",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.String(length=40), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["record.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "rating",
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["record.id"],
        ),
        sa.PrimaryKeyConstraint("record"),
        sa.UniqueConstraint("kiosk", "visit", "item", name="rating_once"),
    )
    op.create_table(
        "callback",
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["rating.record"],
        ),
        sa.PrimaryKeyConstraint("record"),
    )
    op.create_table(
        "work_order",
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("print_order", sa.String(length=80)),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"],
            ["record.id"],
        ),
        sa.PrimaryKeyConstraint("record"),
    )


def _feed() -> None:
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kiosk", sa.String(length=40)),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_index("change_kiosk", "change", ["kiosk", "seq"], unique=False)
    op.create_table(
        "revocation",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "bulletin",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("until", INSTANT),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
