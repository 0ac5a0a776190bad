"""The screen of a visit, drawn with Qt Quick: a page goes up, a touch comes back."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer

from kiosk.journeys.answers import Action, Answer, ResidentGone
from kiosk.journeys.pages import Attract, Farewell, Page, PresentCard, Printing, Wait
from kiosk.settings import IdleSettings
from ui.bridge import Shell
from ui.idle import IdleWatch

log = logging.getLogger(__name__)

ALWAYS = frozenset({Action.LEAVE, Action.HELP})
"""Understood on every page."""
_LOOK_EVERY_MS = 200


class QmlScreen:
    """Implements `kiosk.journeys.screen.Screen`: one page at a time, with the idle limit of the visit."""

    def __init__(self, shell: Shell, idle: IdleSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._shell = shell
        self._idle = IdleWatch(idle.limit_s, idle.warning_s, clock)
        self._page: Page | None = None
        self._pending: asyncio.Future[Answer] | None = None
        shell.allow(math.ceil(idle.warning_s))
        shell.answered.connect(self._hear)
        shell.touched.connect(self._touch)
        shell.stayed.connect(self._stay)
        self._timer = QTimer(shell)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    async def show(self, page: Page) -> Answer:
        """Shows a page and waits for a touch that it understands; cancelling leaves it standing.

        Raises:
            ResidentGone: nobody answered within the idle limit.
        """
        if self._pending is not None and not self._pending.done():
            raise RuntimeError(f"{page.kind}: the page before still waits; a screen shows one page at a time")
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._pending = answer
        self._put(page, fresh=True)
        try:
            return await answer
        finally:
            if self._pending is answer:
                self._pending = None
                self._idle.rest()
                self._shell.count(0, warning=False)

    def update(self, page: Page) -> None:
        """Redraws the page that is shown with new data and keeps it waiting."""
        self._put(page, fresh=False)

    def tick(self) -> None:
        """Looks at the clock: counts down in front of the resident, ends the visit at zero."""
        if self._pending is None or self._pending.done():
            return
        if self._idle.over:
            self._shell.count(0, warning=False)
            self._shell.wiped.emit()
            self._pending.set_exception(ResidentGone())
        elif self._idle.warning:
            self._shell.count(math.ceil(self._idle.left_s), warning=True)
        else:
            self._shell.count(0, warning=False)

    def _put(self, page: Page, *, fresh: bool) -> None:
        same = self._page is not None and self._page.kind == page.kind
        if not fresh and not same:
            log.warning("update with %s while another page stands; it is shown as a new page", page.kind)
        works_before = self._page is not None and _works(self._page)
        self._page = page
        if _works(page):
            self._idle.rest()
        elif self._pending is not None and (fresh or works_before):
            self._idle.watch()
        self._shell.turn(_told(page), fresh=fresh or not same)

    def _hear(self, action: str, value: str, values: dict[str, Any]) -> None:
        if self._pending is None or self._pending.done() or self._page is None:
            return
        taken = Action(action)
        if taken not in self._page.actions | ALWAYS:
            log.warning("%s does not understand %s", self._page.kind, taken)
            return
        told = {name: str(text) for name, text in values.items()}
        self._pending.set_result(Answer(action=taken, value=value, values=told))

    def _touch(self) -> None:
        # While the countdown is up only its two buttons count: a sleeve on the glass is nobody.
        if not self._idle.warning:
            self._idle.touch()

    def _stay(self) -> None:
        self._idle.touch()
        self.tick()


def _works(page: Page) -> bool:
    """Whether nobody needs to touch: the machine works, or nobody is there."""
    return isinstance(page, Attract | Wait | Printing | Farewell) or (isinstance(page, PresentCard) and page.reading)


def _told(page: Page) -> dict[str, Any]:
    return {"kind": page.kind, "actions": sorted(page.actions), **page.model_dump(mode="json")}
