"""The ID-card reader's contract: what a card says, and how it is waited for, read and lifted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from devices.state import Cancel, DeviceState


class Sex(StrEnum):
    """GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSPECIFIED = "9"


@dataclass(frozen=True, repr=False)
class IdCard:
    """What all cards say. It never shows itself in a log: its repr is the kind of card only."""

    name: str
    """The name to address the resident by: Chinese where the card has one."""
    number: str
    sex: Sex
    birth: date
    valid_from: date
    valid_until: date | None
    """None: 长期, for life."""
    portrait: bytes | None
    """An open image format (WebP, JPEG, PNG, BMP), 102×126; None when it cannot be decoded here."""
    portrait_on_card: int = field(default=0, kw_only=True)
    """Bytes of the portrait as the card carries it, whether it can be decoded here or not."""
    new_address: str | None = field(default=None, kw_only=True)
    """An address that was written to the card after it was made; None when there is none."""
    fingerprint: bytes | None = field(default=None, kw_only=True)
    """512 or 1024 bytes of fingerprint features (GA/T 1011) when they are asked for and there are any."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, repr=False)
class Resident(IdCard):
    """居民身份证."""

    ethnic_group: str
    """Code of GB/T 3304: `01` is 汉."""
    address: str
    issuer: str


@dataclass(frozen=True, repr=False)
class HkMacauTaiwan(IdCard):
    """港澳台居民居住证, layout J."""

    address: str
    issuer: str
    pass_number: str
    issue_count: str


@dataclass(frozen=True, repr=False)
class Foreigner2017(IdCard):
    """外国人永久居留身份证 of 2017, layout I."""

    english_name: str
    country: str
    """ISO 3166-1 alpha-3."""
    version: str
    office: str


@dataclass(frozen=True, repr=False)
class Foreigner2023(IdCard):
    """外国人永久居留身份证 of 2023, layout Y."""

    english_name: str
    country: str
    """ISO 3166-1 alpha-3."""
    renewals: str
    old_number_link: str


class IdCardReader(Protocol):
    """A reader of second-generation cards; called in the device's thread."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def poll(self) -> DeviceState: ...

    def read_card(self, cancel: Cancel) -> IdCard:
        """Waits until a card is there and reads it.

        Raises Problem: expected `idcard.lifted` (too early) and `idcard.put-again` (a card that was read
        before still lies there); temporary `idcard.checksum` (the wire garbles), `idcard.silent`,
        `idcard.absent`, `idcard.out-of-step` and `idcard.refused` (the reader answers something else),
        `idcard.unreadable`, `idcard.record` (what it says cannot be right); permanent `idcard.self-test`.
        """

    def read_new(self, cancel: Cancel) -> IdCard | None:
        """Reads the card that was put down since the last read, without waiting; None when there is none.

        Raises Problem like `read_card`.
        """

    def wait_lifted(self, cancel: Cancel) -> None:
        """Waits until no card is on the reader."""

    def present(self) -> bool:
        """Whether a card is on the reader, read or not."""
