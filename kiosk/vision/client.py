"""Face checks for journeys: keeps the vision process alive and asks it. Without cv2, so the screen is safe."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path

from devices.settings import CameraSettings
from kiosk.child.budget import RestartBudget
from kiosk.child.keeper import Keeper
from kiosk.child.process import ChildProcess
from kiosk.journeys.pages import FaceHint
from kiosk.settings import VisionSettings
from kiosk.vision import problems
from kiosk.vision.protocol import (
    LARGEST,
    REPLIES,
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
from sync.contract.problem import Problem

__all__ = ["FaceProgress", "FaceVerdict", "PreviewFrame", "Vision"]

SILENCE_S = 6.0
"""A check speaks at least every half second; a process that is silent for this long hangs."""


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
        set_up = SetUp(vision=settings, camera=camera, assets=assets.absolute(), infrared=second)
        self._keeper: Keeper[Reply] = Keeper(
            "vision",
            "kiosk.vision.child",
            REPLIES,
            largest=LARGEST,
            set_up=set_up,
            owner=self,
            words=problems,
            budget=budget,
            clock=clock,
        )
        self._numbers = itertools.count(1)
        self._ring: FrameRing | None = None
        self._templates: SharedTemplates | None = None
        self.pack = ""
        """Name of the models; templates that were made with others cannot be compared."""
        self._looked = False
        """Whether this process has seen anybody."""
        self._checks: dict[int, asyncio.Queue[FaceProgress | FaceVerdict | Problem]] = {}

    @property
    def available(self) -> bool:
        """Whether a face check can begin now."""
        return self._keeper.problem is None

    @property
    def problem(self) -> Problem | None:
        """Why it cannot: vision.weights and vision.worn-out need a technician, vision.lost heals by itself."""
        return self._keeper.problem

    @property
    def pid(self) -> int | None:
        """The vision process; None when there is none at the moment."""
        return self._keeper.pid

    async def start(self) -> None:
        """Starts the process and returns when its models are warm, or when `problem` says why they are not.

        Never raises: a kiosk without face checks still works.
        """
        if not self._keeper.started:
            self._ring, self._templates = FrameRing.create(), SharedTemplates.create()
            self._keeper.begin((self._ring.fd, self._templates.fd))
        await self._keeper.settle()

    async def stop(self) -> None:
        """Ends the process and the shared memory; checks that run end with vision.lost."""
        await self._keeper.stop()
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
        if not self._keeper.settled and self._keeper.started:
            yield FaceProgress(hint=FaceHint.ONE_MOMENT)
            await self._keeper.settle()
        child = self._keeper.ready()
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
        if self.available and self._looked:
            self._looked = False
            await self._keeper.renew()
        self.wipe()

    def wipe(self) -> None:
        """See kiosk.child.keeper.Owner."""
        if self._ring is not None:
            self._ring.wipe()
        if self._templates is not None:
            self._templates.wipe()

    def took(self, reply: Reply) -> bool | Problem:
        """See kiosk.child.keeper.Owner."""
        match reply:
            case Ready(pack=pack):
                self.pack = pack
                return True
            case Failed(check=0):
                return reply.problem()
            case Failed(check=check):
                self._hand_on(check, reply.problem())
            case FaceProgress(check=check) | FaceVerdict(check=check):
                self._hand_on(check, reply)
        return False

    def lost(self, problem: Problem) -> None:
        """See kiosk.child.keeper.Owner."""
        for events in self._checks.values():
            events.put_nowait(problem)

    def _hand_on(self, check: int, event: FaceProgress | FaceVerdict | Problem) -> None:
        if (events := self._checks.get(check)) is not None:
            events.put_nowait(event)

    async def _next_event(
        self, events: asyncio.Queue[FaceProgress | FaceVerdict | Problem], child: ChildProcess[Reply]
    ) -> FaceProgress | FaceVerdict | Problem:
        try:
            return await asyncio.wait_for(events.get(), SILENCE_S)
        except TimeoutError:
            child.kill()
            raise problems.lost(f"said nothing for {SILENCE_S:.0f} s and was killed") from None

    def _supersede(self) -> None:
        for events in self._checks.values():
            events.put_nowait(problems.superseded())
