"""One-time passes: what the portal shows as a QR code on the phone of somebody who is logged in there."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from center.audit import Event, note
from center.centre import Centre
from center.identity import attempts
from center.identity.attempts import Means
from center.problems import Refusal
from center.registry import Resident, find_resident
from center.schema import portal_passes
from sync.contract.problem import Family
from sync.contract.services import PassHolder, PassRedeemed, PassRedemption

VALID = timedelta(minutes=2)
PREFIX = "NZZ:PASS:"
"""Tells this code from all others that a phone can show."""
_TOKEN_BYTES = 16


def make_pass(centre: Centre, number: str) -> tuple[str, datetime]:
    """A new pass of somebody in the register: the text of its QR code and until when it is good.

    Only a keyed digest of it is kept.

    Raises:
        Refusal: the register has nobody of this number.
    """
    now = centre.clock()
    token = base64.b32encode(centre.dice(_TOKEN_BYTES)).decode().rstrip("=")
    with centre.database.write() as connection:
        if find_resident(connection, number) is None:
            raise Refusal(
                404,
                "pass.unknown-person",
                Family.EXPECTED,
                technician="The register has nobody of this number: python -m center residents.",
            )
        connection.execute(
            portal_passes.insert().values(digest=_digest(centre, token), number=number, valid_until=now + VALID)
        )
        note(connection, Event.ISSUED, now, subject=centre.keys.subject(number))
    return PREFIX + token, now + VALID


def redeem(centre: Centre, kiosk: str, request: PassRedemption) -> PassRedeemed:
    """Whose pass it is, to the first visit that shows it and no other.

    The same empty answer, after the same work, for a pass that never was, is over, was shown elsewhere or is of
    somebody else than `request.number`, and for every pass while this kiosk has shown too many of them.
    """
    now = centre.clock()
    counted = centre.keys.digest("kiosk", kiosk).hex()
    with centre.database.write() as connection:
        attempt = attempts.begin(connection, counted, Means.PORTAL, now)
        if not attempt.allowed:
            return PassRedeemed()
        resident = _holder(centre, connection, kiosk, request, now)
        if resident is not None:
            attempts.succeed(connection, counted, Means.PORTAL)
            subject = centre.keys.subject(resident.number)
            note(
                connection,
                Event.PASSED,
                now,
                kiosk=kiosk,
                subject=subject,
                visit=request.visit,
                detail=Means.PORTAL,
            )
            return PassRedeemed(holder=_as_holder(resident))
        if attempt.locked_until is not None:
            note(connection, Event.LOCKED, now, kiosk=kiosk, detail=Means.PORTAL)
    return PassRedeemed()


def forget_old_passes(connection: Connection, now: datetime) -> int:
    """Drops passes that are over; returns how many."""
    return connection.execute(delete(portal_passes).where(portal_passes.c.valid_until < now)).rowcount


def _holder(
    centre: Centre, connection: Connection, kiosk: str, request: PassRedemption, now: datetime
) -> Resident | None:
    digest = _digest(centre, request.token)
    row = connection.execute(select(portal_passes).where(portal_passes.c.digest == digest)).one_or_none()
    shown = (kiosk, request.visit)
    # A row that matches nothing is written for a pass that is not there: as much work, and as many locks.
    connection.execute(
        portal_passes.update()
        .where(portal_passes.c.digest == digest, portal_passes.c.kiosk.is_(None))
        .values(kiosk=kiosk, visit=request.visit)
    )
    resident = find_resident(connection, row.number if row else "")
    if row is None or resident is None or now >= row.valid_until:
        return None
    if (row.kiosk, row.visit) not in ((None, None), shown):
        return None
    return resident if request.number in (None, resident.number) else None


def _as_holder(resident: Resident) -> PassHolder:
    return PassHolder(
        number=resident.number,
        name=resident.name,
        birth=resident.birth,
        sex=resident.sex,
        address=resident.address,
    )


def _digest(centre: Centre, token: str) -> bytes:
    return centre.keys.digest("portal-pass", token)
