"""The camera as a face check sees it: every frame is shown on the screen, and the newest is there to be judged."""

from __future__ import annotations

import threading

import cv2

from devices.camera import Camera, Frame, frozen
from kiosk.vision.ring import HEIGHT, WIDTH, FrameRing
from sync.contract.problem import Problem

POLL_S = 0.2
"""How soon it notices that nobody watches any more."""
JOIN_S = 2.0


class Viewfinder:
    """A camera around a camera: while a frame is judged the resident sees the next ones."""

    def __init__(self, camera: Camera, ring: FrameRing) -> None:
        self._camera = camera
        self._ring = ring
        self._news = threading.Condition()
        self._newest: tuple[Frame, float] | None = None
        self._problem: Problem | None = None
        self._open = False
        self._thread: threading.Thread | None = None
        self.arrived = 0.0

    def open(self) -> None:
        """Opens the camera and begins to show. Raises Problem camera.absent."""
        self._camera.open()
        self._open, self._problem = True, None
        self._thread = threading.Thread(target=self._run, name="viewfinder", daemon=True)
        self._thread.start()

    def read(self, timeout_s: float = 1.0) -> Frame:
        """The newest frame, which then belongs to the caller; see `devices.camera.Camera`."""
        with self._news:
            self._news.wait_for(lambda: self._newest is not None or self._problem is not None, timeout_s)
            if self._newest is not None:
                (frame, self.arrived), self._newest = self._newest, None
                return frame
            raise self._problem or frozen("that is open", timeout_s)

    def close(self) -> None:
        """Closes the camera; nothing is shown any more, and the last frame is overwritten."""
        self._open = False
        self._camera.close()
        if self._thread is not None:
            self._thread.join(JOIN_S)
            self._thread = None
        self._keep(None)

    def _run(self) -> None:
        while self._open:
            try:
                frame = self._camera.read(POLL_S)
            except Problem as problem:
                with self._news:
                    self._problem = problem
                    self._news.notify_all()
                if problem.code != "camera.frozen":
                    return
                continue
            self._show(frame)
            self._keep(frame)

    def _keep(self, frame: Frame | None) -> None:
        """Puts a frame where it is read; one that nobody read is overwritten."""
        with self._news:
            if self._newest is not None:
                self._newest[0].fill(0)
            self._newest = None if frame is None else (frame, self._camera.arrived)
            self._problem = None if frame is not None else self._problem
            self._news.notify_all()

    def _show(self, frame: Frame) -> None:
        height, width = frame.shape[:2]
        scale = min(WIDTH / width, HEIGHT / height)
        size = (max(1, int(width * scale)), max(1, int(height * scale)))
        # Every pixel is an average only where a pixel of the preview is two of the frame or more.
        how = cv2.INTER_LINEAR if scale > 0.5 else cv2.INTER_AREA
        small = cv2.flip(cv2.resize(frame, size, interpolation=how), 1)
        picture = cv2.cvtColor(small, cv2.COLOR_BGR2BGRA)
        self._ring.write(*size, picture.data)
        small.fill(0)
        picture.fill(0)
