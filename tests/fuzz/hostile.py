"""Bytes as a bad wire, a broken device or a hostile one sends them."""

from __future__ import annotations

import random
from collections.abc import Iterator

LONGEST = 4096
"""Bytes of one hostile input."""


def pieces(data: bytes) -> Iterator[bytes]:
    """The bytes in pieces of uneven length, which only they decide: a wire cuts where it likes."""
    start = 0
    while start < len(data):
        size = 1 + data[start] % 61
        yield data[start : start + size]
        start += size


def mutated(seed: bytes, dice: random.Random) -> bytes:
    """A good message after one to four of the things that happen to messages."""
    data = bytearray(seed)
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(data) + 1)
        match dice.randrange(8):
            case 0 if data:
                data[place - 1] ^= 1 << dice.randrange(8)
            case 1 if data:
                data[place - 1] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
            case 2:
                del data[place : place + dice.randint(1, 40)]
            case 3:
                data[place:place] = dice.randbytes(dice.randint(1, 40))
            case 4:
                data[place:place] = data[place : place + dice.randint(1, 200)]
            case 5:
                del data[place:]
            case 6:
                data += seed
            case _:
                data[place : place + 4] = dice.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"9999"))
    return bytes(data[:LONGEST])
