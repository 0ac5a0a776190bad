"""Frames of the SAM_V serial protocol (GA 450, GA 467): composing them, and finding them in a stream of bytes.

A frame is `AA AA AA 96 69`, a big-endian length of two bytes, a payload, and the XOR of length and
payload. The length counts payload and checksum. A request's payload is command, parameter and data;
a reply's is `00 00`, the status and data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("aaaaaa9669")
LONGEST = 3 + 6 + 256 + 1024 + 1024 + 1
"""The longest reply: text, portrait and fingerprint."""
_HEAD = len(PREAMBLE) + 2


class Command(IntEnum):
    """CMD and PARA as one number."""

    RESET = 0x10FF
    STATUS = 0x11FF
    SAM_ID = 0x12FF
    FIND = 0x2001
    SELECT = 0x2002
    READ = 0x3001
    NEW_ADDRESS = 0x3003


class Status(IntEnum):
    """SW3 of a reply."""

    OK = 0x90
    NO_ITEM = 0x91
    FOUND = 0x9F
    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    SELF_TEST = 0x60
    NOT_FOUND = 0x80
    NOT_SELECTED = 0x81


class Damage(StrEnum):
    """Why bytes that began like a frame are none."""

    CHECKSUM = "checksum"
    LENGTH = "length"


@dataclass(frozen=True, repr=False)
class Reply:
    """Status and data of a reader's answer. Its repr shows no data: it is a person's."""

    status: int
    data: bytes

    def __repr__(self) -> str:
        return f"<Reply {self.status:#04x}, {len(self.data)} bytes>"


def compose(payload: bytes) -> bytes:
    """A whole frame."""
    body = (len(payload) + 1).to_bytes(2, "big") + payload
    return PREAMBLE + body + bytes([reduce(xor, body)])


def request(command: Command) -> bytes:
    """The frame that asks for `command`."""
    return compose(command.to_bytes(2, "big"))


def reply(status: int, data: bytes = b"") -> bytes:
    """The frame of an answer."""
    return compose(bytes([0, 0, status]) + data)


def opened(payload: bytes) -> Reply | None:
    """The reply in a payload, or None when it is none."""
    if len(payload) < 3 or payload[:2] != b"\0\0":
        return None
    return Reply(payload[2], payload[3:])


class Decoder:
    """Finds frames in bytes that arrive in any pieces, with noise before, between and inside them."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes | Damage]:
        """Payloads of the frames that are complete now, and damage where a frame broke."""
        self._buffer += data
        found: list[bytes | Damage] = []
        while True:
            self._skip_noise()
            if len(self._buffer) < _HEAD:
                return found
            length = int.from_bytes(self._buffer[len(PREAMBLE) : _HEAD], "big")
            if not 1 < length <= LONGEST:
                found.append(Damage.LENGTH)
                del self._buffer[0]
                continue
            if len(self._buffer) < _HEAD + length:
                return found
            if reduce(xor, self._buffer[len(PREAMBLE) : _HEAD + length]):
                # Only the preamble's first byte is dropped: a whole frame may follow inside.
                found.append(Damage.CHECKSUM)
                del self._buffer[0]
                continue
            found.append(bytes(self._buffer[_HEAD : _HEAD + length - 1]))
            del self._buffer[: _HEAD + length]

    @property
    def pending(self) -> bool:
        """Whether part of a frame is waiting for the rest."""
        return bool(self._buffer)

    def _skip_noise(self) -> None:
        start = self._buffer.find(PREAMBLE)
        if start >= 0:
            del self._buffer[:start]
            return
        keep = next(n for n in range(len(PREAMBLE) - 1, -1, -1) if self._buffer.endswith(PREAMBLE[:n]))
        del self._buffer[: len(self._buffer) - keep]
