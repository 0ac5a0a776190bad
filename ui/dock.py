"""The development dock: a second window to play the resident and the gremlin.

Imported before the first engine, which knows no QML types that are registered later; so it is light.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlSingleton

if TYPE_CHECKING:
    import asyncio

    from ui.window import Front

QML_IMPORT_NAME = "NanZhou.Wires"
QML_IMPORT_MAJOR_VERSION = 1

PEOPLE = (
    ("wang", "王丽华"),
    ("li", "李桂兰 72 岁"),
    ("zhang", "张建国"),
    ("chen", "港澳台"),
    ("smith", "永居 2017"),
    ("garcia", "永居 2023"),
)
SCENES = (
    ("wang", "王丽华"),
    ("li", "李桂兰"),
    ("zhang", "张建国"),
    ("two-people", "两个人"),
    ("nobody", "没有人"),
    ("dark", "太暗"),
)

Act = dict[str, str]


def _act(device: str, verb: str, argument: str, label: str, kind: str = "plain") -> Act:
    return {"device": device, "verb": verb, "argument": argument, "label": label, "kind": kind}


GROUPS: tuple[tuple[str, str, tuple[Act, ...]], ...] = (
    (
        "身份证",
        "id-card",
        (
            *(_act("id-reader", "put", key, f"放 {name}") for key, name in PEOPLE),
            _act("id-reader", "lift", "", "拿走", "good"),
        ),
    ),
    ("摄像头", "camera", tuple(_act("camera", "show", key, name) for key, name in SCENES)),
    (
        "打印机",
        "printer",
        (
            _act("printer", "feed", "", "加纸", "good"),
            _act("printer", "media-empty", "", "缺纸", "bad"),
            _act("printer", "jam-mid-job", "", "卡纸", "bad"),
            _act("printer", "dies-mid-job", "lost", "中途断电", "bad"),
            _act("printer", "slow", "", "变慢", "bad"),
            _act("printer", "ok", "", "恢复", "good"),
        ),
    ),
    (
        "线路",
        "wifi-off",
        (
            _act("link", "cut", "", "断开中心网络", "bad"),
            _act("link", "restore", "", "恢复网络", "good"),
            _act("id-reader", "silent", "", "读卡器无响应", "bad"),
            _act("id-reader", "ok", "", "读卡器恢复", "good"),
        ),
    ),
)


def open_dock(front: Front, control: Path) -> None:
    """Opens the dock beside the kiosk's window; it talks to the simulators at `control`."""
    wires: Any = front.engine.singletonInstance("NanZhou.Wires", "Wires")
    wires.reach(control)
    kiosk = front.window
    front.open("NanZhou.Dock", "Dock", {"x": kiosk.x() + kiosk.width() + 12, "y": kiosk.y()}).show()


@QmlElement
@QmlSingleton
class Wires(QObject):
    """Sends the dock's verbs to the simulators over their control socket."""

    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = Path("var/run/simulators.sock")
        self._answer = ""
        self._running: set[asyncio.Task[None]] = set()

    def reach(self, control: Path) -> None:
        """Where the simulators listen."""
        self._control = control

    @Property("QVariantList", notify=told)  # type: ignore[arg-type]
    def groups(self) -> list[dict[str, Any]]:
        """What can be done, by device."""
        return [{"title": title, "symbol": icon, "acts": list(acts)} for title, icon, acts in GROUPS]

    @Property(str, notify=told)
    def answer(self) -> str:
        """What became of the last verb."""
        return self._answer

    @Slot(str, str, str)
    def act(self, device: str, verb: str, argument: str) -> None:
        """Moves something at the kiosk, or breaks it."""
        import asyncio  # noqa: PLC0415  kept out of the first frame

        task = asyncio.ensure_future(self._send(device, verb, argument))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _send(self, device: str, verb: str, argument: str) -> None:
        import asyncio  # noqa: PLC0415

        from devices.simulators.control import send  # noqa: PLC0415  kept out of the first frame
        from sync.contract.problem import Problem  # noqa: PLC0415

        try:
            given = {"argument": argument} if argument else {}
            await asyncio.to_thread(send, self._control, device, verb, **given)
            self._answer = f"{device} {verb} {argument}".strip()
        except Problem as problem:
            self._answer = problem.technician
        self.told.emit()
