"""A checkup proves a device without being seen or heard, and takes no device from whoever is using it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from devices.checkup import checkup
from devices.console import Console, ask
from devices.health import SelfTest, Supply, checked
from devices.host import Cancel, DeviceHost
from devices.kinds import Kind, find, names
from devices.state import DeviceState
from tests.devices.conftest import status_where
from tests.devices.things import Thing, lost


class Quick(Thing):
    """Has a quick test that finds its glass dirty, and two supplies."""

    def quick_test(self, cancel: Cancel) -> SelfTest:
        def dirty() -> str:
            raise lost("thing.dirty")

        return SelfTest((checked("glass", dirty), checked("toner", lambda: "full")))

    def supplies(self) -> tuple[Supply, ...]:
        return (Supply("toner", 0, True), Supply("paper", 0, True))


async def test_state_supplies_and_quick_test_each_once(host: DeviceHost, plugged: threading.Event) -> None:
    low = asyncio.Event()
    host.listen(lambda event: low.set() if event.supplies else None)
    thing = host.add("thing", lambda: Quick(plugged))
    await asyncio.wait_for(low.wait(), 3.0)
    found = {check.name: check.ok for check in await checkup(thing)}
    assert found == {"state": True, "paper": False, "glass": False, "toner": True}


async def test_a_lost_device_is_told_and_not_tried(host: DeviceHost, plugged: threading.Event) -> None:
    plugged.clear()
    thing = host.add("thing", lambda: Quick(plugged))
    await status_where(thing, lambda status: status.state.lost)
    (check,) = await checkup(thing)
    assert (check.name, check.ok) == ("state", False)
    assert check.detail == "thing.absent: plug it in"


async def test_a_device_in_use_is_left_to_its_user(host: DeviceHost, plugged: threading.Event) -> None:
    thing = host.add("thing", lambda: Quick(plugged))
    await status_where(thing, lambda status: status.state is DeviceState.ONLINE)
    async with thing.claim("somebody", timeout_s=5.0):
        *_, claimed = await checkup(thing)
    using = asyncio.ensure_future(thing.call(Quick.wait, timeout_s=5.0))
    await asyncio.sleep(0)  # its order is given first
    *_, busy = await checkup(thing, timeout_s=0.1)
    using.cancel()
    assert [(each.ok, each.detail) for each in (claimed, busy)] == [(True, "not tried: somebody is using it")] * 2


async def test_the_kiosk_does_it_when_asked(host: DeviceHost, plugged: threading.Event, tmp_path: Path) -> None:
    console = Console(host, tmp_path / "devices.sock")
    thing = host.add("thing", lambda: Quick(plugged))
    await status_where(thing, lambda status: status.state is DeviceState.ONLINE)
    await console.start()
    try:
        answer = await ask(tmp_path / "devices.sock", {"do": "doctor", "device": None}, 5.0)
    finally:
        await console.stop()
    (told,) = answer["devices"]
    assert (told["id"], told["state"]) == ("thing", "online")
    assert [check["detail"] for check in told["checks"] if check["name"] == "glass"] == ["thing.dirty: plug it in"]


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in Kind for name in names(kind)])
def test_every_driver_has_a_quick_test(kind: Kind, name: str) -> None:
    assert hasattr(find(kind, name).make, "quick_test")
