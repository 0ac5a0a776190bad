"""How often somebody may try: five times, then a lock that grows with every round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from center.schema import attempts

LIMIT = 5
LOCKS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=24))
"""The first lock, the next … the last one again and again: at most 20 tries on the first day."""
FORGIVEN_AFTER = timedelta(days=7)
"""A person who has not tried for so long starts anew."""


class Means(StrEnum):
    """What is compared."""

    PIN = "pin"
    CODE = "code"


@dataclass(frozen=True)
class Try:
    """What one attempt costs: whether it may be made at all, and what is left should it fail."""

    allowed: bool
    left: int
    locked_until: datetime | None


def begin(connection: Connection, subject: str, means: Means, now: datetime) -> Try:
    """Counts an attempt as failed before anything is compared; `succeed` takes that back.

    Counting first means that attempts side by side cannot add up to more than the limit.
    """
    failures, lockouts, locked_until = _state(connection, subject, means, now)
    if locked_until is not None and locked_until > now:
        return Try(False, 0, locked_until)
    failures += 1
    locked_until = None
    if failures >= LIMIT:
        locked_until = now + LOCKS[min(lockouts, len(LOCKS) - 1)]
        failures, lockouts, left = 0, lockouts + 1, 0
    else:
        left = LIMIT - failures
    row = {"failures": failures, "lockouts": lockouts, "locked_until": locked_until, "last_at": now}
    connection.execute(
        insert(attempts)
        .values(subject=subject, means=means.value, **row)
        .on_conflict_do_update(index_elements=["subject", "means"], set_=row)
    )
    return Try(True, left, locked_until)


def succeed(connection: Connection, subject: str, means: Means) -> None:
    """Forgets the failures after the right answer."""
    connection.execute(delete(attempts).where(attempts.c.subject == subject, attempts.c.means == means.value))


def locked(connection: Connection, subject: str, means: Means, now: datetime) -> datetime | None:
    """Until when nothing is compared, or None."""
    until = _state(connection, subject, means, now)[2]
    return until if until is not None and until > now else None


def forgive(connection: Connection, now: datetime) -> int:
    """Drops what is long over; returns how many."""
    return connection.execute(delete(attempts).where(attempts.c.last_at < now - FORGIVEN_AFTER)).rowcount


def _state(connection: Connection, subject: str, means: Means, now: datetime) -> tuple[int, int, datetime | None]:
    row = connection.execute(
        select(attempts).where(attempts.c.subject == subject, attempts.c.means == means.value)
    ).one_or_none()
    if row is None or row.last_at < now - FORGIVEN_AFTER:
        return 0, 0, None
    return row.failures, row.lockouts, row.locked_until
