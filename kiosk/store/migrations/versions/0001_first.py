"""The first tables: outbox and feed, drafts, print journal, applications, certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Forward only: a kiosk goes back by restoring its backup."""
    _outbox()
    _feed()
    _journeys()
    _papers()


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_try", sa.Float, nullable=False, server_default="0"),
        sa.Column("quarantine", sa.Text),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_lane", "outbox", ["lane", "seq"])
    op.create_table(
        "delivered",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_delivered"),
    )


def _feed() -> None:
    op.create_table(
        "feed_state",
        sa.Column("one", sa.Integer, nullable=False),
        sa.Column("cursor", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_push", sa.String(32)),
        sa.Column("last_pull", sa.String(32)),
        sa.PrimaryKeyConstraint("one", name="pk_feed_state"),
        sa.CheckConstraint("one = 1", name="ck_feed_state_only"),
    )
    op.create_table(
        "revocations",
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_revocations"),
    )
    op.create_table(
        "bulletins",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("zh", sa.Text, nullable=False),
        sa.Column("en", sa.Text, nullable=False),
        sa.Column("until", sa.String(32)),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bulletins"),
    )
    op.create_table(
        "cases",
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_cases"),
    )


def _journeys() -> None:
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("order", sa.String(64)),
        sa.Column("saved_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("owner", "item", name="uq_drafts_owner"),
    )
    op.create_index("ix_drafts_saved_at", "drafts", ["saved_at"])
    op.create_table(
        "applications",
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("record", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_applications"),
        sa.UniqueConstraint("record", name="uq_applications_record"),
    )


def _papers() -> None:
    op.create_table(
        "print_journal",
        sa.Column("order", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("impressions", sa.Integer, nullable=False, server_default="0"),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("order", name="pk_print_journal"),
    )
    op.create_index("ix_print_journal_state", "print_journal", ["state"])
    op.create_table(
        "certificates",
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("record", sa.String(32), nullable=False),
        sa.Column("issued_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_certificates"),
        sa.UniqueConstraint("record", name="uq_certificates_record"),
    )
