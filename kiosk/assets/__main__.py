"""`python -m kiosk.assets`: puts weights, icons and the simulators' people in place, or tells what is missing."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from kiosk.assets import cast
from kiosk.assets.fetch import fetch
from kiosk.assets.manifest import Manifest, load_manifest, missing
from kiosk.assets.problems import AssetsProblem
from kiosk.settings import KioskSettings
from sync.contract.problem import Family, Problem
from sync.contract.settings import load

CAST_LIMIT_S = 180.0


def main(argv: list[str]) -> int:
    """Returns 0 when everything is in place, 1 when something is missing or could not be fetched."""
    parser = argparse.ArgumentParser(
        "python -m kiosk.assets", description="fetch what the kiosk needs, pinned by sha256"
    )
    parser.add_argument("--check", action="store_true", help="only tell what is missing; fetch nothing")
    optional = list(dict.fromkeys(package.target for package in load_manifest().package if package.optional))
    parser.add_argument(
        "--with",
        dest="also",
        action="append",
        default=[],
        choices=optional,
        metavar="WHAT",
        help=f"fetch this, too: {', '.join(optional)}",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: %(default)s")
    args = parser.parse_args(argv)
    started = time.monotonic()
    try:
        assets = load(KioskSettings, args.config).paths.assets
        manifest = load_manifest()
        manifest = manifest.wanted(args.also, assets)
        if not args.check:
            set_up(manifest, assets)
        lacking = survey(manifest, assets)
    except Problem as problem:
        if args.json:
            print(json.dumps({"error": problem.as_dict()}, ensure_ascii=False))
        print(problem.technician, file=sys.stderr)
        return 1
    _tell(manifest, assets, lacking, args.json, time.monotonic() - started)
    return 1 if lacking else 0


def set_up(manifest: Manifest, assets: Path) -> None:
    """Fetches what is missing and makes the cast anew when it is not up to date."""
    for package in manifest.package:
        if members := missing(package, assets):
            print(f"{package.spec}: {len(members)} files → {assets / package.target}", file=sys.stderr)
            fetch(package, members, assets)
    if cast.missing(assets):
        print(f"people and scenes → {assets}", file=sys.stderr)
        _make_cast(assets)


def survey(manifest: Manifest, assets: Path) -> dict[str, list[str]]:
    """What is missing or not as pinned, by folder; empty when all is well."""
    found = {package.target: missing(package, assets) for package in manifest.package}
    found["cast"] = cast.missing(assets)
    return {target: members for target, members in found.items() if members}


def _make_cast(assets: Path) -> None:
    # OpenCV stays out of this process: it changes the environment of Qt at import.
    command = [sys.executable, "-m", "kiosk.vision.cast", str(assets)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=CAST_LIMIT_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise AssetsProblem(
            "cast", Family.TEMPORARY, f"Making people and scenes took longer than {CAST_LIMIT_S:.0f} s."
        ) from None
    if done.returncode != 0:
        raise AssetsProblem("cast", Family.PERMANENT, f"Making people and scenes failed:\n{done.stderr.strip()}")


def _tell(manifest: Manifest, assets: Path, lacking: dict[str, list[str]], as_json: bool, seconds: float) -> None:
    if as_json:
        packages = [
            {"package": p.spec, "target": p.target, "files": len(p.files), "licence": p.licence, "note": p.note}
            for p in manifest.package
        ]
        answer = {
            "ok": not lacking,
            "assets": str(assets),
            "missing": lacking,
            "packages": packages,
            "seconds": round(seconds, 3),
        }
        print(json.dumps(answer, ensure_ascii=False))
        return
    for target, members in lacking.items():
        print(f"{target}: missing or changed: {', '.join(members)}", file=sys.stderr)
    if lacking:
        print("Run: python -m kiosk.assets", file=sys.stderr)
        return
    for package in manifest.package:
        note = f": {package.note}" if package.note else ""
        print(f"{package.spec} ({package.licence}){note}")
    print(f"assets complete in {assets} ({seconds:.2f} s)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
