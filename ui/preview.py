"""The camera as the resident sees it during a face check: image://camera/<n>."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from ui.bridge import Shell

LOOK_EVERY_MS = 15
"""Twice as often as a camera of 30 pictures a second takes one, so that none is missed; looking costs little."""


class Frame(Protocol):
    """A camera picture: `bgra` holds width x height pixels of 4 bytes, rows without padding."""

    @property
    def seq(self) -> int:
        """Grows with every picture."""

    @property
    def width(self) -> int:
        """Pixels."""

    @property
    def height(self) -> int:
        """Pixels."""

    @property
    def bgra(self) -> bytes:
        """The pixels."""


class PreviewProvider(QQuickImageProvider):
    """Hands the newest picture to the engine. Nothing is kept once the face check is over."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._image = _nothing()

    def put(self, frame: Frame) -> None:
        """Takes a copy of a picture."""
        stride = frame.width * 4
        self._image = QImage(frame.bgra, frame.width, frame.height, stride, QImage.Format.Format_RGB32).copy()

    def forget(self) -> None:
        """Overwrites and drops the last picture."""
        self._image.fill(0)
        self._image = _nothing()

    def requestImage(self, ident: str, size: QSize, wanted: QSize) -> QImage:  # noqa: N802  Qt's name
        """Called by the engine whenever `Shell.frame` moved on."""
        return self._image


class PreviewPump(QObject):
    """Fetches pictures while a face check is on the screen, and only then."""

    def __init__(self, shell: Shell, provider: PreviewProvider) -> None:
        super().__init__(shell)
        self._shell = shell
        self._provider = provider
        self._latest: Callable[[int], Frame | None] = lambda _after: None
        self._seq = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.fetch)
        shell.turned.connect(self._follow)

    def feed(self, latest_frame: Callable[[int], Frame | None]) -> None:
        """Says where pictures come from: given the number of the last one, a newer one or None."""
        self._latest = latest_frame

    @property
    def running(self) -> bool:
        """Whether pictures are being fetched."""
        return self._timer.isActive()

    def fetch(self) -> None:
        """Draws the newest picture unless it was drawn already."""
        frame = self._latest(self._seq)
        if frame is not None:
            self._seq = frame.seq
            self._provider.put(frame)
            self._shell.next_frame()

    def _follow(self, _fresh: bool) -> None:
        checking = self._shell.shown() == "FaceCheck"
        if checking and not self.running:
            self._timer.start()
        elif not checking and self.running:
            self._timer.stop()
            self._seq = 0
            self._provider.forget()


def _nothing() -> QImage:
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(0)
    return image
