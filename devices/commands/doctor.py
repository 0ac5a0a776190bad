"""`python -m devices doctor`: checks every device quickly and quietly, and whether the kiosk is fit for service."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from devices.commands import example, limited, tell
from devices.commands.examination import examine
from devices.commands.table import table


def arguments(parser: argparse.ArgumentParser) -> None:
    """--timeout."""
    parser.description = (
        "Checks the configuration, the machine and all devices at the same time; nothing is printed, said or "
        "scanned (`test DEVICE` does that). A running kiosk is asked; without one the devices are opened here. "
        "Exit 0 only when everything is well that the configuration requires (enabled, and required = true)."
    )
    limited(parser, 20.0)
    example(parser, "doctor", "doctor --timeout 10 --json")


def main(args: argparse.Namespace) -> int:
    """0 when the kiosk is fit for service."""
    found = examine(args)
    tell(args, {"ok": found.ok, "devices": found.devices}, _text(found.ok, found.devices, found.required))
    return 0 if found.ok else 1


def _text(ok: bool, devices: Sequence[Mapping[str, Any]], required: frozenset[str]) -> str:
    rows = []
    for device in devices:
        for place, check in enumerate(device["checks"]):
            mark = "ok" if check["ok"] else "SICK" if device["id"] in required else "sick"
            first = (device["id"], device["state"]) if place == 0 else (" ", " ")
            rows.append((*first, check["name"], mark, f"{check['ms']:.0f}", check["detail"]))
    shown = table(("DEVICE", "STATE", "CHECK", "RESULT", "MS", "DETAIL"), rows)
    sick = [each["id"] for each in devices if not all(check["ok"] for check in each["checks"])]
    must = [id for id in sick if id in required]
    may = [id for id in sick if id not in required]
    lines = [shown, "", "FIT FOR SERVICE" if ok else f"NOT FIT FOR SERVICE: {', '.join(must)}"]
    if may:
        lines.append(f"not required, and not well: {', '.join(may)}")
    return "\n".join(lines)
