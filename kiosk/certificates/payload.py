"""What the QR code of a certificate holds: `NZZ1:` and a signed note that any kiosk can check without a network.

Base32 without padding keeps it within the alphanumeric mode of QR codes. Layout of the bytes:
key id 4 · SHA-256 of the essential facts 32 · Ed25519 signature 64 · UTF-8 "number LF issued LF masked name".
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "NZZ1:"
PATTERN = re.compile(rb"NZZ1:([A-Z2-7]{160,640})")
KEY_ID, DIGEST, SIGNATURE = 4, 32, 64


@dataclass(frozen=True)
class Payload:
    """The note: certificate number, time of issue (to the second, with offset), masked name, digest of the facts."""

    number: str
    issued_at: datetime
    name_masked: str
    digest: bytes

    def sign(self, key: Ed25519PrivateKey, key_id: bytes) -> str:
        """The text of the QR code."""
        note = "\n".join((self.number, self.issued_at.isoformat(timespec="seconds"), self.name_masked)).encode()
        signature = key.sign(_signed(key_id, self.digest, note))
        return PREFIX + base64.b32encode(key_id + self.digest + signature + note).decode().rstrip("=")


def opened(text: str, keys: Mapping[bytes, Ed25519PublicKey]) -> Payload | None:
    """The note in a QR code, or None when it is none, is altered or carries a signature of an unknown key."""
    body = text.removeprefix(PREFIX)
    if body == text:
        return None
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
        key_id, rest = raw[:KEY_ID], raw[KEY_ID:]
        digest, signature, note = rest[:DIGEST], rest[DIGEST : DIGEST + SIGNATURE], rest[DIGEST + SIGNATURE :]
        keys[key_id].verify(signature, _signed(key_id, digest, note))
        number, issued, name = note.decode().split("\n")
        return Payload(number, datetime.fromisoformat(issued), name, digest)
    except (binascii.Error, KeyError, InvalidSignature, ValueError):
        return None


def _signed(key_id: bytes, digest: bytes, note: bytes) -> bytes:
    return PREFIX.encode() + key_id + digest + note
