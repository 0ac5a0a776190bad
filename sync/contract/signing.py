"""Every request of a kiosk is signed with its device key (Ed25519, RFC 8032); the centre checks it.

The signature covers method, path with query, SHA-256 of the body, kiosk, a random nonce and the time,
so that neither a replay nor another kiosk's request nor a changed body passes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KIOSK, NONCE, TIME, SIGNATURE = "x-nzz-kiosk", "x-nzz-nonce", "x-nzz-time", "x-nzz-signature"


@dataclass(frozen=True)
class Envelope:
    """Who sent a request and when; `time` is UTC, ISO 8601, as the kiosk's clock shows it."""

    kiosk: str
    nonce: str
    time: str

    def signed_bytes(self, method: str, target: str, body: bytes) -> bytes:
        """What the signature covers. `target` is path and query as sent."""
        digest = hashlib.sha256(body).hexdigest()
        return "\n".join((method.upper(), target, digest, self.kiosk, self.nonce, self.time)).encode()

    def sign(self, key: Ed25519PrivateKey, method: str, target: str, body: bytes) -> dict[str, str]:
        """The headers to send."""
        signature = base64.b64encode(key.sign(self.signed_bytes(method, target, body))).decode()
        return {KIOSK: self.kiosk, NONCE: self.nonce, TIME: self.time, SIGNATURE: signature}


def opened(headers: Mapping[str, str]) -> Envelope | None:
    """The envelope of a request with lower-case header names, or None when it has none."""
    try:
        return Envelope(headers[KIOSK], headers[NONCE], headers[TIME])
    except KeyError:
        return None


def fits(key: Ed25519PublicKey, headers: Mapping[str, str], method: str, target: str, body: bytes) -> bool:
    """Whether the request carries a signature of `key` over exactly this content."""
    envelope = opened(headers)
    if envelope is None or SIGNATURE not in headers:
        return False
    try:
        key.verify(base64.b64decode(headers[SIGNATURE], validate=True), envelope.signed_bytes(method, target, body))
    except (InvalidSignature, ValueError):
        return False
    return True
