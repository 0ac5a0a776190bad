"""A simulated payment terminal on a free port, its driver in a host, and a journal on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.host import Device, DeviceHost
from devices.journal import Journal
from devices.pay.settlement import PayLimits
from devices.pay.simulator import PayTerminalSimulator
from devices.pay.tcp import PayTiming, TcpPayTerminal
from devices.settings import PayTerminalSettings

TIMING = PayTiming(connect_s=0.5, answer_s=0.2, ask_every_s=0.03, find_s=0.6)
LIMITS = PayLimits(find_s=0.6, every_s=0.05, call_s=1.0)


@pytest.fixture
def simulator() -> Iterator[PayTerminalSimulator]:
    simulator = PayTerminalSimulator(0)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def settings(simulator: PayTerminalSimulator) -> PayTerminalSettings:
    return PayTerminalSettings(endpoint=simulator.endpoint, pay_s=1.0)


@pytest.fixture
def driver(settings: PayTerminalSettings) -> Iterator[TcpPayTerminal]:
    driver = TcpPayTerminal(settings, TIMING)
    driver.open()
    yield driver
    driver.close()


@pytest.fixture
def terminal(host: DeviceHost, settings: PayTerminalSettings) -> Device[TcpPayTerminal]:
    return host.add("pay-terminal", lambda: TcpPayTerminal(settings, TIMING))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "acts.db")
    yield journal
    journal.close()
