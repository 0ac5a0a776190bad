"""The file of the centre: migrations and tables agree, and what is committed survives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import center.migrations
import center.turn
from center.centre import Centre
from center.keys import FILE_NAME, CentreKeys
from center.problems import Refusal
from center.schema import metadata
from center.turn import own_turn


def test_the_migrations_build_the_tables(centre: Centre) -> None:
    with centre.database.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == center.migrations.HEAD


def test_head_is_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(center.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == center.migrations.HEAD


def test_what_is_acknowledged_is_on_the_disk(centre: Centre) -> None:
    with centre.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_the_key_is_for_the_owner_only_and_stays(centre: Centre, tmp_path: Path) -> None:
    path = tmp_path / "center" / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert CentreKeys.load_or_create(path.parent).seed == centre.keys.seed
    assert repr(centre.keys) == "CentreKeys()"
    assert not list(path.parent.glob(".key-*"))


def test_one_process_at_a_time_opens_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(center.turn, "_LIMIT_S", 0.0)
    with own_turn(tmp_path), pytest.raises(Refusal, match=r"centre\.opening"):
        Centre.open(tmp_path, demo_residents=True)
    Centre.open(tmp_path, demo_residents=True).close()


def test_first_starts_side_by_side_agree(tmp_path: Path) -> None:
    def open_and_close(_: int) -> str:
        opened = Centre.open(tmp_path / "center", demo_residents=True)
        opened.close()
        return opened.keys.public

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(open_and_close, range(4)))) == 1


def test_a_damaged_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "centre.sqlite").write_text("no database" * 100)
    with pytest.raises(Refusal, match="backup"):
        Centre.open(tmp_path, demo_residents=True)
    (tmp_path / "centre.sqlite").unlink()
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(Refusal, match="backup"):
        Centre.open(tmp_path, demo_residents=True)
