"""The card of a member of staff: says who it is, takes a PIN, and signs a challenge with a key that never leaves it."""

from __future__ import annotations

import re

from cryptography.hazmat.primitives.asymmetric import ec

from devices.smartcard import STAFF, StaffCard, problems
from devices.smartcard.apdu import Ins, Send, Status, command
from devices.smartcard.records import ask, read_file, select

FILE = 0xEF01
ID = 0x01
PUBLIC_KEY = 0x02
NOTES = 0xEF02
"""File of records that a kiosk may write."""
LAST_SERVICE = 0x11
"""When and where the card was last used for service: 16 bytes."""
PIN_REFERENCE = 0x01
PIN_BYTES = 8
CHALLENGE_BYTES = 32
_ID_FORM = re.compile(rb"[0-9A-Za-z._-]{1,32}")
_PIN_FORM = re.compile(r"[0-9]{4,8}", re.ASCII)


def identify(send: Send) -> StaffCard:
    """What the card says of itself.

    Raises:
        Problem: `smartcard.foreign`, `smartcard.unreadable`, `smartcard.record`.
    """
    select(send, STAFF)
    values = read_file(send, FILE, {ID: 32, PUBLIC_KEY: 65})
    if values.keys() != {ID, PUBLIC_KEY}:
        raise problems.bad_record("the staff card does not tell its id and its key")
    if not _ID_FORM.fullmatch(values[ID]):
        raise problems.bad_record("the id of the staff card has another form")
    _key(values[PUBLIC_KEY])
    return StaffCard(values[ID].decode("ascii"), values[PUBLIC_KEY])


def prove(send: Send, card: StaffCard, pin: str, challenge: bytes) -> bytes:
    """The card's signature over a challenge, after it took the PIN. A PIN of no possible form spends no try.

    Raises:
        Problem: `smartcard.changed`, `staff.pin-wrong`, `staff.blocked`, `smartcard.unreadable`.
    """
    if len(challenge) != CHALLENGE_BYTES:
        raise ValueError(f"a challenge has {CHALLENGE_BYTES} bytes")
    if identify(send) != card:
        raise problems.changed()
    shown = pin.encode("ascii").ljust(PIN_BYTES, b"\xff") if _PIN_FORM.fullmatch(pin) else b""
    _verify(send, shown)
    answer = ask(send, command(Ins.INTERNAL_AUTHENTICATE, 0, 0, challenge))
    if not answer.ok:
        raise problems.unreadable(f"{answer.status:04X} to INTERNAL AUTHENTICATE")
    return answer.data


def _verify(send: Send, shown: bytes) -> None:
    """Shows a PIN, or with none asks how many tries are left."""
    status = ask(send, command(Ins.VERIFY, 0, PIN_REFERENCE, shown)).status
    if status == Status.OK and shown:
        return
    if status in (Status.BLOCKED, Status.REFERENCE_BLOCKED, 0x63C0):
        raise problems.blocked()
    if status & 0xFFF0 == 0x63C0:
        raise problems.PinWrong(status & 0x0F)
    raise problems.unreadable(f"{status:04X} to VERIFY")


def _key(point: bytes) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise problems.bad_record("the key of the staff card is no point of P-256") from None
