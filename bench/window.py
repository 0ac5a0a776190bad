"""A Qt window measured from inside: `python -m bench.window bare TAPS` and `… kiosk TAPS CONFIG`.

Prints one JSON line, then idles until its standard input is closed, so that the parent can see what doing
nothing costs.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.visit import Visit
    from ui.window import Front, WindowPlan


def bare(count: int) -> None:
    """The least that Qt Quick can show."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    # Imported here: what a process imports is part of its start.
    from PySide6.QtCore import QPoint  # noqa: PLC0415
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415
    from PySide6.QtQml import QQmlApplicationEngine  # noqa: PLC0415
    from PySide6.QtQuick import QQuickWindow  # noqa: PLC0415

    from bench.touching import frame_after, taps  # noqa: PLC0415

    application = QGuiApplication(["bare"])
    engine = QQmlApplicationEngine()
    engine.load(Path(__file__).with_name("bare.qml"))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    frame_after(window, window.update)
    shown = 1000 * time.time()
    pressed = taps(window, QPoint(300, 700), count)
    tell({"first_frame": shown, "usable": shown, "taps": pressed, "switches": []}, application.quit)
    application.exec()


def kiosk(count: int, config: str) -> None:
    """The real kiosk, started as `python -m ui` starts it, touched from home to the guide of an item and back."""
    from unittest.mock import patch  # noqa: PLC0415

    import ui.__main__ as command  # noqa: PLC0415
    from ui.window import open_front  # noqa: PLC0415

    visits: list[Visit] = []

    def open_and_watch(plan: WindowPlan) -> Front:
        front = open_front(plan)
        shown = 1000 * time.time()

        from bench.visit import Visit  # noqa: PLC0415  the first frame must not wait for it

        visits.append(Visit(front, shown, count, lambda figures: tell(figures, front.window.close)))
        visits[0].begin()
        return front

    with patch.object(command, "open_front", open_and_watch):
        command.main(["--config", config])


def tell(figures: dict[str, object], leave: Callable[[], object]) -> None:
    """Prints the figures; `leave` is called when standard input ends."""
    from PySide6.QtCore import QSocketNotifier  # noqa: PLC0415
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    print(json.dumps(figures), flush=True)
    application = QGuiApplication.instance()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, parent=application)
    notifier.activated.connect(leave)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare", taps]:
            bare(int(taps))
        case ["kiosk", taps, config]:
            kiosk(int(taps), config)
