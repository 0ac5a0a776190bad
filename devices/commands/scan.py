"""`python -m devices scan`: scans one page into a file that is whole or not there."""

from __future__ import annotations

import argparse
import time
from datetime import datetime
from pathlib import Path

from devices.commands import example, limited, settings, tell
from devices.commands.limit import left, perform
from devices.commands.self_test import write
from devices.host import DeviceHost
from devices.kinds import Kind, opener
from devices.scanner import ScannedPage
from devices.settings import DevicesSettings, EsclSettings, SaneSettings, ScannerSettings

MARGIN_S = 0.8
"""Kept of the command's time for the scanner to say itself what is wrong."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """--device, --out, --dpi, --timeout."""
    parser.description = "Scans one page and writes it as it comes from the scanner, JPEG or PNG."
    parser.add_argument(
        "--device",
        default="scanner",
        metavar="NAME",
        help="an id of the configuration (scanner, document-camera), an http:// address of eSCL, or else a name "
        "of SANE; default: %(default)s",
    )
    parser.add_argument("--out", type=Path, default=Path("out/scans"), metavar="DIR", help="default: %(default)s")
    parser.add_argument("--dpi", type=int, choices=(150, 200, 300, 600), help="dots per inch: %(choices)s")
    limited(parser, 60.0)
    example(parser, "scan --device scanner --out out/scans", "scan --device http://192.168.1.41/eSCL --out out --json")


def main(args: argparse.Namespace) -> int:
    """Prints where the page is."""
    section = chosen(settings(args).devices, args.device)
    asked = {"dpi": args.dpi, "page_s": min(section.page_s, max(0.1, left(args) - MARGIN_S))}
    section = section.model_copy(
        update={key: value for key, value in asked.items() if value is not None and hasattr(section, key)}
    )

    async def scan(host: DeviceHost) -> ScannedPage:
        scanner = host.add("scanner", opener(Kind.SCANNER, section), Kind.SCANNER)
        page: ScannedPage = await scanner.call(lambda each, cancel: each.scan(cancel), timeout_s=left(args))
        return page

    began = time.monotonic()
    page = perform(args, scan)
    took_ms = round((time.monotonic() - began) * 1000)
    suffix = "png" if page.media_type == "image/png" else "jpg"
    path: Path = args.out / f"page-{datetime.now():%Y%m%d-%H%M%S-%f}.{suffix}"
    write(path, page.data)
    told = {
        "file": str(path),
        "media_type": page.media_type,
        "width_px": page.width_px,
        "height_px": page.height_px,
        "dpi": page.dpi,
        "ms": took_ms,
    }
    dpi = f"{page.dpi} dpi" if page.dpi else "unknown dpi"
    tell(args, told, f"{path}: {page.width_px} × {page.height_px} pixels, {dpi}, in {took_ms / 1000:.1f} s")
    return 0


def chosen(devices: DevicesSettings, name: str) -> ScannerSettings:
    """The table of the scanner that is meant."""
    kind, section = devices.fitted().get(name, (None, None))
    if kind is Kind.SCANNER and isinstance(section, ScannerSettings):
        return section
    if name.startswith(("http://", "https://")):
        return EsclSettings(url=name)
    return SaneSettings(device=name)
