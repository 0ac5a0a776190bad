"""kill -9 of the kiosk at any page: it starts again, opens its database, and prints at most once."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from devices.journal import Journal
from kiosk.scenario.world import World
from kiosk.settings import KioskSettings
from kiosk.store import Store
from kiosk.store.tables import applications
from sync.contract.settings import load
from sync.database import reading

PROCESS = Path(__file__).with_name("kiosk_process.py")
LIMIT_S = 60.0


async def kiosk(world: World, die_at: str, item: str = "social-insurance-record") -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(PROCESS),
        str(world.config),
        die_at,
        item,
        stdout=asyncio.subprocess.PIPE,
        env=world.environment(),
    )
    output, _ = await asyncio.wait_for(process.communicate(), LIMIT_S)
    assert process.returncode is not None
    return process.returncode, output.decode()


@pytest.mark.scenario
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "die_at",
    ["Consent", "FaceCheck", "Record", "Printing", "Printing:sending", "Printing:printing", "TakeBelongings", "Rate"],
)
async def test_a_killed_kiosk_comes_back_and_prints_once(die_at: str, tmp_path: Path) -> None:
    async with World(load(KioskSettings, Path("config.toml")), tmp_path) as world:
        world.act("camera", "show", "wang")
        code, _ = await kiosk(world, die_at)
        assert code == -signal.SIGKILL

        world.act("id-reader", "lift")
        code, output = await kiosk(world, "")

        assert code == 0
        assert json.loads(output)["outcome"] == "done"
        assert world.sheets() == (2 if die_at == "Rate" else 1), "only a visit that was over may print anew"
        journal = Journal(world.settings.devices.host.journal)
        assert journal.unsettled() == []
        journal.close()


@pytest.mark.scenario
@pytest.mark.timeout(120)
@pytest.mark.parametrize("die_at", ["Review", "Receipt"])
async def test_an_application_is_not_filed_again_unasked(die_at: str, tmp_path: Path) -> None:
    async with World(load(KioskSettings, Path("config.toml")), tmp_path) as world:
        world.act("camera", "show", "wang")
        code, _ = await kiosk(world, die_at, "residence-permit")
        assert code == -signal.SIGKILL

        world.act("id-reader", "lift")
        code, output = await kiosk(world, "", "residence-permit")

        assert code == 0
        report = json.loads(output)
        assert report["outcome"] == "done"
        store = Store.open(world.state)
        with reading(store.engine) as connection:
            numbers = list(connection.execute(select(applications.c.number)).scalars())
        store.close()
        assert numbers == [report["number"]], "the second receipt is that of the first application"
        assert any("已经提交过" in words for words in report["told"]) == (die_at != "Review")
