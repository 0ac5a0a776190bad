"""Whether a picture that came over a wire is a whole JPEG or PNG, and how large it really is.

Nothing is decoded to pixels, but everything that says where a picture ends is followed: the segments of a
JPEG up to its end mark (ITU-T T.81, B.1 and B.2), the chunks of a PNG with their check sums and every row
of its compressed data (PNG, third edition, 5 and 10).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

LARGEST = 128 * 1024 * 1024
"""Bytes of one picture; a page of A4 in colour at 600 dpi has 104 million as raw pixels."""
_SIDE = 30_000
_PIXELS = 150_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_SLICE = 65536
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_ALONE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


class BrokenPicture(Exception):  # noqa: N818  it is what came, not a fault of ours
    """The bytes are no whole JPEG or PNG; the text says what is wrong and quotes nothing."""


@dataclass(frozen=True)
class Picture:
    """What a whole picture says of itself."""

    media_type: str
    width_px: int
    height_px: int
    dpi: int | None
    """Dots per inch, None when it does not say."""


def read_picture(data: bytes) -> Picture:
    """Looks through a JPEG or PNG from its first to its last byte. Raises BrokenPicture."""
    if len(data) > LARGEST:
        raise BrokenPicture("it is too large")
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(_PNG):
        return _png(data)
    raise BrokenPicture("it is neither JPEG nor PNG" if data else "it is empty")


def _sized(media_type: str, width: int, height: int, dpi: int | None) -> Picture:
    if not (0 < width <= _SIDE and 0 < height <= _SIDE and width * height <= _PIXELS):
        raise BrokenPicture(f"it claims {width} × {height} pixels")
    return Picture(media_type, width, height, dpi if dpi and 50 <= dpi <= 2400 else None)


def _jpeg(data: bytes) -> Picture:
    size: tuple[int, int] | None = None
    dpi: int | None = None
    scans, at = 0, 2
    while True:
        mark, at = _marker(data, at)
        if mark == 0xD9:
            break
        if mark in _ALONE:
            continue
        body = data[at + 2 : at + int.from_bytes(data[at : at + 2], "big")]
        after = at + 2 + len(body)
        if len(data) < at + 2 or int.from_bytes(data[at : at + 2], "big") != len(body) + 2:
            raise BrokenPicture("a segment is cut")
        if mark in _FRAMES:
            size = _frame(body, size)
        elif mark == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 12:
            dpi = _jfif_density(body)
        elif mark == 0xDC and len(body) == 2 and size is not None:  # the height when it was not known before
            size = (size[0], size[1] or int.from_bytes(body, "big"))
        elif mark == 0xDA:
            if size is None:
                raise BrokenPicture("pixels come before their size")
            start, after = after, _end_of_scan(data, after)
            scans += after > start
        at = after
    if size is None or not scans:
        raise BrokenPicture("it has no pixels")
    return _sized("image/jpeg", *size, dpi)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The next marker and where it ends; any number of fill bytes may stand before it."""
    if data[at : at + 1] != b"\xff":
        raise BrokenPicture("it is cut" if at >= len(data) else "there is no marker where one must be")
    rest = data[at : at + 64].lstrip(b"\xff")
    if not rest:
        raise BrokenPicture("it is cut")
    if rest[0] in (0x00, 0xD8):
        raise BrokenPicture("there is no marker where one must be")
    return rest[0], at + (min(64, len(data) - at) - len(rest)) + 1


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed FF nor a restart."""
    while (at := data.find(b"\xff", at)) != -1:
        following = data[at + 1 : at + 2]
        if following and following[0] != 0xFF and following[0] != 0 and not 0xD0 <= following[0] <= 0xD7:
            return at
        at += 1 if following == b"\xff" else 2
    raise BrokenPicture("it is cut in the middle of its pixels")


def _frame(body: bytes, size: tuple[int, int] | None) -> tuple[int, int]:
    if size is not None or len(body) < 6 or len(body) != 6 + 3 * body[5]:
        raise BrokenPicture("its size is told wrongly")
    return int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")


def _jfif_density(body: bytes) -> int | None:
    density = int.from_bytes(body[8:10], "big")
    match body[7]:
        case 1:
            return density
        case 2:
            return round(density * 2.54)
    return None


def _png(data: bytes) -> Picture:
    head: bytes | None = None
    dpi: int | None = None
    rows: _Rows | None = None
    at = len(_PNG)
    while True:
        kind, body, at = _chunk(data, at)
        if (kind == b"IHDR") is not (head is None):
            raise BrokenPicture("its header is missing or there twice")
        if kind == b"IHDR":
            head = body
            rows = _Rows(body)
        elif kind == b"pHYs" and len(body) == 9 and body[8] == 1:
            dpi = round(int.from_bytes(body[:4], "big") * 0.0254)
        elif kind == b"IDAT" and rows is not None:
            rows.feed(body)
        elif kind == b"IEND":
            break
    if rows is None or head is None or not rows.whole:
        raise BrokenPicture("rows are missing")
    return _sized("image/png", *_png_size(head), dpi)


def _chunk(data: bytes, at: int) -> tuple[bytes, bytes, int]:
    length = int.from_bytes(data[at : at + 4], "big")
    end = at + 12 + length
    if len(data) < at + 12 or len(data) < end:
        raise BrokenPicture("it is cut")
    kind, body = data[at + 4 : at + 8], data[at + 8 : end - 4]
    if zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(data[end - 4 : end], "big"):
        raise BrokenPicture("a check sum is wrong")
    return kind, body, end


def _png_size(head: bytes) -> tuple[int, int]:
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")


class _Rows:
    """Unpacks the pixels of a PNG as far as to count them."""

    def __init__(self, head: bytes) -> None:
        if len(head) != 13 or head[9] not in _CHANNELS or head[8] not in (1, 2, 4, 8, 16) or head[12] > 1:
            raise BrokenPicture("its header is wrong")
        width, height = _png_size(head)
        _sized("image/png", width, height, None)
        bits = head[8] * _CHANNELS[head[9]]
        passes = _ADAM7 if head[12] else ((0, 0, 1, 1),)
        self._left = 0
        for x, y, step_x, step_y in passes:
            columns, lines = -(-(width - x) // step_x), -(-(height - y) // step_y)
            if columns > 0 and lines > 0:
                self._left += lines * (1 + (columns * bits + 7) // 8)
        self._unpacker = zlib.decompressobj()

    def feed(self, packed: bytes) -> None:
        """Unpacks a piece. Raises BrokenPicture when it cannot, or when there is more than rows."""
        for start in range(0, len(packed), _SLICE):
            piece = packed[start : start + _SLICE]
            while piece:
                if self._unpacker.eof:
                    raise BrokenPicture("there is more behind its pixels")
                try:
                    self._left -= len(self._unpacker.decompress(piece, 1 << 20))
                except zlib.error as error:
                    raise BrokenPicture("its pixels cannot be unpacked") from error
                if self._left < 0:
                    raise BrokenPicture("it has more pixels than it says")
                piece = self._unpacker.unconsumed_tail

    @property
    def whole(self) -> bool:
        """Whether all rows came, to the end of the packed data and its check sum."""
        return self._left == 0 and self._unpacker.eof
