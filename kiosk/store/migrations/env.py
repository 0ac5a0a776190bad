"""Runs the migrations on the connection that kiosk.store.schema hands over."""

from __future__ import annotations

from alembic import context

import kiosk.store.tables  # noqa: F401  declares its tables in the same metadata
from sync.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, and the connection has begun a transaction already
)
with context.begin_transaction():
    context.run_migrations()
