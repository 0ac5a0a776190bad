"""Half-done journeys that a resident finds again by their card, and what they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store.tables import applications, drafts


@dataclass(frozen=True)
class Draft:
    """Where a journey stands. `id` is chosen at the first save; `owner` comes from Store.owner()."""

    id: str
    owner: str
    item: str
    step: int
    values: Mapping[str, str] = field(repr=False)
    order: str | None
    """The print order that belongs to it, once there is one."""
    saved_at: datetime


@dataclass(frozen=True)
class Application:
    """What is handed in. `number` is what the resident gets on the receipt, `body` goes to the centre."""

    number: str
    item: str
    owner: str
    body: Mapping[str, Any] = field(repr=False)
    made_at: datetime
    attachments: tuple[bytes, ...] = field(default=(), repr=False)
    """What belongs to it, such as pages; goes to the centre in pieces."""


def save(connection: Connection, draft: Draft) -> None:
    """Writes a draft; an older one of the same owner and item makes way."""
    same = and_(drafts.c.owner == draft.owner, drafts.c.item == draft.item)
    connection.execute(delete(drafts).where(same, drafts.c.id != draft.id))
    values = {
        "owner": draft.owner,
        "item": draft.item,
        "step": draft.step,
        "values": dict(draft.values),
        "order": draft.order,
        "saved_at": draft.saved_at,
    }
    row = insert(drafts).values(id=draft.id, **values)
    connection.execute(row.on_conflict_do_update(index_elements=[drafts.c.id], set_=values))


def find(connection: Connection, owner: str, item: str) -> Draft | None:
    """The draft of this owner for this item."""
    row = connection.execute(select(drafts).where(drafts.c.owner == owner, drafts.c.item == item)).one_or_none()
    return None if row is None else _draft(row)


def drop(connection: Connection, draft_id: str) -> None:
    """Removes a draft; none of that id is fine."""
    connection.execute(delete(drafts).where(drafts.c.id == draft_id))


def drop_of(connection: Connection, owner: str, item: str) -> None:
    """Removes what this owner had begun of this item."""
    connection.execute(delete(drafts).where(drafts.c.owner == owner, drafts.c.item == item))


def forget_before(connection: Connection, limit: datetime) -> int:
    """Removes drafts that were last saved before `limit`; returns how many."""
    return connection.execute(delete(drafts).where(drafts.c.saved_at < limit)).rowcount


def record_of(connection: Connection, number: str) -> str | None:
    """The record id of an application that was handed in already."""
    return connection.execute(select(applications.c.record).where(applications.c.number == number)).scalar()


def newest(connection: Connection, owner: str, item: str, since: datetime) -> str | None:
    """The number of the last application of an owner for an item, if it is newer than `since`."""
    mine = and_(applications.c.owner == owner, applications.c.item == item, applications.c.made_at > since)
    found = select(applications.c.number).where(mine).order_by(applications.c.made_at.desc()).limit(1)
    return connection.execute(found).scalar()


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        owner=row.owner,
        item=row.item,
        step=row.step,
        values=row._mapping["values"],
        order=row.order,
        saved_at=row.saved_at,
    )
