"""Face checks for journeys: keeps the vision process alive and asks it. Without cv2, so the screen is safe."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path

from devices.settings import CameraSettings
from kiosk.journeys.pages import FaceHint
from kiosk.settings import VisionSettings
from kiosk.vision import problems
from kiosk.vision.budget import RestartBudget
from kiosk.vision.process import ChildProcess
from kiosk.vision.protocol import (
    Cancel,
    Check,
    Compare,
    Enrol,
    FaceProgress,
    FaceVerdict,
    Failed,
    Ready,
    Reply,
    Search,
    SetUp,
)
from kiosk.vision.ring import FrameRing, PreviewFrame
from kiosk.vision.shared import SharedTemplates
from sync.contract.problem import Family, Problem

__all__ = ["FaceProgress", "FaceVerdict", "PreviewFrame", "Vision"]

log = logging.getLogger(__name__)

START_LIMIT_S = 30.0
SILENCE_S = 6.0
"""A check speaks at least every half second; a process that is silent for this long hangs."""
FORGET_S = 6.0
WEIGHTS_AGAIN_S = 60.0
"""How often missing weights are looked for again: set-up may have been run meanwhile."""


class Vision:
    """The vision process as the kiosk sees it. All methods belong to one event loop."""

    def __init__(
        self,
        settings: VisionSettings,
        camera: CameraSettings,
        assets: Path,
        *,
        infrared: CameraSettings | None = None,
        budget: RestartBudget | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`infrared` is the second camera, where it is enabled."""
        second = infrared if infrared is not None and infrared.enabled else None
        self._set_up = SetUp(vision=settings, camera=camera, assets=assets.absolute(), infrared=second)
        self._budget = budget or RestartBudget()
        self._clock = clock
        self._numbers = itertools.count(1)
        self._ring: FrameRing | None = None
        self._templates: SharedTemplates | None = None
        self.pack = ""
        """Name of the models; templates that were made with others cannot be compared."""
        self._child: ChildProcess | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._ended = asyncio.Event()
        """The process that is to forget has come to its end."""
        self._looked = False
        """Whether this process has seen anybody."""
        self._forgetting = False
        self._problem: Problem | None = problems.lost("is not started")
        self._logged: str | None = None
        self._checks: dict[int, asyncio.Queue[FaceProgress | FaceVerdict | Problem]] = {}

    @property
    def available(self) -> bool:
        """Whether a face check can begin now."""
        return self._problem is None

    @property
    def problem(self) -> Problem | None:
        """Why it cannot: vision.weights and vision.worn-out need a technician, vision.lost heals by itself."""
        return self._problem

    @property
    def pid(self) -> int | None:
        """The vision process; None when there is none at the moment."""
        return self._child.pid if self._child else None

    async def start(self) -> None:
        """Starts the process and returns when its models are warm, or when `problem` says why they are not.

        Never raises: a kiosk without face checks still works.
        """
        if self._keeper is None:
            self._ring, self._templates = FrameRing.create(), SharedTemplates.create()
            self._keeper = asyncio.create_task(self._keep(self._ring, self._templates), name="vision")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), START_LIMIT_S)

    async def stop(self) -> None:
        """Ends the process and the shared memory; checks that run end with vision.lost."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        self._tell_all(problems.lost("was stopped"))
        if self._ring is not None:
            self._ring.close()
            self._ring = None
        if self._templates is not None:
            self._templates.close()
            self._templates = None

    def check(self, portrait: bytes) -> AsyncGenerator[FaceProgress | FaceVerdict]:
        """1:1: compares whoever stands there with an encoded portrait. See `_look`."""
        return self._look(Compare(portrait=portrait))

    def enrol(self, portrait: bytes) -> AsyncGenerator[FaceProgress | FaceVerdict]:
        """The same; a verdict that matches and is live brings a template. See `_look`."""
        return self._look(Enrol(portrait=portrait))

    def search(self, templates: Sequence[bytes | memoryview]) -> AsyncGenerator[FaceProgress | FaceVerdict]:
        """1:N: looks for whoever stands there among templates of this pack, all of one size. See `_look`."""
        size = len(templates[0]) if templates else 0
        return self._look(Search(people=len(templates), size=size), templates)

    async def _look(
        self, task: Compare | Enrol | Search, templates: Sequence[bytes | memoryview] = ()
    ) -> AsyncGenerator[FaceProgress | FaceVerdict]:
        """Opens the camera and looks at whoever stands there.

        Yields progress and ends with exactly one verdict. A vision process that is just being started again is
        waited for. Leaving the iterator ends the check and closes the camera.

        Raises:
            Problem: vision.lost (temporary: the process died; the next check works), vision.weights,
                vision.worn-out, camera.absent, camera.frozen, face.many, face.timeout, face.portrait,
                vision.superseded (another check began or the visit ended).
        """
        self._supersede()
        if not self._settled.is_set() and self._keeper is not None:
            yield FaceProgress(hint=FaceHint.ONE_MOMENT)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._settled.wait(), START_LIMIT_S)
        if self._problem is not None:
            raise self._problem
        child = self._child
        if child is None or not self._settled.is_set():
            raise problems.lost("is not ready yet")
        self._looked = True
        number = next(self._numbers)
        events: asyncio.Queue[FaceProgress | FaceVerdict | Problem] = asyncio.Queue()
        self._checks[number] = events
        try:
            if isinstance(task, Search):
                await self._lay_out(templates, task.size, events)
            if events.empty():
                child.send(Check(check=number, task=task))
            while True:
                event = await self._next_event(events, child)
                if isinstance(event, Problem):
                    raise event
                if isinstance(event, FaceVerdict):
                    del self._checks[number]
                    yield event
                    return
                yield event
        finally:
            if self._checks.pop(number, None) is not None:
                child.send(Cancel(check=number))

    async def _lay_out(
        self,
        templates: Sequence[bytes | memoryview],
        size: int,
        events: asyncio.Queue[FaceProgress | FaceVerdict | Problem],
    ) -> None:
        """Puts templates where the vision process finds them, a piece at a time: the screen goes on meanwhile."""
        shared = self._templates
        assert shared is not None
        try:
            for _ in shared.put(templates, size):
                await asyncio.sleep(0)
                if not events.empty():  # superseded, or the process died: the memory may be somebody else's now
                    return
        except asyncio.CancelledError:
            shared.wipe()
            raise

    def latest_frame(self, after: int = 0) -> PreviewFrame | None:
        """A copy of the newest preview, mirrored; None when it is not newer than `after` or the camera is closed."""
        return self._ring.latest(after) if self._ring else None

    async def forget(self) -> None:
        """Ends any check and the process that looked, and overwrites every picture that was shared with it.

        Only the end of a process empties the memory of the libraries in it. The next one is started at once and in
        the background; a check that comes before it is warm waits for it. A process that saw nobody stays.
        """
        self._supersede()
        child = self._child
        if child is not None and self.available and self._looked:
            self._looked, self._forgetting = False, True
            self._settled.clear()
            self._ended.clear()
            child.kill()
            try:
                await asyncio.wait_for(self._ended.wait(), FORGET_S)
            except TimeoutError:
                log.error("vision was killed and does not end: a driver of the camera hangs")  # noqa: TRY400  a trace tells nothing
        if self._ring is not None:
            self._ring.wipe()
        if self._templates is not None:
            self._templates.wipe()

    async def _keep(self, ring: FrameRing, templates: SharedTemplates) -> None:
        """Starts the process and starts it again, until cancelled."""
        while True:
            permanent, how = await self._live(ring, templates)
            if self._forgetting:
                self._forgetting = False
                self._ended.set()
                continue
            if permanent is not None:
                self._lose(permanent)
                await asyncio.sleep(WEIGHTS_AGAIN_S)
                continue
            pause = self._budget.died(self._clock())
            if pause is None:
                pause = self._budget.rest_s
                self._lose(problems.worn_out(self._budget.starts, self._budget.within_s, pause))
            else:
                self._lose(problems.lost(how))
            await asyncio.sleep(pause)

    async def _live(self, ring: FrameRing, templates: SharedTemplates) -> tuple[Problem | None, str]:
        """The life of one process: the problem that no restart heals, and how it ended."""
        try:
            child = self._child = await ChildProcess.spawn(ring, templates)
        except OSError as error:
            return None, f"cannot be started ({error.strerror})"
        try:
            permanent = await self._serve(child)
        finally:
            self._child = None
            if (
                self._problem is None and not self._forgetting
            ):  # nobody may begin a check, though how it ended is not yet known
                self._problem = problems.lost("is ending")
                self._settled.clear()
            how = await child.close()
            ring.wipe()
            templates.wipe()
        return permanent, how

    async def _serve(self, child: ChildProcess) -> Problem | None:
        """Hands on what one process says until it hangs up; returns the problem that kept it from starting."""
        child.send(self._set_up)
        limit: float | None = START_LIMIT_S
        while True:
            try:
                reply = await asyncio.wait_for(child.receive(), limit)
            except TimeoutError:
                log.error("vision is not ready after %.0f s", START_LIMIT_S)  # noqa: TRY400  a trace tells nothing
                child.kill()
                return None
            if reply is None:
                return None
            if isinstance(reply, Failed) and reply.check == 0:
                return reply.problem()
            limit = None
            self._take(reply)

    def _take(self, reply: Reply) -> None:
        match reply:
            case Ready(pack=pack):
                self.pack = pack
                self._found()
            case Failed(check=check):
                self._hand_on(check, reply.problem())
            case FaceProgress(check=check) | FaceVerdict(check=check):
                self._hand_on(check, reply)

    def _hand_on(self, check: int, event: FaceProgress | FaceVerdict | Problem) -> None:
        if (events := self._checks.get(check)) is not None:
            events.put_nowait(event)

    async def _next_event(
        self, events: asyncio.Queue[FaceProgress | FaceVerdict | Problem], child: ChildProcess
    ) -> FaceProgress | FaceVerdict | Problem:
        try:
            return await asyncio.wait_for(events.get(), SILENCE_S)
        except TimeoutError:
            child.kill()
            raise problems.lost(f"said nothing for {SILENCE_S:.0f} s and was killed") from None

    def _supersede(self) -> None:
        for events in self._checks.values():
            events.put_nowait(problems.superseded())

    def _found(self) -> None:
        log.info("vision is ready, process %s", self.pid)
        self._problem = self._logged = None
        self._settled.set()

    def _lose(self, problem: Problem) -> None:
        """Tells everybody who waits; logged once, until it is back."""
        if self._logged != problem.code:
            log.warning("%s: %s", problem.code, problem.technician)
            self._logged = problem.code
        self._tell_all(problem)

    def _tell_all(self, problem: Problem) -> None:
        self._problem = problem
        self._ended.set()
        if problem.family is Family.PERMANENT:
            self._settled.set()
        else:
            self._settled.clear()
        for events in self._checks.values():
            events.put_nowait(problem)
