"""Beijing time: what a kiosk shows and writes, whatever the machine it runs on is set to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """The wall clock in Beijing."""
    return datetime.now(BEIJING)
