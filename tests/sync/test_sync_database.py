"""The database is unreadable without its key, forgets what is deleted, and says what is wrong with it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from encrypted_pages import holds, raw_bytes
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

import sync.database
from sync.contract.problem import Family, Problem
from sync.database import open_database, reading, wipe_deleted

KEY = bytes(range(32))
CANARY = "王丽华-canary-110100198604120022"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def filled(path: Path) -> Engine:
    """A database of some 30 pages with one personal row in the middle."""
    engine = open_database(path, KEY)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE people (id INTEGER PRIMARY KEY, words TEXT UNIQUE)"))
        rows = [{"words": f"{number:04d}" + "x" * 300} for number in range(300)]
        rows[150]["words"] = CANARY + "x" * 300
        connection.execute(text("INSERT INTO people (words) VALUES (:words)"), rows)
    return engine


def close(engine: Engine) -> None:
    wipe_deleted(engine)
    engine.dispose()


def flip(path: Path, offset: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[offset] ^= 0xFF
    path.write_bytes(raw)


def test_nothing_is_readable_on_the_disk(path: Path) -> None:
    engine = filled(path)
    assert path.with_name("store.db-wal").stat().st_size > 0
    for stage in ("in the log", "in the file"):
        found = raw_bytes(path)
        assert CANARY.encode() not in found, stage
        assert b"SQLite format 3" not in found and b"CREATE TABLE" not in found, stage
        assert holds(path, KEY, CANARY), "the search itself has to work"
        wipe_deleted(engine)
    engine.dispose()


def test_a_deleted_row_leaves_no_trace_under_the_encryption(path: Path) -> None:
    engine = filled(path)
    wipe_deleted(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM people WHERE words LIKE :words"), {"words": CANARY + "%"})
    assert holds(path, KEY, CANARY), "the old page still stands in the file until the log is emptied"
    assert wipe_deleted(engine)
    assert not holds(path, KEY, CANARY)
    engine.dispose()


def test_a_wipe_that_a_reader_holds_up_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync.database, "BUSY_TIMEOUT_MS", 20)
    engine = filled(path)
    with reading(engine) as connection:
        connection.execute(text("SELECT count(*) FROM people"))
        assert not wipe_deleted(engine)
    assert wipe_deleted(engine)
    engine.dispose()


def test_a_wrong_key_is_told_at_open(path: Path) -> None:
    close(filled(path))
    with pytest.raises(Problem) as caught:
        open_database(path, bytes(32))
    assert caught.value.code == "store.key" and caught.value.family is Family.PERMANENT
    assert "keys/store.key" in caught.value.technician and "mv " in caught.value.technician
    assert bytes(32).hex() not in str(caught.value)
    with open_database(path, KEY).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar_one() == 300


def test_a_key_of_the_wrong_length_is_told(path: Path) -> None:
    with pytest.raises(Problem, match=r"store\.key"):
        open_database(path, b"short")


@pytest.mark.parametrize("offset", [3, 100, 4096 * 5 + 9, 4096 * 20], ids=["salt", "first page", "page 6", "page 21"])
def test_a_damaged_page_is_told_as_damage(path: Path, offset: int) -> None:
    close(filled(path))
    flip(path, offset)
    with pytest.raises(Problem) as caught:
        open_database(path, KEY)
    expected = "store.key" if offset == 3 else "store.broken"  # the salt is part of the key
    assert caught.value.code == expected
    assert "mv " in caught.value.technician


def test_a_file_cut_short_is_told_as_damage(path: Path) -> None:
    close(filled(path))
    path.write_bytes(path.read_bytes()[:10_000])
    with pytest.raises(Problem, match=r"store\.broken"):
        open_database(path, KEY)


def test_an_unencrypted_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE people (id)")
    with pytest.raises(Problem, match="not encrypted"):
        open_database(path, KEY)


def test_every_connection_is_durable_and_forgetful(path: Path) -> None:
    engine = open_database(path, KEY)
    with engine.connect() as one, engine.connect().execution_options(nzz_read_only=True) as two:
        del one
        settings = {
            name: two.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store", "busy_timeout")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
    }
    engine.dispose()


def test_errors_repeat_no_values(path: Path) -> None:
    engine = filled(path)
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(text("INSERT INTO people (words) VALUES (:words)"), {"words": CANARY + "x" * 300})
    assert CANARY not in str(caught.value)
    assert KEY.hex() not in repr(engine) and str(path) not in repr(engine)
    engine.dispose()


def test_a_reader_does_not_wait_for_a_writer(path: Path) -> None:
    engine = filled(path)
    with engine.begin() as writer:
        writer.execute(text("DELETE FROM people"))
        with reading(engine) as reader:
            assert reader.execute(text("SELECT count(*) FROM people")).scalar_one() == 300
    engine.dispose()


def test_a_writer_that_waited_too_long_is_told_to_try_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync.database, "BUSY_TIMEOUT_MS", 20)
    engine = filled(path)
    with engine.begin(), pytest.raises(Problem) as caught, engine.begin():
        pass
    assert caught.value.code == "store.busy" and caught.value.family is Family.TEMPORARY
    engine.dispose()


def test_damage_found_later_is_told_as_damage(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close(filled(path))
    for page in range(5, 25):
        flip(path, 4096 * page + 50)
    monkeypatch.setattr(sync.database, "CHECKED_AT_OPEN_BYTES", 0)
    engine = open_database(path, KEY)
    with pytest.raises(Problem, match=r"store\.broken"), reading(engine) as connection:
        connection.execute(text("SELECT sum(length(words)) FROM people NOT INDEXED")).one()
    engine.dispose()
