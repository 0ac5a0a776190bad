"""A face check in the kiosk's real window, measured from inside: `python -m bench.watching CAMERA ASSETS`.

The window, the event loop, the vision process and the protocol between them are the kiosk's; only the page is put up
directly. Prints one JSON line.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from devices.settings import CameraSettings
from kiosk.journeys.face_words import face_check
from kiosk.journeys.pages import FaceHint
from kiosk.settings import IdleSettings, VisionSettings
from kiosk.vision.client import FaceVerdict, Vision

if TYPE_CHECKING:
    from kiosk.vision.ring import PreviewFrame
    from ui.shell import QmlScreen
    from ui.window import Front

DECISIONS = 80
"""Good frames that must agree in the long check: so many decisions are told one by one."""
LONG_S = 60.0
CHECKS = 5
"""Checks as residents have them."""


@dataclass
class Watched:
    """What was seen, in milliseconds."""

    decisions: list[float] = field(default_factory=list)
    """From a frame's arrival at the camera driver to the window's process hearing what it led to."""
    preview: list[float] = field(default_factory=list)
    """Between two pictures that the window fetched."""
    frames: list[float] = field(default_factory=list)
    """What the window took to draw a frame."""
    glass: list[float] = field(default_factory=list)
    """From fetching a picture to the end of the frame that shows it."""
    checks: list[float] = field(default_factory=list)
    """From asking for a check to its verdict, the camera being opened included."""


class _Glass:
    """Times the window's frames and the pictures that it fetches."""

    def __init__(self, front: Front, vision: Vision, watched: Watched) -> None:
        self._vision, self._watched = vision, watched
        self._began = self._fetched = 0.0
        self._waiting: float | None = None
        front.preview.feed(self._latest)
        front.window.afterAnimating.connect(self._begin)
        front.window.frameSwapped.connect(self._end)

    def rest(self) -> None:
        """The time until the next picture does not count: another check begins."""
        self._fetched = 0.0

    def _latest(self, after: int) -> PreviewFrame | None:
        began = time.perf_counter()
        frame = self._vision.latest_frame(after)
        if frame is not None:
            if self._fetched:
                self._watched.preview.append(1000 * (began - self._fetched))
            self._fetched = began
            self._waiting = began if self._waiting is None else self._waiting
        return frame

    def _begin(self) -> None:
        self._began = time.perf_counter()

    def _end(self) -> None:
        now = time.perf_counter()
        if self._fetched:
            self._watched.frames.append(1000 * (now - self._began))
        if self._waiting is not None:
            self._watched.glass.append(1000 * (now - self._waiting))
            self._waiting = None


async def watch(front: Front, camera: str, assets: Path) -> Watched:
    """One long check for the decisions, then short ones."""
    from ui.shell import QmlScreen  # noqa: PLC0415  Qt reads its environment when it is imported

    watched, screen = Watched(), QmlScreen(front.shell, IdleSettings())
    screen.update(face_check(FaceHint.LOOK, 0.0))
    portrait = (assets / "people" / "wang.webp").read_bytes()
    for frames, limit_s, times in ((DECISIONS, LONG_S, 1), (VisionSettings().frames, 20.0, CHECKS)):
        # Without turns of the head: the scene is of somebody who looks ahead, and comparing is the dearer part.
        settings = VisionSettings(frames=frames, limit_s=limit_s, challenge=False)
        vision = Vision(settings, CameraSettings(source=camera), assets)
        await vision.start()
        if vision.problem is not None:
            raise vision.problem
        glass = _Glass(front, vision, watched)
        try:
            for _ in range(times):
                glass.rest()
                began = time.monotonic()
                await _check(vision, screen, portrait, watched.decisions)
                if times > 1:
                    watched.checks.append(1000 * (time.monotonic() - began))
        finally:
            await vision.stop()
    return watched


async def _check(vision: Vision, screen: QmlScreen, portrait: bytes, decisions: list[float]) -> None:
    known = (0.0, 0.0)
    async with aclosing(vision.check(portrait)) as events:
        async for event in events:
            heard = time.monotonic()
            if isinstance(event, FaceVerdict):
                if not (event.match and event.live):
                    raise RuntimeError(f"Ms Wang is not known: score {event.score:.2f}, live {event.live_score:.2f}")
                decisions.append(1000 * (heard - event.seen_at))
                return
            if event.progress != known[0] and event.seen_at not in (0.0, known[1]):
                decisions.append(1000 * (heard - event.seen_at))
            known = (event.progress, event.seen_at)
            screen.update(face_check(event.hint, event.progress))


def main(camera: str, assets: Path) -> int:
    """Opens the window off screen, watches and closes it."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    import qasync  # noqa: PLC0415  Qt reads its environment when it is imported

    from ui.window import WindowPlan, open_front  # noqa: PLC0415

    front = open_front(WindowPlan(width=1080, height=1920, assets=assets, zone="A", number="03"))
    loop = qasync.QEventLoop(front.application)
    asyncio.set_event_loop(loop)
    with loop:
        watched = loop.run_until_complete(watch(front, camera, assets))
        front.close()
    print(json.dumps(asdict(watched)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
