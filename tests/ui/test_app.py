"""From the first frame to the first visit, also when the services cannot be put together."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.settings import KioskSettings, UiSettings
from sync.contract.problem import Family, Problem, Words
from tests.devices.watchdog.stand_in import SystemdStandIn
from tests.ui.rig import Kiosk
from ui import app

BROKEN = Problem(
    "store.key",
    Family.PERMANENT,
    resident=Words(zh="本机维护中", en="Being serviced"),
    technician="the key file is missing",
)
SETTINGS = KioskSettings(ui=UiSettings(dock=False))


class Served(Exception):  # noqa: N818  it is what happened
    """The driver began."""


def _parts(monkeypatch: pytest.MonkeyPatch, *outcomes: Problem | asyncio.Event) -> list[str]:
    """Services that fail or wait as told, then come; returns what happens to them."""
    told: list[str] = []
    queue = list(outcomes)

    async def assemble(_settings: KioskSettings) -> Any:
        outcome = queue.pop(0) if queue else None
        if isinstance(outcome, Problem):
            raise outcome
        if outcome is not None:
            await outcome.wait()

        async def close() -> None:
            told.append("closed")

        return SimpleNamespace(vision=SimpleNamespace(latest_frame=lambda _after: None), close=close)

    class Driver:
        def __init__(self, _services: Any, screen: Any) -> None:
            self._screen = screen

        async def serve(self) -> None:
            told.append("served")
            raise Served

    monkeypatch.setattr(app, "_load", lambda: (assemble, Driver))
    return told


def test_who_touches_early_is_asked_for_a_moment(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def early() -> None:
        ready = asyncio.Event()
        told = _parts(monkeypatch, ready)
        serving = asyncio.ensure_future(app._serve(kiosk.front, SETTINGS))
        await kiosk.rest()
        assert kiosk.shell.shown() == "Attract"
        await kiosk.touch("action_next")
        assert kiosk.shell.shown() == "Wait"
        ready.set()
        with pytest.raises(Served):
            await serving
        assert told == ["served", "closed"]

    kiosk.run(early())


def test_a_kiosk_without_services_says_so_and_can_be_tried_again(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken() -> None:
        told = _parts(monkeypatch, BROKEN)
        serving = asyncio.ensure_future(app._serve(kiosk.front, SETTINGS))
        await kiosk.ready("action_retry")
        assert "本机维护中" in kiosk.words()
        assert told == []
        await kiosk.touch("action_retry")
        with pytest.raises(Served):
            await serving
        assert told == ["served", "closed"]

    kiosk.run(broken())


def test_the_supervisor_hears_of_the_first_frame_and_of_the_end(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    systemd = SystemdStandIn(str(tmp_path / "notify"))
    for name, value in (("NOTIFY_SOCKET", systemd.address), ("WATCHDOG_USEC", "300000")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("ui.app.signal.signal", lambda *_: None)  # the test ends it by its window
    words: list[str] = []

    async def live() -> None:
        _parts(monkeypatch, asyncio.Event())
        living = asyncio.ensure_future(app._live(kiosk.front, SETTINGS))
        words.extend([await asyncio.to_thread(systemd.heard) for _ in range(3)])
        kiosk.front.window.setVisible(False)
        await living
        while words[-1] == "WATCHDOG=1":
            words.append(systemd.heard())

    try:
        kiosk.run(live())
    finally:
        kiosk.front.window.setVisible(True)
        systemd.close()
    assert words[:3] == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]
    assert words[-1] == "STOPPING=1"
