"""Key files are private, complete, and never made twice."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync.keyfile import read_key, read_or_create_key, write_durably


def test_a_key_file_is_private_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "store.key"
    key = read_or_create_key(path)
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_or_create_key(path) == read_key(path) == key
    assert [entry.name for entry in path.parent.iterdir()] == ["store.key"]


def test_two_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "store.key"
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: read_or_create_key(path), range(64)))
    assert len(keys) == 1


def test_a_spoilt_key_file_is_not_repeated_in_the_error(tmp_path: Path) -> None:
    path = tmp_path / "store.key"
    path.write_text("c0ffee" * 9)
    with pytest.raises(ValueError, match="64 hex digits") as caught:
        read_or_create_key(path)
    assert "c0ffee" not in str(caught.value) and caught.value.__cause__ is None


def test_a_replaced_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.json"
    write_durably(path, b"one")
    write_durably(path, b"two")
    assert path.read_bytes() == b"two" and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(list(tmp_path.iterdir())) == 1
