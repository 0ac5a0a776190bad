"""What the host knows of its devices: numbers over the years, supplies that run low, and events for whoever listens."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from devices.health import Supply, judged
from devices.host import Device, DeviceEvent, DeviceHost, DeviceStats
from devices.state import DeviceState
from devices.stats import KEEP_EVERY_S, StatsBook
from sync.contract.problem import Family, Problem
from tests.devices.conftest import QUICK, status_where
from tests.devices.things import WORDS, Thing, lost, opener


async def online(device: Device[Any]) -> None:
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)


async def test_what_a_device_does_is_counted_and_outlives_the_process(plugged: threading.Event, tmp_path: Path) -> None:
    now = 1000.0

    def fail(family: Family) -> None:
        raise Problem("thing.failed", family, resident=WORDS, technician="planted by this test")

    host = DeviceHost(QUICK, clock=lambda: now, stats=tmp_path / "devices.json")
    device = host.add("thing", opener(plugged))
    await device.call(Thing.work, timeout_s=1)
    for family in (Family.EXPECTED, Family.TEMPORARY):
        with pytest.raises(Problem):
            await device.call(lambda *_, family=family: fail(family), timeout_s=1)
    device.count(3)
    device.count(2)
    with pytest.raises(Problem, match=r"device\.timeout"):
        await device.call(Thing.wait, timeout_s=0.02)
    plugged.clear()
    await status_where(device, lambda status: status.state.lost)
    plugged.set()
    await online(device)
    await host.close()
    expected = DeviceStats(uses=4, errors=2, lost=1, units=5, last_good=1000.0)
    assert device.stats == expected, "a card that is lifted is nobody's fault"

    again = DeviceHost(QUICK, clock=lambda: 2000.0, stats=tmp_path / "devices.json")
    device = again.add("thing", opener(threading.Event()), first_s=0.2)
    assert device.stats == expected
    await status_where(device, lambda status: status.state.lost)
    assert device.stats.last_good == 1000.0, "it was not well since"
    await again.close()


def test_numbers_are_written_rarely_and_whole(tmp_path: Path) -> None:
    now = 0.0
    path = tmp_path / "run" / "devices.json"
    book = StatsBook(path, clock=lambda: now)
    book.put("thing", DeviceStats(uses=1))
    book.keep()
    assert not path.exists()
    now = KEEP_EVERY_S
    book.keep()
    assert json.loads(path.read_text()) == {"thing": {"uses": 1, "errors": 0, "lost": 0, "units": 0, "last_good": None}}
    book.put("thing", DeviceStats(uses=2))
    book.keep()
    assert StatsBook(path).of("thing").uses == 1
    book.close()
    assert StatsBook(path).of("thing").uses == 2
    assert [each.name for each in path.parent.iterdir()] == ["devices.json"]


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"thing": 7}', '{"thing": {"uses": "x"}}', '{"thing": null}'])
def test_a_broken_file_of_numbers_stops_nobody(tmp_path: Path, text: str) -> None:
    path = tmp_path / "devices.json"
    path.write_text(text)
    assert StatsBook(path).of("thing") == DeviceStats()


def test_a_disk_that_takes_nothing_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    book = StatsBook(tmp_path / "file" / "devices.json")
    for uses in (1, 2):
        book.put("thing", DeviceStats(uses=uses))
        book.close()
    assert len([record for record in caplog.records if "not kept" in record.getMessage()]) == 1


def test_a_supply_that_trembles_at_its_threshold_is_low_once() -> None:
    told: list[bool] = []
    known: tuple[Supply, ...] = ()
    for percent in (16, 15, 14, 15, 14, 19, 20, 15, 14):
        known = judged(known, (Supply("toner", percent, False),), 15)
        told.append(known[0].low)
    assert told == [False, False, True, True, True, True, False, False, True]


def test_a_device_that_says_low_is_believed() -> None:
    assert judged((), (Supply("paper", None, True), Supply("toner", 80, True)), 15)[1].low
    assert not judged((Supply("paper", None, True),), (Supply("paper", None, False),), 15)[0].low


async def test_supplies_are_asked_for_and_told_when_they_run_low(
    plugged: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "devices")
    host = DeviceHost(replace(QUICK, supplies_every_s=0.0), low_percent=20)
    level = [50]
    asked = threading.Semaphore(0)

    class Printing(Thing):
        def supplies(self) -> tuple[Supply, ...]:
            asked.release()
            return (Supply("toner", level[0], False),)

    events: list[DeviceEvent] = []
    host.listen(events.append)
    device = host.add("thing", lambda: Printing(plugged))

    async def see(percent: int) -> None:
        level[0] = percent
        for _ in range(200):
            await device.call(Thing.work, timeout_s=1)
            if device.supplies and device.supplies[0].percent == percent:
                return
        pytest.fail("nobody asks for the supplies")

    await see(50)
    for percent in (19, 18, 22, 40):
        await see(percent)
    await host.close()
    low = [event.supplies[0] for event in events if event.supplies]
    assert low == [Supply("toner", 19, True), Supply("toner", 40, False)]
    assert {event.device for event in events} == {"thing"}
    assert len([record for record in caplog.records if "low" in record.getMessage()]) == 1


async def test_whoever_listens_to_the_host_hears_of_every_device(host: DeviceHost, plugged: threading.Event) -> None:
    events: asyncio.Queue[DeviceEvent] = asyncio.Queue()
    stop = host.listen(events.put_nowait)
    first, second = host.add("first", opener(plugged)), host.add("second", opener(threading.Event()))
    async with asyncio.timeout(2):
        heard = {(event.device, event.status.state) for event in [await events.get(), await events.get()]}
    assert heard == {("first", DeviceState.ONLINE), ("second", DeviceState.ABSENT)}
    assert (first.status.state, second.status.state) == (DeviceState.ONLINE, DeviceState.ABSENT)
    assert list(host.devices) == ["first", "second"]
    stop()
    plugged.clear()
    await status_where(first, lambda status: status.state.lost)
    assert events.empty(), "who unsubscribed hears nothing more"


async def test_a_device_that_is_lost_in_several_ways_is_told_once(
    host: DeviceHost, plugged: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "devices.host")
    ways = [lost("thing.absent"), lost("thing.silent", DeviceState.OFFLINE), lost("thing.absent")]

    class Odd(Thing):
        def open(self) -> None:
            if not self.plugged.is_set():
                raise ways[0] if len(ways) == 1 else ways.pop(0)

    device = host.add("thing", lambda: Odd(plugged))
    await online(device)
    plugged.clear()
    await status_where(device, lambda status: len(ways) == 1 and status.state is DeviceState.ABSENT)
    plugged.set()
    await online(device)
    assert len(caplog.records) == 2, [record.getMessage() for record in caplog.records]
    assert device.stats.lost == 1
