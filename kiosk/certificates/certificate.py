"""Issues certificates: typeset, with a signed QR code, sealed. Nothing is written to disk."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.certificates import facts
from kiosk.certificates.keys import SealKeys, open_or_create
from kiosk.certificates.payload import Payload
from kiosk.certificates.rehearsal import RECORD, WHEN
from kiosk.certificates.trust import Trust
from kiosk.clock import BEIJING
from sync.contract.services import SocialInsuranceRecord

if TYPE_CHECKING:
    from kiosk.certificates.paper import Press
    from kiosk.certificates.signature import Sealer

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing that is mistaken for something else when read aloud."""


@dataclass(frozen=True)
class Certificate:
    """A sealed certificate: its number, the PDF, how many pages it has and the SHA-256 of the PDF in hex."""

    number: str
    pdf: bytes
    pages: int
    sha256: str


class Certificates:
    """The kiosk's seal and press. All methods may be called from any thread."""

    def __init__(self, keys: SealKeys, choose: Callable[[str], str] = secrets.choice) -> None:
        self._keys = keys
        self._choose = choose
        self._lock = threading.Lock()
        self._bench: tuple[Press, Sealer] | None = None

    @classmethod
    def open(cls, state: Path) -> Certificates:
        """Takes the seal below `state`; the first time makes a test seal there.

        Raises:
            Problem: certificate.keys.
        """
        return cls(open_or_create(state))

    @cached_property
    def trust(self) -> Trust:
        """What recognises the certificates of this seal."""
        return Trust.of((self._keys.root, self._keys.qr))

    def warm(self) -> None:
        """Loads fonts and signing code, about a second, so that the first resident need not wait for them.

        Raises:
            Problem: certificate.fonts.
        """
        self.issue(RECORD, number=self.new_number(WHEN), issued_at=WHEN, kiosk="-")

    def new_number(self, when: datetime) -> str:
        """A certificate number that nobody can guess: NZZ-20261123-7K3F9QXB (date in Beijing, 40 random bits)."""
        tail = "".join(self._choose(_LETTERS) for _ in range(8))
        return f"NZZ-{when.astimezone(BEIJING):%Y%m%d}-{tail}"

    def issue(
        self,
        record: SocialInsuranceRecord,
        *,
        number: str,
        issued_at: datetime,
        kiosk: str,
        agent: str | None = None,
    ) -> Certificate:
        """Sets and seals the record of a resident. Takes tens of milliseconds when warm; call it off the event loop.

        Args:
            agent: who collects it in the resident's place (代办人), as it is to be printed.

        Raises:
            ValueError: `issued_at` has no time zone.
            Problem: certificate.rare-character, certificate.fonts, certificate.typesetting.
        """
        if issued_at.tzinfo is None:
            raise ValueError("issued_at needs a time zone")
        local = issued_at.astimezone(BEIJING).replace(microsecond=0)
        digest = facts.essentials(record, number, local).digest()
        note = Payload(number, local, facts.masked(record.name), digest)
        payload = note.sign(self._keys.qr_key, self._keys.qr_id)
        press, sealer = self._ready()
        paper = press.certificate(record, number=number, issued_at=local, kiosk=kiosk, payload=payload, agent=agent)
        sealed = sealer.sign(paper, issued_at=local)
        return Certificate(number, sealed.pdf, sealed.pages, hashlib.sha256(sealed.pdf).hexdigest())

    def _ready(self) -> tuple[Press, Sealer]:
        """Press and seal; typst, pyHanko and the fonts are loaded the first time."""
        with self._lock:
            if self._bench is None:
                from kiosk.certificates.paper import Press  # noqa: PLC0415
                from kiosk.certificates.signature import Sealer  # noqa: PLC0415

                press = Press()
                self._bench = press, Sealer(self._keys, press.seal())
            return self._bench
