"""A migrated database, an enrolled kiosk and a fake centre."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fake_centre import FakeCentre
from sqlalchemy import Engine
from sync_world import Clock, Kiosk

from kiosk.store import Store
from sync.client import Centre
from sync.contract.services import Enrolled
from sync.identity import KioskIdentity
from sync.settings import SyncSettings
from sync.worker import SyncWorker


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def engine(state: Path) -> Iterator[Engine]:
    store = Store.open(state)
    yield store.engine
    store.close()


@pytest.fixture
async def kiosk(state: Path, engine: Engine, clock: Clock, tmp_path: Path) -> AsyncIterator[Kiosk]:
    identity = KioskIdentity.load_or_create(state)
    identity.remember(Enrolled(kiosk="A-03", centre_key=""))
    centre = FakeCentre(tmp_path / "ledger.jsonl", identity.public_key)
    settings = SyncSettings(centre="http://centre.test")
    client = Centre(settings, identity, clock, transport=centre.transport())
    worker = SyncWorker(engine, client, settings, clock, chance=lambda: 1.0)
    yield Kiosk(state, engine, identity, clock, centre, client, worker)
    await client.close()
