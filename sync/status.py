"""What a technician wants to know about store-and-forward, and what to do about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, func, select

from sync.contract.records import RecordKind
from sync.tables import feed_state, outbox

STALE = timedelta(minutes=10)
"""A centre that was not reached for so long deserves a look."""


class Quarantined(BaseModel):
    """A record the centre will not take. Its body is not shown: it is about a resident."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: RecordKind
    made_at: datetime
    reason: str


class Status(BaseModel):
    """One moment of store-and-forward; times are UTC."""

    model_config = ConfigDict(frozen=True)

    kiosk: str | None
    queued: dict[RecordKind, int]
    quarantined: list[Quarantined]
    oldest: datetime | None
    last_push: datetime | None
    last_pull: datetime | None
    cursor: int
    advice: list[str]

    def as_text(self) -> str:
        """For people."""
        lanes = ", ".join(f"{kind.value} {count}" for kind, count in self.queued.items() if count)
        lines = [
            f"kiosk        {self.kiosk or 'not enrolled'}",
            f"queued       {sum(self.queued.values())}" + (f" ({lanes})" if lanes else ""),
            f"oldest       {_time(self.oldest, '-')}",
            f"quarantined  {len(self.quarantined)}",
            *(f"  {entry.kind.value} {entry.id}: {entry.reason}" for entry in self.quarantined[:20]),
            f"last push    {_time(self.last_push, 'never')}",
            f"last pull    {_time(self.last_pull, 'never')} (cursor {self.cursor})",
            *(f"→ {line}" for line in self.advice or ["Nothing to do."]),
        ]
        return "\n".join(lines)


def read_status(connection: Connection, kiosk: str | None, now: datetime) -> Status:
    """Reads the status from the database."""
    waiting = outbox.c.quarantine.is_(None)
    counts: dict[str, int] = {
        row.kind: row.many
        for row in connection.execute(
            select(outbox.c.kind, func.count().label("many")).where(waiting).group_by(outbox.c.kind)
        )
    }
    aside = select(outbox).where(outbox.c.quarantine.is_not(None)).order_by(outbox.c.seq)
    quarantined = [
        Quarantined(id=row.id, kind=RecordKind(row.kind), made_at=row.made_at, reason=row.quarantine)
        for row in connection.execute(aside)
    ]
    state: Any = connection.execute(select(feed_state)).one_or_none()
    last_pull = state.last_pull if state else None
    return Status(
        kiosk=kiosk,
        queued={kind: counts.get(kind.value, 0) for kind in RecordKind},
        quarantined=quarantined,
        oldest=connection.execute(select(func.min(outbox.c.made_at)).where(waiting)).scalar(),
        last_push=state.last_push if state else None,
        last_pull=last_pull,
        cursor=state.cursor if state else 0,
        advice=_advice(kiosk, sum(counts.values()), len(quarantined), last_pull, now),
    )


def _advice(kiosk: str | None, queued: int, quarantined: int, last_pull: datetime | None, now: datetime) -> list[str]:
    lines = []
    if kiosk is None:
        lines.append("Enrol this kiosk: `python -m center enrol-code` at the centre, `python -m sync enrol CODE` here.")
    elif last_pull is None or now - last_pull > STALE:
        lines.append(
            "The centre was not reached lately. Is `python -m sync run` running? Check the cable and sync.centre."
            + (" What is queued is safe and goes out by itself." if queued else "")
        )
    if quarantined:
        lines.append(
            "The centre refuses the quarantined records. Put right at the centre what the reasons name, "
            "then `python -m sync requeue`; nothing of them is lost."
        )
    return lines


def _time(moment: datetime | None, nothing: str) -> str:
    return moment.astimezone().isoformat(sep=" ", timespec="seconds") if moment else nothing
