"""Who consented to log in by face, at which kiosk, and the end of it: counted for the law, erased for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, func, select, update

from center.audit import Event, note
from center.centre import BEIJING, Centre
from center.feed import publish
from center.problems import Refusal
from center.schema import consents, kiosks
from center.settings import FacesSection
from kiosk.catalog.calendar import Workdays
from sync.contract.consent import Consent, FilingState, Purpose
from sync.contract.problem import Family, Problem
from sync.contract.records import ChangeKind, RecordId

FILING_WORKDAYS = 30
"""人脸识别技术应用安全管理办法, art. 15: to be filed within 30 working days after the threshold is reached."""


@dataclass(frozen=True)
class Faces:
    """How many faces are stored under this centre, over all its kiosks."""

    enrolled: int
    guardian: int
    """Of them those a guardian agreed for."""
    kiosks: dict[str, int]
    state: FilingState
    reached_on: date | None
    """The day on which the threshold was reached by those who are enrolled now."""
    file_by: date | None
    """The last day to file; None below the threshold, and beyond the calendar of working days."""


def take_consent(connection: Connection, kiosk: str, record: str, consent: Consent, now: datetime) -> None:
    """Files a consent or ends one, in the transaction of its record. A refusal leaves no row besides its record.

    Raises:
        Refusal: the signature is not of this kiosk, or it ends what belongs to another kiosk.
        IntegrityError: the consent is on file already.
    """
    key = connection.execute(select(kiosks.c.public_key).where(kiosks.c.name == kiosk)).scalar_one()
    if not consent.fits(Ed25519PublicKey.from_public_bytes(key)):
        raise Refusal(
            422, "consent.signature", Family.PERMANENT, technician="the consent is not signed with the kiosk's key"
        )
    if consent.given:
        connection.execute(
            consents.insert().values(
                consent=consent.consent,
                kiosk=kiosk,
                purpose=consent.purpose.value,
                guardian=consent.guardian,
                given_at=consent.at,
                received_at=now,
                record=record,
            )
        )
    elif consent.withdraws is not None:
        _end(connection, kiosk, consent.withdraws, now)


def count(centre: Centre, limits: FacesSection) -> Faces:
    """Everybody whose consent has not ended. A template is stored on the one kiosk where it was made."""
    active = (consents.c.purpose == Purpose.FACE_LOGIN.value) & consents.c.ended_at.is_(None)
    with centre.database.read() as connection:
        rows = connection.execute(
            select(consents.c.kiosk, func.count().label("number"), func.sum(consents.c.guardian).label("guardian"))
            .where(active)
            .group_by(consents.c.kiosk)
        ).all()
        oldest_first = select(consents.c.received_at).where(active).order_by(consents.c.received_at)
        reached = connection.execute(oldest_first.offset(limits.filing_at - 1).limit(1)).scalar()
    enrolled = sum(row.number for row in rows)
    reached_on = reached.astimezone(BEIJING).date() if reached else None
    return Faces(
        enrolled=enrolled,
        guardian=sum(row.guardian for row in rows),
        kiosks={row.kiosk: row.number for row in rows},
        state=FilingState.of(enrolled, warn_at=limits.warn_at, filing_at=limits.filing_at),
        reached_on=reached_on,
        file_by=_file_by(reached_on) if reached_on else None,
    )


def revoke(centre: Centre, consent: RecordId) -> bool:
    """Ends a consent from here: its kiosk erases at its next look into the feed. False: it had ended already.

    Raises:
        Refusal: 404 when no such consent for face login is on file.
    """
    now = centre.clock()
    with centre.database.write() as connection:
        row = connection.execute(
            select(consents).where(consents.c.consent == consent, consents.c.purpose == Purpose.FACE_LOGIN.value)
        ).one_or_none()
        if row is None:
            raise Refusal(
                404,
                "consent.unknown",
                Family.EXPECTED,
                technician="No consent of this number. It stands on the page of face login at the kiosk.",
            )
        _end(connection, row.kiosk, consent, now)
    return row.ended_at is None


def _end(connection: Connection, kiosk: str, consent: RecordId, now: datetime) -> None:
    """Marks it ended and has its kiosk erase, again where it has done so already: a backup may have come back."""
    row = connection.execute(select(consents).where(consents.c.consent == consent)).one_or_none()
    if row is not None and row.kiosk != kiosk:
        raise Refusal(409, "consent.foreign", Family.PERMANENT, technician="the consent belongs to another kiosk")
    if row is not None and row.ended_at is None:
        connection.execute(update(consents).where(consents.c.consent == consent).values(ended_at=now))
        note(connection, Event.FACE_ERASED, now, kiosk=kiosk, detail=consent)
    publish(connection, ChangeKind.ERASURE, {"consent": consent}, now, kiosk=kiosk)


def _file_by(reached_on: date) -> date | None:
    try:
        return Workdays.load().deadline(reached_on, FILING_WORKDAYS).due
    except Problem:
        return None
