"""A screen without a window: a scripted resident answers its pages and every second is written down."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import Page

MOST_PAGES = 200
"""A visit of a dozen pages is long; whoever sees so many answers them without reading."""


class Resident(Protocol):
    """Who stands at the kiosk."""

    async def meet(self, page: Page) -> Answer | None:
        """Does what the page asks; None when a device answers instead (a card put on, a face shown).

        Raises:
            ResidentGone: walks away.
        """

    def see(self, page: Page) -> None:
        """Notices that the page changed while it stands."""

    def takes_s(self, page: Page) -> float:
        """How long a person of the stated pace needs for what `meet` does, in seconds."""


@dataclass(frozen=True)
class Moment:
    """One page of a visit: what the machine needed after it and the resident on it, in seconds."""

    name: str
    machine_s: float
    resident_s: float


class EndlessVisitError(BaseException):
    """A script and the kiosk answer each other without end. No visit may take it for a fault of its own."""


class ScriptedScreen:
    """Implements Screen. The resident acts at once; their time is added by the stated pace."""

    def __init__(self, resident: Resident, clock: Callable[[], float] = time.perf_counter) -> None:
        self._resident = resident
        self._clock = clock
        self._open: tuple[Page, float] | None = None
        self._done: list[Moment] = []

    async def show(self, page: Page) -> Answer:
        """See Screen.show; an answer that the page does not understand is a mistake of the script.

        Raises:
            EndlessVisitError: nobody looks at so many pages; the message names the last ones.
        """
        self._turn(page)
        if len(self._done) >= MOST_PAGES:
            last = ", ".join(moment.name for moment in self._done[-6:])
            raise EndlessVisitError(f"more than {MOST_PAGES} pages, at the end {last}: the script never gives up")
        await asyncio.sleep(0)  # pages that are answered at once must not keep limits of time from ending a visit
        answer = await self._resident.meet(page)
        if answer is None:
            await asyncio.Event().wait()
            raise AssertionError("unreachable: a device answers this page, and then it is cancelled")
        if answer.action not in page.actions | {Action.LEAVE, Action.HELP}:
            raise ValueError(f"{page.kind} does not understand {answer.action}")
        return answer

    def update(self, page: Page) -> None:
        """See Screen.update."""
        self._resident.see(page)

    def moments(self) -> list[Moment]:
        """All pages so far, in order; the last one is closed now."""
        self._turn(None)
        return list(self._done)

    def _turn(self, page: Page | None) -> None:
        now = self._clock()
        if self._open is not None:
            before, since = self._open
            self._done.append(Moment(before.kind, now - since, self._resident.takes_s(before)))
        self._open = None if page is None else (page, now)
