"""Records that wait for the centre: written with the business row, sent in the order of their lanes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from sync.contract.problem import Family, Problem, Words
from sync.contract.records import Record, RecordId, RecordKind
from sync.tables import delivered, outbox

QUEUE_LIMIT = 100_000
BATCH_BYTES = 1 << 20
"""Bodies of one batch before compression; a single larger record goes alone."""

_LANES = {kind: lane for lane, kind in enumerate(RecordKind)}
_SHORTEST_WAIT = 0.5
"""A jittered delay is never shorter than this part of it."""


@dataclass(frozen=True)
class Backoff:
    """How long to wait after the n-th failure: doubling from `first_s` up to `longest_s`, with jitter."""

    first_s: float
    longest_s: float
    random: Callable[[], float]
    """Uniform in [0, 1): kiosks that lost the centre together must not come back together."""

    def delay(self, failures: int) -> float:
        """Seconds after `failures` (1, 2, …) failures in a row."""
        whole = min(self.longest_s, self.first_s * 2.0 ** min(failures - 1, 30))
        return whole * (_SHORTEST_WAIT + (1 - _SHORTEST_WAIT) * self.random())


def new_id() -> RecordId:
    """A record id (UUIDv4 in hex)."""
    return uuid4().hex


def enqueue(
    connection: Connection,
    kind: RecordKind,
    body: dict[str, Any],
    *,
    made_at: datetime,
    record_id: RecordId | None = None,
    limit: int = QUEUE_LIMIT,
) -> RecordId:
    """Queues a record within the caller's transaction; a `record_id` that waits already is not queued again.

    Raises:
        Problem: outbox.full, `limit` records wait.
    """
    chosen = record_id or new_id()
    _refuse_when_full(connection, limit)
    row = {"id": chosen, "lane": _LANES[kind], "kind": kind.value, "made_at": made_at, "body": body}
    connection.execute(insert(outbox).values(row).on_conflict_do_nothing(index_elements=[outbox.c.id]))
    return chosen


def pending(
    connection: Connection, now: float, *, limit: int, max_bytes: int = BATCH_BYTES, longest_wait_s: float = 3600.0
) -> list[Record]:
    """The next records to send at Unix time `now`: most urgent lane first, oldest first within a lane.

    A record that would have to wait for more than `longest_wait_s` is due: the clock was set back.
    """
    is_due = or_(outbox.c.next_try <= now, outbox.c.next_try > now + longest_wait_s)
    due = (
        select(
            outbox.c.id, outbox.c.kind, outbox.c.made_at, outbox.c.body, func.octet_length(outbox.c.body).label("size")
        )
        .where(outbox.c.quarantine.is_(None), is_due)
        .order_by(outbox.c.lane, outbox.c.seq)
        .limit(limit)
    )
    records: list[Record] = []
    total = 0
    for row in connection.execute(due):
        total += row.size
        if records and total > max_bytes:
            break
        records.append(Record(id=row.id, kind=RecordKind(row.kind), made_at=row.made_at, body=row.body))
    return records


def mark_taken(connection: Connection, ids: Sequence[RecordId], *, at: datetime, seq: int | None = None) -> None:
    """The centre has these records: their bodies go, their ids stay until the feed has returned them.

    Args:
        seq: the place in the feed that proves it; None when only the upload's answer does.
    """
    if not ids:
        return
    rows = [{"id": record_id, "taken_at": at, "seq": seq} for record_id in ids]
    known = insert(delivered)
    if seq is None:
        connection.execute(known.on_conflict_do_nothing(index_elements=[delivered.c.id]), rows)
    else:
        changed = {"seq": func.coalesce(delivered.c.seq, known.excluded.seq)}
        connection.execute(known.on_conflict_do_update(index_elements=[delivered.c.id], set_=changed), rows)
    connection.execute(delete(outbox).where(outbox.c.id.in_(ids)))


def quarantine(connection: Connection, record_id: RecordId, reason: str) -> None:
    """Sets a record aside that the centre will never take; it stays until a person decides."""
    told = reason[:500] or "the centre gave no reason"
    connection.execute(update(outbox).where(outbox.c.id == record_id).values(quarantine=told))


def postpone(connection: Connection, ids: Iterable[RecordId], now: float, backoff: Backoff) -> None:
    """Tries these records again later, each by its own number of failures."""
    chosen = list(ids)
    rows = connection.execute(select(outbox.c.id, outbox.c.attempts).where(outbox.c.id.in_(chosen))).all()
    for row in rows:
        later = {"attempts": row.attempts + 1, "next_try": now + backoff.delay(row.attempts + 1)}
        connection.execute(update(outbox).where(outbox.c.id == row.id).values(later))


def count(connection: Connection) -> int:
    """How many records wait; those in quarantine wait for a person and are not counted."""
    waiting = select(func.count()).select_from(outbox).where(outbox.c.quarantine.is_(None))
    return connection.execute(waiting).scalar_one()


def requeue(connection: Connection) -> int:
    """Offers every quarantined record to the centre again; returns how many."""
    waiting = update(outbox).where(outbox.c.quarantine.is_not(None))
    return connection.execute(waiting.values(quarantine=None, attempts=0, next_try=0.0)).rowcount


def _refuse_when_full(connection: Connection, limit: int) -> None:
    low, high = connection.execute(select(func.min(outbox.c.seq), func.max(outbox.c.seq))).one()
    if low is None or high - low + 1 < limit:
        return  # cheap and never too low: numbers are not used twice
    if connection.execute(select(func.count()).select_from(outbox)).scalar_one() < limit:
        return
    raise Problem(
        "outbox.full",
        Family.TEMPORARY,
        resident=Words(
            zh="本机暂时无法收下新的申请，请到窗口办理。",
            en="This kiosk cannot take new applications at the moment. Please go to a counter.",
        ),
        technician=(
            f"{limit} records wait for the centre (sync.queue_limit). Restore the connection; "
            "`python -m sync status` shows what is queued and why."
        ),
    )
