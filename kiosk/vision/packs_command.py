"""`python -m kiosk face packs`: the face models there are, where they come from and what is known of them."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from kiosk.settings import KioskSettings
from sync.contract.settings import load


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="folders of licensed models to look at, too")


def main(args: argparse.Namespace) -> int:
    """0; a pack that lacks something is told, and is no failure as long as nobody uses it."""
    from kiosk.vision.pack import BUILT_IN, sheet  # noqa: PLC0415  --help needs no models

    settings = load(KioskSettings, args.config)
    names = dict.fromkeys((*BUILT_IN, settings.vision.pack, *args.folders))
    packs = [_described(sheet(name, settings.paths.assets), settings.vision.pack) for name in names]
    if args.json:
        print(json.dumps({"packs": packs}, ensure_ascii=False))
        return 0
    for pack in packs:
        _tell(pack)
    return 0


def _described(known: Any, used: str) -> dict[str, Any]:
    told: dict[str, Any] = asdict(known)
    for key in ("thresholds", "calibration"):
        told[key] = told[key].model_dump() if told[key] is not None else None
    return told | {"folder": str(known.folder), "ready": not known.lacking, "used": known.name == used}


def _tell(pack: dict[str, Any]) -> None:
    state = "in use" if pack["used"] else "ready" if pack["ready"] else "not installed"
    print(f"{pack['name']} ({state})\n  licence      {pack['licence']}")
    if pack["note"]:
        print(f"  note         {pack['note']}")
    if pack["thresholds"]:
        print("  thresholds   " + ", ".join(f"{key} {value}" for key, value in pack["thresholds"].items()))
    if calibration := pack["calibration"]:
        pairs = f"{calibration['genuine']} genuine and {calibration['impostor']} impostor pairs"
        print(f"  measured on  {calibration['on']}; {pairs}, EER {calibration['eer']:.2%}")
    for model, how in pack["preprocessing"].items():
        print(f"  {model:12} {how}")
    for name, sha256 in pack["files"].items():
        print(f"  file         {name} {sha256}")
    for fault in pack["lacking"]:
        print(f"  lacking      {fault}. {pack['fetch']}")
