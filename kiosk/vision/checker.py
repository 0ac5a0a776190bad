"""One face check from the opened camera to its verdict; nothing of it is left when it returns."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable

import cv2
import numpy as np

from devices.camera import Camera, Frame
from kiosk.journeys.pages import FaceHint
from kiosk.vision import problems
from kiosk.vision.best import BestFrame
from kiosk.vision.face import FaceModels
from kiosk.vision.guidance import Guide
from kiosk.vision.judge import Judge
from kiosk.vision.protocol import Compare, Enrol, FaceProgress, FaceVerdict, Search
from kiosk.vision.quality import assess, brightness_of
from kiosk.vision.reference import GalleryReference, PortraitReference, Reference, take
from kiosk.vision.ring import HEIGHT, WIDTH, FrameRing
from kiosk.vision.shared import SharedTemplates
from sync.contract.problem import Problem

POLL_S = 0.25
"""How soon a check notices that nobody wants it any more."""
FROZEN_S = 3.0
"""A camera without a new frame for this long is a problem, not a hiccup."""
SAMPLE_EVERY_S = 0.15
"""The best frame of this long is compared: neighbours of 50 ms are hardly two looks at somebody."""
HEARTBEAT_S = 0.5
"""At least this often the kiosk hears that the check goes on."""


class Cancelled(Exception):  # noqa: N818  it is no error: somebody changed their mind
    """The check was ended from outside."""


class FaceChecker:
    """Runs checks with one set of models and one camera."""

    def __init__(
        self,
        models: FaceModels,
        open_camera: Callable[[], Camera],
        ring: FrameRing,
        templates: SharedTemplates,
        *,
        frames: int,
        limit_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._models = models
        self._open_camera = open_camera
        self._ring = ring
        self._templates = templates
        self._frames = frames
        self._limit_s = limit_s
        self._clock = clock

    def run(
        self, task: Compare | Enrol | Search, cancelled: threading.Event, report: Callable[[FaceProgress], None]
    ) -> FaceVerdict:
        """Watches whoever stands there until a verdict or the limit.

        Raises:
            Problem: face.portrait, camera.absent, camera.frozen, face.many, face.timeout.
            Cancelled: `cancelled` was set.
        """
        reference = self._reference(task)
        camera = self._open_camera()
        try:
            camera.open()
            look = _Look(self, camera, reference, cancelled, report)
            try:
                return look.watch()
            finally:
                look.forget()
        finally:
            camera.close()
            reference.wipe()
            self._ring.wipe()

    def _reference(self, task: Compare | Enrol | Search) -> Reference:
        thresholds = self._models.thresholds
        if isinstance(task, Search):
            rows = take(self._templates, task.people, task.size)
            return GalleryReference(rows, thresholds.search, thresholds.margin)
        return PortraitReference(self._models.reference(task.portrait), thresholds.match)


class _Look:
    """The state of one check."""

    def __init__(
        self,
        checker: FaceChecker,
        camera: Camera,
        reference: Reference,
        cancelled: threading.Event,
        report: Callable[[FaceProgress], None],
    ) -> None:
        self._of = checker
        self._camera = camera
        self._reference = reference
        self._cancelled = cancelled
        self._report = report
        self._judge = Judge(checker._frames, reference.threshold, checker._models.thresholds.live)
        self._guide = Guide()
        self._best = BestFrame(SAMPLE_EVERY_S)
        self._hint = FaceHint.LOOK
        self._told: tuple[FaceHint, float] | None = None
        self._told_at = 0.0
        self._last_sum = 0

    def watch(self) -> FaceVerdict:
        clock = self._of._clock
        ends = clock() + self._of._limit_s
        self._tell(FaceHint.LOOK)
        while clock() < ends:
            frame = self._next_frame()
            try:
                verdict = self._look_at(frame)
            finally:
                frame.fill(0)
            if verdict is not None:
                return verdict
        if self._hint is FaceHint.MANY_FACES:
            raise problems.many_faces()
        verdict = self._judge.conclude()
        if verdict is None:
            raise problems.timed_out(self._hint, self._of._limit_s)
        return verdict

    def forget(self) -> None:
        """Overwrites the frame that is kept."""
        self._best.drop()

    def _next_frame(self) -> Frame:
        clock = self._of._clock
        since = clock()
        while True:
            if self._cancelled.is_set():
                raise Cancelled
            try:
                return self._camera.read(POLL_S)
            except Problem as problem:
                if problem.code != "camera.frozen" or clock() - since >= FROZEN_S:
                    raise
            self._tell(self._hint)

    def _look_at(self, frame: Frame) -> FaceVerdict | None:
        self._show(frame)
        models = self._of._models
        found = models.find(frame)
        quality = assess(frame, found[0]) if len(found) == 1 else None
        now = self._of._clock()
        hint = self._guide.look(quality, len(found), brightness_of(frame), now)
        if hint is not None or quality is None:
            self._best.drop()
            # HOLD_STILL is the same face in motion; anything else may let somebody slip in.
            if hint is not FaceHint.HOLD_STILL:
                self._judge.interrupt()
            self._tell(hint or FaceHint.NO_FACE)
            return None
        if not self._is_new(frame) or (best := self._best.offer(frame, found[0], quality.value, now)) is None:
            return None
        chosen, face = best
        try:
            verdict = self._judge.add(models.sample(chosen, face, self._reference), now)
        finally:
            chosen.fill(0)
        self._tell(FaceHint.CHECKING if verdict is None else FaceHint.DONE)
        return verdict

    def _is_new(self, frame: Frame) -> bool:
        """A picture that is repeated to the bit proves nothing twice: real sensors make noise."""
        now = zlib.crc32(np.ascontiguousarray(frame[::4, ::4]).data)
        new, self._last_sum = now != self._last_sum, now
        return new

    def _tell(self, hint: FaceHint) -> None:
        self._hint = hint
        progress = 1.0 if hint is FaceHint.DONE else self._judge.progress
        now = self._of._clock()
        if self._told == (hint, progress) and now - self._told_at < HEARTBEAT_S:
            return
        self._told, self._told_at = (hint, progress), now
        self._report(FaceProgress(hint=hint, progress=progress))

    def _show(self, frame: Frame) -> None:
        height, width = frame.shape[:2]
        scale = min(WIDTH / width, HEIGHT / height)
        size = (max(1, int(width * scale)), max(1, int(height * scale)))
        small = cv2.flip(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), 1)
        picture = cv2.cvtColor(small, cv2.COLOR_BGR2BGRA)
        self._of._ring.write(*size, picture.data)
        small.fill(0)
        picture.fill(0)
