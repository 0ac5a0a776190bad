"""The audit: who asked what about whom, kept in the centre's file and never in its log."""

from __future__ import annotations

import logging
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from center.log import line
from center.schema import audits

_log = logging.getLogger(__name__)


class Event(StrEnum):
    """What is worth remembering."""

    ENROLLED = "kiosk.enrolled"
    BLOCKED = "kiosk.blocked"
    INSURANCE_READ = "social-insurance.read"
    INSURANCE_REFUSED = "social-insurance.refused"
    PASSED = "identity.passed"
    LOCKED = "identity.locked"
    UNLOCKED = "identity.unlocked"
    CODE_SENT = "identity.code-sent"
    ISSUED = "identity.pass-made"
    WAY_CLOSED = "identity.way-closed"
    REVOKED = "certificate.revoked"
    FACE_ERASED = "face-login.erased"
    PORTRAIT_READ = "licence-portrait.read"
    PORTRAIT_REFUSED = "licence-portrait.refused"
    PORTRAIT_FILED = "licence-portrait.filed"
    AUTHORITY_GRANTED = "authority.granted"
    AUTHORITY_REVOKED = "authority.revoked"
    AUTHORITIES_READ = "authority.read"
    AUTHORITIES_REFUSED = "authority.refused"
    AUTHORITY_USED = "authority.used"
    PACKET_READ = "packet.read"


def note(
    connection: Connection,
    event: Event,
    at: datetime,
    *,
    kiosk: str | None = None,
    subject: str | None = None,
    visit: str | None = None,
    detail: str = "",
) -> None:
    """Adds one line, in the transaction of what it tells of.

    `subject` is `CentreKeys.subject(number)`: with a number in hand one finds its lines, without it nobody.
    """
    connection.execute(
        audits.insert().values(at=at, event=event.value, kiosk=kiosk, subject=subject, visit=visit, detail=detail)
    )
    _log.info(line(event.value, kiosk=kiosk, detail=detail))
