"""A residence permit by every way in: each finishes, none needs a face, and nobody's card stays behind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from by_way import ByWay, Way

from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.driver import Driver, Report
from kiosk.journeys.pages import Page
from kiosk.journeys.scripted import ScriptedScreen
from kiosk.scenario.night import delivered
from kiosk.scenario.stage import Stage
from kiosk.scenario.world import World
from kiosk.services import Services

pytestmark = [pytest.mark.scenario, pytest.mark.timeout(180), pytest.mark.asyncio(loop_scope="session")]


class WithTheWrongPhone(ByWay):
    """Holds a payment code under the reader, then the phone of somebody else, then their own."""

    def __init__(self, world: World, way: Way, other: str) -> None:
        super().__init__(world, world.settings.pace.adult, way)
        self._other = other
        self.hints: list[str] = []

    async def code(self, page: pages.ShowCode) -> str:
        self.hints.append(page.hint.zh if page.hint else "")
        match len(self.hints):
            case 1:
                return "134567890123456789"
            case 2:
                return str((await self.world.centre("portal-pass", "--number", self._other))["pass"])
        return await super().code(page)


class AtTheWindow(ByWay):
    """Goes back from the choice to the guide, comes again, and would rather speak to a person."""

    async def meet(self, page: Page) -> Answer | None:
        if isinstance(page, pages.ChooseWay) and not any(isinstance(each, pages.ChooseWay) for each in self.met):
            self.met.append(page)
            return Answer(action=Action.BACK)
        return await super().meet(page)


class Swapped(ByWay):
    """While the form is on the screen, somebody else puts their social-security card into the slot."""

    def __init__(self, world: World, way: Way, services: Services) -> None:
        super().__init__(world, world.settings.pace.adult, way)
        self._slot = services.devices["smart-card"]

    async def meet(self, page: Page) -> Answer | None:
        if isinstance(page, pages.FillForm):
            self.world.act("smart-card", "lift")
            await self._slot.call(lambda reader, cancel: reader.wait_removed(cancel), timeout_s=10)
            self.world.act("smart-card", "put", "zhang")
            await self._slot.call(lambda reader, cancel: reader.wait_inserted(cancel), timeout_s=10)
        return await super().meet(page)


def kinds(resident: ByWay) -> list[str]:
    return [page.kind for page in resident.met]


async def visit(services: Services, resident: ByWay) -> Report:
    report = await Driver(services, ScriptedScreen(resident)).visit()
    assert services.store is not None
    assert await delivered(resident.world, services.store) == 0
    return report


async def filed(world: World, number: str | None) -> dict[str, Any]:
    records = (await world.centre("records", "--kind", "application"))["records"]
    return next(record["body"] for record in records if record["body"]["number"] == number)


async def test_a_social_security_card_says_who_and_a_pin_proves_it(kiosk: Stage) -> None:
    world, services = kiosk.world, kiosk.services
    her = ByWay(world, world.settings.pace.adult, Way("wang", entry="social-security-card", check="pin"))
    report = await visit(services, her)
    assert (report.outcome, report.proof) == ("done", "pin")
    assert "Consent" not in kinds(her), "there is no portrait to compare with"
    form = next(page for page in her.met if isinstance(page, pages.FillForm))
    address = next(field for field in form.fields if field.name == "registered-address")
    assert address.value == "" and address.hint is not None and "公安登记" in address.hint.zh
    (taken,) = [page for page in her.met if isinstance(page, pages.TakeBelongings)]
    assert taken.slot and not taken.card
    body = await filed(world, report.number)
    assert body["values"]["registered-address"] == "" and body["values"]["name"] == "王丽华"
    assert body["proof"] == "pin"


async def test_the_phone_alone_is_enough(kiosk: Stage) -> None:
    world, services = kiosk.world, kiosk.services
    her = ByWay(world, world.settings.pace.adult, Way("li", entry="portal"))
    report = await visit(services, her)
    assert (report.outcome, report.proof) == ("done", "portal")
    assert not {"ChooseWay", "EnterCode", "Consent", "TakeBelongings"} & set(kinds(her))
    assert (await filed(world, report.number))["values"]["registered-address"].endswith("34号")


async def test_the_phone_beside_a_card_has_to_be_of_the_same_person(kiosk: Stage) -> None:
    world, services = kiosk.world, kiosk.services
    him = WithTheWrongPhone(world, Way("zhang", check="portal"), other="110100198604120028")
    report = await visit(services, him)
    assert (report.outcome, report.proof) == ("done", "portal")
    assert "没有扣款" in him.hints[1]
    assert "无效" in him.hints[2], "the phone of somebody else is told like a code that is over"


async def test_the_counter_finds_the_visit_under_a_number(kiosk: Stage) -> None:
    world, services = kiosk.world, kiosk.services
    her = AtTheWindow(world, world.settings.pace.adult, Way("wang", check="window"))
    report = await visit(services, her)
    assert report.outcome == "handed-over"
    assert kinds(her).count("ItemGuide") == 2 and kinds(her).count("PresentCard") == 1
    told = report.told[-1].zh
    (order,) = [
        record["body"]
        for record in (await world.centre("records", "--kind", "work-order"))["records"]
        if record["body"]["reason"] == "hand-over" and record["body"]["visit"] == report.visit
    ]
    number = order["detail"].partition(":")[0]
    assert re.fullmatch(r"A-03-\d+", number) and number in told
    assert "residence-permit" in order["detail"] and "王" not in order["detail"] and her.number not in str(order)


async def test_another_card_in_the_slot_ends_the_visit(kiosk: Stage) -> None:
    world, services = kiosk.world, kiosk.services
    way = Way("li", entry="social-security-card", item="senior-card")
    her = Swapped(world, way, services)
    report = await visit(services, her)
    assert report.outcome == "refused" and report.number is None
    assert any("换了另一个人的社保卡" in words.zh for words in report.told)
    assert "Review" not in kinds(her), "nothing of the first person is shown to the second"
    assert kinds(her)[-2:] == ["TakeBelongings", "Farewell"]
