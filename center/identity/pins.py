"""PINs, kept as scrypt digests (RFC 7914)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading

from center.audit import Event, note
from center.centre import Centre
from center.identity import attempts
from center.identity.attempts import Means
from center.identity.refusals import refused
from center.registry import find_resident
from sync.contract.services import CheckResult, PinCheck

_COST, _BLOCK, _LANES = 2**14, 8, 1
# One digest takes 16 MB: a crowd of kiosks must not take them all at once.
_at_once = threading.BoundedSemaphore(2)


def pin_fits(pin: str, kept: str) -> bool:
    """Whether `pin` is the one of the digest `kept`."""
    _, cost, block, lanes, salt, digest = kept.split("$")
    found = _scrypt(pin, base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, base64.b64decode(digest))


# Compared where nobody is found, so that this takes as long. No PIN is known to lead to 32 zero bytes.
_NOBODY = (
    f"scrypt${_COST}${_BLOCK}${_LANES}${base64.b64encode(bytes(16)).decode()}${base64.b64encode(bytes(32)).decode()}"
)


def check_pin(centre: Centre, kiosk: str, request: PinCheck) -> CheckResult:
    """Compares a PIN; a person who does not exist gets the answer of a wrong PIN, in the same time."""
    now = centre.clock()
    subject = centre.keys.subject(request.number)
    with centre.database.write() as connection:
        attempt = attempts.begin(connection, subject, Means.PIN, now)
        resident = find_resident(connection, request.number)
    if not attempt.allowed:
        return refused(attempt)
    fits = pin_fits(request.pin, resident.pin if resident else _NOBODY)
    passed = fits and resident is not None
    with centre.database.write() as connection:
        if passed:
            attempts.succeed(connection, subject, Means.PIN)
            note(connection, Event.PASSED, now, kiosk=kiosk, subject=subject, detail=Means.PIN)
        elif attempt.locked_until is not None:
            note(connection, Event.LOCKED, now, kiosk=kiosk, subject=subject, detail=Means.PIN)
    if passed:
        return CheckResult(passed=True, attempts_left=attempts.LIMIT)
    return refused(attempt)


def _scrypt(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    with _at_once:
        return hashlib.scrypt(pin.encode(), salt=salt, n=cost, r=block, p=lanes, dklen=32)
