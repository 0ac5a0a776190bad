"""What a resident has done so far waits for them under a key that only their document gives back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.catalog import Item
from kiosk.services import Services
from kiosk.store import Draft, Store
from kiosk.visit import Visit

STILL_THERE = timedelta(minutes=30)
"""How long a resident who comes back is asked about an earlier print before it is simply a new one."""


def save_draft(services: Services, visit: Visit, step: int) -> None:
    """Keeps what the resident has done so far.

    The first call of a visit takes up the draft that the resident left behind for this item.
    """
    if services.store is None or visit.item is None or visit.identity is None:
        return
    if visit.draft is None:
        visit.draft = _taken_up(services, services.store, visit, visit.item)
        visit.values = {**visit.draft.values, **visit.values}
    visit.draft = replace(visit.draft, step=step, values=dict(visit.values), saved_at=services.clock())
    services.store.save_draft(visit.draft)


def handed_in(services: Services, visit: Visit) -> str | None:
    """The number under which the resident handed this item in a short while ago, perhaps without seeing it."""
    if services.store is None or visit.item is None or visit.identity is None:
        return None
    owner = services.store.owner(visit.identity.holder.number)
    return services.store.handed_in(owner, visit.item.code, since=services.clock() - STILL_THERE)


def drop_draft(services: Services, visit: Visit) -> None:
    """The item is finished."""
    if services.store and visit.draft:
        services.store.drop_draft(visit.draft.id)
        visit.draft = None


def _taken_up(services: Services, store: Store, visit: Visit, item: Item) -> Draft:
    assert visit.identity is not None
    owner, now = store.owner(visit.identity.holder.number), services.clock()
    found = store.find_draft(owner, item.code)
    if found is None:
        return Draft(id=visit.id, owner=owner, item=item.code, step=0, values={}, order=None, saved_at=now)
    return found if now - found.saved_at < STILL_THERE else replace(found, order=None)
