"""Runs the migrations on the connection that kiosk.store.schema hands over."""

from __future__ import annotations

from alembic import context

import kiosk.store.tables  # noqa: F401  declares its tables in the same metadata
from sync.tables import metadata

# The connection has begun a transaction already, which ends with all migrations or none.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
