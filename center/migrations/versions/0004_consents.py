"""Consents that were given and when they ended, and the portraits of the licence register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.String(length=32)


def upgrade() -> None:
    """Adds two tables; nothing that is there changes."""
    op.create_table(
        "consent",
        sa.Column("consent", sa.String(length=32), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["record"], ["record.id"]),
        sa.PrimaryKeyConstraint("consent"),
    )
    op.create_index("consent_purpose", "consent", ["purpose", "ended_at"], unique=False)
    op.create_table(
        "licence_portrait",
        sa.Column("number", sa.String(length=18), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
