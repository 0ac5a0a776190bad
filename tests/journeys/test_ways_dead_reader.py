"""An ID reader that does not work stands in nobody's way who can say otherwise who they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from way_bench import BACK, RETRY, Bench, Script, ScriptedCentre, choose

from devices.idcard import problems
from devices.kinds import Kind
from devices.state import Cancel, DeviceState
from kiosk.journeys.answers import Answer
from kiosk.journeys.conversation import VisitEnds
from kiosk.journeys.pages import PresentCard
from kiosk.journeys.ways import reader
from kiosk.journeys.ways.agent import AgentEntry
from kiosk.journeys.ways.card import ask_card
from kiosk.journeys.ways.volunteer import VolunteerEntry
from kiosk.visit import Outcome

WANTED = PresentCard(others=("social-security-card", "portal"))
CARD: Any = type("Card", (), {"valid_until": None, "number": "110100198604120028"})()


class ReaderDriver:
    """An ID reader that fails until it is mended."""

    def __init__(self) -> None:
        self.mended = False
        self.state = DeviceState.ONLINE
        self.asked = 0

    def open(self) -> None: ...

    def close(self) -> None: ...

    def poll(self) -> DeviceState:
        return self.state

    def read_card(self, _: Cancel) -> Any:
        self.asked += 1
        if not self.mended:
            raise problems.garbled("/dev/reader", 3)
        return CARD


class Desk:
    """A bench with an ID reader."""

    def __init__(self, folder: Path, *answers: Any) -> None:
        self.screen = Script(*answers)
        self.bench = Bench(folder, self.screen, ScriptedCentre())
        self.driver = ReaderDriver()
        self.told: list[str] = []
        services: Any = self.bench.services
        services.reader = self.bench.host.add("id-reader", lambda: self.driver, Kind.ID_READER)
        services.devices = dict(self.bench.host.devices)
        services.report = lambda _visit, problem: self.told.append(problem.code)
        self.services = services

    async def online(self) -> None:
        async with asyncio.timeout(5):
            while self.services.reader.status.state is DeviceState.STARTING:  # noqa: ASYNC110  seen by its state
                await asyncio.sleep(0.01)

    async def ask(self, wanted: PresentCard = WANTED) -> Any:
        async with asyncio.timeout(5):
            return await ask_card(self.services, self.bench.visit, self.bench.talk, wanted)


@pytest.fixture
async def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    made: list[Desk] = []
    monkeypatch.setattr(reader, "BACK_S", 0.02)

    def make(*answers: Any) -> Desk:
        made.append(Desk(tmp_path / str(len(made)), *answers))
        return made[-1]

    yield make
    for desk in made:
        await desk.bench.close()


async def test_the_other_ways_are_one_touch_away_when_the_reader_fails(desks: Any) -> None:
    desk = desks(None, choose("other"), choose("portal"))
    await desk.online()
    assert (await desk.ask()) == choose("portal")
    trouble, page = desk.screen.shown[1:]
    assert [name for name, _ in trouble.choices] == ["other", "window"] and trouble.retry
    assert not page.reader and page.others == ("social-security-card", "portal", "window")
    assert desk.told == []


async def test_where_there_is_no_other_way_the_counter_takes_over(desks: Any) -> None:
    desk = desks(None, choose("window"))
    await desk.online()
    with pytest.raises(VisitEnds) as ended:
        await desk.ask(PresentCard())
    assert ended.value.outcome is Outcome.HANDED_OVER
    assert [name for name, _ in desk.screen.shown[1].choices] == ["window"] and len(desk.told) == 1


async def test_a_reader_that_is_known_to_be_dead_is_not_asked_for(desks: Any) -> None:
    desk = desks(choose("social-security-card"))
    desk.driver.state = DeviceState.HARDWARE_ERROR
    await desk.online()
    async with asyncio.timeout(5):
        while desk.services.reader.status.state is not DeviceState.HARDWARE_ERROR:  # noqa: ASYNC110  as above
            await asyncio.sleep(0.01)
    assert (await desk.ask()) == choose("social-security-card")
    assert [(page.kind, page.reader) for page in desk.screen.shown] == [("PresentCard", False)]


async def test_a_card_counts_when_the_reader_is_mended_meanwhile(desks: Any) -> None:
    desk = desks(None, choose("other"), None)

    def mend() -> None:
        desk.driver.mended = True

    desk.screen._answers[-1] = mend
    await desk.online()
    assert await desk.ask() is CARD


async def test_trying_again_asks_for_the_card_again(desks: Any) -> None:
    desk = desks(None, RETRY, None, choose("other"), BACK)
    await desk.online()
    assert isinstance(await desk.ask(), Answer)
    assert [page.kind for page in desk.screen.shown] == ["PresentCard", "Trouble"] * 2 + ["PresentCard"]
    assert [page.reader for page in desk.screen.shown[::2]] == [True, True, False]


async def test_nobody_helps_without_a_reader_for_their_card(desks: Any) -> None:
    desk = desks()
    desk.bench.visit.item = type("Item", (), {"delegable": True, "code": "x"})()
    await desk.online()
    ways = (AgentEntry(desk.services), VolunteerEntry(desk.services))
    assert all(way.offered(desk.bench.visit) for way in ways)
    desk.services.devices.pop("id-reader")
    assert not any(way.offered(desk.bench.visit) for way in ways)
