"""The kiosk's window for tests, and a hand to touch it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop

from kiosk.journeys.answers import Answer
from kiosk.journeys.pages import Page
from kiosk.settings import IdleSettings
from ui.hand import Hand
from ui.shell import QmlScreen
from ui.window import Front

T = TypeVar("T")
LIMIT_S = 5.0


class Clock:
    """A monotonic clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Kiosk:
    """The window, the screen behind it and a resident's hand."""

    def __init__(self, front: Front, loop: asyncio.AbstractEventLoop) -> None:
        self.front = front
        self.shell = front.shell
        self.loop = loop
        self.clock = Clock()
        self.screen = QmlScreen(front.shell, IdleSettings(limit_s=60, warning_s=20), self.clock)
        self.hand = Hand(front.engine, front.window)
        self._drawn = 0
        front.window.frameSwapped.connect(self._count)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs to the end in the loop of Qt."""
        return self.loop.run_until_complete(asyncio.wait_for(work, LIMIT_S))

    def ask(self, page: Page, act: str | Callable[[], Awaitable[None]]) -> Answer:
        """Shows a page, touches one control or does more with it, and returns what came back."""

        async def show() -> Answer:
            waiting = await self.put(page)
            await (self.touch(act) if isinstance(act, str) else act())
            return await waiting

        return self.run(show())

    async def put(self, page: Page) -> asyncio.Future[Answer]:
        """Shows a page and lets it be drawn."""
        waiting = asyncio.ensure_future(self.screen.show(page))
        await self.rest()
        return waiting

    async def touch(self, *names: str) -> None:
        """Touches controls one after the other."""
        for name in names:
            self.hand.touch(name)
            await self.rest()

    async def ready(self, name: str) -> None:
        """Waits until a control can be touched."""
        while not self.hand.ready(name):
            await self.rest()

    async def type(self, text: str) -> None:
        """Touches the keys of a text."""
        self.hand.type(text)
        await self.rest()

    async def rest(self) -> None:
        """Lets touches be heard and the window be laid out and drawn, while the loop goes on."""
        drawn = self._drawn + 3
        while self._drawn < drawn:
            self.front.window.update()
            await asyncio.sleep(0.002)

    def words(self) -> set[str]:
        """Every text that is shown."""
        return {text["text"] for text in self.hand.texts()}

    def settle(self) -> None:
        """Lets the page before go and this one be laid out and drawn. Never inside a task: see `rest`."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        drawn = self._drawn + 3
        end = time.monotonic() + LIMIT_S
        while self._drawn < drawn and time.monotonic() < end:
            self.front.window.update()
            self.front.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

    def close(self) -> None:
        """Takes the window down."""
        self.front.window.frameSwapped.disconnect(self._count)
        self.front.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def until(self, true: Callable[[], bool]) -> None:
        """Lets the window live until something is true."""
        end = time.monotonic() + LIMIT_S
        while not true():
            assert time.monotonic() < end, "it never came true"
            self.front.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

    def style(self, language: str = "zh", *, elder: bool = False, reach: bool = False) -> None:
        """How the resident likes to see it."""
        self.shell.setProperty("language", language)
        self.shell.setProperty("elder", elder)
        self.shell.setProperty("reach", reach)

    def _count(self) -> None:
        self._drawn += 1

    def resize(self, width: int, height: int) -> None:
        """Turns the screen, or makes it another one."""
        if (self.front.window.width(), self.front.window.height()) != (width, height):
            self.front.window.resize(width, height)
            self.settle()
