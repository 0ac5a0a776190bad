"""Both watchdogs: what systemd hears, what /dev/watchdog is written, and that neither beats by itself."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.host import DeviceHost
from devices.kinds import Kind, find
from devices.settings import DeviceWatchdogSettings, SystemdWatchdogSettings
from devices.state import Cancel, DeviceProblem, DeviceState
from devices.watchdog.device import DeviceWatchdog
from devices.watchdog.pulse import heard_by
from devices.watchdog.systemd import SystemdWatchdog
from sync.contract.supervision import Notifier, Pulse
from tests.devices.conftest import status_where
from tests.devices.watchdog.stand_in import SystemdStandIn, WatchdogPipe


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SystemdStandIn]:
    address = str(tmp_path / "notify") if request.param == "path" else f"@nzz-test-{os.getpid()}"
    stand_in = SystemdStandIn(address)
    yield stand_in
    stand_in.close()


def watchdog(stand_in: SystemdStandIn, **environment: str) -> SystemdWatchdog:
    return SystemdWatchdog(SystemdWatchdogSettings(), {"NOTIFY_SOCKET": stand_in.address, **environment}, 42)


def test_systemd_hears_every_word(systemd: SystemdStandIn) -> None:
    driver = watchdog(systemd)
    driver.open()
    driver.ready()
    driver.alive()
    driver.status("读卡器离线\nREADY=0")
    driver.stopping()
    heard = [systemd.heard() for _ in range(4)]
    assert heard == ["READY=1", "WATCHDOG=1", "STATUS=读卡器离线 READY=0", "STOPPING=1"]


@pytest.mark.parametrize(
    ("environment", "period_s"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "42"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "41"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_its_period_is_ours_only_when_it_says_so(environment: dict[str, str], period_s: float | None) -> None:
    notifier = Notifier.from_environment({"NOTIFY_SOCKET": "/nowhere", **environment}, 42)
    assert notifier.period_s == period_s
    assert Notifier.from_environment(environment, 42).period_s is None, "nobody listens"


def test_a_kiosk_that_systemd_did_not_start_is_well_and_says_so() -> None:
    driver = SystemdWatchdog(SystemdWatchdogSettings(), {}, 42)
    driver.open()
    for word in (driver.ready, driver.alive, driver.stopping):
        word()
    assert driver.poll() is DeviceState.ONLINE
    (check,) = driver.self_test(Cancel()).checks
    assert check.ok
    assert "not supervised" in check.detail


def test_a_socket_that_nobody_reads_is_told(tmp_path: Path) -> None:
    stand_in = SystemdStandIn(str(tmp_path / "notify"))
    driver = watchdog(stand_in)
    assert driver.self_test(Cancel()).ok
    stand_in.close()
    with pytest.raises(DeviceProblem, match=r"watchdog\.absent"):
        driver.alive()
    assert not driver.self_test(Cancel()).ok


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[WatchdogPipe]:
    pipe = WatchdogPipe(tmp_path / "watchdog")
    yield pipe
    if pipe.path.exists():
        pipe.close()


def machine(path: Path) -> DeviceWatchdog:
    return DeviceWatchdog(DeviceWatchdogSettings(device=path))


def test_only_alive_is_a_beat(pipe: WatchdogPipe) -> None:
    driver = machine(pipe.path)
    driver.open()
    for _ in range(3):
        assert driver.poll() is DeviceState.ONLINE
    assert pipe.written() == b""
    driver.alive()
    assert pipe.written() == b"\0"
    driver.close()
    assert pipe.written() == b"V", "a clean end stops the timer"
    driver.close()


def test_a_plain_file_will_do(tmp_path: Path) -> None:
    path = tmp_path / "watchdog"
    path.touch()
    driver = machine(path)
    driver.open()
    test = driver.self_test(Cancel())
    assert test.ok
    assert "does not tell" in test.checks[0].detail
    driver.close()
    assert path.read_bytes() == b"\0V"


def test_the_time_that_counts_is_what_the_device_tells(pipe: WatchdogPipe, monkeypatch: pytest.MonkeyPatch) -> None:
    def only_60(_: int, request: int, data: bytes) -> bytes:
        if request == 0xC0045706:
            raise OSError(errno.EOPNOTSUPP, "one time only")
        return (60).to_bytes(4, "little")

    monkeypatch.setattr("devices.watchdog.device.fcntl.ioctl", only_60)
    driver = machine(pipe.path)
    driver.open()
    assert driver.timeout_s == 60
    assert "60 s" in driver.self_test(Cancel()).checks[0].detail
    driver.close()


@pytest.mark.parametrize(("number", "code"), [(errno.EBUSY, "watchdog.taken"), (errno.EACCES, "watchdog.forbidden")])
def test_one_that_cannot_be_had_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, "no")

    monkeypatch.setattr("devices.watchdog.device.os.open", refuse)
    with pytest.raises(DeviceProblem) as told:
        machine(tmp_path / "watchdog").open()
    assert told.value.code == code


async def test_one_that_is_taken_out_is_lost_and_comes_back(host: DeviceHost, tmp_path: Path) -> None:
    pipe = WatchdogPipe(tmp_path / "watchdog")
    device = host.add("watchdog", lambda: machine(pipe.path))
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    pipe.close()
    await status_where(device, lambda status: status.state is DeviceState.ABSENT)
    back = WatchdogPipe(tmp_path / "watchdog")
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    pulse = Pulse(heard_by(device), {}, every_s=1)
    assert await pulse.once()
    assert back.written().endswith(b"\0")
    await host.close()
    assert back.written() == b"V"
    back.close()


def test_both_drivers_are_found_by_name() -> None:
    assert find(Kind.WATCHDOG, "systemd").make(SystemdWatchdogSettings())
    assert find(Kind.WATCHDOG, "device").make(DeviceWatchdogSettings())
