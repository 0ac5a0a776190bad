"""The change feed: what the centre has to tell each kiosk, in an order that loses nothing.

The trap of such feeds: writer A takes number 7, writer B takes 8 and commits first, a reader that has seen 8
never asks for 7 again. Here numbers are given inside `Database.write`, which holds the file's only write lock
until the commit. So a reader that sees number n in its snapshot sees every number below n, too, and may
go on after n. AUTOINCREMENT never gives a number twice, also when the newest row was deleted.
(On PostgreSQL, with concurrent writers, the cursor has to be (transaction id, number) under the oldest
running transaction instead.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from center.schema import changes
from sync.contract.records import Change, ChangeKind, ChangePage

PAGE = 500


def publish(
    connection: Connection, kind: ChangeKind, body: Mapping[str, str | None], at: datetime, *, kiosk: str | None
) -> None:
    """Adds a change for one kiosk, or for all with `kiosk=None`; `connection` is a write transaction."""
    text = json.dumps(body, ensure_ascii=False)
    connection.execute(changes.insert().values(kiosk=kiosk, kind=kind.value, at=at, body=text))


def page_after(connection: Connection, kiosk: str, cursor: int, *, limit: int = PAGE) -> ChangePage:
    """What concerns `kiosk` after `cursor`, oldest first; `connection` is one snapshot.

    On the last page the cursor moves past the changes of other kiosks as well. It moves back only where the
    kiosk is ahead of a centre that was restored from a backup.
    """
    newest = connection.execute(select(func.max(changes.c.seq))).scalar() or 0
    rows = connection.execute(
        select(changes)
        .where(changes.c.seq > cursor, or_(changes.c.kiosk.is_(None), changes.c.kiosk == kiosk))
        .order_by(changes.c.seq)
        .limit(limit + 1)
    ).all()
    more = len(rows) > limit
    found = [
        Change(seq=row.seq, kind=ChangeKind(row.kind), at=row.at, body=json.loads(row.body)) for row in rows[:limit]
    ]
    return ChangePage(changes=found, cursor=found[-1].seq if more else newest, more=more)
