"""Who this kiosk is to the centre: its own signing key, and the name it got when it was enrolled."""

from __future__ import annotations

import base64
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from sync.contract.problem import SERVICED, Family, Problem
from sync.contract.services import Enrolled, Enrolment
from sync.exchange import Exchange
from sync.keyfile import read_or_create_key, write_durably
from sync.settings import SyncSettings

_ENROLLED = "kiosk.json"


class KioskIdentity:
    """The device key (Ed25519, never leaves the kiosk) and what the centre answered to the enrolment."""

    def __init__(self, key: Ed25519PrivateKey, enrolled_path: Path) -> None:
        self.key = key
        self._path = enrolled_path
        self._enrolled: Enrolled | None = None

    @classmethod
    def load_or_create(cls, state: Path) -> KioskIdentity:
        """Reads the device key below `state`, or makes it (mode 0600).

        Raises:
            Problem: identity.key, the key file cannot be used.
        """
        path = state / "keys" / "device.key"
        try:
            secret = read_or_create_key(path)
        except (OSError, ValueError) as error:
            raise Problem(
                "identity.key",
                Family.PERMANENT,
                resident=SERVICED,
                technician=f"{error}. Restore {path}, or move it away and enrol this kiosk again.",
            ) from None
        return cls(Ed25519PrivateKey.from_private_bytes(secret), state / _ENROLLED)

    @property
    def kiosk(self) -> str | None:
        """The name the centre knows this kiosk by; None before it is enrolled."""
        enrolled = self._read()
        return enrolled.kiosk if enrolled else None

    @property
    def centre_key(self) -> str | None:
        """The public key of the centre in base64."""
        enrolled = self._read()
        return enrolled.centre_key if enrolled else None

    @property
    def public_key(self) -> str:
        """The public half of the device key in base64, as the enrolment carries it."""
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def remember(self, enrolled: Enrolled) -> None:
        """Writes down what the centre answered, safe from a power cut."""
        write_durably(self._path, enrolled.model_dump_json(indent=1).encode())
        self._enrolled = enrolled

    def _read(self) -> Enrolled | None:
        # Enrolling happens in another process while this one runs: look again until it is done.
        if self._enrolled is None:
            self._enrolled = _read_enrolled(self._path)
        return self._enrolled


def kiosk_name(state: Path) -> str | None:
    """The name the centre knows the kiosk of this state by; makes no key."""
    enrolled = _read_enrolled(state / _ENROLLED)
    return enrolled.kiosk if enrolled else None


def _read_enrolled(path: Path) -> Enrolled | None:
    if not path.exists():
        return None
    try:
        return Enrolled.model_validate_json(path.read_bytes())
    except ValidationError:
        raise Problem(
            "identity.enrolment",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"{path} cannot be read. Move it away and enrol this kiosk again.",
        ) from None


async def enrol(
    settings: SyncSettings,
    state: Path,
    code: str,
    *,
    site: str = "",
    transport: httpx.AsyncBaseTransport | None = None,
) -> KioskIdentity:
    """Makes this kiosk known to the centre with a one-time code; the answer is kept below `state`.

    Raises:
        Problem: centre.refused (the code is wrong or used), centre.down, centre.nonsense, identity.key.
    """
    identity = KioskIdentity.load_or_create(state)
    asked = Enrolment(code=code, public_key=identity.public_key, site=site)
    exchange = Exchange(settings.centre, transport)
    try:
        body = asked.model_dump_json().encode()
        identity.remember(await exchange.ask(Enrolled, "POST", "/v1/enrol", body, limit_s=settings.query_timeout_s))
    finally:
        await exchange.close()
    return identity
