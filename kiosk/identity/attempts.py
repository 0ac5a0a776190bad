"""Refused face checks, counted for each person over visits: nobody tries faces on a found card all night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store import Store
from kiosk.store.tables import face_attempts
from sync.database import reading

LIMIT = 3
CLOSED_FOR = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))
"""The first time, the next … the last one again and again: at most 9 checks of one person on the first day."""
FORGIVEN_AFTER = timedelta(days=7)
"""A person whose face was not refused for so long starts anew."""


class FaceAttempts:
    """Remembers people by the keyed hash that only this kiosk can make; survives a restart."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def closed_until(self, number: str) -> datetime | None:
        """Until when the face of the holder of this document is not compared; None when it may be."""
        until = self._state(number)[2]
        return until if until is not None and until > self._clock() else None

    def refused(self, number: str) -> datetime | None:
        """Counts a check that did not pass; until when the way is closed, if that closes it."""
        now = self._clock()
        refused, closings, until = self._state(number)
        refused += 1
        if refused >= LIMIT:
            until = now + CLOSED_FOR[min(closings, len(CLOSED_FOR) - 1)]
            refused, closings = 0, closings + 1
        row = {"refused": refused, "closings": closings, "closed_until": until, "last_at": now}
        with self._store.engine.begin() as connection:
            connection.execute(delete(face_attempts).where(face_attempts.c.last_at < now - FORGIVEN_AFTER))
            connection.execute(
                insert(face_attempts)
                .values(owner=self._store.owner(number), **row)
                .on_conflict_do_update(index_elements=["owner"], set_=row)
            )
        return until if until is not None and until > now else None

    def passed(self, number: str) -> None:
        """Forgets the refusals: it is this person."""
        with self._store.engine.begin() as connection:
            connection.execute(delete(face_attempts).where(face_attempts.c.owner == self._store.owner(number)))

    def _state(self, number: str) -> tuple[int, int, datetime | None]:
        owner = self._store.owner(number)
        with reading(self._store.engine) as connection:
            row = connection.execute(select(face_attempts).where(face_attempts.c.owner == owner)).one_or_none()
        if row is None or row.last_at < self._clock() - FORGIVEN_AFTER:
            return 0, 0, None
        return row.refused, row.closings, row.closed_until
