"""Without a face and without a PIN: a code that the centre sends to the phone it knows."""

from __future__ import annotations

import pytest

from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.driver import Driver
from kiosk.journeys.pages import Page
from kiosk.journeys.scripted import ScriptedScreen
from kiosk.scenario.people import card
from kiosk.scenario.personas import Wang
from kiosk.scenario.stage import Stage
from kiosk.scenario.world import World


class WithHerPhone(Wang):
    """Refuses the face check, mistypes once, asks for a second code and reads that from her phone."""

    def __init__(self, world: World) -> None:
        super().__init__(world, world.settings.pace.adult)
        self._world = world
        self.asked: list[pages.EnterCode] = []

    async def meet(self, page: Page) -> Answer | None:
        match page:
            case pages.Consent():
                return Answer(action=Action.REFUSE)
            case pages.ChooseWay():
                return Answer(action=Action.CHOOSE, value="code")
            case pages.EnterCode():
                self.asked.append(page)
                return await self._enter()
        return await super().meet(page)

    async def _enter(self) -> Answer:
        match len(self.asked):
            case 1:
                return Answer(action=Action.FILL, values={"code": "12"})
            case 2:
                return Answer(action=Action.RETRY)
            case _:
                newest = (await self._world.centre("outgoing-codes", "--number", card("wang")["number"]))["codes"][0]
                return Answer(action=Action.FILL, values={"code": newest["code"]})


@pytest.mark.scenario
@pytest.mark.timeout(120)
@pytest.mark.asyncio(loop_scope="session")
async def test_she_is_recognised_by_a_code_from_her_phone(kiosk: Stage) -> None:
    her = WithHerPhone(kiosk.world)
    report = await Driver(kiosk.services, ScriptedScreen(her)).visit()

    assert (report.outcome, report.proof) == ("done", "code")
    assert her.asked[0].sent_to.startswith("138") and "****" in her.asked[0].sent_to
    assert her.asked[1].problem is not None, "a code of two digits is not sent to the centre"
    assert kiosk.world.sheets() == 1
