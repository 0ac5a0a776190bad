"""The items that are applied for: the form is filled once, filed once, and reaches the centre."""

from __future__ import annotations

import pytest

from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.driver import Driver, Report
from kiosk.journeys.pages import FieldKind, Page
from kiosk.journeys.scripted import ScriptedScreen
from kiosk.scenario.night import delivered
from kiosk.scenario.personas import Wang
from kiosk.scenario.stage import Stage
from kiosk.scenario.world import World
from sync.contract.problem import Words

pytestmark = [pytest.mark.scenario, pytest.mark.timeout(120), pytest.mark.asyncio(loop_scope="session")]

ANSWERS = {"phone": "13800000009"}


class Applicant(Wang):
    """Fills every form, goes back once to look again, and hands in."""

    def __init__(self, world: World, card: str, item: str) -> None:
        super().__init__(world, world.settings.pace.senior)
        self._world, self._card, self._item = world, card, item
        self.went_back = False
        self.met: list[str] = []
        self.receipt: pages.Receipt | None = None
        self.kept: Words | None = None

    async def meet(self, page: Page) -> Answer | None:
        self.met.append(page.kind)
        match page:
            case pages.ChooseItem():
                return Answer(action=Action.CHOOSE, value=self._item)
            case pages.PresentCard():
                self._world.act("id-reader", "put", self._card)
                return None
            case pages.FillForm(fields=fields):
                wrong = "phone" in {field.name for field in fields} and "FillForm" not in self.met[:-1]
                given = {field.name: _filled(field) for field in fields if field.kind is not FieldKind.GIVEN}
                return Answer(action=Action.FILL, values=given | ({"phone": "12"} if wrong else {}))
            case pages.Review() if not self.went_back:
                self.went_back = True
                return Answer(action=Action.BACK)
            case pages.Receipt():
                self.receipt = page
            case pages.Farewell():
                self.kept = page.kept
        return await super().meet(page)


def _filled(field: pages.Field) -> str:
    return field.choices[0][0] if field.kind is FieldKind.CHOICE else ANSWERS[field.name]


async def apply(kiosk: Stage, applicant: Applicant) -> Report:
    report = await Driver(kiosk.services, ScriptedScreen(applicant)).visit()
    assert kiosk.services.store is not None
    assert await delivered(kiosk.world, kiosk.services.store) == 0
    return report


@pytest.mark.parametrize(
    ("item", "card", "name"), [("residence-permit", "wang", "王丽华"), ("senior-card", "li", "李桂兰")]
)
async def test_an_application_reaches_the_centre_once(item: str, card: str, name: str, kiosk: Stage) -> None:
    applicant = Applicant(kiosk.world, card, item)
    report = await apply(kiosk, applicant)

    assert report.outcome == "done" and report.item == item
    assert applicant.met.count("FillForm") == 3, "a wrong value is asked again, and so is what one goes back to"
    assert applicant.receipt is not None and applicant.receipt.number == report.number
    assert applicant.kept is not None and "送到中心" in applicant.kept.zh, "nobody is told that nothing was kept"
    assert "最晚 2" in applicant.receipt.promise.zh, "the receipt names the day"
    found = (await kiosk.world.centre("records", "--kind", "application"))["records"]
    (record,) = [record for record in found if record["body"]["number"] == report.number]
    assert record["body"]["values"]["name"] == name
    assert record["body"]["values"]["phone"] == ANSWERS["phone"]


async def test_who_is_too_young_for_a_senior_card_is_told_before_typing(kiosk: Stage) -> None:
    applicant = Applicant(kiosk.world, "wang", "senior-card")
    tries = iter([Answer(action=Action.CHOOSE, value="senior-card"), Answer(action=Action.LEAVE)])
    met = applicant.meet

    async def once(page: Page) -> Answer | None:
        return next(tries) if isinstance(page, pages.ChooseItem) else await met(page)

    applicant.meet = once  # type: ignore[method-assign]
    report = await apply(kiosk, applicant)

    assert report.outcome == "left"
    assert any("60 岁" in words.zh for words in report.told)
    assert "FillForm" not in applicant.met
