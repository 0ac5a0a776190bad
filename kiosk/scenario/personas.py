"""The residents of the scenarios: how they meet each page, and how long they take for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import Page
from kiosk.settings import PaceSettings

NEXT = Answer(action=Action.NEXT)
PIN = "135790"
"""王女士's PIN at the demonstration centre."""

TURNS = {
    pages.FaceHint.TURN_LEFT: "wang-left",
    pages.FaceHint.TURN_RIGHT: "wang-right",
    pages.FaceHint.FRONT_AGAIN: "wang",
    pages.FaceHint.DONE: "wang",
}
"""Camera scenes of her turning the head."""

Hook = Callable[[Page], Answer | None]
"""Called with a page before the resident acts on it; an answer replaces the resident's own."""


class Surroundings(Protocol):
    """What a resident can touch beside the screen."""

    def act(self, device: str, verb: str, argument: str = "") -> None:
        """Moves something at the kiosk: a card, a face, a cable."""

    def sheets(self) -> int:
        """How many sheets lie in the output tray."""


class Wang:
    """王女士 at midnight: card, face, print, rate, go. Implements Resident.

    `meeting` and `seeing` hold hooks by page kind: they break things, or answer in her place.
    """

    def __init__(self, around: Surroundings, pace: PaceSettings) -> None:
        self._around = around
        self._pace = pace
        self._retried = False
        self._scene = "wang"
        """What the camera sees of her."""
        self.record: pages.Record | None = None
        """What she was shown, to compare with what she holds in her hands."""
        self.meeting: dict[str, Hook] = {}
        self.seeing: dict[str, Hook] = {}

    async def meet(self, page: Page) -> Answer | None:
        """See Resident.meet."""
        if isinstance(page, pages.Record):
            self.record = page
        hook = self.meeting.get(page.kind)
        if isinstance(page, pages.EnterCode):
            await asyncio.sleep(page.wait_s)  # the keys are not there before
        instead = hook(page) if hook else None
        return instead or self._answer(page)

    def see(self, page: Page) -> None:
        """See Resident.see."""
        if isinstance(page, pages.FaceCheck):
            self._turn_head(page.hint)
        if hook := self.seeing.get(page.kind):
            hook(page)

    def _turn_head(self, hint: pages.FaceHint) -> None:
        """Does what the face check asks, as soon as it asks."""
        scene = TURNS.get(hint)
        if scene is not None and scene != self._scene:
            self._scene = scene
            self._around.act("camera", "show", scene)

    def takes_s(self, page: Page) -> float:  # noqa: PLR0911  one line a kind of page
        """See Resident.takes_s: reading, then the act of the page."""
        pace = self._pace
        match page:
            case pages.Attract() | pages.Farewell():
                return pace.tap
            case pages.PresentCard() | pages.InsertCard() | pages.ShowCode():
                return pace.card
            case pages.FaceCheck():
                return pace.face
            case pages.EnterCode(length=length):
                return pace.read + length * pace.digit + pace.tap
            case pages.TakeBelongings(card=card, slot=slot, papers=papers):
                return (pace.paper if papers else 0.0) + pace.card * (card + slot)
            case pages.Wait() | pages.Printing():
                return 0.0
            case _:
                return pace.read + pace.tap

    def _answer(self, page: Page) -> Answer | None:
        match page:
            case pages.PresentCard(reader=False):
                return Answer(action=Action.CHOOSE, value="window")
            case pages.PresentCard():
                self._around.act("id-reader", "put", "wang")
                return None
            case pages.TakeBelongings(card=card, slot=slot) if card or slot:
                if card:
                    self._around.act("id-reader", "lift")
                if slot:
                    self._around.act("smart-card", "lift")
                return None
            case pages.FaceCheck() | pages.Wait() | pages.Printing():
                return None
            case pages.Trouble():
                return self._troubled(page)
            case _:
                return self._touch(page)

    def _touch(self, page: Page) -> Answer:  # noqa: PLR0911  one line a kind of page
        match page:
            case pages.ChooseItem(tiles=tiles):
                tile = next(tile for tile in tiles if tile.item == "social-insurance-record")
                if tile.unavailable is not None:
                    return Answer(action=Action.LEAVE)
                return Answer(action=Action.CHOOSE, value=tile.item)
            case pages.ChooseWay(ways=ways):
                return Answer(action=Action.CHOOSE, value="pin") if "pin" in ways else Answer(action=Action.LEAVE)
            case pages.EnterCode():
                return Answer(action=Action.FILL, values={"code": PIN})
            case pages.AskPrinted():
                return Answer(action=Action.CHOOSE, value="yes" if self._around.sheets() else "no")
            case pages.Rate():
                return Answer(action=Action.CHOOSE, value="5")
            case _:
                return NEXT

    def _troubled(self, page: pages.Trouble) -> Answer:
        """Tries once more where that is offered, then takes the first other way."""
        if page.retry and not self._retried:
            self._retried = True
            return Answer(action=Action.RETRY)
        if page.choices:
            return Answer(action=Action.CHOOSE, value=page.choices[0][0])
        return NEXT
