"""The raw picture that `scanimage` writes (PNM), proven whole and written as a PNG.

A backend that gets a JPEG which breaks off may pass it on as if it were whole: libjpeg, which most of them
use, fills what is missing with mid-grey. So a picture whose last block is exactly that is not whole.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

import numpy as np

from devices.scanner.picture_wire import BrokenPicture

_HEAD = re.compile(rb"P([56])\s+(?:#[^\n]{0,400}\n\s*){0,20}(\d{1,5})\s+(\d{1,5})\s+(\d{1,5})\s")
_FILLED = 128
_BLOCK = 8


@dataclass(frozen=True)
class RawPicture:
    """Eight bits a channel, row after row from the top."""

    width_px: int
    height_px: int
    channels: int
    """1 grey, 3 RGB."""
    pixels: bytes = field(repr=False)


def read_pnm(data: bytes) -> RawPicture:
    """Reads a binary PGM or PPM of 8 bits a channel. Raises BrokenPicture when it is anything else, or not whole."""
    head = _HEAD.match(data)
    if head is None:
        raise BrokenPicture("it is no PNM" if data else "it is empty")
    channels = 3 if head[1] == b"6" else 1
    width, height, most = (int(head[number]) for number in (2, 3, 4))
    if most != 255 or not width or not height:
        raise BrokenPicture(f"it claims {width} × {height} pixels of {most} shades")
    if len(data) - head.end() != width * height * channels:
        raise BrokenPicture(f"it has {len(data) - head.end()} bytes of {width} × {height} pixels")
    picture = RawPicture(width, height, channels, data[head.end() :])
    if _filled_up(picture):
        raise BrokenPicture("its end was made up by the scanner's driver")
    return picture


def write_png(picture: RawPicture, dpi: int | None) -> bytes:
    """The picture as a PNG file (third edition), each row as its difference to the one above."""
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height_px, -1)
    filtered = np.empty((picture.height_px, rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = 2
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    colour = 2 if picture.channels == 3 else 0
    head = picture.width_px.to_bytes(4, "big") + picture.height_px.to_bytes(4, "big") + bytes((8, colour, 0, 0, 0))
    density = round((dpi or 0) / 0.0254).to_bytes(4, "big")
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", head),
            _chunk(b"pHYs", density * 2 + b"\x01") if dpi else b"",
            _chunk(b"IDAT", zlib.compress(filtered.data, 3)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(body, zlib.crc32(kind)).to_bytes(4, "big")


def _filled_up(picture: RawPicture) -> bool:
    if picture.width_px < _BLOCK or picture.height_px < _BLOCK:
        return False
    row, block = picture.width_px * picture.channels, _BLOCK * picture.channels
    ends = (len(picture.pixels) - line * row for line in range(_BLOCK))
    return all(set(picture.pixels[end - block : end]) == {_FILLED} for end in ends)
