"""The host: nobody waits for somebody else's device, everything has a limit, and nothing stays behind."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from devices.host import Cancel, DeviceHost
from devices.state import DeviceState
from sync.contract.problem import Family, Problem
from tests.devices.conftest import QUICK, status_where
from tests.devices.things import Thing, opener


async def test_a_command_runs_in_the_thread_of_its_device(host: DeviceHost, plugged: threading.Event) -> None:
    device = host.add("thing", opener(plugged))
    assert await device.call(Thing.work, timeout_s=1) == "device-thing"


async def test_a_device_that_hangs_while_opening_delays_no_other(host: DeviceHost, plugged: threading.Event) -> None:
    stuck = threading.Event()

    class Slow(Thing):
        def open(self) -> None:
            stuck.wait(5)

    host.add("slow", lambda: Slow(plugged))
    device = host.add("thing", opener(plugged))
    assert await device.call(Thing.work, timeout_s=0.5) == "device-thing"
    stuck.set()


async def test_an_absent_device_tells_its_problem_at_once(host: DeviceHost) -> None:
    device = host.add("thing", opener(threading.Event()))
    with pytest.raises(Problem, match=r"thing\.absent"):
        async with asyncio.timeout(0.5):
            await device.call(Thing.work, timeout_s=5)
    assert (await status_where(device, lambda status: status.state.lost)).state is DeviceState.ABSENT


async def test_a_command_that_takes_too_long_is_cancelled_and_told(host: DeviceHost, plugged: threading.Event) -> None:
    device = host.add("thing", opener(plugged))
    with pytest.raises(Problem) as told:
        await device.call(Thing.wait, timeout_s=0.05)
    assert (told.value.code, told.value.family) == ("device.timeout", Family.TEMPORARY)
    assert await device.call(Thing.work, timeout_s=0.5), "the driver stopped, so its thread goes on"


async def test_cancelling_the_task_cancels_the_command(host: DeviceHost, plugged: threading.Event) -> None:
    device = host.add("thing", opener(plugged))
    began, ended = threading.Event(), threading.Event()

    def command(thing: Thing, cancel: Cancel) -> None:
        began.set()
        try:
            thing.wait(cancel)
        finally:
            ended.set()

    task = asyncio.create_task(device.call(command, timeout_s=10))
    assert await asyncio.to_thread(began.wait, 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended.wait, 0.5)


async def test_a_cancelled_command_that_still_waits_never_runs(host: DeviceHost, plugged: threading.Event) -> None:
    device = host.add("thing", opener(plugged))
    ran: list[str] = []
    first = asyncio.create_task(device.call(Thing.wait, timeout_s=0.1))
    second = asyncio.create_task(device.call(lambda *_: ran.append("second"), timeout_s=5))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    await device.call(Thing.work, timeout_s=1)
    assert ran == []


async def test_a_driver_that_does_not_stop_is_left_behind_and_the_device_opened_afresh(
    host: DeviceHost, plugged: threading.Event
) -> None:
    made: list[Thing] = []
    device = host.add("thing", opener(plugged, made))
    with pytest.raises(Problem, match=r"device\.timeout"):
        await device.call(Thing.hang, timeout_s=0.05)
    assert await device.call(Thing.work, timeout_s=2) == "device-thing"
    assert len(made) == 2
    assert made[0].closed.is_set()


async def test_losing_and_finding_a_device_is_logged_once_each(
    host: DeviceHost, plugged: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "devices")
    made: list[Thing] = []
    device = host.add("thing", opener(plugged, made))
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    plugged.clear()
    await status_where(device, lambda status: status.state is DeviceState.ABSENT)
    tries = len(made)
    async with asyncio.timeout(2):
        while len(made) < tries + 3:
            with pytest.raises(Problem, match=r"thing\.absent"):
                await device.call(Thing.work, timeout_s=1)
    plugged.set()
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    told = [record.getMessage() for record in caplog.records if record.name == "devices.host"]
    assert len(told) == 2, told
    assert "plug it in" in told[0]
    assert "again" in told[1]


async def test_listeners_are_called_in_the_thread_of_the_event_loop(host: DeviceHost, plugged: threading.Event) -> None:
    device = host.add("thing", opener(plugged))
    threads: list[str] = []
    stop = device.listen(lambda _: threads.append(threading.current_thread().name))
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    plugged.clear()
    await status_where(device, lambda status: status.state is DeviceState.ABSENT)
    assert set(threads) == {threading.current_thread().name}
    stop()
    told = len(threads)
    plugged.set()
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    assert len(threads) == told, "who unsubscribed is not called any more"


async def test_a_status_is_told_only_when_it_is_new(host: DeviceHost, plugged: threading.Event) -> None:
    polls: list[int] = []
    polled_often = threading.Event()

    class Polled(Thing):
        def poll(self) -> DeviceState:
            polls.append(1)
            if len(polls) == 5:
                polled_often.set()
            return super().poll()

    device = host.add("thing", lambda: Polled(plugged))
    told: list[DeviceState] = []
    device.listen(lambda status: told.append(status.state))
    assert await asyncio.to_thread(polled_often.wait, 2)
    assert len(told) <= 1, "five looks, at most one news"


async def test_a_fault_nobody_foresaw_is_told_without_its_words(
    host: DeviceHost, plugged: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    device = host.add("thing", opener(plugged))
    secret = "王丽华"

    def command(thing: Thing, cancel: Cancel) -> None:
        raise RuntimeError(secret)

    with pytest.raises(Problem) as told:
        await device.call(command, timeout_s=1)
    assert told.value.code == "device.fault"
    assert "RuntimeError" in caplog.text
    assert secret not in caplog.text + told.value.technician
    assert await device.call(Thing.work, timeout_s=1), "the device was opened again"


async def test_no_thread_stays_after_close(plugged: threading.Event) -> None:
    before = set(threading.enumerate())
    host = DeviceHost(QUICK)
    made: list[Thing] = []
    device = host.add("thing", opener(plugged, made))
    host.add("absent", opener(threading.Event()))
    working = asyncio.create_task(device.call(Thing.wait, timeout_s=10))
    await asyncio.sleep(0)
    await host.close()
    with pytest.raises(Problem, match=r"device\.closed"):
        await working
    assert [thread.name for thread in set(threading.enumerate()) - before if thread.name.startswith("device")] == []
    assert made[0].closed.is_set()
    with pytest.raises(Problem, match=r"device\.closed"):
        await device.call(Thing.work, timeout_s=1)


async def test_a_driver_that_hangs_does_not_outlive_close(plugged: threading.Event) -> None:
    before = set(threading.enumerate())
    host = DeviceHost(QUICK)
    device = host.add("thing", opener(plugged))
    began = threading.Event()

    def command(thing: Thing, cancel: Cancel) -> None:
        began.set()
        thing.hang(cancel)

    hanging = asyncio.create_task(device.call(command, timeout_s=10))
    assert await asyncio.to_thread(began.wait, 1)
    await host.close()
    await asyncio.gather(hanging, return_exceptions=True)
    left = [thread for thread in set(threading.enumerate()) - before if not thread.name.startswith("asyncio")]
    assert left == []
