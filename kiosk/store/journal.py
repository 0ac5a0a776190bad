"""Hands the prints that an older version wrote down in the database over to the machine's journal of acts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, inspect, text

from devices.journal import Journal
from devices.settlement import Act, KnownAct
from sync.database import reading

DEVICE = "printer"
"""The only printer that older versions had."""


def hand_over(engine: Engine, journal: Journal) -> int:
    """Copies the old rows and drops their table; returns how many there were.

    A crash in between does no harm: the journal keeps what it knows already.
    """
    with reading(engine) as connection:
        if not inspect(connection).has_table("print_journal"):
            return 0
        rows = connection.execute(text("SELECT * FROM print_journal")).all()
    journal.adopt(
        KnownAct(
            order=row.order,
            act=Act.PRINT,
            device=DEVICE,
            digest=row.digest,
            units=row.pages,
            state=row.state,
            done_units=row.impressions,
            begun_at=datetime.fromisoformat(row.begun_at),
        )
        for row in rows
    )
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE print_journal"))
    return len(rows)
