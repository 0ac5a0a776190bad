"""What goes over an ESC/POS wire apart from the ticket: questions for the status, their answers, and the marker.

The answers come mixed: real-time status (DLE EOT), automatic status (ASB) and the answer to the process-ID
marker (GS ( H function 48), each told apart by bits that are fixed. After Epson's ESC/POS command reference.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum

DLE_EOT = b"\x10\x04"
MARKER = b"\x1d(H\x06\x00\x30\x30"
ANSWER = b"\x37\x22"
_ANSWER_LENGTH = 7
_ASB_LENGTH = 4
ALPHABET = b"ABCDEFGHIJKLMNOabcdefghijklmno1359QSUWYqsuwy#%+-/=?!"
"""Bytes of our markers: none of them could be a status byte, so a status in the middle of an answer is told apart."""


class Ask(IntEnum):
    """The n of DLE EOT n."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4


@dataclass(frozen=True)
class StatusByte:
    """An answer to DLE EOT; which n it answers is known by the order of asking alone."""

    value: int


@dataclass(frozen=True)
class AutoStatus:
    """Four bytes that a printer with ASB on sends by itself whenever something changes."""

    value: bytes


@dataclass(frozen=True)
class Marker:
    """The printer has come to the marker with these four bytes."""

    id: bytes


@dataclass(frozen=True)
class Condition:
    """What the answers to DLE EOT 1 to 4 say."""

    offline: bool = False
    cover_open: bool = False
    paper_end: bool = False
    near_end: bool = False
    cutter_error: bool = False
    broken: bool = False
    """Only a technician helps: an error that does not go away by itself."""
    recovering: bool = False
    """The printer waits until it may go on by itself, as when its head is too hot."""


def condition(answers: dict[Ask, int]) -> Condition:
    """What four status bytes say."""
    cause, error, paper = answers[Ask.OFFLINE_CAUSE], answers[Ask.ERROR_CAUSE], answers[Ask.PAPER]
    return Condition(
        offline=bool(answers[Ask.PRINTER] & 0x08),
        cover_open=bool(cause & 0x04),
        paper_end=bool(cause & 0x20 or paper & 0x60),
        near_end=bool(paper & 0x0C),
        cutter_error=bool(error & 0x08),
        broken=bool(error & 0x24),
        recovering=bool(error & 0x40),
    )


def ask(what: Ask) -> bytes:
    """The question for one status byte; the printer answers at once, ahead of what it still has to print."""
    return DLE_EOT + bytes([what])


def is_status(byte: int) -> bool:
    """Whether the fixed bits are those of an answer to DLE EOT: 0xx1xx10."""
    return byte & 0x93 == 0x12


def is_marker(marker: bytes) -> bool:
    """Whether these are four bytes that may be sent as a marker."""
    return len(marker) == 4 and all(byte in ALPHABET for byte in marker)


def marker(id: bytes) -> bytes:
    """The command that the printer answers when it comes to it. Raises ValueError for bytes that cannot be one."""
    if not is_marker(id):
        raise ValueError(f"no marker: {id!r}")
    return MARKER + id


def marker_answer(id: bytes) -> bytes:
    """What a printer answers when it comes to a marker."""
    return ANSWER + id + b"\x00"


def marker_of(order: str) -> bytes:
    """The marker of an order, always the same for the same order.

    Orders that differ only in a number of up to six digits at their end - those of one kiosk and one
    day - never share one.
    """
    name, digits = re.fullmatch(r"(.*?)([0-9]{0,6})", order, re.ASCII | re.DOTALL).groups()  # type: ignore[union-attr]
    base = len(ALPHABET)
    start = int.from_bytes(hashlib.sha256(f"{name}/{len(digits)}".encode("utf-8", "replace")).digest()[:8], "big")
    value = (start + int(digits or 0)) % base**4
    return bytes(ALPHABET[value // base**place % base] for place in range(4))


Found = StatusByte | AutoStatus | Marker


class Decoder:
    """Finds answers in bytes that arrive in any pieces, with noise between them; noise is dropped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Found]:
        """What is complete now, in the order it was sent."""
        self._buffer += data
        found: list[Found] = []
        while self._buffer:
            first = self._buffer[0]
            if first == ANSWER[0]:
                more = self._marker(found)
            elif is_status(first):
                found.append(StatusByte(first))
                more = self._drop(1)
            elif first & 0x93 == 0x10:
                more = self._auto(found)
            else:
                more = self._drop(1)
            if not more:
                break
        return found

    def _drop(self, count: int) -> bool:
        del self._buffer[:count]
        return True

    def _auto(self, found: list[Found]) -> bool:
        """Automatic status: its second to fourth byte have bits 4 and 7 clear."""
        rest = self._buffer[1:_ASB_LENGTH]
        if any(byte & 0x90 for byte in rest):
            return self._drop(1)
        if len(rest) < _ASB_LENGTH - 1:
            return False
        found.append(AutoStatus(bytes(self._buffer[:_ASB_LENGTH])))
        return self._drop(_ASB_LENGTH)

    def _marker(self, found: list[Found]) -> bool:
        """The answer to a marker, also when status bytes were sent in its middle."""
        taken: list[int] = []
        between: list[Found] = []
        for at, byte in enumerate(self._buffer):
            if _fits(len(taken), byte):
                taken.append(byte)
            elif is_status(byte) and taken:
                between.append(StatusByte(byte))
            else:
                return self._drop(1)
            if len(taken) == _ANSWER_LENGTH:
                found += [*between, Marker(bytes(taken[2:6]))]
                return self._drop(at + 1)
            if at > 4 * _ANSWER_LENGTH:
                return self._drop(1)
        return False


def _fits(place: int, byte: int) -> bool:
    """Whether a byte can stand at a place of the answer to one of our markers."""
    if place < len(ANSWER):
        return byte == ANSWER[place]
    return byte == 0 if place == _ANSWER_LENGTH - 1 else byte in ALPHABET
