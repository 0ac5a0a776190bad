"""Frames of the SAM_V serial protocol (GA 450, GA 467): composing them, and finding them in a stream of bytes.

A frame is `AA AA AA 96 69`, a big-endian length of two bytes, a payload, and the XOR of length and
payload. The length counts payload and checksum. A request's payload is command, parameter and data;
a reply's is `00 00`, the status and data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

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
    READ_FINGERPRINT = 0x3010
    NEW_ADDRESS = 0x3003
    SET_115200 = 0x6000
    SET_57600 = 0x6001
    SET_38400 = 0x6002
    SET_19200 = 0x6003
    SET_9600 = 0x6004


SET_BAUD = {
    115200: Command.SET_115200,
    57600: Command.SET_57600,
    38400: Command.SET_38400,
    19200: Command.SET_19200,
    9600: Command.SET_9600,
}
"""What sets a reader to a speed; the fastest first."""


class Status(IntEnum):
    """SW3 of a reply."""

    OK = 0x90
    NO_ITEM = 0x91
    FOUND = 0x9F
    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNKNOWN_COMMAND = 0x24
    CARD_AUTHENTICATION = 0x31
    SAM_AUTHENTICATION = 0x32
    VERIFICATION = 0x33
    INFO_LENGTH = 0x3F
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    RANDOM = 0x47
    SELF_TEST = 0x60
    NOT_AUTHORISED = 0x66
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
    return PREAMBLE + body + bytes([checksum(body)])


def checksum(data: bytes | bytearray) -> int:
    """The XOR of all bytes; folded in halves, so that hostile lengths cost little."""
    folded, bits = int.from_bytes(data, "big"), 8 << max(0, (len(data) - 1).bit_length())
    while bits > 8:
        bits //= 2
        folded = (folded >> bits) ^ (folded & ((1 << bits) - 1))
    return folded


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
    """Finds frames in bytes that arrive in any pieces, with noise before, between and inside them.

    A frame with a preamble in its middle counts as broken there: it is a frame that was cut off and
    another one behind it, and the XOR alone would take one mixture in 256 for whole.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes | Damage]:
        """Payloads of the frames that are complete now, and damage where a frame broke."""
        self._buffer += data
        found: list[bytes | Damage] = []
        while self._skip_noise():
            length = int.from_bytes(self._buffer[len(PREAMBLE) : _HEAD], "big")
            if not 1 < length <= LONGEST or self._buffer.find(PREAMBLE, 1, _HEAD + length) > 0:
                found.append(Damage.LENGTH)
                del self._buffer[0]
            elif len(self._buffer) < _HEAD + length:
                break
            elif checksum(self._buffer[len(PREAMBLE) : _HEAD + length]):
                # Only the preamble's first byte is dropped: a whole frame may follow inside.
                found.append(Damage.CHECKSUM)
                del self._buffer[0]
            else:
                found.append(bytes(self._buffer[_HEAD : _HEAD + length - 1]))
                del self._buffer[: _HEAD + length]
        return found

    @property
    def pending(self) -> bool:
        """Whether part of a frame is waiting for the rest."""
        return bool(self._buffer)

    def _skip_noise(self) -> bool:
        """Drops what comes before a preamble; whether the head of a frame is there."""
        start = self._buffer.find(PREAMBLE)
        if start < 0:
            keep = next(n for n in range(len(PREAMBLE) - 1, -1, -1) if self._buffer.endswith(PREAMBLE[:n]))
            start = len(self._buffer) - keep
        del self._buffer[:start]
        return len(self._buffer) >= _HEAD
