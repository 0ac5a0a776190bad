"""`python -m devices test`: the full self-test of one device, with the picture of what it saw or made."""

from __future__ import annotations

import argparse
import asyncio
import base64
from pathlib import Path
from typing import Any

from devices.commands import example, limited, settings, tell
from devices.commands.fleet import held, known
from devices.commands.limit import left, perform, too_late
from devices.commands.table import table
from devices.fitting import fit
from devices.host import DeviceHost
from devices.settings import DevicesSettings
from devices.telling import self_test
from sync.contract.problem import SERVICED, Family, Problem
from sync.contract.whole import write_whole

FOLDER = Path("out/tests")


def arguments(parser: argparse.ArgumentParser) -> None:
    """DEVICE, --out, --timeout."""
    parser.description = (
        "Proves one device for good: a printer prints a test page, a speaker speaks, a scanner scans, lights light. "
        "A running kiosk does it when there is one. Exit 1 when a check fails."
    )
    parser.add_argument("device", metavar="DEVICE", help="its id, see `list`")
    parser.add_argument("--out", type=Path, metavar="FILE", help=f"its picture; default: {FOLDER}/DEVICE.png or .jpg")
    limited(parser, 30.0)
    example(parser, "test printer", "test document-camera --out page.jpg")


def main(args: argparse.Namespace) -> int:
    """0 when every check is good."""
    devices = settings(args).devices
    known(devices, args.device)
    found = perform(args, lambda host: _test(args, devices, host))
    picture = base64.b64decode(found["picture"]) if found["picture"] else None
    found["picture"] = str(_keep(args, picture)) if picture else None
    tell(args, found, _text(found))
    return 0 if found["ok"] else 1


async def _test(args: argparse.Namespace, devices: DevicesSettings, host: DeviceHost) -> dict[str, Any]:
    try:
        async with asyncio.timeout(left(args)):
            found = await held(devices, {"do": "test", "device": args.device}, left(args))
            if found is None:
                found = await self_test(fit(host, devices, [args.device])[args.device])
            return found
    except TimeoutError:
        raise too_late(args, f"the self-test of {args.device}") from None


def _keep(args: argparse.Namespace, picture: bytes) -> Path:
    suffix = ".png" if picture.startswith(b"\x89PNG") else ".jpg"
    path: Path = args.out or FOLDER / f"{args.device}{suffix}"
    write(path, picture)
    return path


def write(path: Path, data: bytes) -> None:
    """Writes a file that is whole or not there, for this user only. Raises Problem `file.unwritable`."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise Problem(
            "file.unwritable",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"{path}: cannot be written ({error.strerror}). Name another place.",
        ) from error


def _text(found: dict[str, Any]) -> str:
    rows = [(each["name"], "ok" if each["ok"] else "FAILED", each["ms"], each["detail"]) for each in found["checks"]]
    head = f"{found['device']} is {found['state']}: {'all is well' if found['ok'] else 'NOT WELL'}"
    lines = [head, "", table(("CHECK", "RESULT", "MS", "DETAIL"), rows)]
    if found["picture"]:
        lines += ["", f"picture: {found['picture']}"]
    return "\n".join(lines)
