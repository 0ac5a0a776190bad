"""What the centre announces to all kiosks: certificates no longer valid, and sentences for the attract page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from center.audit import Event, note
from center.centre import Centre
from center.feed import publish
from center.problems import Refusal
from center.schema import bulletins, certificates, revocations
from sync.contract.problem import Family, Words
from sync.contract.records import ChangeKind


def revoke(centre: Centre, number: str, reason: str) -> tuple[bool, bool]:
    """Declares a certificate invalid at every kiosk: (newly revoked, its record is here already).

    The record may still be on its way from a kiosk that was offline; the revocation counts all the same.
    """
    now = centre.clock()
    if not (0 < len(number) <= 64 and 0 < len(reason) <= 400):
        raise Refusal(
            400,
            "revocation.words",
            Family.PERMANENT,
            technician="A number has up to 64 characters and a reason up to 400; both are needed.",
        )
    with centre.database.write() as connection:
        on_file = connection.execute(select(certificates.c.number).where(certificates.c.number == number)).one_or_none()
        added = connection.execute(
            insert(revocations).values(number=number, reason=reason, at=now).on_conflict_do_nothing()
        ).rowcount
        if added:
            publish(connection, ChangeKind.REVOCATION, {"number": number, "reason": reason}, now, kiosk=None)
            note(connection, Event.REVOKED, now, detail=number)
    return bool(added), on_file is not None


def announce(centre: Centre, words: Words, until: datetime | None) -> str:
    """Puts a sentence on the attract page of every kiosk, until a moment or for good; returns its id."""
    now = centre.clock()
    key = centre.dice(16).hex()
    with centre.database.write() as connection:
        connection.execute(bulletins.insert().values(id=key, zh=words.zh, en=words.en, until=until, at=now))
        body = {"id": key, "zh": words.zh, "en": words.en, "until": until.isoformat() if until else None}
        publish(connection, ChangeKind.BULLETIN, body, now, kiosk=None)
    return key
