"""A resident who says and proves who they are by the ways one names, and applies for what one names."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import FieldKind, Page
from kiosk.scenario.people import PINS, card
from kiosk.scenario.personas import Wang
from kiosk.scenario.visitor import SCAN_AFTER_S, filled
from kiosk.scenario.world import World
from kiosk.settings import PaceSettings


@dataclass(frozen=True)
class Way:
    """Who comes, and how."""

    who: str = "wang"
    """Key of their cards."""
    entry: str = "id-card"
    """`id-card`, or one of `PresentCard.others`."""
    check: str = "pin"
    """One of `ChooseWay.ways`."""
    item: str = "residence-permit"


class ByWay(Wang):
    """Takes the ways it was told, fills in the form, hands in. `code` gives what the phone shows."""

    def __init__(self, world: World, pace: PaceSettings, way: Way) -> None:
        super().__init__(world, pace)
        self.world = world
        self.way = way
        self.met: list[Page] = []

    @property
    def number(self) -> str:
        """The citizen number on their cards."""
        return card(self.way.who)["number"]

    async def meet(self, page: Page) -> Answer | None:
        """See Resident.meet."""
        self.met.append(page)
        match page:
            case pages.ShowCode():
                self.world.later(SCAN_AFTER_S, "code-reader", "scan", await self.code(page))
                return None
            case pages.EnterCode(way="code"):
                newest = (await self.world.centre("outgoing-codes", "--number", self.number))["codes"][0]
                return Answer(action=Action.FILL, values={"code": newest["code"]})
        return self._identify(page) or await super().meet(page)

    async def code(self, page: pages.ShowCode) -> str:
        """What the phone shows: a fresh pass of the portal."""
        return str((await self.world.centre("portal-pass", "--number", self.number))["pass"])

    def _identify(self, page: Page) -> Answer | None:
        match page:
            case pages.ChooseItem(tiles=tiles):
                shut = any(tile.item == self.way.item and tile.unavailable is not None for tile in tiles)
                return Answer(action=Action.LEAVE) if shut else Answer(action=Action.CHOOSE, value=self.way.item)
            case pages.PresentCard() if self.way.entry != "id-card":
                return Answer(action=Action.CHOOSE, value=self.way.entry)
            case pages.Consent() if self.way.check != "face":
                return Answer(action=Action.REFUSE)
            case pages.ChooseWay():
                return Answer(action=Action.CHOOSE, value=self.way.check)
            case pages.EnterCode(way="pin"):
                return Answer(action=Action.FILL, values={"code": PINS[self.way.who]})
            case pages.FillForm(fields=fields):
                given = {field.name: filled(field) for field in fields if field.kind is not FieldKind.GIVEN}
                return Answer(action=Action.FILL, values=given)
        return None

    def _answer(self, page: Page) -> Answer | None:
        match page:
            case pages.PresentCard():
                self.world.act("id-reader", "put", self.way.who)
                return None
            case pages.InsertCard():
                self.world.act("smart-card", "put", self.way.who)
                return None
        return super()._answer(page)
