"""A simulated receipt printer on a PTY, and windows of time that are short enough for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from devices.host import Device, DeviceHost
from devices.receipt import Receipt
from devices.receipt.escpos import EscposPrinter, EscposTiming
from devices.receipt.simulator import ReceiptSimulator
from devices.settings import ReceiptPrinterSettings
from tests.devices.conftest import QUICK

RECEIPT = Receipt("回执", ("事项：社保参保证明打印", "编号：NZZ-1", "三号窗口", "谢谢"))
TIMING = EscposTiming(reply_s=0.3, attempts=2, send_s=0.5, marker_s=0.6, wait_s=3.0, late_s=0.15, look_every_s=0.05)


def make(settings: ReceiptPrinterSettings) -> Callable[[], EscposPrinter]:
    return lambda: EscposPrinter(settings, TIMING)


def tickets(tmp_path: Path) -> int:
    """How many tickets lie in the outlet."""
    return len(list((tmp_path / "receipts").glob("*.txt")))


@pytest.fixture
def settings(tmp_path: Path) -> ReceiptPrinterSettings:
    return ReceiptPrinterSettings(port=str(tmp_path / "receipt-printer"))


@pytest.fixture
def simulator(settings: ReceiptPrinterSettings, tmp_path: Path) -> Iterator[ReceiptSimulator]:
    simulator = ReceiptSimulator(settings, tmp_path / "receipts", line_s=0.004, pictures=False)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def driver(simulator: ReceiptSimulator, settings: ReceiptPrinterSettings) -> Iterator[EscposPrinter]:
    driver = make(settings)()
    driver.open()
    yield driver
    driver.close()


@pytest.fixture
async def device(simulator: ReceiptSimulator, settings: ReceiptPrinterSettings) -> AsyncIterator[Device[EscposPrinter]]:
    host = DeviceHost(QUICK)
    yield host.add("receipt-printer", make(settings))
    await host.close()
