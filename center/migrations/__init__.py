"""How the centre's file came to its present shape, step by step (alembic)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

HEAD = "0005"
"""The newest step; a test compares it with the files in versions/."""


def upgrade(connection: Connection) -> bool:
    """Brings the file to HEAD inside the caller's write transaction; returns whether there was anything to do."""
    if _version(connection) == HEAD:
        return False
    # alembic costs a third of a second to import, which most starts can do without.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version
