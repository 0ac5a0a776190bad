"""Faults in other orders than the table's: things that heal while she waits, two at once, another person's card."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from devices.state import DeviceState
from kiosk.assembly import assemble
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.driver import Driver, Report
from kiosk.journeys.pages import Page
from kiosk.journeys.scripted import ScriptedScreen
from kiosk.scenario.personas import Wang
from kiosk.scenario.world import World
from kiosk.services import Services
from kiosk.settings import KioskSettings
from sync.contract.settings import load

Happening = Callable[[World], None]


def breaks(device: str, verb: str, argument: str = "", *, heals: str = "", after_s: float = 1.0) -> Happening:
    def happen(world: World) -> None:
        world.act(device, verb, argument)
        if heals:
            world.later(after_s, device, heals)

    return happen


def swaps_cards(world: World) -> None:
    world.act("id-reader", "lift")
    world.act("id-reader", "put", "li")


REFUSES = Answer(action=Action.REFUSE)
CASES: dict[str, tuple[dict[str, Happening | Answer], str, str | None, int]] = {
    # what happens at which page: outcome, settlement, sheets
    "a plug that is put back": ({"PresentCard": breaks("id-reader", "unplug", heals="plug")}, "done", "done", 1),
    "a jam that is cleared": ({"Record": breaks("printer", "jam-mid-job", heals="feed")}, "done", "done", 1),
    "a printer back with its sheet": (
        {"Record": breaks("printer", "dies-mid-job", "unanswered", heals="ok", after_s=2.0)},
        "done",
        "done",
        1,
    ),
    "a printer back without it": (
        {"Record": breaks("printer", "dies-mid-job", "lost", heals="ok", after_s=2.0)},
        "handed-over",
        "not-done",
        0,
    ),
    "another person's card": ({"Record": swaps_cards}, "refused", None, 0),
    "a lifted card": ({"FaceCheck": breaks("id-reader", "lift")}, "done", "done", 1),
    "no face and no centre": ({"Consent": REFUSES, "EnterCode": breaks("link", "cut")}, "handed-over", None, 0),
    "no reader at the end": ({"TakeBelongings": breaks("id-reader", "unplug")}, "done", "done", 1),
}


async def ready(world: World, services: Services) -> None:
    """Heals everything and waits until reader and printer say so."""
    for device in ("printer", "camera", "link", "id-reader"):
        world.act(device, "ok")
    world.act("id-reader", "lift")
    for watched in (services.reader, services.printer):
        news = asyncio.Event()
        stop = watched.listen(lambda _, news=news: news.set())
        try:
            async with asyncio.timeout(15):
                while watched.status.state is not DeviceState.ONLINE:
                    await news.wait()
                    news.clear()
        finally:
            stop()


async def visit(world: World, driver: Callable[[Wang], Driver], happens: dict[str, Happening | Answer]) -> Report:
    wang = Wang(world, world.settings.pace.adult)

    def hook(what: Happening | Answer) -> Callable[[Page], Answer | None]:
        once = iter([what])

        def meet(_: Page) -> Answer | None:
            now = next(once, None)
            if now is None or isinstance(now, Answer):
                return now
            now(world)
            return None

        return meet

    wang.meeting.update({page: hook(what) for page, what in happens.items()})
    async with asyncio.timeout(40):
        return await driver(wang).visit()


@pytest.mark.scenario
@pytest.mark.timeout(180)
async def test_other_orders_end_as_she_would_wish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.journeys.driver.FAREWELL_S", 0.02)
    monkeypatch.setattr("kiosk.journeys.ways.reader.LOST_S", 1.0)
    async with World(load(KioskSettings, Path("config.toml")), tmp_path) as world:
        world.act("camera", "show", "wang")
        services = await assemble(world.settings, wait_vision=True)
        assert services.store is not None
        owner = services.store.owner("110100198604120028")
        try:
            for name, (happens, outcome, settlement, sheets) in CASES.items():
                before = world.sheets()
                await ready(world, services)
                report = await visit(world, lambda wang: Driver(services, ScriptedScreen(wang)), happens)
                assert (report.outcome, report.settlement) == (outcome, settlement), f"{name}: {report}"
                assert world.sheets() - before == sheets, name
                assert services.journal is not None and services.journal.unsettled() == [], name
                if draft := services.store.find_draft(owner, "social-insurance-record"):
                    services.store.drop_draft(draft.id)
        finally:
            await services.close()
