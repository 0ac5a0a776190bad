"""Keeps one process beside the kiosk alive: starts it, sees it die, starts it again, and says why it cannot."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from kiosk.child.budget import RestartBudget
from kiosk.child.process import ChildProcess
from kiosk.child.wire import Message
from sync.contract.problem import Family, Problem

log = logging.getLogger(__name__)

START_LIMIT_S = 30.0
FORGET_S = 6.0
WEIGHTS_AGAIN_S = 60.0
"""How often missing weights are looked for again: set-up may have been run meanwhile."""

Reply = TypeVar("Reply", bound=Message)
Reply_contra = TypeVar("Reply_contra", contravariant=True)


class Owner(Protocol[Reply_contra]):
    """Whose process it is. All methods are called in the event loop."""

    def took(self, reply: Reply_contra) -> bool | Problem:
        """Takes a reply: True when the process is ready by it, a Problem when no restart helps it."""

    def lost(self, problem: Problem) -> None:
        """Whoever waits for an answer gets none."""

    def wipe(self) -> None:
        """A process ended: what was shared with it is overwritten."""


class Telling(Protocol):
    """What is wrong with a process, in its own words."""

    def lost(self, why: str) -> Problem:
        """It is gone and is being started again."""

    def worn_out(self, starts: int, within_s: float, rest_s: float) -> Problem:
        """It died again and again."""


class Keeper(Generic[Reply]):
    """One process, by and by several. All methods belong to one event loop."""

    def __init__(
        self,
        name: str,
        module: str,
        replies: TypeAdapter[Reply],
        *,
        largest: int,
        set_up: Message,
        owner: Owner[Reply],
        words: Telling,
        budget: RestartBudget | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`module` is run; `set_up` is the first thing it hears; `largest` bytes has no message."""
        self._name = name
        self._module = module
        self._replies = replies
        self._largest = largest
        self._set_up = set_up
        self._owner = owner
        self._words = words
        self._budget = budget or RestartBudget()
        self._clock = clock
        self._child: ChildProcess[Reply] | None = None
        self._task: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._ended = asyncio.Event()
        """The process that is to be renewed has come to its end."""
        self._renewing = False
        self._problem: Problem | None = words.lost("is not started")
        self._logged: str | None = None

    @property
    def problem(self) -> Problem | None:
        """Why nothing can be asked now; None when it can."""
        return self._problem

    @property
    def started(self) -> bool:
        """Whether a process is kept at all."""
        return self._task is not None

    @property
    def pid(self) -> int | None:
        """The process; None when there is none at the moment."""
        return self._child.pid if self._child else None

    @property
    def settled(self) -> bool:
        """Whether it is known if the process can be asked."""
        return self._settled.is_set()

    def ready(self) -> ChildProcess[Reply]:
        """The process, to be asked.

        Raises:
            Problem: why it cannot be.
        """
        if self._problem is not None:
            raise self._problem
        if self._child is None or not self._settled.is_set():
            raise self._words.lost("is not ready yet")
        return self._child

    def begin(self, shared: Sequence[int] = ()) -> None:
        """Starts the process in the background, and starts it again until `stop`."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep(shared), name=self._name)

    async def settle(self) -> None:
        """Waits until the process can be asked, or `problem` says why not; at most START_LIMIT_S."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), START_LIMIT_S)

    async def stop(self) -> None:
        """Ends the process; whoever waits for it is told."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        self._tell(self._words.lost("was stopped"))

    async def renew(self) -> None:
        """Ends the process and starts the next one at once, in the background: only so its memory is empty."""
        if self._child is None:
            return
        self._renewing = True
        self._settled.clear()
        self._ended.clear()
        self._child.kill()
        try:
            await asyncio.wait_for(self._ended.wait(), FORGET_S)
        except TimeoutError:
            log.error("%s was killed and does not end: a driver hangs", self._name)  # noqa: TRY400  a trace tells nothing

    async def _keep(self, shared: Sequence[int]) -> None:
        """Starts the process and starts it again, until cancelled."""
        while True:
            permanent, how = await self._live(shared)
            if self._renewing:
                self._renewing = False
                self._ended.set()
                continue
            if permanent is not None:
                self._lose(permanent)
                await asyncio.sleep(WEIGHTS_AGAIN_S)
                continue
            pause = self._budget.died(self._clock())
            if pause is None:
                pause = self._budget.rest_s
                self._lose(self._words.worn_out(self._budget.starts, self._budget.within_s, pause))
            else:
                self._lose(self._words.lost(how))
            await asyncio.sleep(pause)

    async def _live(self, shared: Sequence[int]) -> tuple[Problem | None, str]:
        """The life of one process: the problem that no restart heals, and how it ended."""
        try:
            child = self._child = await ChildProcess.spawn(self._module, self._replies, self._largest, shared)
        except OSError as error:
            return None, f"cannot be started ({error.strerror})"
        try:
            permanent = await self._serve(child)
        finally:
            self._child = None
            if self._problem is None and not self._renewing:
                # Nobody may ask any more, though how it ended is not yet known.
                self._problem = self._words.lost("is ending")
                self._settled.clear()
            how = await child.close()
            self._owner.wipe()
        return permanent, how

    async def _serve(self, child: ChildProcess[Reply]) -> Problem | None:
        """Hands on what one process says until it hangs up; returns the problem that kept it from starting."""
        child.send(self._set_up)
        limit: float | None = START_LIMIT_S
        while True:
            try:
                reply = await asyncio.wait_for(child.receive(), limit)
            except TimeoutError:
                log.error("%s is not ready after %.0f s", self._name, START_LIMIT_S)  # noqa: TRY400  a trace tells nothing
                child.kill()
                return None
            if reply is None:
                return None
            news = self._owner.took(reply)
            if isinstance(news, Problem):
                return news
            limit = None
            if news:
                self._found()

    def _found(self) -> None:
        log.info("%s is ready, process %s", self._name, self.pid)
        self._problem = self._logged = None
        self._settled.set()

    def _lose(self, problem: Problem) -> None:
        """Tells everybody who waits; logged once, until it is back."""
        if self._logged != problem.code:
            log.warning("%s: %s", problem.code, problem.technician)
            self._logged = problem.code
        self._tell(problem)

    def _tell(self, problem: Problem) -> None:
        self._problem = problem
        self._ended.set()
        if problem.family is Family.PERMANENT:
            self._settled.set()
        else:
            self._settled.clear()
        self._owner.lost(problem)
