"""How often somebody may try: a few times with growing pauses, then a lock that grows with every round."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from center.schema import attempts

LIMIT = 5
PAUSES = (timedelta(), timedelta(seconds=2), timedelta(seconds=5), timedelta(seconds=10))
"""After the first wrong try, the second …; the last one again and again. A slip of the finger costs nothing."""
LOCKS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=24))
"""The first lock, the next … the last one again and again: at most 20 tries on the first day."""
FORGIVEN_AFTER = timedelta(days=7)
"""A person who has not tried for so long starts anew."""


class Means(StrEnum):
    """What is compared."""

    PIN = "pin"
    CODE = "code"
    PHONE = "phone-tail"
    PORTAL = "portal"
    """One-time passes of the portal; counted for a kiosk, not for a person."""


@dataclass(frozen=True)
class Rule:
    """How much patience there is with one means."""

    limit: int = LIMIT
    pauses: tuple[timedelta, ...] = PAUSES
    locks: tuple[timedelta, ...] = LOCKS


RULES: dict[Means, Rule] = {
    Means.PIN: Rule(),
    Means.CODE: Rule(),
    Means.PHONE: Rule(),
    # 128 bits are beyond guessing; this only ends the noise, and no prank may close the way for a day.
    Means.PORTAL: Rule(limit=20, pauses=(timedelta(),), locks=(timedelta(minutes=5),)),
}


@dataclass(frozen=True)
class Try:
    """What one attempt costs: whether it may be made at all, and what is left should it fail."""

    allowed: bool
    left: int
    locked_until: datetime | None
    retry_after_s: int = 0
    """How long the next try has to wait should this one fail, in whole seconds."""


@dataclass(frozen=True)
class _State:
    failures: int = 0
    lockouts: int = 0
    locked_until: datetime | None = None
    retry_at: datetime | None = None


def begin(connection: Connection, subject: str, means: Means, now: datetime) -> Try:
    """Counts an attempt as failed before anything is compared; `succeed` takes that back.

    Counting first means that attempts side by side cannot add up to more than the limit. One that comes before
    its pause is over is not allowed and not counted; its answer is that of the wrong try before.
    """
    rule, state = RULES[means], _state(connection, subject, means, now)
    if state.locked_until is not None and state.locked_until > now:
        return Try(False, 0, state.locked_until)
    if state.retry_at is not None and state.retry_at > now:
        return Try(False, rule.limit - state.failures, None, _seconds(state.retry_at - now))
    failures, lockouts = state.failures + 1, state.lockouts
    pause, locked_until = rule.pauses[min(failures, len(rule.pauses)) - 1], None
    if failures >= rule.limit:
        locked_until = now + rule.locks[min(lockouts, len(rule.locks) - 1)]
        failures, lockouts, left, pause = 0, lockouts + 1, 0, timedelta()
    else:
        left = rule.limit - failures
    row = {
        "failures": failures,
        "lockouts": lockouts,
        "locked_until": locked_until,
        "last_at": now,
        "retry_at": now + pause if pause else None,
    }
    connection.execute(
        insert(attempts)
        .values(subject=subject, means=means.value, **row)
        .on_conflict_do_update(index_elements=["subject", "means"], set_=row)
    )
    return Try(True, left, locked_until, _seconds(pause))


def succeed(connection: Connection, subject: str, means: Means) -> None:
    """Forgets the failures after the right answer."""
    connection.execute(delete(attempts).where(attempts.c.subject == subject, attempts.c.means == means.value))


def locked(connection: Connection, subject: str, means: Means, now: datetime) -> datetime | None:
    """Until when nothing is compared, or None."""
    until = _state(connection, subject, means, now).locked_until
    return until if until is not None and until > now else None


def forgive(connection: Connection, now: datetime) -> int:
    """Drops what is long over; returns how many."""
    return connection.execute(delete(attempts).where(attempts.c.last_at < now - FORGIVEN_AFTER)).rowcount


def _state(connection: Connection, subject: str, means: Means, now: datetime) -> _State:
    row = connection.execute(
        select(attempts).where(attempts.c.subject == subject, attempts.c.means == means.value)
    ).one_or_none()
    if row is None or row.last_at < now - FORGIVEN_AFTER:
        return _State()
    return _State(row.failures, row.lockouts, row.locked_until, row.retry_at)


def _seconds(pause: timedelta) -> int:
    return math.ceil(pause.total_seconds())
