"""A certificate that the centre revokes is known to be revoked at the kiosk, without asking the centre again."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kiosk.journeys.driver import Driver
from kiosk.journeys.scripted import ScriptedScreen
from kiosk.scenario.night import delivered
from kiosk.scenario.personas import Wang
from kiosk.scenario.stage import Stage
from kiosk.scenario.world import World
from kiosk.store import Store

FEED_LIMIT_S = 20.0


async def verify(world: World, file: Path) -> tuple[int | None, dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kiosk", "verify", str(file), "--json", "--config", str(world.config)),
        stdout=asyncio.subprocess.PIPE,
        env=world.environment(),
    )
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, json.loads(output)


async def heard_of(store: Store, number: str) -> bool:
    end = time.monotonic() + FEED_LIMIT_S
    while store.revocation(number) is None:  # another process hears it
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.05)
    return True


@pytest.mark.scenario
@pytest.mark.timeout(120)
@pytest.mark.asyncio(loop_scope="session")
async def test_a_revocation_reaches_the_kiosk_by_the_feed(kiosk: Stage) -> None:
    world, store = kiosk.world, kiosk.services.store
    assert store is not None
    report = await Driver(kiosk.services, ScriptedScreen(Wang(world, world.settings.pace.adult))).visit()
    assert report.outcome == "done" and report.number is not None
    assert await delivered(world, store) == 0
    (sheet,) = world.paper.glob("*.pdf")
    code, before = await verify(world, sheet)
    assert (code, before["verdict"], before["number"]) == (0, "valid", report.number)

    await world.centre("revoke", report.number, "--reason", "issued by mistake")
    assert await heard_of(store, report.number)
    world.act("link", "cut")
    try:
        code, after = await verify(world, sheet)
    finally:
        world.act("link", "restore")
    assert (code, after["verdict"]) == (1, "revoked")
