"""Devices and their states in plain words, each with the icon and the mood that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from devices.state import DeviceState
from sync.contract.problem import Words


class Mood(StrEnum):
    """How urgent a state is; told by colour, word and icon together."""

    GOOD = "good"
    WORKING = "working"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Face:
    """How something is shown: its name and its icon."""

    name: Words
    icon: str


@dataclass(frozen=True)
class StateFace:
    """How a state is shown."""

    name: Words
    icon: str
    mood: Mood


_DEVICES = {
    "id-reader": Face(Words(zh="身份证阅读器", en="ID-card reader"), "id-card"),
    "smart-card": Face(Words(zh="智能卡读卡器", en="Smart-card reader"), "credit-card"),
    "camera": Face(Words(zh="人脸摄像头", en="Face camera"), "camera"),
    "ir-camera": Face(Words(zh="红外摄像头", en="Infrared camera"), "camera"),
    "scanner": Face(Words(zh="扫描仪", en="Scanner"), "scan-line"),
    "document-camera": Face(Words(zh="高拍仪", en="Document camera"), "scan-text"),
    "printer": Face(Words(zh="文件打印机", en="Document printer"), "printer"),
    "receipt-printer": Face(Words(zh="小票打印机", en="Receipt printer"), "receipt"),
    "code-reader": Face(Words(zh="扫码器", en="Code reader"), "qr-code"),
    "speaker": Face(Words(zh="喇叭和耳机", en="Speaker"), "volume-2"),
    "pay-terminal": Face(Words(zh="支付终端", en="Payment terminal"), "wallet"),
    "cabinet": Face(Words(zh="机柜", en="Cabinet"), "store"),
    "watchdog": Face(Words(zh="看门狗", en="Watchdog"), "shield-check"),
}
_STATES = {
    DeviceState.STARTING: StateFace(Words(zh="正在启动", en="Starting"), "hourglass", Mood.WORKING),
    DeviceState.ONLINE: StateFace(Words(zh="正常", en="Well"), "circle-check", Mood.GOOD),
    DeviceState.BUSY: StateFace(Words(zh="正在工作", en="At work"), "refresh-cw", Mood.WORKING),
    DeviceState.NO_MEDIA: StateFace(Words(zh="缺纸", en="Out of paper"), "file-text", Mood.WARNING),
    DeviceState.USER_ERROR: StateFace(Words(zh="需要人处理", en="Needs a hand"), "circle-alert", Mood.WARNING),
    DeviceState.HARDWARE_ERROR: StateFace(Words(zh="设备故障", en="Broken"), "triangle-alert", Mood.BAD),
    DeviceState.OFFLINE: StateFace(Words(zh="没有回应", en="No answer"), "wifi-off", Mood.BAD),
    DeviceState.ABSENT: StateFace(Words(zh="没有接上", en="Not connected"), "unplug", Mood.BAD),
}
_TODO = {
    DeviceState.NO_MEDIA: Words(zh="请加纸，然后关好纸盒。", en="Put paper in and close the tray."),
    DeviceState.USER_ERROR: Words(zh="请检查有没有卡住或没关好的地方。", en="Look for a jam or a cover that is open."),
    DeviceState.HARDWARE_ERROR: Words(
        zh="请重启这个设备；还不行就更换。", en="Restart this device; when that does not help, replace it."
    ),
    DeviceState.OFFLINE: Words(
        zh="请检查电源和网线、串口线，然后重启这个设备。", en="Check its power and its cable, then restart this device."
    ),
    DeviceState.ABSENT: Words(
        zh="请检查插头是否插好，配置里的端口是否正确。",
        en="Check that it is plugged in and that the configured port is right.",
    ),
}
_SUPPLIES = {
    "paper": Words(zh="纸", en="Paper"),
    "toner": Words(zh="墨粉", en="Toner"),
    "ink": Words(zh="墨水", en="Ink"),
    "tickets": Words(zh="票纸", en="Tickets"),
    "receipt-paper": Words(zh="小票纸", en="Receipt paper"),
    "waste": Words(zh="废粉盒", en="Waste toner"),
    "drum": Words(zh="感光鼓", en="Drum"),
    "battery": Words(zh="电池", en="Battery"),
}


def device_face(id: str) -> Face:
    """What a device is called; one that is not of the house keeps its id."""
    return _DEVICES.get(id) or Face(Words(zh=id, en=id), "layout-grid")


def state_face(state: DeviceState) -> StateFace:
    """How a state is told."""
    return _STATES[state]


def what_to_do(state: DeviceState) -> Words | None:
    """The first thing to try; None when nothing needs to be done."""
    return _TODO.get(state)


def supply_name(name: str) -> Words:
    """What is used up; a name that the device made up itself stays as it is."""
    return _SUPPLIES.get(name.lower()) or Words(zh=name, en=name)
