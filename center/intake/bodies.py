"""What the body of each kind of record must hold; more is welcome, less is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, AwareDatetime, BaseModel, ConfigDict, Field

from sync.contract.companion import AuthorityNumber, CompanionMark, Role
from sync.contract.consent import Consent, Purpose
from sync.contract.packet import Digest, Piece
from sync.contract.records import RecordId, RecordKind

Name = Annotated[str, Field(min_length=1, max_length=80)]
Visit = Annotated[str, Field(min_length=1, max_length=64)]
Number = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$")]


class Body(BaseModel):
    """A kiosk newer than the centre may send more than is known here."""

    model_config = ConfigDict(frozen=True, extra="allow")

    companion: CompanionMark | None = None
    """Who acted for the resident or helped them."""


class ApplicationBody(Body):
    """Somebody applied for an item (申请)."""

    number: Number
    item: Name
    values: dict[str, Any]
    packet: Digest | None = None
    """Of what the reviewer gets, where there is any; it comes in pieces."""


class AttachmentBody(Body, Piece):
    """A piece of what belongs to a case."""

    model_config = ConfigDict(frozen=True, extra="allow")


class CertificateBody(Body):
    """A certificate was issued; what it says stays with the resident."""

    number: Number
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    item: Name
    issued_at: datetime


class WorkOrderBody(Body):
    """Somebody must go and look (工单)."""

    reason: Annotated[str, Field(min_length=1, max_length=80, validation_alias=AliasChoices("reason", "kind"))]
    detail: Annotated[str, Field(max_length=4000)]
    order: Annotated[str, Field(max_length=80)] | None = None


class ConsentBody(Body):
    """A resident agreed, did not, or no longer does: the fields of sync.contract.consent.Consent."""

    consent: RecordId
    purpose: Purpose
    visit: Visit
    given: bool
    at: AwareDatetime
    terms: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    guardian: bool
    withdraws: RecordId | None
    signature: Annotated[str, Field(max_length=100)]

    @property
    def signed(self) -> Consent:
        """The consent as its kiosk signed it, without what was added to the record."""
        return Consent.model_validate(self.model_dump(include=set(Consent.model_fields)))


class RatingBody(Body):
    """好差评 (GB/T 39735): 5 very satisfied … 1 very dissatisfied; 1 and 2 are 差评."""

    visit: Visit
    item: Name
    level: Annotated[int, Field(ge=1, le=5, strict=True)]
    comment: Annotated[str, Field(max_length=2000)] | None = None


class PurgeBody(Body):
    """A visit ended and this was erased."""

    visit: Visit
    at: datetime
    erased: list[str]


class AuditBody(Body):
    """A technician did something at a kiosk, or tried to; `staff` is the number of their card."""

    staff: Name
    action: Name
    device: Annotated[str, Field(max_length=80)] | None
    outcome: Name
    at: datetime


class CompanionBody(Body):
    """Somebody helped in a visit (代办, 志愿帮办); what points are credited for later."""

    visit: Visit
    role: Role
    helper: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    authority: AuthorityNumber | None = None
    item: Name
    begun: datetime
    ended: datetime
    outcome: Name


class WayClosedBody(Body):
    """Too many wrong tries closed a way to prove who one is at a kiosk."""

    visit: Visit
    way: Name
    until: datetime | None
    at: datetime


BODIES: dict[RecordKind, type[Body]] = {
    RecordKind.APPLICATION: ApplicationBody,
    RecordKind.CERTIFICATE: CertificateBody,
    RecordKind.WORK_ORDER: WorkOrderBody,
    RecordKind.CONSENT: ConsentBody,
    RecordKind.RATING: RatingBody,
    RecordKind.PURGE: PurgeBody,
    RecordKind.AUDIT: AuditBody,
    RecordKind.WAY_CLOSED: WayClosedBody,
    RecordKind.COMPANION: CompanionBody,
    RecordKind.ATTACHMENT: AttachmentBody,
}
