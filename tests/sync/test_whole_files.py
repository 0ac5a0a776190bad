"""A file is replaced whole, for its user only, and nothing is left beside it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sync.contract.whole import write_whole


def test_a_file_is_replaced_for_its_user_only(tmp_path: Path) -> None:
    path = tmp_path / "run" / "told.json"
    write_whole(path, b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_replaced_stays_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_power_cut_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "told.json"
    write_whole(path, b"old")

    def cut(descriptor: int) -> None:
        raise OSError(descriptor)

    monkeypatch.setattr("os.fsync", cut)
    with pytest.raises(OSError):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
