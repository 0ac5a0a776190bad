"""Reading papers for journeys: keeps the papers process alive and asks it. Without cv2, so the screen is safe."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from kiosk.child.budget import RestartBudget
from kiosk.child.keeper import Keeper
from kiosk.papers import problems
from kiosk.papers.protocol import (
    LARGEST,
    REPLIES,
    Failed,
    Interpret,
    PagesRead,
    Read,
    ReadPage,
    Ready,
    Reply,
    SetUp,
    Understood,
)
from ocr.reading import Kind, Reading
from ocr.settings import OcrSettings
from sync.contract.problem import Problem

READ_LIMIT_S = 60.0
"""A page takes three seconds, a crowded one ten; a process that needs so long hangs."""


class Papers:
    """The papers process as the kiosk sees it. All methods belong to one event loop."""

    def __init__(
        self,
        settings: OcrSettings,
        assets: Path,
        *,
        budget: RestartBudget | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keeper: Keeper[Reply] = Keeper(
            "papers",
            "kiosk.papers.child",
            REPLIES,
            largest=LARGEST,
            set_up=SetUp(ocr=settings, assets=assets.absolute()),
            owner=self,
            words=problems,
            budget=budget,
            clock=clock,
        )
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[PagesRead | Understood]] = {}
        self._used = False
        """Whether this process has read anything."""

    @property
    def problem(self) -> Problem | None:
        """Why nothing can be read now: papers.lost heals by itself, papers.worn-out and ocr.weights do not."""
        return self._keeper.problem

    @property
    def pid(self) -> int | None:
        """The papers process; None when there is none at the moment."""
        return self._keeper.pid

    async def start(self) -> None:
        """Starts the process and returns when its models are warm, or when `problem` says why they are not.

        Never raises: a kiosk that reads no papers still works.
        """
        self._keeper.begin()
        await self._keeper.settle()

    async def stop(self) -> None:
        """Ends the process; whoever waits for it gets papers.lost."""
        await self._keeper.stop()

    async def read(self, file: bytes, known: Sequence[str] = ()) -> PagesRead:
        """The pages of a picture or PDF; those with one of the texts `known` are not taken again.

        Raises:
            Problem: papers.lost (temporary: the process died; ask again), papers.broken, papers.worn-out,
                ocr.weights, and what ocr.files says of files.
        """
        reply = await self._ask(lambda ask: Read(ask=ask, file=file, known=tuple(known)))
        assert isinstance(reply, PagesRead)
        return reply

    async def interpret(self, wanted: Kind, pages: Sequence[ReadPage], today: date) -> Reading:
        """What the pages of one document say; quads are in pixels of its flat pages. Raises as `read` does."""
        reply = await self._ask(lambda ask: Interpret(ask=ask, wanted=wanted, pages=tuple(pages), today=today))
        assert isinstance(reply, Understood)
        return reply.reading

    async def forget(self) -> None:
        """Ends the process if it read anything: only so its memory is empty. The next one warms up meanwhile."""
        if self._used and self._keeper.problem is None:
            self._used = False
            await self._keeper.renew()

    async def _ask(self, request: Callable[[int], Read | Interpret]) -> PagesRead | Understood:
        if not self._keeper.settled:
            await self.start()
        child = self._keeper.ready()
        self._used = True
        ask = next(self._numbers)
        answer: asyncio.Future[PagesRead | Understood] = asyncio.get_running_loop().create_future()
        self._waiting[ask] = answer
        try:
            child.send(request(ask))
            return await asyncio.wait_for(answer, READ_LIMIT_S)
        except TimeoutError:
            child.kill()
            raise problems.lost(f"said nothing for {READ_LIMIT_S:.0f} s and was killed") from None
        finally:
            del self._waiting[ask]

    def wipe(self) -> None:
        """See kiosk.child.keeper.Owner: nothing is shared with it."""

    def took(self, reply: Reply) -> bool | Problem:
        """See kiosk.child.keeper.Owner."""
        match reply:
            case Ready():
                return True
            case Failed(ask=0):
                return reply.problem()
            case Failed(ask=ask):
                if (answer := self._waiting.get(ask)) is not None and not answer.done():
                    answer.set_exception(reply.problem())
            case PagesRead(ask=ask) | Understood(ask=ask):
                if (answer := self._waiting.get(ask)) is not None and not answer.done():
                    answer.set_result(reply)
        return False

    def lost(self, problem: Problem) -> None:
        """See kiosk.child.keeper.Owner."""
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(problem)
