"""Many short visits by anybody, with anything breaking at any page: each ends, and nothing mixes, doubles or stays.

More than the usual: `NZZ_TEST_WANDERERS=200 NZZ_TEST_SEED=7 pytest tests/faults/test_wanderers.py`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from pathlib import Path

import pytest
from wanderer import PEOPLE, Wanderer

from kiosk.assembly import assemble
from kiosk.certificates import verify
from kiosk.journeys.driver import Driver
from kiosk.journeys.scripted import ScriptedScreen
from kiosk.scenario.night import delivered
from kiosk.scenario.residue import search
from kiosk.scenario.world import World
from kiosk.services import Services
from kiosk.settings import KioskSettings
from kiosk.visit import Outcome
from sync.contract.settings import load

VISITS = int(os.environ.get("NZZ_TEST_WANDERERS", "8"))
SEED = os.environ.get("NZZ_TEST_SEED", "1")
VISIT_LIMIT_S = 60.0


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> KioskSettings:
    """The project's own settings with shorter waits."""
    monkeypatch.setattr("kiosk.journeys.driver.FAREWELL_S", 0.02)
    monkeypatch.setattr("kiosk.journeys.belongings.CARD_REMINDER_S", 1.0)
    monkeypatch.setattr("kiosk.journeys.ways.reader.LOST_S", 1.5)
    given = load(KioskSettings, Path("config.toml"))
    return given.model_copy(
        update={
            "vision": given.vision.model_copy(update={"limit_s": 3.0}),
            "sync": given.sync.model_copy(update={"query_timeout_s": 2.0}),
        }
    )


async def stroll(services: Services, world: World, seed: str, caplog: pytest.LogCaptureFixture) -> str:
    """One visit, looked at from all sides; returns its id."""
    assert services.store is not None

    def kill_vision() -> None:
        if (pid := services.vision.pid) is not None:
            os.kill(pid, signal.SIGKILL)

    wanderer = Wanderer(world, seed, kill_vision)
    wanderer.arrive()
    before = world.sheets()
    caplog.clear()
    try:
        async with asyncio.timeout(VISIT_LIMIT_S):
            report = await Driver(services, ScriptedScreen(wanderer)).visit()
    except TimeoutError:
        pytest.fail("the visit does not end:\n" + "\n".join(wanderer.story))
    story = "\n".join([*wanderer.story, f"  = {report}"])

    broken = [r.getMessage() for r in caplog.records if r.exc_info or "broke" in r.getMessage()]
    assert not broken, f"{broken}\n{caplog.text}\n{story}"
    assert len(wanderer.shown) <= 1 and wanderer.shown <= wanderer.cards, f"{wanderer.shown} on the pages\n{story}"
    assert services.journal is not None and services.journal.unsettled() == [], story
    assert world.sheets() - before <= (0 if report.settlement in (None, "not-done") else 1), story
    assert report.outcome is not Outcome.DONE or report.settlement or report.number, story
    return report.visit


@pytest.mark.scenario
@pytest.mark.timeout(60 + 15 * VISITS)
async def test_whatever_anybody_does_while_anything_breaks(
    hurried: KioskSettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with World(hurried, tmp_path) as world:
        services, _ = await asyncio.gather(assemble(world.settings, wait_vision=True), world.start_sync())
        assert services.store is not None
        try:
            visits = [await stroll(services, world, f"{SEED}.{n}", caplog) for n in range(VISITS)]
            assert await delivered(world, services.store) == 0
        finally:
            await services.close()
        purges = (await world.centre("records", "--kind", "purge"))["records"]
        assert sorted(record["body"]["visit"] for record in purges) == sorted(visits), "every visit is forgotten once"
        for kind in ("application", "certificate"):
            numbers = [r["body"]["number"] for r in (await world.centre("records", "--kind", kind))["records"]]
            assert len(numbers) == len(set(numbers))
        printed = [verify(sheet.read_bytes(), world.state).number for sheet in world.paper.glob("*.pdf")]
        assert len(printed) == len(set(printed)), "no certificate is printed twice"
        canaries: dict[str, str | bytes] = {}
        for key, (name, number) in PEOPLE.items():
            canaries |= {f"name of {key}": name, f"number of {key}": number}
        assert search([world.state, world.temp], canaries) == []
