"""What belongs to a case, in the pieces in which it came, and the passes of its reviewers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds two tables; nothing that is there changes."""
    op.create_table(
        "attachment_piece",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["service_case.number"]),
        sa.PrimaryKeyConstraint("number", "sha256", "part"),
    )
    op.create_table(
        "review_pass",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("valid_until", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["service_case.number"]),
        sa.PrimaryKeyConstraint("digest"),
    )
