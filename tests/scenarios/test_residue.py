"""The search for what is left behind finds it in every form it could have."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kiosk.scenario.residue import search

CANARY = {"name": "王丽华", "number": "110100198604120028", "portrait": bytes(range(64))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
def test_a_name_is_found_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "kiosk.log").write_bytes(b"\x00\x01" + "visit of 王丽华".encode(encoding))
    assert search([tmp_path], CANARY) == ["name in kiosk.log"]


def test_bytes_of_a_portrait_are_found(tmp_path: Path) -> None:
    (tmp_path / "x.tmp").write_bytes(b"abc" + bytes(range(64)) + b"def")
    assert search([tmp_path], CANARY) == ["portrait in x.tmp"]


def test_a_document_left_in_the_spool_is_found_though_it_is_compressed(tmp_path: Path) -> None:
    (tmp_path / "job-1").write_bytes(b"%PDF-1.7" + gzip.compress("王丽华".encode()))
    assert search([tmp_path], CANARY) == ["a document in job-1"]


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "kiosk.log").write_text("visit 3f2a ended by printer.jam", encoding="utf-8")
    assert search([tmp_path, tmp_path / "kiosk.log"], CANARY) == []
