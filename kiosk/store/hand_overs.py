"""Running numbers of a day: what a resident says at the counter, and what the counter finds in its list."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store.tables import hand_overs


def next_number(connection: Connection, day: date) -> int:
    """1, 2, 3 … of this day; the days before are forgotten."""
    connection.execute(delete(hand_overs).where(hand_overs.c.day < day.isoformat()))
    connection.execute(
        insert(hand_overs)
        .values(day=day.isoformat(), last=1)
        .on_conflict_do_update(index_elements=["day"], set_={"last": hand_overs.c.last + 1})
    )
    return int(connection.execute(select(hand_overs.c.last).where(hand_overs.c.day == day.isoformat())).scalar_one())
