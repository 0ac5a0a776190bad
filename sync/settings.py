"""The [sync] table of config.toml."""

from __future__ import annotations

from sync.contract.settings import Section


class SyncSettings(Section):
    """Where the centre is and how hard to try."""

    centre: str = "http://127.0.0.1:8700"
    query_timeout_s: float = 6.0
    """How long a resident waits for an answer of the centre."""
    upload_every_s: float = 2.0
    pull_every_s: float = 5.0
    retry_first_s: float = 1.0
    retry_longest_s: float = 60.0
    queue_limit: int = 100_000
