"""Before an item is begun: which devices it needs, whether it can be finished here now, and what else would do."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from devices.health import Supply
from devices.state import DeviceState
from kiosk.catalog import Item
from kiosk.catalog import load as load_catalog
from kiosk.catalog.terms import MaterialSource, StepName
from kiosk.settings import KioskSettings
from sync.contract.problem import Family, Problem, Words
from sync.contract.settings import load

ASK_S = 5.0
LOOK_S = 3.0
"""How long devices that no kiosk holds may take to be found."""

_ENTRIES = ("smart-card", "code-reader", "camera")
"""By which somebody says who they are without an ID card."""
_REPLACEABLE = frozenset({"id-reader", "scanner"})
"""Named by an item for what another device may do as well."""
_UNABLE = frozenset({DeviceState.OFFLINE, DeviceState.ABSENT, DeviceState.HARDWARE_ERROR, DeviceState.NO_MEDIA})
"""All other states are soon over, or the resident can end them."""

_NO_STORE = Words(zh="本机维护中，请用旁边的自助机", en="Being serviced, please use the next kiosk")
_NO_SEAL = Words(zh="打印机暂时不能用", en="Printer not available")
_NEIGHBOUR = Words(zh="请用旁边的自助机，或到窗口办理。", en="Please use the next kiosk, or go to a counter.")
_OUT: dict[str, Words] = {
    "id-reader": Words(zh="读卡器维护中", en="Card reader out of order"),
    "printer": Words(zh="打印机暂时不能用", en="Printer not available"),
    "scanner": Words(zh="扫描仪维护中", en="Scanner out of order"),
    "document-camera": Words(zh="高拍仪维护中", en="Document camera out of order"),
    "pay-terminal": Words(zh="支付终端维护中", en="Payment terminal out of order"),
}
_NOT_FITTED = Words(zh="本机没有这项设备", en="This kiosk has no such device")
_NO_PAPER = Words(zh="打印机缺纸", en="Printer out of paper")
_FACE_ELSE = Words(
    zh="不能核对人脸时，可以用服务密码或短信验证码。", en="Without a face check a PIN or a code will do."
)
_CARD_ELSE = Words(
    zh="读不了身份证时，可以用社保卡、手机扫码或人脸登录。",
    en="Without the card reader a social-security card, a code on the phone or login by face will do.",
)
_SCANNER_ELSE = Words(
    zh="扫描仪不能用时，可以用高拍仪拍。", en="Without the scanner the document camera takes the papers."
)
_RECEIPT_ELSE = Words(
    zh="打不出小票时，受理编号会显示在屏幕上。", en="Without a receipt the number is shown on the screen."
)


@dataclass(frozen=True)
class Seen:
    """How a device is, as far as an item cares."""

    state: DeviceState
    supplies: tuple[Supply, ...] = ()


@dataclass(frozen=True)
class Need:
    """One device of an item. `instead` says what takes its place; without it nothing does."""

    device: str
    instead: Words | None = None
    by: tuple[str, ...] = ()
    """The devices of which one has to work for that; none are named where what takes its place needs no device."""

    @property
    def required(self) -> bool:
        """Whether the item cannot be finished without it."""
        return self.instead is None


@dataclass(frozen=True)
class Finding:
    """How one need is met now; `missing` says why it is not."""

    need: Need
    state: DeviceState | None
    missing: Words | None = None
    low: tuple[str, ...] = ()
    """Supplies that will soon be used up."""


@dataclass(frozen=True)
class Flight:
    """Whether an item can be finished here now; `reason` for its tile and `instead` when it cannot."""

    item: str
    findings: tuple[Finding, ...] = ()
    reason: Words | None = None
    instead: Words | None = None

    @property
    def possible(self) -> bool:
        """Whether it can be begun with a good conscience."""
        return self.reason is None

    @property
    def low(self) -> tuple[tuple[str, str], ...]:
        """Device and supply that staff should see to; the item is possible all the same."""
        return tuple((each.need.device, name) for each in self.findings for name in each.low)


def needs(item: Item) -> tuple[Need, ...]:
    """What the item names, and what its steps and materials imply."""
    named = [str(device) for device in item.devices]
    sources = {material.source for material in item.materials}
    implied: list[tuple[bool, Need]] = [
        (StepName.IDENTIFY in item.steps, Need("id-reader", _CARD_ELSE, _ENTRIES)),
        (StepName.IDENTIFY in item.steps, Need("camera", _FACE_ELSE)),
        (StepName.CERTIFICATE in item.steps, Need("printer")),
        (MaterialSource.SCAN in sources, Need("scanner", _SCANNER_ELSE, ("document-camera",))),
        (MaterialSource.CAMERA in sources, Need("document-camera")),
        (StepName.SUBMIT in item.steps, Need("receipt-printer", _RECEIPT_ELSE)),
    ]
    found = {need.device: need for holds, need in implied if holds}
    # The card reader says who it is, the scanner takes papers; other devices that an item names it needs for itself.
    others = {device: Need(device) for device in named if device not in _REPLACEABLE or device not in found}
    return tuple({**others, **{device: need for device, need in found.items() if device not in others}}.values())


def check(
    item: Item, seen: Mapping[str, Seen], *, store: bool = True, seal: bool = True, enrolled: bool = False
) -> Flight:
    """Judges an item by the devices that are there.

    Args:
        seen: by device id; one that is missing is not fitted.
        store: whether this kiosk can keep what is done.
        seal: whether it can sign certificates.
        enrolled: whether somebody logs in by face here.
    """
    findings = tuple(_find(_as_here(need, seen, enrolled), seen.get(need.device)) for need in needs(item))
    reason = None
    if not store:
        reason = _NO_STORE
    elif not seal and StepName.CERTIFICATE in item.steps:
        reason = _NO_SEAL
    else:
        reason = next((each.missing for each in findings if each.need.required and each.missing), None)
    return Flight(item.code, findings, reason, _NEIGHBOUR if reason is not None else None)


def _as_here(need: Need, seen: Mapping[str, Seen], enrolled: bool) -> Need:
    """The need with what can take its place on this kiosk now."""
    by = (device for device in need.by if device != "camera" or enrolled)
    if not need.by or any(device in seen and seen[device].state not in _UNABLE for device in by):
        return need
    return replace(need, instead=None)


def _find(need: Need, seen: Seen | None) -> Finding:
    if seen is None:
        return Finding(need, None, _NOT_FITTED)
    low = tuple(supply.name for supply in seen.supplies if supply.low)
    if seen.state is DeviceState.NO_MEDIA:
        return Finding(need, seen.state, _NO_PAPER if need.device == "printer" else _out(need.device), low)
    return Finding(need, seen.state, _out(need.device) if seen.state in _UNABLE else None, low)


def _out(device: str) -> Words:
    return _OUT.get(device) or Words(zh="设备维护中", en="Out of order")


# ---- the command


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the item."""
    parser.add_argument("item", nargs="?", metavar="ITEM", help="code of an item; all items when it is left out")


def main(args: argparse.Namespace) -> int:
    """Tells of one item or of all; 0 when what was asked for can be finished here now.

    Raises:
        Problem: preflight.unknown-item; those of the catalogue.
    """
    settings = load(KioskSettings, args.config)
    items = load_catalog().items
    if args.item is not None and args.item not in items:
        raise Problem(
            "preflight.unknown-item",
            Family.PERMANENT,
            resident=_NEIGHBOUR,
            technician=f"There is no item {args.item!r}. There are: {', '.join(sorted(items))}.",
        )
    chosen = [items[args.item]] if args.item else list(items.values())
    seen = asyncio.run(
        _look(settings, {device for item in chosen for need in needs(item) for device in (need.device, *need.by)})
    )
    flights = [check(item, seen) for item in chosen]
    if args.json:
        print(
            json.dumps(
                {"ok": all(f.possible for f in flights), "items": [as_dict(f) for f in flights]}, ensure_ascii=False
            )
        )
    else:
        for flight in flights:
            _tell(flight)
    return 0 if all(flight.possible for flight in flights) else 1


def as_dict(flight: Flight) -> dict[str, Any]:
    """What `--json` prints of one item."""
    return {
        "item": flight.item,
        "possible": flight.possible,
        "reason": flight.reason.model_dump() if flight.reason else None,
        "instead": flight.instead.model_dump() if flight.instead else None,
        "devices": [
            {
                "id": each.need.device,
                "required": each.need.required,
                "state": each.state.value if each.state else None,
                "missing": each.missing.model_dump() if each.missing else None,
                "instead": each.need.instead.model_dump() if each.need.instead else None,
                "low": list(each.low),
            }
            for each in flight.findings
        ],
    }


def _tell(flight: Flight) -> None:
    print(f"{flight.item:28} {'可以办理 · possible' if flight.possible else '现在办不了 · not now'}")
    if flight.reason is not None and flight.instead is not None:
        print(f"  {flight.reason.zh} · {flight.reason.en}\n  {flight.instead.zh} · {flight.instead.en}")
    for each in flight.findings:
        state = each.state.value if each.state else "not fitted"
        must = "" if each.need.required else ", optional"
        print(f"  {each.need.device:16} {state}{must}{''.join(f', low: {name}' for name in each.low)}")


async def _look(settings: KioskSettings, wanted: Iterable[str]) -> dict[str, Seen]:
    """Asks the kiosk that runs here; where none runs, looks at the devices itself."""
    from devices.console import ask  # noqa: PLC0415  only this command speaks to a kiosk that runs

    try:
        told = await ask(settings.devices.host.console, {"do": "list"}, ASK_S)
    except Problem as problem:
        if problem.code != "console.absent":
            raise
        print("no kiosk runs here; the devices are looked at directly", file=sys.stderr)
        return await _look_alone(settings, wanted)
    return {one["id"]: Seen(DeviceState(one["state"]), _supplies(one)) for one in told["devices"]}


def _supplies(told: Mapping[str, Any]) -> tuple[Supply, ...]:
    return tuple(Supply(each["name"], each["percent"], each["low"]) for each in told.get("supplies", ()))


async def _look_alone(settings: KioskSettings, wanted: Iterable[str]) -> dict[str, Seen]:
    from devices.fitting import fit  # noqa: PLC0415  as above
    from devices.host import DeviceHost  # noqa: PLC0415

    host = DeviceHost()
    devices = fit(host, settings.devices, only=set(wanted))
    try:
        end = asyncio.get_running_loop().time() + LOOK_S
        while asyncio.get_running_loop().time() < end and any(  # noqa: ASYNC110  several devices, one look
            device.status.state is DeviceState.STARTING for device in devices.values()
        ):
            await asyncio.sleep(0.05)
        return {id: Seen(device.status.state, device.supplies) for id, device in devices.items()}
    finally:
        await host.close()
