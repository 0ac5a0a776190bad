"""Drives the face camera: an index, a V4L2 path, an MJPEG address, a video file or a folder of images.

cv2 lives here, so only the vision process imports this module. A thread takes every frame off the wire
and keeps the newest, so a slow reader never sees an old one.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from devices.camera import Frame, absent, frozen
from devices.camera.mjpeg import MjpegStream
from devices.settings import CameraSettings

STALE_S = 0.5
"""A frame older than this is not shown to anybody: the resident has moved."""
_PERIOD_S = 1 / 20
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}


class _Feed(Protocol):
    """One kind of source. `take` blocks until the next frame; `stop` comes from another thread."""

    def open(self) -> None: ...
    def take(self) -> Callable[[], Frame | None] | None:
        """A function that decodes the frame, or None at the end of the source."""

    def stop(self) -> None: ...
    def release(self) -> None: ...


class OpenCvCamera:
    """The camera of one face check; see `devices.camera.Camera` for what it promises."""

    def __init__(
        self, settings: CameraSettings, *, connect_s: float = 2.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._connect_s = connect_s
        self._clock = clock
        self._news = threading.Condition()
        self._newest: Callable[[], Frame | None] | None = None
        self._arrived = 0.0
        self.arrived = 0.0
        self._ended: str | None = None
        self._feed: _Feed | None = None
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Connects and begins to take frames. Raises Problem `camera.absent`."""
        self.close()
        feed = _feed(self._settings, self._connect_s)
        try:
            feed.open()
        except (OSError, http.client.HTTPException, ValueError) as error:
            feed.release()
            raise absent(self._settings.source, f"cannot be opened ({error})") from error
        self._feed, self._newest, self._ended = feed, None, None
        self._thread = threading.Thread(target=self._run, args=(feed,), name="camera", daemon=True)
        self._thread.start()

    def read(self, timeout_s: float = 1.0) -> Frame:
        """The newest frame, BGR uint8 H×W×3, never the same twice and never older than half a second.

        Raises Problem `camera.absent` or `camera.frozen`.
        """
        deadline = self._clock() + timeout_s
        while True:
            frame = self._wait(deadline, timeout_s)()
            if frame is not None:
                return frame

    def close(self) -> None:
        """Lets go of the camera. Safe to call twice."""
        feed, thread = self._feed, self._thread
        self._feed = self._thread = None
        if feed is not None:
            feed.stop()
        if thread is not None:
            thread.join(2.0)
        with self._news:
            self._newest = None

    def _wait(self, deadline: float, timeout_s: float) -> Callable[[], Frame | None]:
        with self._news:
            while True:
                newest, self._newest = self._newest, None
                if newest is not None and self._clock() - self._arrived <= STALE_S:
                    self.arrived = self._arrived
                    return newest
                if self._ended is not None:
                    raise absent(self._settings.source, self._ended)
                if self._feed is None:
                    raise absent(self._settings.source, "read before it was opened")
                left = deadline - self._clock()
                if left <= 0:
                    raise frozen(self._settings.source, timeout_s)
                self._news.wait(left)

    def _run(self, feed: _Feed) -> None:
        why = "went away"
        try:
            while self._feed is feed and (taken := feed.take()) is not None:
                with self._news:
                    self._newest, self._arrived = taken, self._clock()
                    self._news.notify_all()
        except (OSError, http.client.HTTPException, ValueError, cv2.error) as error:
            why = f"went away ({type(error).__name__}: {error})"
        finally:
            feed.release()
            with self._news:
                if self._feed is feed:
                    self._ended = why
                self._news.notify_all()


def _feed(settings: CameraSettings, connect_s: float) -> _Feed:
    source = settings.source
    if source.startswith("http://"):
        return _Mjpeg(source, connect_s)
    if Path(source).is_dir() or Path(source).suffix.lower() in _PICTURES:
        return _Folder(Path(source))
    return _Capture(settings)


class _Mjpeg:
    """A network camera; a JPEG is decoded only when somebody wants that frame."""

    def __init__(self, address: str, connect_s: float) -> None:
        self._stream = MjpegStream(address, timeout_s=connect_s)
        self.open = self._stream.open
        self.stop = self._stream.close
        self.release = self._stream.close

    def take(self) -> Callable[[], Frame | None] | None:
        part = self._stream.next_part()
        return (lambda: _decode(part)) if part else None


class _Folder:
    """An image, or those of a folder in the order of their names, over and over, 20 a second."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[Path] = []
        self._next = 0
        self._stop = threading.Event()

    def open(self) -> None:
        files = self._folder.iterdir() if self._folder.is_dir() else [self._folder]
        self._files = sorted(file for file in files if file.suffix.lower() in _PICTURES and file.is_file())
        if not self._files:
            raise FileNotFoundError(f"no image at {self._folder}")

    def take(self) -> Callable[[], Frame | None] | None:
        if self._stop.wait(_PERIOD_S):
            return None
        data = self._files[self._next % len(self._files)].read_bytes()
        self._next += 1
        return lambda: _decode(data)

    def stop(self) -> None:
        self._stop.set()

    def release(self) -> None:
        self._files = []


class _Capture:
    """What cv2 itself opens: a camera by index or path, or a video file (which ends)."""

    def __init__(self, settings: CameraSettings) -> None:
        self._settings = settings
        self._capture: cv2.VideoCapture | None = None
        self._stop = threading.Event()
        self._file = Path(settings.source).is_file()

    def open(self) -> None:
        source = self._settings.source
        capture = cv2.VideoCapture(int(source) if source.isdigit() else source)
        if not capture.isOpened():
            capture.release()
            raise FileNotFoundError("no such camera")
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._settings.width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._settings.height)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._capture = capture

    def take(self) -> Callable[[], Frame | None] | None:
        if self._stop.is_set() or self._capture is None:
            return None
        if self._file and self._stop.wait(_PERIOD_S):
            return None
        good, frame = self._capture.read()
        return (lambda: frame.astype(np.uint8, copy=False)) if good else None

    def stop(self) -> None:
        self._stop.set()

    def release(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _decode(data: bytes) -> Frame | None:
    """BGR, or None for a picture that came damaged; the next one is 50 ms away."""
    frame = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return None if frame is None else frame.astype(np.uint8, copy=False)
