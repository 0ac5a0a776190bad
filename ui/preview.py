"""The camera as the resident sees it during a face check: image://camera/<n>."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from ui.bridge import Shell

FRAME_EVERY_MS = 50
"""At most 20 pictures a second: enough for a mirror, little for a processor."""


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
        self._latest: Callable[[], Frame | None] = lambda: None
        self._seq = -1
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_EVERY_MS)
        self._timer.timeout.connect(self.fetch)
        shell.turned.connect(self._follow)

    def feed(self, latest_frame: Callable[[], Frame | None]) -> None:
        """Says where pictures come from."""
        self._latest = latest_frame

    @property
    def running(self) -> bool:
        """Whether pictures are being fetched."""
        return self._timer.isActive()

    def fetch(self) -> None:
        """Draws the newest picture if there is one that was not drawn yet."""
        frame = self._latest()
        if frame is not None and frame.seq != self._seq:
            self._seq = frame.seq
            self._provider.put(frame)
            self._shell.next_frame()

    def _follow(self, _fresh: bool) -> None:
        checking = self._shell.shown() == "FaceCheck"
        if checking and not self.running:
            self._timer.start()
        elif not checking and self.running:
            self._timer.stop()
            self._seq = -1
            self._provider.forget()


def _nothing() -> QImage:
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(0)
    return image
