"""What the centre tells its kiosks: read on from a cursor, applied together with it, once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from pydantic import BaseModel, ValidationError, field_validator
from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects.sqlite import insert

from sync.contract.records import Change, ChangeKind, ChangePage, RecordId
from sync.outbox import mark_taken
from sync.tables import bulletins, cases, delivered, ended_consents, feed_state, revocations

log = logging.getLogger(__name__)


class RecordReached(BaseModel):
    """Body of ChangeKind.RECORD."""

    id: RecordId


class CaseMoved(BaseModel):
    """Body of ChangeKind.CASE."""

    number: str
    state: str


class Revoked(BaseModel):
    """Body of ChangeKind.REVOCATION."""

    number: str
    reason: str


class Ended(BaseModel):
    """Body of ChangeKind.ERASURE."""

    consent: RecordId


class Announced(BaseModel):
    """Body of ChangeKind.BULLETIN; without `until` it stays until the centre says otherwise."""

    id: str
    zh: str
    en: str
    until: datetime | None = None

    @field_validator("until", mode="before")
    @classmethod
    def _whole_day(cls, value: Any) -> Any:
        """A day means its end."""
        if isinstance(value, str) and len(value) == len("2026-01-01"):
            return datetime.combine(date.fromisoformat(value), time.max)
        return value

    @field_validator("until")
    @classmethod
    def _zoned(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def cursor(connection: Connection) -> int:
    """Up to where the feed was applied."""
    return connection.execute(select(feed_state.c.cursor)).scalar() or 0


def apply(connection: Connection, page: ChangePage) -> int:
    """Applies a page and moves the cursor in the caller's transaction; what was seen before has no effect.

    Returns:
        How many changes were new.
    """
    seen = cursor(connection)
    fresh = sorted((change for change in page.changes if change.seq > seen), key=lambda change: change.seq)
    for change in fresh:
        try:
            _APPLY[change.kind](connection, change)
        except ValidationError as error:
            # One change that nobody understands must not hold up the revocations behind it.
            where = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False))
            log.warning("change %d (%s) passed over, wrong at: %s", change.seq, change.kind, where)
    # The centre answers nothing and an earlier cursor only after it was restored from a backup.
    behind = not page.changes and page.cursor < seen
    _remember(connection, cursor=page.cursor if behind else max([seen, page.cursor]))
    return len(fresh)


def end_consent(connection: Connection, consent: RecordId, at: datetime) -> None:
    """Writes down that a consent has ended; a trigger of the database erases what was kept in its name."""
    row = insert(ended_consents).values(consent=consent, at=at)
    connection.execute(row.on_conflict_do_nothing(index_elements=[ended_consents.c.consent]))


def remember_push(connection: Connection, at: datetime) -> None:
    """The centre took something at `at`."""
    _remember(connection, last_push=at)


def remember_pull(connection: Connection, at: datetime) -> None:
    """The centre answered at `at`."""
    _remember(connection, last_pull=at)


def reached(connection: Connection, record_id: RecordId) -> bool:
    """Whether the record came back in the feed: only then it is certain that the centre keeps it."""
    found = select(delivered.c.seq).where(delivered.c.id == record_id)
    return connection.execute(found).scalar() is not None


def _remember(connection: Connection, **values: Any) -> None:
    row = insert(feed_state).values(one=1, **values)
    connection.execute(row.on_conflict_do_update(index_elements=[feed_state.c.one], set_=values))


def _record(connection: Connection, change: Change) -> None:
    body = RecordReached.model_validate(change.body)
    mark_taken(connection, [body.id], at=change.at, seq=change.seq)


def _case(connection: Connection, change: Change) -> None:
    body = CaseMoved.model_validate(change.body)
    _upsert(connection, cases, {"number": body.number}, {"state": body.state, "at": change.at, "seq": change.seq})


def _revocation(connection: Connection, change: Change) -> None:
    body = Revoked.model_validate(change.body)
    _upsert(connection, revocations, {"number": body.number}, {"reason": body.reason, "seq": change.seq})


def _bulletin(connection: Connection, change: Change) -> None:
    body = Announced.model_validate(change.body)
    values = {"zh": body.zh, "en": body.en, "until": body.until, "seq": change.seq}
    _upsert(connection, bulletins, {"id": body.id}, values)


def _erasure(connection: Connection, change: Change) -> None:
    body = Ended.model_validate(change.body)
    end_consent(connection, body.consent, change.at)


def _upsert(connection: Connection, table: Table, key: dict[str, str], values: dict[str, Any]) -> None:
    row = insert(table).values(**key, **values)
    changed = {name: row.excluded[name] for name in values}
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=changed))


_APPLY: dict[ChangeKind, Callable[[Connection, Change], None]] = {
    ChangeKind.RECORD: _record,
    ChangeKind.CASE: _case,
    ChangeKind.REVOCATION: _revocation,
    ChangeKind.BULLETIN: _bulletin,
    ChangeKind.ERASURE: _erasure,
}
