"""One-time codes to the resident's phone: six digits, five minutes, once."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from center.audit import Event, note
from center.centre import Centre
from center.identity import attempts
from center.identity.attempts import Means
from center.identity.refusals import refused
from center.problems import Refusal
from center.registry import find_resident
from center.schema import one_time_codes, outgoing
from sync.contract.problem import Family, Words
from sync.contract.services import CheckResult, CodeCheck, CodeRequest, CodeSent

VALID = timedelta(minutes=5)
PER_HOUR = 10
_HOUR = timedelta(hours=1)
_PREFIXES = ("138", "139", "136", "150", "158", "186", "188")


def send_code(centre: Centre, kiosk: str, request: CodeRequest) -> CodeSent:
    """Sends a code; it replaces the one before.

    For a person who does not exist everything happens alike, down to the rows written, only that the message
    goes nowhere and its code never passes.

    Raises:
        Refusal: too many codes within an hour, or locked after wrong ones (409, whoever asks).
    """
    now = centre.clock()
    subject = centre.keys.subject(request.number)
    code = f"{int.from_bytes(centre.dice(8)) % 1_000_000:06d}"
    with centre.database.write() as connection:
        _limit(connection, subject, now)
        resident = find_resident(connection, request.number)
        row = {
            "digest": centre.keys.digest("one-time-code", subject, code),
            "sent": resident is not None,
            "valid_until": now + VALID,
        }
        connection.execute(
            insert(one_time_codes)
            .values(subject=subject, **row)
            .on_conflict_do_update(index_elements=["subject"], set_=row)
        )
        connection.execute(
            outgoing.insert().values(
                subject=subject,
                number=resident.number if resident else None,
                phone=resident.phone if resident else None,
                code=code if resident else None,
                sent_at=now,
                valid_until=now + VALID,
            )
        )
        note(connection, Event.CODE_SENT, now, kiosk=kiosk, subject=subject)
    phone = resident.phone if resident else _plausible_phone(centre, subject)
    return CodeSent(phone_masked=_masked(phone), valid_until=now + VALID)


def check_code(centre: Centre, kiosk: str, request: CodeCheck) -> CheckResult:
    """Compares a code and uses it up when it fits."""
    now = centre.clock()
    subject = centre.keys.subject(request.number)
    offered = centre.keys.digest("one-time-code", subject, request.code)
    with centre.database.write() as connection:
        attempt = attempts.begin(connection, subject, Means.CODE, now)
        if not attempt.allowed:
            return refused(attempt)
        row = connection.execute(select(one_time_codes).where(one_time_codes.c.subject == subject)).one_or_none()
        fits = hmac.compare_digest(row.digest if row else bytes(32), offered)
        passed = fits and row is not None and row.sent and now < row.valid_until
        if passed or attempt.locked_until is not None:
            connection.execute(delete(one_time_codes).where(one_time_codes.c.subject == subject))
        if passed:
            attempts.succeed(connection, subject, Means.CODE)
            note(connection, Event.PASSED, now, kiosk=kiosk, subject=subject, detail=Means.CODE)
            return CheckResult(passed=True, attempts_left=attempts.LIMIT)
        if attempt.locked_until is not None:
            note(connection, Event.LOCKED, now, kiosk=kiosk, subject=subject, detail=Means.CODE)
    return refused(attempt)


def forget_old_codes(connection: Connection, now: datetime) -> int:
    """Drops codes and messages that are over; returns how many messages."""
    connection.execute(delete(one_time_codes).where(one_time_codes.c.valid_until < now))
    return connection.execute(delete(outgoing).where(outgoing.c.sent_at < now - _HOUR)).rowcount


def forget_requests(connection: Connection, subject: str) -> None:
    """Codes asked for so far no longer count against PER_HOUR; the last one stays valid."""
    connection.execute(delete(outgoing).where(outgoing.c.subject == subject))


def _limit(connection: Connection, subject: str, now: datetime) -> None:
    sent = connection.execute(
        select(func.count()).where(outgoing.c.subject == subject, outgoing.c.sent_at > now - _HOUR)
    ).scalar_one()
    if sent < PER_HOUR and attempts.locked(connection, subject, Means.CODE, now) is None:
        return
    raise Refusal(
        409,
        "code.too-many",
        Family.EXPECTED,
        resident=Words(
            zh="验证码请求过于频繁，请稍后再试，或到窗口办理。",
            en="Too many codes were asked for. Please try again later or go to a counter.",
        ),
        technician=f"{PER_HOUR} codes an hour for one person, none while locked: python -m center unlock NUMBER.",
    )


def _masked(phone: str) -> str:
    """138******01: the last four digits are a second factor elsewhere, and whoever found a card must not read them."""
    return f"{phone[:3]}{'*' * (len(phone) - 5)}{phone[-2:]}"


def _plausible_phone(centre: Centre, subject: str) -> str:
    digest = centre.keys.digest("phone", subject)
    return f"{_PREFIXES[digest[0] % len(_PREFIXES)]}{int.from_bytes(digest[1:9]) % 10**8:08d}"
