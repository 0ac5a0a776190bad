"""Holding a device, and opening one afresh."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from devices.claim import Claims
from devices.host import Cancel, DeviceHost
from devices.state import DeviceState
from sync.contract.problem import Family, Problem
from tests.devices.conftest import status_where
from tests.devices.things import Thing, opener


async def test_a_claimed_device_answers_its_holder_only(host: DeviceHost, plugged: threading.Event) -> None:
    device = host.add("thing", opener(plugged))
    async with device.claim("the technician", timeout_s=5) as claim:
        assert device.holder == "the technician"
        assert await device.call(Thing.work, timeout_s=1, claim=claim)
        with pytest.raises(Problem, match="the technician holds it") as told:
            await device.call(Thing.work, timeout_s=1)
        assert (told.value.code, told.value.family) == ("device.claimed", Family.TEMPORARY)
        with pytest.raises(Problem, match=r"device\.claimed"):
            async with device.claim("somebody else", timeout_s=5):
                pytest.fail("two hold the same device")
    assert device.holder is None
    assert await device.call(Thing.work, timeout_s=1)
    with pytest.raises(Problem, match=r"device\.claim-over"):
        await device.call(Thing.work, timeout_s=1, claim=claim)


async def test_a_claim_ends_with_its_task(host: DeviceHost, plugged: threading.Event) -> None:
    device = host.add("thing", opener(plugged))
    held = asyncio.Event()

    async def hold() -> None:
        async with device.claim("a journey", timeout_s=60):
            held.set()
            await asyncio.Event().wait()

    careless = device.claim("a careless one", timeout_s=60)

    async def take_and_die() -> None:
        await careless.__aenter__()

    task = asyncio.create_task(hold())
    await held.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert device.holder is None
    await asyncio.create_task(take_and_die())
    await asyncio.sleep(0)
    assert device.holder is None


def test_a_claim_has_a_limit() -> None:
    now = 100.0
    claims = Claims("thing", clock=lambda: now)
    claim = claims.take("a sleeper", 10)
    now = 109.9
    claims.check(claim)
    now = 110.0
    assert claims.holder is None
    claims.check(None)
    next_claim = claims.take("the next", 10)
    claims.release(claim)
    assert claims.holder == "the next", "who is over cannot let go for another"
    claims.check(next_claim)


async def test_a_device_is_opened_afresh_on_request(host: DeviceHost, plugged: threading.Event) -> None:
    made: list[Thing] = []
    device = host.add("thing", opener(plugged, made))
    began = threading.Event()

    def command(thing: Thing, cancel: Cancel) -> None:
        began.set()
        thing.wait(cancel)

    working = asyncio.create_task(device.call(command, timeout_s=10))
    assert await asyncio.to_thread(began.wait, 1)
    waiting = asyncio.create_task(device.call(Thing.work, timeout_s=10))
    await asyncio.sleep(0)
    await device.restart()
    with pytest.raises(Problem, match=r"device\.closed"):
        await working
    assert await waiting == "device-thing", "what waited goes on to the fresh driver"
    assert len(made) == 2 and made[0].closed.is_set() and not made[1].closed.is_set()
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)


async def test_a_driver_that_hangs_is_no_obstacle_to_a_restart(host: DeviceHost, plugged: threading.Event) -> None:
    made: list[Thing] = []
    device = host.add("thing", opener(plugged, made))
    began = threading.Event()

    def command(thing: Thing, cancel: Cancel) -> None:
        began.set()
        thing.hang(cancel)

    hanging = asyncio.create_task(device.call(command, timeout_s=10))
    assert await asyncio.to_thread(began.wait, 1)
    async with asyncio.timeout(2):
        await asyncio.gather(device.restart(), device.restart())
    assert await device.call(Thing.work, timeout_s=1) == "device-thing"
    hanging.cancel()


async def test_who_waited_behind_somebody_else_is_told_so(host: DeviceHost, plugged: threading.Event) -> None:
    device = host.add("thing", opener(plugged))
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    first = asyncio.create_task(device.call(Thing.wait, timeout_s=5))
    await asyncio.sleep(0)
    with pytest.raises(Problem, match=r"device\.busy"):
        await device.call(Thing.work, timeout_s=0.1)
    first.cancel()


async def test_a_driver_that_answers_nonsense_costs_no_thread(
    host: DeviceHost, plugged: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "devices")

    class Foolish(Thing):
        def there(self) -> bool:
            raise RuntimeError("no idea")

        def supplies(self) -> object:
            return 7

    device = host.add("thing", lambda: Foolish(plugged))
    assert await device.call(Thing.work, timeout_s=1)
    plugged.clear()
    await status_where(device, lambda status: status.state.lost)
    plugged.set()
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    assert await device.call(Thing.work, timeout_s=1)
