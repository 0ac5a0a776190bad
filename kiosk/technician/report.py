"""The readiness report: every device with what its self-test found, supplies, system and versions, as one PDF."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from devices.host import Device, DeviceStats
from devices.settlement import KnownAct
from devices.state import DeviceState, DeviceStatus
from kiosk.preflight import Flight
from kiosk.technician.facts import SystemFacts
from kiosk.technician.logs import scrub
from kiosk.technician.proving import Proven
from kiosk.technician.words import device_face, state_face, supply_name
from sync.contract.problem import SERVICED, Family, Problem

TEMPLATE = Path(__file__).with_name("report.typ")
_GIB = 1 << 30


@dataclass(frozen=True)
class Occasion:
    """Where, when and by whom a report was made; `staff` is the number of a card, or `-` on the command line."""

    site: str
    staff: str
    at: datetime


@dataclass(frozen=True)
class Readiness:
    """Everything a report says."""

    occasion: Occasion
    devices: tuple[dict[str, Any], ...]
    system: SystemFacts
    acts: tuple[KnownAct, ...]
    flights: tuple[Flight, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Ids of the devices without which the kiosk is unfit for service and whose test failed."""
        return tuple(each["id"] for each in self.devices if not each["fit"])

    @property
    def ready(self) -> bool:
        """The verdict: every device that is required passed, and there is room on the disk."""
        return not self.faults and not self.system.disk_low

    def as_dict(self) -> dict[str, Any]:
        """What the template and `--json` read: finished text, so that the template only arranges."""
        system = self.system
        return {
            "ready": self.ready,
            "site": self.occasion.site,
            "staff": self.occasion.staff,
            "at": self.occasion.at.isoformat(timespec="seconds"),
            "time": f"{self.occasion.at:%Y-%m-%d %H:%M:%S}",
            "devices": list(self.devices),
            "system": [{"name": name, "value": value, "ok": ok} for name, value, ok in system_rows(system)],
            "software": system.versions.software,
            "catalogue": f"{system.versions.catalogue} · {system.versions.items} 项",
            "acts": [
                {
                    "order": act.order,
                    "act": act.act.value,
                    "device": device_face(act.device).name.zh,
                    "state": act.state,
                    "begun": f"{act.begun_at:%Y-%m-%d %H:%M}",
                }
                for act in self.acts
            ],
            "items": [
                {"item": one.item, "possible": one.possible, "reason": one.reason.zh if one.reason else ""}
                for one in self.flights
            ],
        }


def device_part(proven: Proven, device: Device[Any] | None) -> dict[str, Any]:
    """One device as the report tells it; None is one that the settings name and nobody could fit."""
    status = device.status if device else DeviceStatus(DeviceState.ABSENT, 0.0)
    stats = device.stats if device else DeviceStats()
    state = state_face(status.state)
    return {
        "id": proven.device,
        "name": device_face(proven.device).name.zh,
        "state": status.state.value,
        "state_name": state.name.zh,
        "mood": state.mood.value,
        "required": proven.required,
        "ok": proven.test.ok,
        "fit": proven.fit,
        "checks": [
            {"name": each.name, "ok": each.ok, "ms": each.ms, "detail": scrub(each.detail)}
            for each in proven.test.checks
        ],
        "problem": scrub(status.problem.technician) if status.problem else "",
        "uses": stats.uses,
        "errors": stats.errors,
        "units": stats.units,
        "supplies": [
            {"name": supply_name(one.name).zh, "percent": one.percent, "low": one.low}
            for one in (device.supplies if device else ())
        ],
    }


def system_rows(system: SystemFacts) -> list[tuple[str, str, bool]]:
    """Name, value and whether it is well, in Chinese, for the report."""
    centre, ahead = system.centre, system.centre.clock_ahead_s
    rows = [
        (
            "到中心的网络",
            f"通 · {centre.ms:.0f} ms" if centre.reachable and centre.ms is not None else "不通",
            centre.reachable,
        ),
        (
            "最近一次收到中心",
            f"{system.last_heard.astimezone(system.at.tzinfo):%m-%d %H:%M:%S}" if system.last_heard else "没有记录",
            system.last_heard is not None,
        ),
        ("待上传记录", "读不出" if system.waiting is None else f"{system.waiting} 条", system.waiting is not None),
        (
            "时钟与中心相差",
            "不知道" if ahead is None else f"{ahead:+.0f} 秒",
            ahead is not None and not system.clock_wrong,
        ),
        ("硬盘可用", f"{system.disk_free / _GIB:.1f} / {system.disk_total / _GIB:.0f} GB", not system.disk_low),
    ]
    if system.memory_free is not None and system.memory_total is not None:
        rows.append(("内存可用", f"{system.memory_free / _GIB:.1f} / {system.memory_total / _GIB:.1f} GB", True))
    if system.temperature_c is not None:
        rows.append(("机柜温度", f"{system.temperature_c:.1f} ℃", True))
    rows.append(("程序已运行", duration(system.uptime_s), True))
    return rows


def duration(seconds: float) -> str:
    """Days, hours and minutes."""
    minutes = int(seconds // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    parts = ((days, "天"), (hours, "小时"), (minutes % 60, "分钟"))
    told = "".join(f"{number} {unit} " for number, unit in parts if number)
    return told.strip() or "不到 1 分钟"


def typeset(readiness: Readiness) -> bytes:
    """The report as PDF.

    Raises:
        Problem: report.typesetting (permanent), fonts or template are not as in the release.
    """
    try:
        pdf = typst.compile(
            input=str(TEMPLATE),
            root=str(TEMPLATE.parent),
            format="pdf",
            sys_inputs={"data": json.dumps(readiness.as_dict(), ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise Problem(
            "report.typesetting",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"typst refused report.typ: {error.message[:200]}. Put the files of this release back; "
            "the fonts come with the Debian package fonts-noto-cjk.",
        ) from None
    assert isinstance(pdf, bytes)
    return pdf


def pages(pdf: bytes) -> int:
    """How many sheets it takes on one side."""
    import pypdfium2  # noqa: PLC0415  only when a report is printed

    opened = pypdfium2.PdfDocument(pdf)
    try:
        return len(opened)
    finally:
        opened.close()


def save(pdf: bytes, folder: Path, at: datetime) -> Path:
    """Keeps a report; its name is the time and a few random characters, so that none overwrites another.

    Raises:
        Problem: report.save (temporary), the disk does not take it.
    """
    path = folder / f"readiness-{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
    except OSError as error:
        raise unsaved(path, error) from None
    return path


def unsaved(path: Path, error: OSError) -> Problem:
    """The disk does not take the report."""
    return Problem(
        "report.save",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"{path}: {error.strerror}. Make room or mend the rights of the folder.",
    )


def assembled(
    occasion: Occasion,
    proven: Sequence[Proven],
    devices: Mapping[str, Device[Any]],
    *,
    system: SystemFacts,
    acts: Sequence[KnownAct],
    flights: Sequence[Flight],
) -> Readiness:
    """A report of what was found."""
    parts = tuple(device_part(one, devices.get(one.device)) for one in proven)
    return Readiness(occasion, parts, system, tuple(acts), tuple(flights))
