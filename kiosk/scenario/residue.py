"""Searches what a kiosk leaves on disk for the personal data of a visit."""

from __future__ import annotations

import base64
import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import zstandard

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
UNPACKED_BYTES = 64 << 20
"""How much of a compressed file is looked into."""
_KINDS = {
    b"%PDF-": "a document",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG\r\n": "a picture",
    b"SQLite format 3\0": "a database in the clear",
}
"""What nothing of a kiosk may be, whatever it says: paper, a face, data without its key."""


def patterns(canaries: Mapping[str, str | bytes]) -> dict[str, tuple[bytes, ...]]:
    """Every form in which a canary could lie on a disk; words are kept out of the result's keys."""
    return {name: tuple(dict.fromkeys(_forms(value))) for name, value in canaries.items()}


def search(places: Iterable[Path], canaries: Mapping[str, str | bytes]) -> list[str]:
    """Where canaries are found, as `name of the canary in file`.

    A printed document, a picture and a database that is not encrypted count too: what is in them need not
    be legible to be there. So does what cannot be read, and what stands in the name of a file itself.

    Args:
        places: files and folders; folders are searched to the bottom, links are not followed.
        canaries: name of each datum and its value. Text is searched for in UTF-8, UTF-16 and GB 18030, as JSON,
            Python and URLs write it, and in base64; gzip, zlib and zstandard files are looked into.
    """
    wanted = patterns(canaries)
    found: list[str] = []
    for path in sorted(_files(places)):
        named = os.fsencode(path.name)
        for name, forms in wanted.items():
            if any(form in named for form in forms):
                found.append(f"{name} in the name of a file")
        try:
            data = path.read_bytes()
        except OSError as error:
            found.append(f"{path.name} cannot be searched: {error.strerror}")
            continue
        found += dict.fromkeys(_inside(path.name, data, wanted))
    return found


def _inside(file: str, data: bytes, wanted: Mapping[str, tuple[bytes, ...]]) -> Iterator[str]:
    for name, forms in wanted.items():
        if any(form in data for form in forms):
            yield f"{name} in {file}"
    for mark, kind in _KINDS.items():
        # A document may lie behind the head of a print job; short marks would occur in ciphertext by chance.
        if data.startswith(mark) or (len(mark) > 4 and mark in data):
            yield f"{kind} in {file}"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        yield f"a picture in {file}"
    unpacked = _unpacked(data)
    if unpacked:
        yield from _inside(file, unpacked, wanted)


def _unpacked(data: bytes) -> bytes | None:
    """What a compressed file holds; None when it is none."""
    try:
        if data.startswith(b"\x1f\x8b"):
            return gzip.decompress(data)[:UNPACKED_BYTES]
        if data.startswith(b"\x28\xb5\x2f\xfd"):
            return zstandard.ZstdDecompressor().decompressobj().decompress(data)[:UNPACKED_BYTES]
        if data[:1] == b"\x78":
            return zlib.decompressobj().decompress(data, UNPACKED_BYTES)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError):
        return None
    return None


def _forms(value: str | bytes) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
        yield from _base64(value)
        yield value.hex().encode()
        return
    for encoding in ENCODINGS:
        yield value.encode(encoding)
    utf8 = value.encode()
    yield json.dumps(value)[1:-1].encode()
    yield repr(utf8)[2:-1].encode()
    yield quote(value).encode()
    yield from _base64(utf8)


def _base64(value: bytes) -> Iterator[bytes]:
    """The middle of its base64 at each of the three places where it may begin; too short to be sure of is left out."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + value)
        middle = whole[4 if before else 0 : (before + len(value)) // 3 * 4]
        if len(middle) >= 8:
            yield middle


def _files(places: Iterable[Path]) -> Iterable[Path]:
    for place in places:
        candidates = place.rglob("*") if place.is_dir() else [place]
        yield from (path for path in candidates if path.is_file() and not path.is_symlink())
