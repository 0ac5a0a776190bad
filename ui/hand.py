"""A hand on the glass: touches what stands on the window by its name, as a resident would.

Items of the scene are never held in Python; `Probe.qml` looks at them inside the engine.
"""

from __future__ import annotations

import json
from typing import Any, cast

from PySide6.QtCore import QPoint
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest


class Hand:
    """Finds, reads and touches controls of one window by `objectName`. A touch is heard when the loop runs again."""

    def __init__(self, engine: QQmlEngine, window: QQuickWindow) -> None:
        self._window = window
        self._component = QQmlComponent(engine)
        self._component.loadFromModule("NanZhou.Kiosk", "Probe")
        made = self._component.createWithInitialProperties({"window": window})
        if made is None:
            raise RuntimeError(self._component.errorString())
        made.setParent(window)
        self._probe = cast(Any, made)
        self._finger = QTest.createTouchDevice()

    def where(self, name: str) -> dict[str, Any] | None:
        """Place, size and state of a control, or None when there is none of that name."""
        return cast("dict[str, Any] | None", json.loads(self._probe.where(name)))

    def ready(self, name: str) -> bool:
        """Whether a control can be touched now."""
        found = self.where(name)
        return found is not None and found["visible"] and found["enabled"]

    def read(self, name: str, what: str) -> Any:
        """A property of a control."""
        return json.loads(self._probe.read(name, what))

    def controls(self) -> list[dict[str, Any]]:
        """Everything that can be pressed and is shown."""
        return cast("list[dict[str, Any]]", json.loads(self._probe.controls()))

    def texts(self) -> list[dict[str, Any]]:
        """Every text that is shown, with how it fits."""
        return cast("list[dict[str, Any]]", json.loads(self._probe.texts()))

    def touch(self, name: str) -> None:
        """Puts a finger on a control and lifts it, after scrolling it into view where needed.

        Raises:
            LookupError: there is no such control, or it cannot be touched now.
        """
        self._probe.reveal(name)
        found = self.where(name)
        if found is None or not found["visible"] or not found["enabled"] or found["seen"] <= 0:
            there = sorted(each["name"] for each in self.controls() if each["name"])
            raise LookupError(f"{name} cannot be touched ({found}); there are {', '.join(there)}")
        self.press(found["touchX"], found["touchY"])

    def press(self, x: float, y: float) -> None:
        """Puts a finger on a point of the window and lifts it."""
        point = QPoint(round(x), round(y))
        # Left in the queue of the window: handling them here would run the event loop inside a running task.
        for movement in ("press", "release"):
            sequence = QTest.touchEvent(self._window, self._finger, False)
            getattr(sequence, movement)(0, point, self._window)
            sequence.commit(False)

    def type(self, text: str) -> None:
        """Touches the keys of the keypad or keyboard that is up."""
        for each in text:
            self.touch(f"key_{each}")
