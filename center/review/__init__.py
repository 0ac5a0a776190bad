"""What a reviewer sees of a case: its packet with all pages, under a pass that is good for it and for a short while."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import Connection, delete, select

from center.audit import Event, note
from center.centre import Centre
from center.problems import Refusal
from center.schema import attachment_pieces, cases, records, review_passes
from sync.contract.packet import Packet, joined
from sync.contract.problem import Family

VALID = timedelta(minutes=30)
_TOKEN_BYTES = 20


@dataclass(frozen=True, repr=False)
class Review:
    """A packet and its pages, as JPEG files in its order."""

    packet: Packet
    pictures: tuple[bytes, ...]


def packet_of(centre: Centre, number: str) -> Review:
    """Everything that came with a case. Who reads it stands in the audit.

    Raises:
        Refusal: there is no such case, it has no packet, or pieces of it are still on their way.
    """
    with centre.database.write() as connection:
        case = connection.execute(select(cases).where(cases.c.number == number)).one_or_none()
        if case is None:
            raise _refused("packet.unknown-case", "No case of this number: python -m center records.")
        body = json.loads(connection.execute(select(records.c.body).where(records.c.id == case.record)).scalar_one())
        sha256 = body.get("packet")
        if sha256 is None:
            raise _refused("packet.none", "No papers were handed in with this case.")
        try:
            packet = Packet.model_validate_json(_whole(connection, number, sha256))
        except ValidationError:
            raise _refused("packet.unreadable", "The packet of this case is none: report it with its number.") from None
        pictures = tuple(_whole(connection, number, page.sha256) for page in packet.pages)
        subject = centre.keys.subject(str(body.get("values", {}).get("number", "")))
        note(connection, Event.PACKET_READ, centre.clock(), kiosk=case.kiosk, subject=subject, detail=number)
    return Review(packet, pictures)


def make_pass(centre: Centre, number: str) -> tuple[str, datetime]:
    """A new pass for one case and until when it is good; only a keyed digest of it is kept.

    Raises:
        Refusal: see packet_of.
    """
    packet_of(centre, number)
    now = centre.clock()
    token = base64.b32encode(centre.dice(_TOKEN_BYTES)).decode().lower()
    with centre.database.write() as connection:
        connection.execute(delete(review_passes).where(review_passes.c.valid_until < now))
        connection.execute(
            review_passes.insert().values(digest=_digest(centre, token), number=number, valid_until=now + VALID)
        )
    return token, now + VALID


def case_of(centre: Centre, token: str) -> str:
    """The case that a pass opens.

    Raises:
        Refusal: it never was, or is over; nobody learns which.
    """
    passes = review_passes
    with centre.database.read() as connection:
        found = connection.execute(
            select(passes.c.number).where(
                passes.c.digest == _digest(centre, token), passes.c.valid_until >= centre.clock()
            )
        ).scalar()
    if found is None:
        raise Refusal(
            403,
            "packet.no-pass",
            Family.EXPECTED,
            technician="This link is no longer good. Make another one: python -m center packet NUMBER.",
        )
    return str(found)


def _whole(connection: Connection, number: str, sha256: str) -> bytes:
    table = attachment_pieces
    found = connection.execute(
        select(table.c.part, table.c.of, table.c.data)
        .where(table.c.number == number, table.c.sha256 == sha256)
        .order_by(table.c.part)
    ).all()
    if not found or len(found) < found[0].of:
        raise _refused(
            "packet.on-its-way", "Pieces of this packet are still at the kiosk: python -m sync status there."
        )
    data = joined((row.data for row in found), sha256)
    if data is None:
        raise _refused("packet.damaged", "A piece of this packet is not what was sent: report it with its number.")
    return data


def _digest(centre: Centre, token: str) -> bytes:
    return centre.keys.digest("review", token)


def _refused(code: str, technician: str) -> Refusal:
    return Refusal(404, code, Family.EXPECTED, technician=technician)
