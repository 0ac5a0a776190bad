"""The search for what is left behind finds it in every form it could have."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import sqlite3
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest
import zstandard

from kiosk.scenario.residue import search
from kiosk.store import Store
from sync.contract.records import RecordKind

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


LEAKS = {
    "json": json.dumps({"who": "王丽华"}).encode(),
    "repr": repr("王丽华".encode()).encode(),
    "url": b"GET /?name=" + quote("王丽华").encode(),
    "base64": base64.b64encode("姓名：王丽华".encode()),
    "gzip": gzip.compress("visit of 王丽华".encode()),
    "zlib": zlib.compress("visit of 王丽华".encode()),
    "zstandard": zstandard.compress("visit of 王丽华".encode()),
}


@pytest.mark.parametrize("form", LEAKS)
def test_a_name_is_found_however_it_was_written(tmp_path: Path, form: str) -> None:
    (tmp_path / "x").write_bytes(LEAKS[form])
    assert search([tmp_path], CANARY) == ["name in x"]


def test_a_name_of_a_file_is_searched_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "王丽华.txt").write_bytes(b"")
    assert search([tmp_path], CANARY) == ["name in the name of a file"]


def test_a_document_behind_the_head_of_a_job_is_found(tmp_path: Path) -> None:
    (tmp_path / "spool").write_bytes(b"\x01\x01\x00\x02" + b"%PDF-1.7" + bytes(64))
    assert search([tmp_path], CANARY) == ["a document in spool"]


@pytest.mark.parametrize("picture", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x24\x00\x00\x00WEBPVP8 "])
def test_a_picture_is_found_whomever_it_shows(tmp_path: Path, picture: bytes) -> None:
    (tmp_path / "frame").write_bytes(picture + bytes(64))
    assert search([tmp_path], CANARY) == ["a picture in frame"]


def test_a_database_without_encryption_is_found_though_its_rows_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("create table drafts (id text)")
    assert search([tmp_path], CANARY) == ["a database in the clear in store.db"]


def test_the_store_itself_is_clean_while_it_holds_a_name(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.record(RecordKind.APPLICATION, {"values": {"name": "王丽华", "number": CANARY["number"]}})
    assert search([tmp_path], CANARY) == []
    store.close()
    assert search([tmp_path], CANARY) == []


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "kiosk.log").write_text("visit 3f2a ended by printer.jam", encoding="utf-8")
    assert search([tmp_path, tmp_path / "kiosk.log"], CANARY) == []
