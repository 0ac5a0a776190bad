"""Records that travel from a kiosk to the centre, and changes that come back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

RecordId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""UUIDv4 in hex, made once when the business row is saved and never again."""


class Wire(BaseModel):
    """A message of the contract: frozen, and strangers in it are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordKind(StrEnum):
    """What a record is about; the order is the order of the lanes, most urgent first."""

    APPLICATION = "application"
    CERTIFICATE = "certificate"
    """A certificate was issued: its number and digest, so that it can be revoked."""
    WORK_ORDER = "work-order"
    """A person must act: paper jammed with personal data in it, a print of unknown fate."""
    CONSENT = "consent"
    RATING = "rating"
    PURGE = "purge"
    """A visit ended and nothing of it stays on the kiosk."""
    AUDIT = "audit"
    """What a technician did at a kiosk: who, when, to which device, with what outcome."""
    COMPANION = "companion"
    """An agent or a volunteer helped in a visit: in which role, with what, from when to when. One a visit."""
    WAY_CLOSED = "way-closed"
    """Too many wrong tries closed a way to prove who one is; never whose."""
    ATTACHMENT = "attachment"
    """A piece of what belongs to a case: its packet, a page. See sync.contract.packet."""


class Record(Wire):
    """One fact, made by one kiosk, accepted by the centre exactly once."""

    id: RecordId
    kind: RecordKind
    made_at: datetime
    body: dict[str, Any]


class Batch(Wire):
    """Records in the order they were made."""

    records: Annotated[list[Record], Field(min_length=1, max_length=500)]


class Fate(StrEnum):
    """What became of a record at the centre."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    """Known already: as good as accepted."""
    REJECTED = "rejected"
    """Will never be accepted as it is: goes to quarantine, never blocks the queue."""


class RecordResult(Wire):
    """The centre's answer for one record."""

    id: RecordId
    fate: Fate
    reason: str = ""


class BatchReply(Wire):
    """One result for every record of the batch, in its order."""

    results: list[RecordResult]


class ChangeKind(StrEnum):
    """What the centre tells its kiosks."""

    RECORD = "record"
    """An own record reached the centre: `{"id": …}`."""
    CASE = "case"
    """A case moved: `{"number", "state"}`."""
    REVOCATION = "revocation"
    """A certificate or a written authority is no longer valid: `{"number", "reason"}`."""
    BULLETIN = "bulletin"
    """A sentence for the attract page: `{"id", "zh", "en", "until"}`."""
    ERASURE = "erasure"
    """A consent has ended, and what was kept in its name goes for ever: `{"consent": …}`."""


class Change(Wire):
    """One entry of the feed."""

    seq: int
    kind: ChangeKind
    at: datetime
    body: dict[str, Any]


class ChangePage(Wire):
    """Changes after a cursor; `cursor` is where to go on, `more` says whether to ask again at once."""

    changes: list[Change]
    cursor: int
    more: bool
