"""Who may come in: checks that a request is fresh and signed by a kiosk that the centre knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import IntegrityError

from center.centre import Centre
from center.problems import Refusal
from center.schema import kiosks, nonces
from sync.contract.problem import Family
from sync.contract.signing import Envelope, fits, opened

MEMORY = timedelta(days=90)
"""How long nonces of kiosks with a right clock are remembered."""
_RIGHT_CLOCK = timedelta(days=1)


def admit(
    centre: Centre, headers: Mapping[str, str], method: str, target: str, body: bytes, *, repeatable: bool
) -> str:
    """The name of the kiosk that sent this request. `body` is as it came over the wire, still compressed.

    A wrong clock is recorded, never refused, with one exception: old nonces are forgotten, so a request that
    is signed for the forgotten time may be an old one played again. It passes only where doing it twice
    does no harm (`repeatable`).

    Raises:
        Refusal: 401 no or wrong signature or unknown kiosk, 400 unreadable envelope, 403 blocked kiosk,
            409 seen before or too old to tell.
    """
    envelope = opened(headers)
    if envelope is None:
        raise _unsigned("The request carries no signature. Enrol the kiosk: python -m sync enrol CODE.")
    now = centre.clock()
    with centre.database.read() as connection:
        kiosk = connection.execute(select(kiosks).where(kiosks.c.name == envelope.kiosk)).one_or_none()
    if kiosk is None or not fits(Ed25519PublicKey.from_public_bytes(kiosk.public_key), headers, method, target, body):
        raise _unsigned("Unknown kiosk or wrong signature. Enrol it anew: python -m center enrol-code --kiosk NAME.")
    if kiosk.blocked_at is not None:
        raise Refusal(
            403,
            "kiosk.blocked",
            Family.PERMANENT,
            technician="The centre has blocked this kiosk. Enrol it anew if that was a mistake.",
        )
    signed_at = _signed_at(envelope)
    forgotten = kiosk.enrolled_at - _RIGHT_CLOCK <= signed_at < now - MEMORY + _RIGHT_CLOCK
    if forgotten and not repeatable:
        raise _replayed("signature.too-old", "The kiosk's clock shows a time months ago. Set it.")
    with centre.database.write() as connection:
        _remember(connection, envelope, signed_at, now)
    return envelope.kiosk


def forget_old_nonces(centre: Centre) -> int:
    """Drops nonces that `admit` refuses by their time from now on; returns how many."""
    now = centre.clock()
    horizon = now - MEMORY
    with centre.database.write() as connection:
        # A time before the enrolment is a wrong clock's and lets `admit` in, so its nonces are kept for good.
        enrolled_at = select(kiosks.c.enrolled_at).where(kiosks.c.name == nonces.c.kiosk).scalar_subquery()
        told_by_time = (nonces.c.signed_at < horizon + _RIGHT_CLOCK) & (nonces.c.signed_at >= enrolled_at)
        return connection.execute(delete(nonces).where((nonces.c.received_at < horizon) & told_by_time)).rowcount


def _remember(connection: Connection, envelope: Envelope, signed_at: datetime, now: datetime) -> None:
    try:
        connection.execute(
            nonces.insert().values(kiosk=envelope.kiosk, nonce=envelope.nonce, signed_at=signed_at, received_at=now)
        )
    except IntegrityError:
        raise _replayed(
            "signature.replayed", "This very request came before. Sign each one with a new nonce."
        ) from None
    skew = (signed_at - now).total_seconds()
    connection.execute(update(kiosks).where(kiosks.c.name == envelope.kiosk).values(seen_at=now, clock_skew_s=skew))


def _signed_at(envelope: Envelope) -> datetime:
    try:
        time = datetime.fromisoformat(envelope.time)
        moment = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not 8 <= len(envelope.nonce) <= 128:
        raise Refusal(
            400,
            "signature.envelope",
            Family.PERMANENT,
            technician="The nonce needs 8 to 128 characters and the time ISO 8601 in UTC.",
        )
    return moment


def _unsigned(technician: str) -> Refusal:
    return Refusal(401, "signature.refused", Family.PERMANENT, technician=technician)


def _replayed(code: str, technician: str) -> Refusal:
    return Refusal(409, code, Family.PERMANENT, technician=technician)
