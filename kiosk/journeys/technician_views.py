"""Turns devices, supplies, logs and facts into the pages of technician mode."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from devices.health import SelfTest
from devices.host import Device
from devices.settlement import Act, KnownAct
from kiosk.clock import BEIJING
from kiosk.journeys.technician_pages import (
    ActRow,
    CheckRow,
    DeviceCard,
    Fact,
    Gauge,
    LogRow,
    StaffDevice,
    StaffOverview,
)
from kiosk.technician.facts import SystemFacts
from kiosk.technician.logs import Line, scrub
from kiosk.technician.proving import required
from kiosk.technician.report import duration
from kiosk.technician.words import Mood, device_face, state_face, supply_name, what_to_do
from sync.contract.problem import Words

_GIB = 1 << 30
_DETAIL = 160
"""Characters of a check that fit under its name."""
_ACTS = {
    Act.PRINT: Words(zh="打印", en="Print"),
    Act.RECEIPT: Words(zh="小票", en="Receipt"),
    Act.CARD: Words(zh="写卡", en="Card"),
    Act.PAYMENT: Words(zh="支付", en="Payment"),
}
_YES, _NO = Words(zh="通", en="Yes"), Words(zh="不通", en="No")
_UNKNOWN = Words(zh="不知道", en="Unknown")


def card(device: Device[Any]) -> DeviceCard:
    """One device at a glance."""
    face, state = device_face(device.id), state_face(device.status.state)
    return DeviceCard(
        id=device.id,
        name=face.name,
        icon=face.icon,
        state=state.name,
        state_icon=state.icon,
        mood=state.mood.value,
        since=_moment(device.status.since),
        note=what_to_do(device.status.state),
    )


def overview(staff: str, devices: Mapping[str, Device[Any]], unknown: int, notice: Words | None) -> StaffOverview:
    """Every device, those with a fault first."""
    order = {Mood.BAD: 0, Mood.WARNING: 1, Mood.WORKING: 2, Mood.GOOD: 3}
    cards = sorted((card(device) for device in devices.values()), key=lambda one: order[Mood(one.mood)])
    faults = [one for one in cards if one.mood in {Mood.BAD, Mood.WARNING}]
    needed = any(required(devices[one.id]) for one in faults)
    return StaffOverview(
        staff=staff,
        verdict=_verdict(len(faults), needed=needed),
        well=not faults,
        devices=tuple(cards),
        unknown=unknown,
        notice=notice,
    )


def _verdict(faults: int, *, needed: bool) -> Words:
    if not faults:
        return Words(zh="所有设备正常", en="All devices are well")
    if needed:
        return Words(zh=f"{faults} 个设备有问题，影响办理", en=f"{faults} with a fault; services are affected")
    return Words(zh=f"{faults} 个可选设备有问题", en=f"{faults} optional with a fault")


def device_page(staff: str, device: Device[Any], test: SelfTest | None, doing: Words | None) -> StaffDevice:
    """One device with its numbers and what its self-test found."""
    problem, stats, section = device.status.problem, device.stats, device.section
    facts = [
        Fact(name=Words(zh="驱动", en="Driver"), value=section.driver if section else "-"),
        Fact(name=Words(zh="接在", en="Connected at"), value=(section.where if section else "") or "-"),
        Fact(name=Words(zh="使用次数", en="Uses"), value=str(stats.uses)),
        Fact(name=Words(zh="出错次数", en="Errors"), value=str(stats.errors), ok=stats.errors == 0),
        Fact(name=Words(zh="掉线次数", en="Times lost"), value=str(stats.lost), ok=stats.lost == 0),
        Fact(name=Words(zh="页数、张数", en="Pages"), value=str(stats.units)),
        Fact(name=Words(zh="最近一次正常", en="Last good"), value=_moment(stats.last_good)),
    ]
    return StaffDevice(
        staff=staff,
        device=card(device),
        problem=scrub(problem.technician)[: 2 * _DETAIL] if problem else "",
        facts=tuple(facts),
        gauges=gauges({device.id: device}),
        doing=doing,
        verdict=None if test is None else _result(test),
        passed=test is not None and test.ok,
        checks=() if test is None else tuple(_check(one.name, one.ok, one.ms, one.detail) for one in test.checks),
        picture="" if test is None or not test.picture else _address(test.picture),
        can_go_back=True,
    )


def _check(name: str, ok: bool, ms: float, detail: str) -> CheckRow:
    return CheckRow(name=name, ok=ok, ms=ms, detail=scrub(detail)[:_DETAIL])


def _result(test: SelfTest) -> Words:
    if test.ok:
        return Words(zh="自检通过", en="Self-test passed")
    failed = sum(not one.ok for one in test.checks)
    return Words(zh=f"自检没有通过：{failed} 项", en=f"Self-test failed: {failed} of {len(test.checks)}")


def _address(picture: bytes) -> str:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def gauges(devices: Mapping[str, Device[Any]]) -> tuple[Gauge, ...]:
    """Everything that is used up, what is low first."""
    found = [
        Gauge(device=device_face(id).name, name=supply_name(one.name), percent=one.percent, low=one.low)
        for id, device in devices.items()
        for one in device.supplies
    ]
    return tuple(sorted(found, key=lambda one: not one.low))


def log_rows(lines: Sequence[Line]) -> tuple[LogRow, ...]:
    """Lines for the screen."""
    return tuple(LogRow(at=f"{one.at:%H:%M:%S}", level=one.level_name, text=one.text) for one in lines)


def act_rows(acts: Sequence[KnownAct]) -> tuple[ActRow, ...]:
    """Acts that somebody must look into."""
    return tuple(
        ActRow(
            order=act.order,
            what=_ACTS[act.act],
            device=device_face(act.device).name,
            begun=f"{act.begun_at.astimezone(BEIJING):%m-%d %H:%M}",
        )
        for act in acts
    )


def system_facts(system: SystemFacts) -> tuple[Fact, ...]:
    """The machine itself, in both languages."""
    centre, ahead = system.centre, system.centre.clock_ahead_s
    reach: Words | str = _YES if centre.reachable else _NO
    if centre.reachable and centre.ms is not None:
        reach = f"{centre.ms:.0f} ms"
    memory = (
        f"{system.memory_free / _GIB:.1f} / {system.memory_total / _GIB:.1f} GB"
        if system.memory_free is not None and system.memory_total is not None
        else _UNKNOWN
    )
    return (
        Fact(name=Words(zh="中心地址", en="Centre"), value=centre.address),
        Fact(name=Words(zh="到中心的网络", en="Centre answers"), value=reach, ok=centre.reachable),
        Fact(
            name=Words(zh="最近一次收到中心", en="Last heard"),
            value=f"{system.last_heard.astimezone(BEIJING):%m-%d %H:%M:%S}" if system.last_heard else _UNKNOWN,
            ok=system.last_heard is not None,
        ),
        Fact(
            name=Words(zh="待上传记录", en="Records waiting"),
            value=_UNKNOWN if system.waiting is None else str(system.waiting),
            ok=system.waiting is not None,
        ),
        Fact(
            name=Words(zh="时钟与中心相差", en="Clock ahead of centre"),
            value=_UNKNOWN if ahead is None else f"{ahead:+.0f} s",
            ok=ahead is not None and not system.clock_wrong,
        ),
        Fact(
            name=Words(zh="硬盘可用", en="Disk free"),
            value=f"{system.disk_free / _GIB:.1f} / {system.disk_total / _GIB:.0f} GB",
            ok=not system.disk_low,
        ),
        Fact(name=Words(zh="内存可用", en="Memory free"), value=memory),
        Fact(
            name=Words(zh="机柜温度", en="Inside the cabinet"),
            value=_UNKNOWN if system.temperature_c is None else f"{system.temperature_c:.1f} ℃",
        ),
        Fact(name=Words(zh="软件版本", en="Software"), value=system.versions.software),
        Fact(
            name=Words(zh="事项目录", en="Catalogue"),
            value=Words(
                zh=f"{system.versions.catalogue} · {system.versions.items} 项",
                en=f"{system.versions.catalogue} · {system.versions.items} items",
            ),
        ),
        Fact(
            name=Words(zh="程序已运行", en="Running for"),
            value=Words(zh=duration(system.uptime_s), en=f"{system.uptime_s / 3600:.1f} h"),
        ),
    )


def _moment(seconds: float | None) -> str:
    return "-" if seconds is None else f"{datetime.fromtimestamp(seconds, BEIJING):%m-%d %H:%M:%S}"
