"""One example of every page of technician mode, with fictitious staff: for pictures and for tests."""

from __future__ import annotations

from kiosk.journeys.pages import Page
from kiosk.journeys.technician_pages import (
    ActRow,
    CheckRow,
    DeviceCard,
    Fact,
    Gauge,
    LogRow,
    StaffActs,
    StaffAsk,
    StaffDevice,
    StaffLogs,
    StaffOverview,
    StaffPin,
    StaffRefused,
    StaffReport,
    StaffSupplies,
    StaffSystem,
    StaffWork,
)
from sync.contract.problem import Words

_WHO = "示例维护员"
_WELL = (Words(zh="正常", en="Well"), "circle-check", "good", None)
_LOST = (
    Words(zh="没有回应", en="No answer"),
    "wifi-off",
    "bad",
    Words(
        zh="请检查电源和网线、串口线，然后重启这个设备。", en="Check its power and its cable, then restart this device."
    ),
)
_EMPTY = (
    Words(zh="缺纸", en="Out of paper"),
    "file-text",
    "warning",
    Words(zh="请加纸，然后关好纸盒。", en="Put paper in and close the tray."),
)


def _card(id: str, icon: str, name: tuple[str, str], how: tuple[Words, str, str, Words | None] = _WELL) -> DeviceCard:
    state, state_icon, mood, note = how
    return DeviceCard(
        id=id,
        name=Words(zh=name[0], en=name[1]),
        icon=icon,
        state=state,
        state_icon=state_icon,
        mood=mood,
        since="11-23 02:41:07",
        note=note,
    )


_CARDS = (
    _card("printer", "printer", ("文件打印机", "Document printer"), _EMPTY),
    _card("code-reader", "qr-code", ("扫码器", "Code reader"), _LOST),
    _card("id-reader", "id-card", ("身份证阅读器", "ID-card reader")),
    _card("smart-card", "credit-card", ("智能卡读卡器", "Smart-card reader")),
    _card("camera", "camera", ("人脸摄像头", "Face camera")),
    _card("scanner", "scan-line", ("扫描仪", "Scanner")),
    _card("document-camera", "scan-text", ("高拍仪", "Document camera")),
    _card("receipt-printer", "receipt", ("小票打印机", "Receipt printer")),
    _card("speaker", "volume-2", ("喇叭和耳机", "Speaker")),
    _card("pay-terminal", "wallet", ("支付终端", "Payment terminal")),
    _card("cabinet", "store", ("机柜", "Cabinet")),
    _card("watchdog", "shield-check", ("看门狗", "Watchdog")),
)
_PAPER = Gauge(
    device=Words(zh="文件打印机", en="Document printer"), name=Words(zh="纸", en="Paper"), percent=8, low=True
)
_GAUGES = (
    _PAPER,
    Gauge(device=_PAPER.device, name=Words(zh="墨粉", en="Toner"), percent=64, low=False),
    Gauge(
        device=Words(zh="小票打印机", en="Receipt printer"),
        name=Words(zh="小票纸", en="Receipt paper"),
        percent=None,
        low=False,
    ),
)
_FACTS = (
    Fact(name=Words(zh="驱动", en="Driver"), value="ipp"),
    Fact(name=Words(zh="接在", en="Connected at"), value="ipp://127.0.0.1:8631/ipp/print"),
    Fact(name=Words(zh="使用次数", en="Uses"), value="18234"),
    Fact(name=Words(zh="出错次数", en="Errors"), value="3", ok=False),
    Fact(name=Words(zh="最近一次正常", en="Last good"), value="11-23 02:40:58"),
)
_SYSTEM = (
    Fact(name=Words(zh="中心地址", en="Centre"), value="http://127.0.0.1:8700"),
    Fact(name=Words(zh="到中心的网络", en="Centre answers"), value=Words(zh="不通", en="No"), ok=False),
    Fact(name=Words(zh="最近一次收到中心", en="Last heard"), value="11-23 01:12:40"),
    Fact(name=Words(zh="待上传记录", en="Records waiting"), value="42"),
    Fact(name=Words(zh="时钟与中心相差", en="Clock ahead of centre"), value=Words(zh="不知道", en="Unknown")),
    Fact(name=Words(zh="硬盘可用", en="Disk free"), value="41.2 / 64 GB"),
    Fact(name=Words(zh="内存可用", en="Memory free"), value="2.1 / 7.8 GB"),
    Fact(name=Words(zh="机柜温度", en="Inside the cabinet"), value="31.5 ℃"),
    Fact(name=Words(zh="软件版本", en="Software"), value="0.1.0 (285445c)"),
    Fact(
        name=Words(zh="事项目录", en="Catalogue"),
        value=Words(zh="9f31c07be2a4 · 3 项", en="9f31c07be2a4 · 3 items"),
    ),
    Fact(name=Words(zh="程序已运行", en="Running for"), value=Words(zh="12 天 4 小时", en="292.1 h")),
)
_CHECKS = (
    CheckRow(name="reach", ok=True, ms=12.4, detail="IPP 2.0, everywhere"),
    CheckRow(name="supplies", ok=True, ms=8.1, detail="paper 64 %, toner 71 %"),
    CheckRow(
        name="test page", ok=False, ms=9021.7, detail="printer.media-empty: the printer is out of paper. Put A4 in."
    ),
)
_PROVEN = (
    Fact(name=Words(zh="身份证阅读器", en="ID-card reader"), value=Words(zh="通过", en="Passed")),
    Fact(name=Words(zh="文件打印机", en="Document printer"), value="test page", ok=False),
    Fact(name=Words(zh="扫描仪", en="Scanner"), value=Words(zh="通过", en="Passed")),
)
# One pixel.
_PICTURE = "data:image/png;base64," + (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_LINES = (
    LogRow(at="02:41:07", level="WARNING", text="printer: no-media: Printer is out of paper. Put A4 in the tray."),
    LogRow(at="02:40:58", level="INFO", text="visit 5f0e1c…: outcome done"),
    LogRow(at="02:12:10", level="ERROR", text="code-reader: its driver failed with SerialException"),
    LogRow(at="02:03:44", level="INFO", text="id-reader: online again after 2.1 s"),
)

STAFF_SAMPLES: dict[str, Page] = {
    "staff-pin": StaffPin(staff=_WHO, can_go_back=True),
    "staff-pin-wrong": StaffPin(
        staff=_WHO,
        problem=Words(zh="密码不对，这张卡还可以试 2 次。", en="That PIN is not right. Attempts left on this card: 2."),
        can_go_back=True,
    ),
    "staff-refused": StaffRefused(
        staff="-",
        reason=Words(
            zh="失败次数太多，维护模式已锁定，11月23日 03:15 以后再试。",
            en="Too many failures. Technician mode is locked until 03:15 on 23 Nov.",
        ),
    ),
    "staff-overview": StaffOverview(
        staff=_WHO,
        verdict=Words(zh="2 个设备有问题，影响办理", en="2 with a fault; services are affected"),
        well=False,
        devices=_CARDS,
        unknown=1,
    ),
    "staff-overview-well": StaffOverview(
        staff=_WHO,
        verdict=Words(zh="所有设备正常", en="All devices are well"),
        well=True,
        devices=_CARDS[2:],
        notice=Words(zh="所有设备已经重启。", en="All devices were restarted."),
    ),
    "staff-device": StaffDevice(
        staff=_WHO,
        device=_CARDS[0],
        problem="Printer at ipp://127.0.0.1:8631/ipp/print is out of paper. Put A4 in the tray.",
        facts=_FACTS,
        gauges=_GAUGES[:2],
        verdict=Words(zh="自检没有通过：1 项", en="Self-test failed: 1 of 3"),
        checks=_CHECKS,
        picture=_PICTURE,
        can_go_back=True,
    ),
    "staff-device-testing": StaffDevice(
        staff=_WHO,
        device=_CARDS[2],
        facts=_FACTS,
        doing=Words(zh="正在自检，请看设备…", en="Self-test under way, watch the device…"),
        can_go_back=True,
    ),
    "staff-supplies": StaffSupplies(staff=_WHO, gauges=_GAUGES, can_go_back=True),
    "staff-logs": StaffLogs(
        staff=_WHO,
        lines=_LINES,
        devices=tuple((one.id, one.name) for one in _CARDS[:3]),
        device="printer",
        can_go_back=True,
    ),
    "staff-system": StaffSystem(staff=_WHO, facts=_SYSTEM, can_go_back=True),
    "staff-acts": StaffActs(
        staff=_WHO,
        acts=(
            ActRow(
                order="NZZ-20251123-7A3F09C1",
                what=Words(zh="打印", en="Print"),
                device=Words(zh="文件打印机", en="Document printer"),
                begun="11-23 02:38",
            ),
        ),
        can_go_back=True,
    ),
    "staff-report": StaffReport(
        staff=_WHO,
        ready=False,
        verdict=Words(zh="不可投入使用", en="Not fit for service"),
        rows=_PROVEN,
        saved="readiness-20251123-024512-9f3c.pdf",
        printed=Words(zh="已经打印，请到出纸口取走。", en="Printed. Take it from the tray."),
        can_go_back=True,
    ),
    "staff-ask": StaffAsk(
        staff=_WHO,
        question=Words(zh="确认：这一单已经做成？", en="Sure that it was done?"),
        detail=Words(
            zh="NZZ-20251123-7A3F09C1。请先看过设备和出口。确认后不再列出，以您的工号记录。",
            en="NZZ-20251123-7A3F09C1. Look at the device and its tray first. Your decision is recorded.",
        ),
        can_go_back=True,
    ),
    "staff-work": StaffWork(
        staff=_WHO,
        doing=Words(zh="正在自检，请看设备…", en="Self-test under way, watch the device…"),
        done=_PROVEN,
        total=12,
    ),
    "staff-work-begun": StaffWork(staff=_WHO, doing=Words(zh="正在查看系统…", en="Looking at the system…")),
}
"""By a short name that is also the name of its picture."""
