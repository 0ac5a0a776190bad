"""A database is brought to the present version once, whole, and quickly left alone after that."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, text

from kiosk.store import Store
from kiosk.store.schema import HEAD, MIGRATIONS, migrate
from sync.contract.problem import Problem
from sync.database import open_database, reading
from sync.tables import metadata

ROOT = Path(__file__).parents[2]


def test_the_migrations_lead_to_the_tables_the_code_uses(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        found = inspect(connection)
        for table in metadata.sorted_tables:
            declared = {c.name for c in table.constraints if c.name and type(c).__name__ == "UniqueConstraint"}
            assert {c["name"] for c in found.get_unique_constraints(table.name)} == declared
    store.close()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_a_current_database_is_left_alone_without_alembic(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    code = (
        "import sys, pathlib; from kiosk.store import Store; Store.open(pathlib.Path(sys.argv[1])).close(); "
        "print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_a_migration_that_fails_leaves_nothing_half_done(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "store.db", bytes(32))

    def fail(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        if "CREATE TABLE certificates" in statement:
            raise RuntimeError("power cut")

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        migrate(engine)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == []
    event.remove(engine, "before_cursor_execute", fail)
    assert migrate(engine) and not migrate(engine)
    engine.dispose()


def test_two_that_start_at_once_end_with_one_database(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(lambda _: Store.open(tmp_path), range(4)))
    assert len({store.owner("x") for store in stores}) == 1
    for store in stores:
        store.close()


def test_a_database_of_newer_software_is_refused(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(Problem, match=r"store\.newer.*9999"):
        Store.open(tmp_path)
