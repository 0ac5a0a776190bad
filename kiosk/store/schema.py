"""Brings the tables of a database to the version this software knows."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from sync.contract.problem import SERVICED, Family, Problem
from sync.database import reading

HEAD = "0004"
"""The newest migration."""

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> bool:
    """Runs the migrations that are missing, all or none of them.

    Returns:
        Whether there was anything to do; when not, this takes a millisecond.

    Raises:
        Problem: store.newer, the database was written by newer software.
    """
    with reading(engine) as connection:
        if _version(connection) == HEAD:
            return False
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    # Slow to import, and nearly every start has nothing to migrate.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        version = _version(connection)
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if version is not None and version not in known:
            raise _newer(version)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _newer(version: str) -> Problem:
    return Problem(
        "store.newer",
        Family.PERMANENT,
        resident=SERVICED,
        technician=(
            f"The database has version {version}, this software knows versions up to {HEAD}. "
            "Install the software that wrote it, or a newer one."
        ),
    )
