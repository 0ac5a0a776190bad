"""A device that is away is looked for quickly, then at leisure, and is back at once when its wire is."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from devices.host import DeviceHost, HostLimits
from devices.idcard.samv import SamvReader
from devices.idcard.simulator import ReaderSimulator
from devices.plug import Plug
from devices.reopening import Reopening
from devices.settings import SamvSettings
from devices.state import DeviceState
from devices.wires import look
from tests.devices.conftest import QUICK, READER_TIMING, status_where
from tests.devices.things import Thing, opener

SLOW = replace(QUICK, quick_attempts=3, slow_s=3600.0, look_every_s=0.02)
"""After three attempts nothing happens by itself for an hour."""


@pytest.fixture
async def patient() -> AsyncIterator[DeviceHost]:
    host = DeviceHost(SLOW)
    yield host
    await host.close()


class Attempts:
    """Makes drivers, and waits until so many were made."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._news = threading.Condition()
        self.made = 0

    def __call__(self) -> Any:
        with self._news:
            self.made += 1
            self._news.notify_all()
        return self._make()

    async def come_to(self, times: int) -> None:
        def wait() -> bool:
            with self._news:
                return self._news.wait_for(lambda: self.made >= times, 2)

        assert await asyncio.to_thread(wait), f"{self.made} attempts instead of {times}"


def test_the_budget_is_spent_and_refilled() -> None:
    limits = HostLimits()
    budget = Reopening(limits)
    pauses = [budget.failed() for _ in range(limits.quick_attempts)]
    assert pauses[:5] == [0.25, 0.5, 1.0, 2.0, 2.0] and budget.just_spent
    assert pauses[-1] == budget.failed() == limits.slow_s and not budget.just_spent
    assert max(pauses[:-1]) + limits.look_every_s < 3
    budget.refill()
    assert budget.failed() == 0.25


async def test_a_spent_budget_is_told_once_and_a_person_refills_it(
    patient: DeviceHost, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "devices")
    plugged = threading.Event()
    attempts = Attempts(opener(plugged))
    device = patient.add("thing", attempts)
    await attempts.come_to(3)
    assert attempts.made == 3
    await device.restart()
    await attempts.come_to(6)
    plugged.set()
    assert await device.call(Thing.work, timeout_s=1), "who wants it has it tried at once"
    told = [record.getMessage() for record in caplog.records if "attempts" in record.getMessage()]
    assert len(told) == 2 and "after 3 attempts" in told[0], "once for each budget"
    assert not [record for record in caplog.records if "starting" in record.getMessage()]


async def test_success_refills_the_budget(patient: DeviceHost) -> None:
    plugged = threading.Event()
    attempts = Attempts(opener(plugged))
    device = patient.add("thing", attempts)
    await attempts.come_to(3)
    plugged.set()
    await device.call(Thing.work, timeout_s=1)
    plugged.clear()
    await status_where(device, lambda status: status.state.lost)
    await attempts.come_to(7)


async def test_a_wire_that_comes_back_after_a_long_time_is_noticed_at_once(
    patient: DeviceHost, plugged: threading.Event, tmp_path: Path
) -> None:
    attempts = Attempts(opener(plugged))
    wire = tmp_path / "wire"
    plugged.clear()
    device = patient.add("thing", attempts, look=wire.exists)
    await attempts.come_to(3)
    plugged.set()
    wire.touch()
    await status_where(device, lambda status: status.state is DeviceState.ONLINE, limit_s=1)


async def test_a_driver_may_look_itself(patient: DeviceHost, plugged: threading.Event) -> None:

    class Seeing(Thing):
        def there(self) -> bool:
            return self.plugged.is_set()

    plugged.clear()
    attempts = Attempts(lambda: Seeing(plugged))
    device = patient.add("thing", attempts)
    await attempts.come_to(3)
    plugged.set()
    await status_where(device, lambda status: status.state is DeviceState.ONLINE, limit_s=1)


async def test_a_reader_that_was_away_for_long_is_online_within_three_seconds(
    reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    host = DeviceHost(HostLimits(reopen_first_s=0.01, reopen_longest_s=0.01, quick_attempts=3, slow_s=3600.0))
    try:
        attempts = Attempts(lambda: SamvReader(reader_settings, READER_TIMING))
        reader = host.add("id-reader", attempts, look=look(reader_settings.where))
        await status_where(reader, lambda status: status.state is DeviceState.ONLINE)
        reader_simulator.apply("unplug")
        await attempts.come_to(4)
        began = time.monotonic()
        reader_simulator.apply("plug")
        await status_where(reader, lambda status: status.state is DeviceState.ONLINE)
        assert time.monotonic() - began < 3
    finally:
        await host.close()


async def test_a_device_that_no_visit_begins_with_waits_its_turn_unless_it_is_wanted(
    patient: DeviceHost, plugged: threading.Event
) -> None:
    attempts = Attempts(opener(plugged))
    device = patient.add("thing", attempts, first_s=3600.0)
    assert device.status.state is DeviceState.STARTING and attempts.made == 0
    assert await device.call(Thing.work, timeout_s=1)


def test_paths_and_listeners_and_usb_can_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "ttyS0"
    seen = look(str(path))
    assert not seen()
    path.touch()
    assert seen()
    plug = Plug(0, BaseHTTPRequestHandler)
    plug.connect()
    for where in (f"127.0.0.1:{plug.port}", f"tcp://127.0.0.1:{plug.port}", f"ipp://127.0.0.1:{plug.port}/ipp/print"):
        assert look(where)()
    plug.disconnect()
    assert not look(f"127.0.0.1:{plug.port}")()
    usb = tmp_path / "usb"
    usb.mkdir()
    for where in ("usb://04b8:0e15", "Virtual PCD 00 00", "", "0"):
        before = look(where, usb)()
        (usb / f"1-1.{len(where)}").touch()
        assert look(where, usb)() != before
    assert not look("", tmp_path / "no-usb")()
