"""alembic's entry: runs the steps on the connection that `upgrade` hands over."""

from __future__ import annotations

from alembic import context

from center.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
