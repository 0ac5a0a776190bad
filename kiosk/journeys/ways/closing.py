"""A way that too many wrong tries closed: told, noted for the centre, and the other ways remain."""

from __future__ import annotations

from datetime import datetime

from kiosk.journeys.ways.base import Attempt
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.problem import Words
from sync.contract.records import RecordKind


def close_way(services: Services, visit: Visit, way: str, reason: Words, until: datetime | None) -> Attempt:
    """Takes a way out of this visit and says why; the record says which way at which kiosk, never whose."""
    visit.spent.add(way)
    visit.closed.add(way)
    visit.tell(reason)
    at = services.clock()
    services.note(
        RecordKind.WAY_CLOSED,
        {"visit": visit.id, "way": way, "until": until.isoformat() if until else None, "at": at.isoformat()},
    )
    return Attempt(reason=reason)
