"""The window and its first frame. Imports Qt alone: a resident sees the kiosk before its services load."""

from __future__ import annotations

import logging
import os
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEventLoop, QTranslator
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from ui import dock  # noqa: F401  registers its QML type before the first engine
from ui.bridge import Shell
from ui.icons import IconProvider
from ui.preview import PreviewProvider, PreviewPump

log = logging.getLogger(__name__)

QML = Path(__file__).with_name("qml")
FONTS = ("Noto Sans CJK SC", "Noto Serif CJK SC")
_FIRST_FRAME_LIMIT_S = 3.0


@dataclass(frozen=True)
class WindowPlan:
    """How the window opens: size in pixels, and what draws it."""

    width: int = 1080
    height: int = 1920
    fullscreen: bool = False
    backend: str = "software"
    fit: bool = False
    """Shrink to the screen, keeping the shape: developers sit at lower screens than kiosks have."""
    assets: Path = Path(".assets")
    zone: str = ""
    number: str = ""


def peek(config: Path) -> WindowPlan:
    """Reads of config.toml only what the first frame needs, and believes what it can.

    The strict reader (`sync.contract.settings.load`) takes a third of a second to import; it runs
    right after the first frame and refuses what is wrong.
    """
    try:
        tables = tomllib.loads(config.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return WindowPlan()
    window, site, paths = (_table(tables, name) for name in ("ui", "site", "paths"))
    try:
        return WindowPlan(
            width=int(window.get("width", 1080)),
            height=int(window.get("height", 1920)),
            fullscreen=str(window.get("fullscreen", False)).lower() in {"true", "1"},
            backend=str(window.get("backend", "software")),
            fit=True,
            assets=Path(str(paths.get("assets", ".assets"))),
            zone=str(site.get("zone", "A")),
            number=str(site.get("number", "03")),
        )
    except ValueError:
        return WindowPlan()


def _table(tables: dict[str, Any], name: str) -> dict[str, Any]:
    table = dict(tables[name]) if isinstance(tables.get(name), dict) else {}
    prefix = f"NZZ_{name.upper()}__"
    return table | {key[len(prefix) :].lower(): value for key, value in os.environ.items() if key.startswith(prefix)}


def choose_backend(backend: str) -> None:
    """Says what draws the scene; only before the first window. The environment has the last word."""
    if backend == "software":
        os.environ.setdefault("QT_QUICK_BACKEND", "software")


class Front:
    """The kiosk's window, its engine and what feeds them; more windows can be opened beside it."""

    def __init__(self, application: QGuiApplication, plan: WindowPlan) -> None:
        self.application = application
        self.engine = QQmlApplicationEngine()
        self.engine.addImportPath(str(QML))
        self.engine.addImageProvider("icon", IconProvider(plan.assets / "icons"))
        self.pictures = PreviewProvider()
        self.engine.addImageProvider("camera", self.pictures)
        self.shell = cast(Shell, self.engine.singletonInstance("NanZhou.Shell", "Shell"))
        self.shell.place(plan.zone, plan.number)
        self.preview = PreviewPump(self.shell, self.pictures)
        self._translator: QTranslator | None = None
        self._language = self.shell.spoken()
        self.shell.styled.connect(self._speak)
        width, height = _size(application, plan)
        self.window = self.open("NanZhou.Kiosk", "Main", {"width": width, "height": height})
        if plan.fullscreen:
            # Imported late: building its enumerations takes longer than all else here.
            from PySide6.QtCore import Qt  # noqa: PLC0415

            application.setOverrideCursor(Qt.CursorShape.BlankCursor)
            self.window.showFullScreen()
        else:
            self.window.show()

    def open(self, module: str, name: str, properties: dict[str, Any]) -> QQuickWindow:
        """Opens a window of a QML module with its first properties."""
        self.engine.setInitialProperties(properties)
        known = len(self.engine.rootObjects())
        self.engine.loadFromModule(module, name)
        roots = self.engine.rootObjects()
        if len(roots) == known or not isinstance(roots[-1], QQuickWindow):
            raise RuntimeError(f"{module}/{name}.qml did not load; the log above names the line")
        return roots[-1]

    def draw_first_frame(self) -> None:
        """Runs the event loop until the window has been drawn once."""
        drawn: list[bool] = []
        connection = self.window.frameSwapped.connect(lambda: drawn.append(True))
        end = time.monotonic() + _FIRST_FRAME_LIMIT_S
        while not drawn and time.monotonic() < end:
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        self.window.frameSwapped.disconnect(connection)

    def check_fonts(self) -> None:
        """Says which package brings a font that is missing."""
        missing = [family for family in FONTS if not QFontDatabase.hasFamily(family)]
        if missing:
            log.warning("no font %s: install the package fonts-noto-cjk and start again", ", ".join(missing))

    def close(self) -> None:
        """Takes the windows down."""
        for root in self.engine.rootObjects():
            root.deleteLater()
        self.engine.deleteLater()

    def _speak(self) -> None:
        language = self.shell.spoken()
        if language == self._language:
            return
        self._language = language
        if self._translator is not None:
            self.application.removeTranslator(self._translator)
            self._translator = None
        if language != "zh":
            # Imported late: the first frame is in Chinese, the language of the sources.
            from ui.i18n import translator  # noqa: PLC0415

            self._translator = translator(language)
            self.application.installTranslator(self._translator)
        self.engine.retranslate()


def _size(application: QGuiApplication, plan: WindowPlan) -> tuple[int, int]:
    if not plan.fit or plan.fullscreen or application.platformName() == "offscreen":
        return plan.width, plan.height
    room = application.primaryScreen().availableGeometry()
    shrink = min(1.0, room.width() / plan.width, room.height() / plan.height)
    return round(plan.width * shrink), round(plan.height * shrink)


def open_front(plan: WindowPlan) -> Front:
    """Opens the kiosk's window and draws it once."""
    choose_backend(plan.backend)
    existing = QGuiApplication.instance()
    application = existing if isinstance(existing, QGuiApplication) else QGuiApplication(["kiosk"])
    front = Front(application, plan)
    front.draw_first_frame()
    return front
