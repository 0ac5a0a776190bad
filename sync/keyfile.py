"""Secret keys of this kiosk in files that only its own user can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

KEY_BYTES = 32


def read_or_create_key(path: Path, make: Callable[[], bytes] = lambda: secrets.token_bytes(KEY_BYTES)) -> bytes:
    """The 32 bytes in `path`, made with mode 0600 when the file is not there.

    A new file appears complete and on disk or not at all; of two processes that make it at once the
    first wins and both read the same key.

    Raises:
        ValueError: the file holds something else than 64 hex digits.
        OSError: the file cannot be read or made.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create(path, make())
    return read_key(path)


def read_key(path: Path) -> bytes:
    """The 32 bytes in an existing key file.

    Raises:
        ValueError: the file holds something else than 64 hex digits.
        OSError: the file is missing or cannot be read.
    """
    try:
        key = bytes.fromhex(path.read_bytes().decode("ascii"))
    except ValueError:
        key = b""  # what stood there must not show up in the message of the error
    if len(key) != KEY_BYTES:
        raise ValueError(f"{path} does not hold {2 * KEY_BYTES} hex digits")
    return key


def write_durably(path: Path, content: bytes) -> None:
    """Replaces a small private file; after a power cut the old or the new content is there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = _write_beside(path, content)
    fresh.replace(path)
    _sync_folder(path.parent)


def _create(path: Path, key: bytes) -> None:
    fresh = _write_beside(path, key.hex().encode() + b"\n")
    try:
        os.link(fresh, path)  # unlike a rename, a link never replaces the key somebody else just made
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    _sync_folder(path.parent)


def _write_beside(path: Path, content: bytes) -> Path:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
