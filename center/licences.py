"""Portraits of the licence register (证照库): lent for one comparison to a kiosk whose resident agreed to it."""

from __future__ import annotations

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from center.audit import Event, note
from center.centre import Centre
from center.problems import Refusal
from center.schema import kiosks, licence_portraits
from sync.contract.consent import Consent, Purpose
from sync.contract.problem import Family, Words
from sync.contract.services import LicencePortrait, PortraitQuery

FRESH = timedelta(minutes=10)
"""A consent is for the look that follows it. A kiosk's clock may be wrong by as much."""
LARGEST = 262_144
_NONE = Words(
    zh="没有可以比对的照片，请换一种方式。", en="There is no portrait to compare with. Please use another way."
)


def lend(centre: Centre, kiosk: str, query: PortraitQuery) -> LicencePortrait:
    """The portrait of the person with this number; every question is audited.

    Raises:
        Refusal: 403 without a fresh, signed consent to this very purpose; 404 when there is no portrait, which is
            the same answer whether or not the person exists.
    """
    now = centre.clock()
    subject = centre.keys.subject(query.number)
    with centre.database.write() as connection:
        key = connection.execute(select(kiosks.c.public_key).where(kiosks.c.name == kiosk)).scalar_one()
        agreed = _agreed(query.consent, key) and abs(now - query.consent.at) <= FRESH
        found = select(licence_portraits.c.image).where(licence_portraits.c.number == query.number)
        image = connection.execute(found).scalar() if agreed else None
        event = Event.PORTRAIT_REFUSED if image is None else Event.PORTRAIT_READ
        visit, detail = query.consent.visit[:64], f"consent={query.consent.consent}"
        note(connection, event, now, kiosk=kiosk, subject=subject, visit=visit, detail=detail)
    if not agreed:
        raise Refusal(
            403,
            "licence-portrait.consent",
            Family.EXPECTED,
            resident=Words(zh="需要先取得您的同意。", en="Your consent is needed first."),
            technician="A portrait needs a consent of licence-portrait, given within 10 min, signed by the kiosk.",
        )
    if image is None:
        raise Refusal(
            404,
            "licence-portrait.none",
            Family.EXPECTED,
            resident=_NONE,
            technician="The licence register has no portrait for this number.",
        )
    return LicencePortrait(image=image)


def file_portrait(centre: Centre, number: str, image: bytes) -> None:
    """Puts a portrait into the register, or in place of the one before.

    Raises:
        Refusal: it is empty or too large.
    """
    if not 0 < len(image) <= LARGEST:
        raise Refusal(
            400, "licence-portrait.size", Family.PERMANENT, technician=f"A portrait has up to {LARGEST} bytes."
        )
    now = centre.clock()
    row = {"image": image, "filed_at": now}
    with centre.database.write() as connection:
        connection.execute(
            insert(licence_portraits)
            .values(number=number, **row)
            .on_conflict_do_update(index_elements=["number"], set_=row)
        )
        note(connection, Event.PORTRAIT_FILED, now, subject=centre.keys.subject(number))


def _agreed(consent: Consent, key: bytes) -> bool:
    right = consent.given and consent.purpose is Purpose.LICENCE_PORTRAIT
    return right and consent.at.tzinfo is not None and consent.fits(Ed25519PublicKey.from_public_bytes(key))
