"""What the QML pages see of the visit, and where their touches go.

Imports nothing of the kiosk but its clock: the first frame is drawn before the pages and services are loaded.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlSingleton

from kiosk.clock import now

QML_IMPORT_NAME = "NanZhou.Shell"
QML_IMPORT_MAJOR_VERSION = 1

NOBODY: dict[str, Any] = {"kind": "Attract", "bulletins": [], "actions": ["next"], "trail": None, "can_go_back": False}
_WEEKDAYS = "一二三四五六日"
_SETTLE_MS = 300


@QmlElement
@QmlSingleton
class Shell(QObject):
    """The page that is shown, how the resident likes to see it, and the seconds that are left."""

    turned = Signal(bool)
    """True: another page; False: new data for the page that stands."""
    # The name of a C++ type; the stubs know only those of Python.
    answered = Signal(str, str, "QVariantMap")  # type: ignore[arg-type]
    """Action, value, values by field."""
    touched = Signal()
    stayed = Signal()
    """The resident answered the idle warning."""
    wiped = Signal()
    styled = Signal()
    ticked = Signal()
    counted = Signal()
    framed = Signal()
    placed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: dict[str, Any] = NOBODY
        self._language, self._elder, self._reach = "zh", False, False
        self._remaining, self._warning, self._answer_time = 0, False, 20
        self._frame = 0
        self._settle_ms = _SETTLE_MS
        self._zone, self._number = "", ""
        self._minute = ""
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()

    # ---- what Python tells the pages

    def turn(self, page: dict[str, Any], *, fresh: bool) -> None:
        """Puts a page up, or new data on the one that stands; nobody's page also forgets languages and sizes."""
        self._page = page
        if fresh and page["kind"] == "Attract":
            self.restore()
        self.turned.emit(fresh)

    def restore(self) -> None:
        """The next resident starts in Chinese, at normal size and height."""
        self._language, self._elder, self._reach = "zh", False, False
        self.styled.emit()

    def count(self, remaining: int, *, warning: bool) -> None:
        """How many seconds the visit lasts if nobody touches, and whether to say so."""
        if (remaining, warning) != (self._remaining, self._warning):
            self._remaining, self._warning = remaining, warning
            self.counted.emit()

    def allow(self, answer_time: int) -> None:
        """How many seconds the warning leaves for an answer."""
        self._answer_time = answer_time
        self.counted.emit()

    def hurry(self, settle_ms: int) -> None:
        """How long a new page takes no touch, so that a double tap never answers two pages."""
        self._settle_ms = settle_ms
        self.counted.emit()

    def place(self, zone: str, number: str) -> None:
        """Which kiosk this is."""
        self._zone, self._number = zone, number
        self.placed.emit()

    def next_frame(self) -> None:
        """A new camera picture is there to be drawn."""
        self._frame += 1
        self.framed.emit()

    def shown(self) -> str:
        """The kind of page that is up; `kind`, for Python."""
        return str(self._page["kind"])

    def spoken(self) -> str:
        """The language that is set; `language`, for Python."""
        return self._language

    # ---- what the pages tell Python

    @Slot(str)
    @Slot(str, str)
    def answer(self, action: str, value: str = "") -> None:
        """A touch that the page understands."""
        self.answered.emit(action, value, {})

    @Slot("QVariantMap")
    def fill(self, values: dict[str, str]) -> None:
        """The fields of the page, filled in."""
        self.answered.emit("fill", "", values)

    @Slot()
    def touch(self) -> None:
        """Somebody is there."""
        self.touched.emit()

    @Slot()
    def stay(self) -> None:
        """Answers the idle warning."""
        self.stayed.emit()

    # ---- properties

    @Property("QVariantMap", notify=turned)  # type: ignore[arg-type]
    def page(self) -> dict[str, Any]:
        """The fields of the page, plus `kind` and `actions`."""
        return self._page

    @Property(str, notify=turned)
    def kind(self) -> str:
        """Name of the page and of its QML file."""
        return self.shown()

    def _get_language(self) -> str:
        return self._language

    def _set_language(self, language: str) -> None:
        if language != self._language:
            self._language = language
            self.styled.emit()

    language = Property(str, _get_language, _set_language, notify=styled)

    def _get_elder(self) -> bool:
        return self._elder

    def _set_elder(self, elder: bool) -> None:
        if elder != self._elder:
            self._elder = elder
            self.styled.emit()

    elder = Property(bool, _get_elder, _set_elder, notify=styled)

    def _get_reach(self) -> bool:
        return self._reach

    def _set_reach(self, reach: bool) -> None:
        if reach != self._reach:
            self._reach = reach
            self.styled.emit()

    reach = Property(bool, _get_reach, _set_reach, notify=styled)

    @Property(int, notify=counted)
    def remaining(self) -> int:
        """Seconds until the visit ends by itself."""
        return self._remaining

    @Property(bool, notify=counted)
    def warning(self) -> bool:
        """Whether the countdown is on the screen."""
        return self._warning

    @Property(int, notify=counted)
    def answerTime(self) -> int:  # noqa: N802  a QML property
        """Seconds the countdown starts from."""
        return self._answer_time

    @Property(int, notify=counted)
    def settleTime(self) -> int:  # noqa: N802  a QML property
        """Milliseconds in which a new page takes no touch."""
        return self._settle_ms

    @Property(int, notify=framed)
    def frame(self) -> int:
        """Number of the newest camera picture: image://camera/<frame>."""
        return self._frame

    @Property(str, notify=placed)
    def zone(self) -> str:
        """The zone of the hall."""
        return self._zone

    @Property(str, notify=placed)
    def number(self) -> str:
        """The number on the kiosk."""
        return self._number

    @Property(str, notify=ticked)
    def clock(self) -> str:
        """Hours and minutes."""
        return _now()

    @Property(str, notify=ticked)
    def day(self) -> str:
        """Today as the header shows it in Chinese."""
        today = now()
        return f"{today.month}月{today.day}日 星期{_WEEKDAYS[today.weekday()]}"

    @Property(str, notify=ticked)
    def dayEnglish(self) -> str:  # noqa: N802  a QML property
        """Today as the header shows it in English."""
        today = now()
        return f"{today:%a} {today.day} {today:%b}"

    def _tick(self) -> None:
        minute = _now()
        if minute != self._minute:
            self._minute = minute
            self.ticked.emit()


def _now() -> str:
    return now().strftime("%H:%M")
