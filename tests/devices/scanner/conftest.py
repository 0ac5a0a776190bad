"""Simulated scanners on free ports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.scanner.escl import EsclScanner
from devices.scanner.escl_line import EsclTiming
from devices.scanner.simulator import ScannerSimulator
from devices.settings import EsclSettings

TIMING = EsclTiming(ask_s=0.5, busy_s=1.0, retry_s=0.05, retry_longest_s=0.2, end_s=0.5)


@pytest.fixture
def simulator() -> Iterator[ScannerSimulator]:
    """A scanner with a feeder only."""
    simulator = ScannerSimulator(0, "/eSCL")
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def scanner(simulator: ScannerSimulator) -> Iterator[EsclScanner]:
    """Its driver, opened."""
    scanner = EsclScanner(EsclSettings(url=simulator.url, dpi=150, page_s=3.0), TIMING)
    scanner.open()
    yield scanner
    scanner.close()
