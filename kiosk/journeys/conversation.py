"""The screen during one visit: what every step needs to say, whatever it is about."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.dressing import dress
from kiosk.journeys.pages import Page, Printing, Trail, Trouble, Wait
from kiosk.journeys.screen import Screen
from kiosk.services import Services
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words

T = TypeVar("T")

_CALLED = Words(
    zh="已经通知工作人员，请在这里稍等。您也可以继续办理。",
    en="A member of staff has been called. Please wait here, or simply go on.",
)
_CALL_LATER = Words(
    zh="现在无法自动通知，请拨打机身上的服务电话或到窗口。",
    en="Staff cannot be called from here now. Please use the phone number on the kiosk, or go to a counter.",
)
CARD_SAFE = Words(
    zh="没有产生任何办理记录，您的信息不会留在本机。", en="Nothing was filed, and nothing of you stays on this kiosk."
)


class VisitEnds(Exception):  # noqa: N818  it is how a visit ends, mostly well
    """A step ends the journey early."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class Conversation:
    """Shows the pages of one visit with its stepper; leaving and calling a person work on every page."""

    def __init__(self, screen: Screen, visit: Visit, services: Services) -> None:
        self._screen = screen
        self._visit = visit
        self._services = services
        self.trail: Trail | None = None
        self._aside = False
        """Whether the answer to a call for a person stands before the page of the journey."""

    async def ask(self, page: Page) -> Answer:
        """Shows a page until it is answered.

        Raises:
            VisitEnds: the resident leaves.
            ResidentGone: nobody answers.
        """
        while True:
            answer = await self._screen.show(self._dressed(page))
            if answer.action is Action.LEAVE:
                raise VisitEnds(Outcome.LEFT)
            if answer.action is not Action.HELP:
                return answer
            await self._call_person()

    async def race(self, page: Page, work: Coroutine[Any, Any, T]) -> Answer | T:
        """Shows a page while something happens; whichever comes first is the answer, the other is cancelled."""
        touch = asyncio.ensure_future(self.ask(page))
        job = asyncio.ensure_future(work)
        try:
            done, _ = await asyncio.wait({touch, job}, return_when=asyncio.FIRST_COMPLETED)
            return job.result() if job in done else touch.result()
        finally:
            touch.cancel()
            job.cancel()
            await asyncio.gather(touch, job, return_exceptions=True)

    async def wait(self, doing: Words, work: Coroutine[Any, Any, T]) -> T:
        """Says what the machine is doing until it is done."""
        result = await self.race(Wait(doing=doing), work)
        assert not isinstance(result, Answer), "a Wait page understands nothing but leaving"
        return result

    async def work(self, page: Page, work: Coroutine[Any, Any, T]) -> T:
        """Shows a page while the machine does what must not be broken off: leaving waits until it is done."""
        standing = asyncio.ensure_future(self._stand(page))
        try:
            return await work
        finally:
            standing.cancel()
            await asyncio.gather(standing, return_exceptions=True)

    def update(self, page: Page) -> None:
        """Redraws the page that is shown."""
        if not self._aside:
            self._screen.update(self._dressed(page))

    async def trouble(
        self,
        problem: Problem,
        *,
        safe: Words | None = None,
        advice: Words | None = None,
        retry: bool = False,
        choices: tuple[tuple[str, Words], ...] = (),
    ) -> Answer:
        """Tells what happened, what is safe and what can be done; returns what the resident wants."""
        for words in (problem.resident, advice):
            if words is not None:
                self._visit.tell(words)
        page = Trouble(
            family=problem.family, happened=problem.resident, safe=safe, advice=advice, retry=retry, choices=choices
        )
        return await self.ask(page)

    def _dressed(self, page: Page) -> Page:
        page = page.model_copy(update={"trail": self.trail, "can_go_back": Action.BACK in page.actions})
        return dress(page, self._visit)

    async def _stand(self, page: Page) -> None:
        while True:
            answer = await self._screen.show(self._dressed(page))
            if answer.action is Action.HELP:
                words = self._called()
                if isinstance(page, Printing):
                    page = page.model_copy(update={"reason": words})

    def _called(self) -> Words:
        """Calls a person; what to tell the resident of it."""
        words = _CALLED if self._services.call_person(self._visit.id) else _CALL_LATER
        self._visit.tell(words)
        return words

    async def _call_person(self) -> None:
        words = self._called()
        self._aside = True
        try:
            answer = await self._screen.show(self._dressed(Trouble(family=Family.EXPECTED, happened=words)))
        finally:
            self._aside = False
        if answer.action is Action.LEAVE:
            raise VisitEnds(Outcome.LEFT)
