"""One-time passes of the portal, addresses for those who come without a card, and delays between tries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.String(length=32)


def upgrade() -> None:
    """Adds what is missing; nothing that is there changes."""
    op.add_column("resident", sa.Column("address", sa.String(length=200)))
    op.add_column("attempt", sa.Column("retry_at", INSTANT))
    op.create_table(
        "portal_pass",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number", sa.String(length=18), nullable=False),
        sa.Column("valid_until", INSTANT, nullable=False),
        sa.Column("kiosk", sa.String(length=40)),
        sa.Column("visit", sa.String(length=64)),
        sa.PrimaryKeyConstraint("digest"),
    )
