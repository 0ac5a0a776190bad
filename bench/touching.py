"""Touches a Qt Quick window and waits for the frames that answer."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

FRAME_LIMIT_MS = 3000
SETTLE_MS = 60
"""Between two touches: a finger is slower, and animations of the touch before must be over."""


def frame_after(window: QQuickWindow, act: Callable[[], None]) -> float:
    """Milliseconds from an act to the end of the first frame that was drawn after it."""
    loop = QEventLoop()
    drawn: list[float] = []

    def swapped() -> None:
        drawn.append(time.perf_counter())
        loop.quit()

    connection = window.frameSwapped.connect(swapped)
    QTimer.singleShot(FRAME_LIMIT_MS, loop.quit)
    began = time.perf_counter()
    act()
    if not drawn:
        loop.exec()
    window.frameSwapped.disconnect(connection)
    if not drawn:
        raise TimeoutError("no frame was drawn; the window does not show the act")
    return 1000 * (drawn[0] - began)


def settle() -> None:
    """Lets the window finish what it is drawing."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()


def taps(window: QQuickWindow, at: QPoint, count: int) -> list[float]:
    """Milliseconds from a finger on the glass to the pressed frame; each finger slides off and chooses nothing."""
    finger = QTest.createTouchDevice()
    away = QPoint(1, at.y())

    def press() -> None:
        QTest.touchEvent(window, finger).press(1, at).commit()

    samples = []
    for _ in range(count):
        settle()
        samples.append(frame_after(window, press))
        QTest.touchEvent(window, finger).move(1, away).commit()
        QTest.touchEvent(window, finger).release(1, away).commit()
    return samples
