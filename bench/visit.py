"""A visitor who measures: through the attract page to home, presses a tile, opens its guide, goes back.

Nothing here has a limit of its own: the parent ends a kiosk that does not get on.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QPoint, QTimer

from bench.touching import frame_after, settle, taps
from ui.hand import Hand
from ui.window import Front

TILE = "choose_social-insurance-record"
LOOK_MS = 20


class Visit:
    """Begins by itself as soon as the kiosk's event loop runs."""

    def __init__(self, front: Front, first_frame: float, count: int, done: Callable[[dict[str, object]], None]) -> None:
        self._front = front
        self._hand = Hand(front.engine, front.window)
        self._first_frame = first_frame
        self._count = count
        self._done = done
        self._looking = QTimer(front.window)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)

    def begin(self) -> None:
        """Returns at once."""
        self._looking.start()

    def _look(self) -> None:
        """Touches the attract page until the kiosk has loaded and answers with home."""
        kind = self._front.shell.property("kind")
        if kind == "Attract" and self._hand.ready("action_next"):
            self._hand.touch("action_next")
        if kind == "ChooseItem" and self._hand.ready(TILE):
            self._looking.stop()
            frame_after(self._front.window, self._front.window.update)
            self._measure(1000 * time.time())

    def _measure(self, usable: float) -> None:
        settle()
        tile = self._hand.where(TILE)
        assert tile is not None
        pressed = taps(self._front.window, QPoint(round(tile["touchX"]), round(tile["touchY"])), self._count)
        switches = []
        for _ in range(self._count // 2):
            switches.append(self._switch(TILE, "ItemGuide"))
            switches.append(self._switch("action_back", "ChooseItem"))
        self._done({"first_frame": self._first_frame, "usable": usable, "taps": pressed, "switches": switches})

    def _switch(self, control: str, page: str) -> float:
        """Milliseconds from a touch to the first frame of the page it leads to."""
        settle()
        while not self._hand.ready(control):
            settle()
        began = time.perf_counter()
        self._hand.touch(control)
        while self._front.shell.property("kind") != page:
            loop = QEventLoop()
            self._front.shell.turned.connect(loop.quit)
            loop.exec()
            self._front.shell.turned.disconnect(loop.quit)
        turned = 1000 * (time.perf_counter() - began)
        return turned + frame_after(self._front.window, self._front.window.update)
