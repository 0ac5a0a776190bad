"""Code readers: lines of a serial reader, key presses of one that types."""

from __future__ import annotations

import struct

from devices.codes import LONGEST
from devices.codes.code_text import Damage, LineDecoder
from devices.codes.key_events import KeyDecoder
from tests.fuzz.hostile import pieces


def attempt(data: bytes) -> None:
    for decoder in (LineDecoder(), LineDecoder(pause_ends=True), KeyDecoder()):
        found = [each for piece in pieces(data) for each in decoder.feed(piece)] + decoder.pause()
        assert not decoder.pending
        for each in found:
            if isinstance(each, Damage):
                continue
            assert 0 < len(each) <= LONGEST
            assert each.isprintable() or "\u3000" in each or "\xa0" in each or each == each.strip("\n\r\0")


def seeds() -> list[bytes]:
    """Good messages."""
    keys = b"".join(struct.pack("@llHHi", 1, 2, 1, code, value) for code in (30, 48, 42, 2, 28) for value in (1, 0))
    return [b"https://example.cn/a?b=1\r\n", "预约码12345\n".encode(), "预约码\r".encode("gb18030"), keys]
