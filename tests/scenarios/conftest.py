"""One kiosk in one world for all visits that need no other: to start them costs more than to walk through them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import delete

from kiosk.scenario.night import Night
from kiosk.scenario.stage import Stage
from kiosk.settings import KioskSettings
from kiosk.store.tables import applications, drafts, face_attempts
from sync.contract.settings import load


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The kiosk of the identity scenario."""
    settings = load(KioskSettings, Path("config.toml"))
    async with Stage.open(settings, tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture
def night(stage: Stage) -> Night:
    """王女士's visits to it."""
    return Night(stage.world, stage.services)


@pytest_asyncio.fixture(loop_scope="session")
async def kiosk(stage: Stage, night: Night) -> Stage:
    """The same kiosk as if nobody had been there: nothing handed in, half done or refused, no card, no paper."""
    assert stage.services.store is not None
    with stage.services.store.engine.begin() as connection:
        for rows in (applications, drafts, face_attempts):
            connection.execute(delete(rows))
    await night.mend()
    return stage
