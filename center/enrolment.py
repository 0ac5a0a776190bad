"""How the centre gets to know a kiosk: a one-time code from a person, then the kiosk's public key."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime, timedelta

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, case, select, update
from sqlalchemy.dialects.sqlite import insert

from center.audit import Event, note
from center.centre import Centre, Dice
from center.problems import Refusal
from center.schema import enrol_codes, kiosks
from sync.contract.problem import Family
from sync.contract.services import Enrolled, Enrolment

CODE_VALID = timedelta(hours=24)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def make_code(centre: Centre, kiosk: str | None) -> tuple[str, str, datetime]:
    """A code for one kiosk to enrol with: (code, kiosk's name, valid until). Only its digest is kept.

    A code for a name that exists replaces that kiosk's key and lets it in again: new hardware, lost key.

    Raises:
        Refusal: the name cannot be a kiosk's.
    """
    name = kiosk or f"kiosk-{centre.dice(3).hex()}"
    if not _NAME.fullmatch(name):
        raise Refusal(
            400,
            "enrolment.name",
            Family.PERMANENT,
            technician="A kiosk's name has 1 to 40 letters, digits, '.', '_' or '-' and starts with a letter or digit.",
        )
    code = _draw(centre.dice)
    now = centre.clock()
    with centre.database.write() as connection:
        connection.execute(
            enrol_codes.insert().values(
                digest=_digest(centre, code), kiosk=name, made_at=now, valid_until=now + CODE_VALID
            )
        )
    return code, name, now + CODE_VALID


def enrol(centre: Centre, request: Enrolment) -> Enrolled:
    """Makes the kiosk known under the name its code was made for.

    The same code with the same key again gets the same answer (the first one may have been lost on the way);
    with another key it is used up.

    Raises:
        Refusal: the key is none (422), or the code is wrong, used or too old (403, one answer for all three).
    """
    key = _public_key(request.public_key)
    now = centre.clock()
    with centre.database.write() as connection:
        code = connection.execute(
            select(enrol_codes).where(enrol_codes.c.digest == _digest(centre, request.code))
        ).one_or_none()
        if code is None or code.valid_until < now or code.used_key not in (None, key):
            raise Refusal(
                403,
                "enrolment.code",
                Family.PERMANENT,
                technician="The enrolment code is wrong, used or older than a day. "
                "Make a new one at the centre: python -m center enrol-code --kiosk NAME.",
            )
        if code.used_at is None:
            connection.execute(
                update(enrol_codes).where(enrol_codes.c.digest == code.digest).values(used_at=now, used_key=key)
            )
            _let_in(connection, code.kiosk, key, request.site[:80], now)
            note(connection, Event.ENROLLED, now, kiosk=code.kiosk)
    return Enrolled(kiosk=code.kiosk, centre_key=centre.keys.public)


def _let_in(connection: Connection, name: str, key: bytes, site: str, now: datetime) -> None:
    fresh = insert(kiosks).values(name=name, public_key=key, site=site, enrolled_at=now)
    # A kiosk that keeps its key keeps its date: old requests of that key stay recognisable by it.
    since = case((kiosks.c.public_key == key, kiosks.c.enrolled_at), else_=fresh.excluded.enrolled_at)
    connection.execute(
        fresh.on_conflict_do_update(
            index_elements=["name"],
            set_={"public_key": key, "site": site, "enrolled_at": since, "blocked_at": None},
        )
    )


def _draw(dice: Dice) -> str:
    letters = "".join(_ALPHABET[byte % 32] for byte in dice(_CODE_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, _CODE_LENGTH, 4))


def _digest(centre: Centre, code: str) -> bytes:
    # People type it: blanks, hyphens and case carry nothing.
    return centre.keys.digest("enrol-code", re.sub(r"[\s-]", "", code).upper())


def _public_key(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        raise Refusal(
            422,
            "enrolment.key",
            Family.PERMANENT,
            technician="public_key must be the 32 raw bytes of an Ed25519 public key in base64.",
        ) from None
    return raw
