"""What scanners and the programs that speak to them say: eSCL's XML, the words of scanimage, raw pictures."""

from __future__ import annotations

import contextlib

from devices.scanner.escl_wire import (
    BadAnswer,
    ScannerState,
    ScannerStatus,
    ScanSettings,
    Source,
    read_capabilities,
    read_settings,
    read_status,
    write_settings,
)
from devices.scanner.escl_xml import write_capabilities, write_status
from devices.scanner.picture_wire import BrokenPicture
from devices.scanner.pnm_wire import read_pnm
from devices.scanner.sane_wire import nearest_resolution, read_devices, read_failure, read_options, read_progress
from devices.scanner.table_wire import read_seen


def attempt(data: bytes) -> None:
    for read in (read_capabilities, read_status, read_settings):
        with contextlib.suppress(BadAnswer):
            read(data)
    with contextlib.suppress(BrokenPicture):
        picture = read_pnm(data)
        assert picture.width_px > 0
        assert picture.height_px > 0
    text = data.decode(errors="replace")
    read_devices(text)
    read_failure(data[0] if data else 0, text)
    for option in read_options(text).values():
        nearest_resolution(option, 300)
    for line in text.splitlines():
        read_seen(line)
        progress = read_progress(line)
        assert progress is None or 0 <= progress <= 1


def seeds() -> list[bytes]:
    """Good messages."""
    return [
        write_capabilities(feeder=True, glass=True),
        write_status(ScannerStatus(ScannerState.IDLE, None, ())),
        write_settings(ScanSettings(Source.PLATEN, 300)),
        b"P6\n4 2\n255\n" + bytes(range(24)),
        b"test:0\nairscan:e0:Virtual\n",
        b"    --resolution 75|150|300dpi [150]\n    --mode Color|Gray [Color]\n",
        b"Progress: 45.1%\rProgress: 90.0%\r\n",
        b"scanimage: sane_start: Document feeder out of documents\n",
        b'{"sight": "no-page", "light": 120, "sharpness": 30}\n',
    ]
