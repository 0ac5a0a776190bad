"""The smart-card reader's contract: what social-security and staff cards say, and how they are waited for and read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from devices.idcard import Sex
from devices.settlement import Settlement
from devices.state import Cancel, DeviceState


@dataclass(frozen=True, repr=False)
class SocialSecurityCard:
    """社会保障卡 (LD/T 32). It never shows itself in a log."""

    card_code: str
    """Hexadecimal, without padding."""
    card_class: str
    version: str
    issuer: str
    """Hexadecimal, without padding; begins with the region code."""
    issued: date
    expires: date
    card_number: str
    number: str
    """社会保障号码, the citizen number."""
    name: str
    sex: Sex
    ethnic_group: str
    """Code of GB/T 3304: `01` is 汉."""
    birthplace: str
    """Region code of GB/T 2260."""
    birth: date

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, repr=False)
class StaffCard:
    """What a staff card says before anything is proved; docs/devices/smart-card.md has its format."""

    id: str
    public_key: bytes
    """Point of P-256, 65 bytes: 04, x, y (SEC 1, 2.3.3)."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True)
class Application:
    """One application on a card."""

    aid: bytes
    """Its name for SELECT (ISO 7816-5)."""
    holder: tuple[int, int]
    """File and tag of the record that tells this card from all others."""


SOCIAL_SECURITY = Application(b"sx1.sh." + "社会保障".encode("gbk"), (0xEF05, 0x07))
STAFF = Application(b"\xf0NZZ.STAFF", (0xEF01, 0x01))


@dataclass(frozen=True, repr=False)
class RecordChange:
    """A record that is to say something else, on one certain card."""

    application: Application
    holder: bytes
    """What the record `application.holder` says on the card that is meant."""
    file: int
    tag: int
    old: bytes
    """What it must say before: nothing else is ever written over."""
    new: bytes

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.file:04X}/{self.tag:02X}>"


class SmartCardReader(Protocol):
    """A reader of contact cards; called in the device's thread.

    Besides its own Problems every command raises: expected `smartcard.absent-card` and `smartcard.pulled`;
    temporary `smartcard.unreadable`, `smartcard.silent`, `smartcard.busy`, `smartcard.absent` (no reader)
    and `smartcard.service` (no pcscd).
    """

    def open(self) -> None: ...
    def close(self) -> None: ...
    def poll(self) -> DeviceState: ...

    def present(self) -> bool:
        """Whether a card is in the reader."""

    def wait_inserted(self, cancel: Cancel) -> None:
        """Waits until a card is in the reader; a pcscd that restarts meanwhile goes unnoticed."""

    def wait_removed(self, cancel: Cancel) -> None:
        """Waits until no card is in the reader."""

    def read_social_security(self, cancel: Cancel) -> SocialSecurityCard:
        """Reads the card that is there.

        Raises Problem: expected `smartcard.foreign`, temporary `smartcard.record` (it cannot be right).
        """

    def identify_staff(self, cancel: Cancel) -> StaffCard:
        """What the staff card that is there says of itself; proves nothing. Raises Problem like reading."""

    def prove_staff(self, card: StaffCard, pin: str, challenge: bytes, cancel: Cancel) -> bytes:
        """Shows the PIN to the card and has it sign 32 bytes: ECDSA with SHA-256, DER. The caller checks it.

        Raises Problem: expected `staff.pin-wrong` (a `PinWrong`) and `smartcard.changed` (another card),
        permanent `staff.blocked`.
        """

    def write_record(self, change: RecordChange, cancel: Cancel) -> Settlement:
        """Changes a record once and reads it back. `NotBegun` when the card surely says what it said before."""

    def compare_record(self, change: RecordChange, cancel: Cancel) -> Settlement:
        """What became of a change: DONE, NOT_DONE, or UNKNOWN when it says neither or it is another card."""
