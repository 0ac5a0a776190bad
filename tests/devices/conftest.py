"""Simulated devices on free ports and windows of time that are short enough for tests."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from devices.host import Device, DeviceHost, HostLimits
from devices.idcard.samv import SamvReader, SamvTiming
from devices.idcard.simulator import ReaderSimulator
from devices.printer.ipp import IppPrinter, IppTiming
from devices.printer.progress import PrintLimits
from devices.printer.simulator import PrinterSimulator
from devices.settings import IppSettings, SamvSettings
from devices.state import DeviceStatus

QUICK = HostLimits(poll_every_s=0.05, reopen_first_s=0.02, reopen_longest_s=0.05, grace_s=0.2)
READER_TIMING = SamvTiming(
    reply_s=0.2, read_s=0.4, attempts=3, find_every_s=0.01, put_again_s=0.05, gap_s=0.05, quiet_s=0.02
)
PRINT_LIMITS = PrintLimits(
    total_s=5.0, media_s=5.0, reach_s=0.2, find_s=5.0, cancel_s=2.0, missing_s=0.1, poll_s=0.02, call_s=3.0
)


async def status_where(device: Device[Any], fits: Callable[[DeviceStatus], bool], limit_s: float = 3.0) -> DeviceStatus:
    """Waits until the device has a status that fits."""
    news = asyncio.Event()
    stop = device.listen(lambda _: news.set())
    try:
        async with asyncio.timeout(limit_s):
            while not fits(device.status):
                await news.wait()
                news.clear()
            return device.status
    finally:
        stop()


def make_pdf(pages: int = 1) -> bytes:
    """A PDF of empty A4 pages."""
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        pdf.new_page(595, 842)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.fixture
async def host() -> AsyncIterator[DeviceHost]:
    host = DeviceHost(QUICK)
    yield host
    await host.close()


@pytest.fixture
def plugged() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@pytest.fixture
def people(tmp_path: Path) -> Path:
    folder = tmp_path / "people"
    folder.mkdir()
    return folder


@pytest.fixture
def reader_settings(tmp_path: Path) -> SamvSettings:
    return SamvSettings(port=str(tmp_path / "id-reader"))


@pytest.fixture
def reader_simulator(reader_settings: SamvSettings, people: Path) -> Iterator[ReaderSimulator]:
    simulator = ReaderSimulator(reader_settings, people)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def reader(reader_simulator: ReaderSimulator, reader_settings: SamvSettings) -> Iterator[SamvReader]:
    reader = SamvReader(reader_settings, READER_TIMING)
    reader.open()
    yield reader
    reader.close()


@pytest.fixture
def printer_simulator(tmp_path: Path) -> Iterator[PrinterSimulator]:
    simulator = PrinterSimulator(0, "/ipp/print", tmp_path / "paper", page_s=0.08)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def printer(host: DeviceHost, printer_simulator: PrinterSimulator) -> Device[IppPrinter]:
    settings = IppSettings(uri=printer_simulator.uri)
    return host.add("printer", lambda: IppPrinter(settings, IppTiming(ask_s=0.5, submit_s=1.0)))
