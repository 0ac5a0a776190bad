"""The print journal of the first version goes: the machine keeps one journal for all acts, `devices.journal`.

A kiosk that has printed keeps the table until its rows are handed over, see `kiosk.store.journal`.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forward only: a kiosk goes back by restoring its backup."""
    if op.get_bind().execute(text("SELECT 1 FROM print_journal LIMIT 1")).one_or_none() is None:
        op.drop_table("print_journal")
