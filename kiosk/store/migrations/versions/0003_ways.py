"""Refused face checks of each person, over visits; and running numbers for those whom a counter takes over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Forward only: a kiosk goes back by restoring its backup."""
    op.create_table(
        "face_attempts",
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("closings", sa.Integer, nullable=False),
        sa.Column("closed_until", sa.String(32)),
        sa.Column("last_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_face_attempts"),
    )
    op.create_table(
        "hand_overs",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_hand_overs"),
    )
