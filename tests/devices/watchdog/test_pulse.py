"""The pulse beats only while the loop and every part answer; processes tell their supervisor how they are."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.contract.supervision import Pulse, supervised
from tests.devices.watchdog.stand_in import SystemdStandIn


class Part:
    """A part that answers as it is told."""

    def __init__(self) -> None:
        self.well: object = True
        self.hangs = False

    async def answers(self) -> object:
        if self.hangs:
            await asyncio.Event().wait()
        if isinstance(self.well, Exception):
            raise self.well
        return self.well


@pytest.fixture
def part() -> Part:
    return Part()


async def test_it_beats_while_all_parts_are_well(part: Part) -> None:
    beats = asyncio.Semaphore(0)
    pulse = Pulse(beats.release, {"screen": part.answers, "store": lambda: None}, every_s=0.01)
    running = asyncio.create_task(pulse.run())
    async with asyncio.timeout(2):
        for _ in range(3):
            await beats.acquire()
    running.cancel()


@pytest.mark.parametrize("fault", ["false", "raises", "hangs"])
async def test_one_part_that_stops_stops_it(part: Part, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    beats: list[int] = []
    pulse = Pulse(lambda: beats.append(1), {"store": lambda: True, "screen": part.answers}, every_s=0.01, answer_s=0.05)
    part.hangs = fault == "hangs"
    part.well = {"false": False, "raises": RuntimeError("secret")}.get(fault)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            assert not await pulse.once()
    assert beats == []
    assert len(caplog.records) == 1, "told once"
    assert "screen" in caplog.text
    assert "secret" not in caplog.text
    part.well, part.hangs = True, False
    assert await pulse.once()
    assert beats == [1]
    assert "screen answers again" in caplog.text


async def test_who_does_not_hear_a_beat_keeps_nobody_from_hearing_it(caplog: pytest.LogCaptureFixture) -> None:
    def deaf() -> None:
        raise OSError(111, "refused")

    heard: list[int] = []
    pulse = Pulse(deaf, {}, every_s=0.01)
    pulse.also(lambda: heard.append(1))
    assert await pulse.once()
    assert heard == [1]
    assert "not heard" in caplog.text


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[SystemdStandIn]:
    stand_in = SystemdStandIn(str(tmp_path / "notify"), limit_s=10)
    yield stand_in
    stand_in.close()


async def test_a_loop_that_hangs_does_not_beat(systemd: SystemdStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", systemd.address)
    monkeypatch.setenv("WATCHDOG_USEC", "150000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
    async with supervised({}):
        assert systemd.heard() == "READY=1"
        assert [await asyncio.to_thread(systemd.heard) for _ in range(3)] == ["WATCHDOG=1"] * 3
        systemd._socket.settimeout(0.3)
        with pytest.raises(TimeoutError):
            while True:  # the loop is held up here, and beats that were sent before run out
                systemd.heard()
        systemd._socket.settimeout(2)
    words = [systemd.heard()]
    while words[-1] == "WATCHDOG=1":
        words.append(systemd.heard())
    assert words[-1] == "STOPPING=1"


def test_the_uploader_tells_systemd_how_it_is(systemd: SystemdStandIn, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[paths]\nstate = "{tmp_path / "var"}"\n')
    environment = os.environ | {"NOTIFY_SOCKET": systemd.address, "WATCHDOG_USEC": "600000"}
    uploader = subprocess.Popen(
        [sys.executable, "-m", "sync", "run", "--config", str(config)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        assert [systemd.heard() for _ in range(3)] == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]
        uploader.send_signal(signal.SIGTERM)
        words = [systemd.heard()]
        while words[-1] == "WATCHDOG=1":
            words.append(systemd.heard())
        assert words[-1] == "STOPPING=1"
        assert uploader.wait(5) == 0
    finally:
        uploader.kill()
        uploader.wait()


def test_a_supervisor_that_is_gone_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def live() -> str:
        async with supervised({}):
            return "served"

    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    assert asyncio.run(live()) == "served"
