"""Opens the pages of an encrypted database by hand, free and forgotten ones included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT, IV = 4096, 80, 16, 16
WAL_HEADER, FRAME_HEADER = 32, 24


def plain_pages(database: Path, key: bytes) -> Iterator[bytes]:
    """All pages of the file and of every frame of its write-ahead log (SQLCipher 4: AES-256-CBC)."""
    raw = database.read_bytes()
    for start in range(0, len(raw), PAGE):
        yield _open(raw[start : start + PAGE], key, first=start == 0)
    log = database.with_name(database.name + "-wal")
    frames = log.read_bytes()[WAL_HEADER:] if log.exists() else b""
    for start in range(0, len(frames), FRAME_HEADER + PAGE):
        frame = frames[start : start + FRAME_HEADER + PAGE]
        number = int.from_bytes(frame[:4], "big")
        if len(frame) == FRAME_HEADER + PAGE:
            yield _open(frame[FRAME_HEADER:], key, first=number == 1)


def holds(database: Path, key: bytes, text: str) -> bool:
    """Whether the text stands anywhere in the decrypted pages."""
    return any(text.encode() in page for page in plain_pages(database, key))


def raw_bytes(database: Path) -> bytes:
    """Everything on the disk: database, log and shared-memory index."""
    return b"".join(path.read_bytes() for path in database.parent.glob(database.name + "*"))


def _open(page: bytes, key: bytes, *, first: bool) -> bytes:
    content = page[SALT if first else 0 : PAGE - RESERVED]
    vector = page[PAGE - RESERVED : PAGE - RESERVED + IV]
    opener = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return opener.update(content) + opener.finalize()
