"""Written authorities of agents, and who helped in which visit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.String(length=32)


def upgrade() -> None:
    """Adds two tables; nothing that is there changes."""
    op.create_table(
        "authority",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("agent", sa.String(length=18), nullable=False),
        sa.Column("resident", sa.String(length=18), nullable=False),
        sa.Column("valid_until", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("authority_agent", "authority", ["agent", "valid_until"], unique=False)
    op.create_table(
        "assistance",
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("helper", sa.String(length=64), nullable=False),
        sa.Column("authority", sa.String(length=40)),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("begun", INSTANT, nullable=False),
        sa.Column("ended", INSTANT, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["record.id"]),
        sa.PrimaryKeyConstraint("record"),
        sa.UniqueConstraint("kiosk", "visit", name="assistance_once"),
    )
