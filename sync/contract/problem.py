"""A problem as everybody tells it: which family, what the resident hears, what the technician reads."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict


class Words(BaseModel):
    """A sentence for residents in the languages of the kiosk."""

    model_config = ConfigDict(frozen=True)

    zh: str
    en: str


SERVICED = Words(
    zh="本机正在维护，请使用旁边的设备或到窗口办理。",
    en="This kiosk is being serviced. Please use the next one or a counter.",
)
"""What residents hear when only a technician can help."""


class Family(StrEnum):
    """What can be done about a problem."""

    EXPECTED = "expected"
    """People do this: a card lifted too early. Ask them again."""
    TEMPORARY = "temporary"
    """It may heal by itself: a cable, a network. Retry, then offer another way."""
    PERMANENT = "permanent"
    """It needs a technician: a wrong key, a missing file. Offer another way at once."""


class Problem(Exception):  # noqa: N818  the field's word, and it is told, not only raised
    """An error with a text for the resident and one for the technician.

    `code` is dotted, stable and starts with where it arose: `idcard.lifted`, `printer.media-empty`.
    `resident` never holds a code or jargon; `technician` never holds personal data.
    """

    def __init__(self, code: str, family: Family, *, resident: Words, technician: str) -> None:
        super().__init__(f"{code}: {technician}")
        self.code = code
        self.family = family
        self.resident = resident
        self.technician = technician

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Problem:
        """The problem that another process told. Raises ValueError when it is none."""
        try:
            resident = Words(zh=told["resident"], en=told["resident"])
            return cls(told["code"], Family(told["family"]), resident=resident, technician=told["technician"])
        except (KeyError, TypeError) as error:
            raise ValueError("no problem") from error

    def as_dict(self) -> dict[str, Any]:
        """The problem as command-line tools print it."""
        return {
            "family": self.family.value,
            "code": self.code,
            "resident": self.resident.zh,
            "technician": self.technician,
        }
