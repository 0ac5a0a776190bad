"""Residents who log in by face, the consents that have ended, and the trigger that makes one the end of the other.

The trigger erases in the transaction that writes down the end, whichever process writes it: the uploader, to which
the centre tells a revocation, knows nothing of enrolments. A second one keeps a backup from bringing anybody back.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Forward only: a kiosk goes back by restoring its backup."""
    op.create_table(
        "ended_consents",
        sa.Column("consent", sa.String(32), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("consent", name="pk_ended_consents"),
    )
    op.create_table(
        "face_keys",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_face_keys"),
    )
    op.create_table(
        "gallery_told",
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_gallery_told"),
    )
    _enrolments()
    op.execute(
        "CREATE TRIGGER erase_when_consent_ends AFTER INSERT ON ended_consents BEGIN "
        "DELETE FROM face_keys WHERE id IN (SELECT id FROM enrolments WHERE consent = NEW.consent); "
        "DELETE FROM enrolments WHERE consent = NEW.consent; END"
    )
    op.execute(
        "CREATE TRIGGER no_enrolment_after_the_end BEFORE INSERT ON enrolments "
        "WHEN EXISTS (SELECT 1 FROM ended_consents WHERE consent = NEW.consent) "
        "BEGIN SELECT RAISE(ABORT, 'the consent has ended'); END"
    )


def _enrolments() -> None:
    op.create_table(
        "enrolments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("pack", sa.String(160), nullable=False),
        sa.Column("consent", sa.String(32), nullable=False),
        sa.Column("guardian", sa.Boolean, nullable=False),
        sa.Column("template", sa.LargeBinary, nullable=False),
        sa.Column("holder", sa.LargeBinary, nullable=False),
        sa.Column("tail", sa.LargeBinary),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("enrolled_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enrolments"),
        sa.UniqueConstraint("owner", name="uq_enrolments_owner"),
        sa.UniqueConstraint("consent", name="uq_enrolments_consent"),
    )
    op.create_index("ix_enrolments_pack", "enrolments", ["pack"])
    op.create_index("ix_enrolments_expires_at", "enrolments", ["expires_at"])
