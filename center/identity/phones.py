"""The last digits of the phone on file: a second factor beside an enrolled face, never enough by itself."""

from __future__ import annotations

import hmac

from center.audit import Event, note
from center.centre import Centre
from center.identity import attempts
from center.identity.attempts import Means
from center.identity.refusals import refused
from center.registry import find_resident
from sync.contract.services import CheckResult, PhoneTailCheck

DIGITS = 4


def check_phone_tail(centre: Centre, kiosk: str, request: PhoneTailCheck) -> CheckResult:
    """Compares; a person who does not exist, or has no phone on file, gets the answer of wrong digits."""
    now = centre.clock()
    subject = centre.keys.subject(request.number)
    offered = centre.keys.digest("phone-tail", subject, request.tail)
    with centre.database.write() as connection:
        attempt = attempts.begin(connection, subject, Means.PHONE, now)
        if not attempt.allowed:
            return refused(attempt)
        resident = find_resident(connection, request.number)
        tail = resident.phone[-DIGITS:] if resident else ""
        passed = hmac.compare_digest(centre.keys.digest("phone-tail", subject, tail), offered)
        if passed:
            attempts.succeed(connection, subject, Means.PHONE)
            note(connection, Event.PASSED, now, kiosk=kiosk, subject=subject, detail=Means.PHONE)
            return CheckResult(passed=True, attempts_left=attempts.LIMIT)
        if attempt.locked_until is not None:
            note(connection, Event.LOCKED, now, kiosk=kiosk, subject=subject, detail=Means.PHONE)
    return refused(attempt)
