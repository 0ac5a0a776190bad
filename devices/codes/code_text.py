"""Codes in the bytes of a serial reader: where one ends, and which of them are text."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Protocol

from devices.codes import LONGEST

_MOST_BYTES = LONGEST * 4
"""A character takes at most four bytes, in UTF-8 and in GB18030."""
_NEVER = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""General categories of Unicode that no code holds: control, surrogate, private, unassigned, line breaks."""
_TURNERS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of text around, so that a person reads something else than the machine does."""


class Damage(StrEnum):
    """Why a scan is no code."""

    HALF = "it stopped before its end"
    LONG = "it is longer than any code"
    CHARACTERS = "it holds characters that no code may have"


class CodeDecoder(Protocol):
    """Finds codes in bytes that arrive in any pieces."""

    @property
    def pending(self) -> bool:
        """Whether a code has begun and not ended."""

    def feed(self, data: bytes) -> list[str | Damage]:
        """Codes that are complete now, and damage where one is none."""

    def pause(self) -> list[str | Damage]:
        """The line was quiet for longer than any pause within a code."""


class LineDecoder:
    """Codes that end with CR, LF or CR LF; with `pause_ends` a pause ends one too, else it is half a code."""

    def __init__(self, *, pause_ends: bool = False) -> None:
        self._pause_ends = pause_ends
        self._begun = bytearray()
        self._too_long = False

    @property
    def pending(self) -> bool:
        """Whether a code has begun and not ended."""
        return bool(self._begun) or self._too_long

    def feed(self, data: bytes) -> list[str | Damage]:
        """Codes that are complete now, and damage where one is none."""
        found: list[str | Damage] = []
        *ended, rest = data.replace(b"\r", b"\n").split(b"\n")
        for piece in ended:
            self._add(piece)
            if self.pending:
                found.append(self._end())
        self._add(rest)
        return found

    def pause(self) -> list[str | Damage]:
        """Ends what has begun."""
        if not self.pending:
            return []
        code = self._end()
        return [code if self._pause_ends else Damage.HALF]

    def _add(self, piece: bytes) -> None:
        if len(self._begun) + len(piece) > _MOST_BYTES:
            self._too_long = True
        if self._too_long:
            self._begun.clear()
        else:
            self._begun += piece

    def _end(self) -> str | Damage:
        data, too_long = bytes(self._begun), self._too_long
        self._begun.clear()
        self._too_long = False
        return Damage.LONG if too_long else text_of(data)


def text_of(data: bytes) -> str | Damage:
    """The text of a code: UTF-8, and GB18030 where it is not that."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(text) > LONGEST:
            return Damage.LONG
        return text if all(map(_allowed, text)) else Damage.CHARACTERS
    return Damage.CHARACTERS


def _allowed(character: str) -> bool:
    return unicodedata.category(character) not in _NEVER and character not in _TURNERS
