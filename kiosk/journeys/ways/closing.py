"""A way that too many wrong tries closed: told, noted for the centre, and the other ways remain."""

from __future__ import annotations

from datetime import datetime

from kiosk.identity import Identity
from kiosk.journeys.ways.base import Attempt
from kiosk.journeys.ways.tries import tries
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.problem import Words
from sync.contract.records import RecordKind


def close_way(
    services: Services, visit: Visit, identity: Identity | None, *, way: str, reason: Words, until: datetime | None
) -> Attempt:
    """Takes a way from who tried it and says why; the record says which way at which kiosk, never whose.

    Args:
        identity: None while nobody is known.
    """
    tried = tries(services, visit, identity)
    tried.spent.add(way)
    tried.closed.add(way)
    visit.tell(reason)
    at = services.clock()
    services.note(
        RecordKind.WAY_CLOSED,
        {"visit": visit.id, "way": way, "until": until.isoformat() if until else None, "at": at.isoformat()},
    )
    return Attempt(reason=reason)
