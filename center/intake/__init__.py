"""Takes in what kiosks send: each record once, each with its consequence, all told back in the feed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from pydantic import ConfigDict, Field, ValidationError
from sqlalchemy import Connection, select

from center.centre import Centre
from center.feed import publish
from center.intake.bodies import BODIES
from center.intake.consequences import Conflict, act
from center.problems import faults
from center.schema import records
from sync.contract.records import BatchReply, ChangeKind, Fate, Record, RecordId, RecordResult, Wire

_BODY_LIMIT = 65_536


class LooseRecord(Wire):
    """A record as it arrives: with its id the rest can be refused alone, without the batch."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: RecordId


class LooseBatch(Wire):
    """`Batch` of the contract, its records not yet checked."""

    records: list[LooseRecord] = Field(min_length=1, max_length=500)


def take_in(centre: Centre, kiosk: str, batch: Sequence[LooseRecord]) -> BatchReply:
    """Accepts a batch in one transaction; the answer is given after the commit reached the disk.

    A record known already is a duplicate, that is a success: its first answer was lost on the way.
    """
    now = centre.clock()
    with centre.database.write() as connection:
        return BatchReply(results=[_take_one(connection, kiosk, loose, now) for loose in batch])


def _take_one(connection: Connection, kiosk: str, loose: LooseRecord, now: datetime) -> RecordResult:
    try:
        record = Record.model_validate(loose.model_dump())
    except ValidationError as error:
        return _rejected(loose.id, f"malformed record: {faults(error.errors())}")
    text = _canonical(record)
    if text is None:
        return _rejected(record.id, f"body is no plain JSON, or longer than {_BODY_LIMIT} bytes")
    known = connection.execute(select(records).where(records.c.id == record.id)).one_or_none()
    if known is not None:
        same = (known.kiosk, known.kind, known.body) == (kiosk, record.kind.value, text)
        return _duplicate(record.id) if same else _rejected(record.id, "the id belongs to another record")
    try:
        body = BODIES[record.kind].model_validate(record.body)
    except ValidationError as error:
        return _rejected(record.id, f"body of {record.kind.value}: {faults(error.errors())}")
    try:
        # A refused consequence takes the record back, too, and leaves the rest of the batch alone.
        with connection.begin_nested():
            connection.execute(
                records.insert().values(
                    id=record.id,
                    kiosk=kiosk,
                    kind=record.kind.value,
                    made_at=record.made_at.isoformat(),
                    received_at=now,
                    body=text,
                )
            )
            act(connection, kiosk, record.id, body, now)
            publish(connection, ChangeKind.RECORD, {"id": record.id}, now, kiosk=kiosk)
    except Conflict as conflict:
        return _rejected(record.id, conflict.reason)
    return RecordResult(id=record.id, fate=Fate.ACCEPTED)


def _canonical(record: Record) -> str | None:
    try:
        text = json.dumps(record.body, ensure_ascii=False, sort_keys=True, allow_nan=False)
        size = len(text.encode())
    except (ValueError, RecursionError):
        return None
    return text if size <= _BODY_LIMIT else None


def _duplicate(record: str) -> RecordResult:
    return RecordResult(id=record, fate=Fate.DUPLICATE)


def _rejected(record: str, reason: str) -> RecordResult:
    return RecordResult(id=record, fate=Fate.REJECTED, reason=reason)
