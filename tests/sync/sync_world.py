"""A clock that stands still and a kiosk with everything a test of sync needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fake_centre import FakeCentre
from sqlalchemy import Engine

from sync.client import Centre
from sync.contract.records import RecordId, RecordKind
from sync.identity import KioskIdentity
from sync.outbox import enqueue
from sync.worker import SyncWorker

NOW = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Kiosk:
    """What a test has in its hands."""

    state: Path
    engine: Engine
    identity: KioskIdentity
    clock: Clock
    centre: FakeCentre
    client: Centre
    worker: SyncWorker

    def queue(self, kind: RecordKind = RecordKind.RATING, **body: object) -> RecordId:
        """Queues a record."""
        with self.engine.begin() as connection:
            return enqueue(connection, kind, dict(body), made_at=self.clock.now)
