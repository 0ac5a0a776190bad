"""A kiosk with a broken part says what to do about it and still offers what it can."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from devices.host import Device
from devices.settings import HostSettings
from devices.state import DeviceState
from kiosk.assembly import assemble
from kiosk.journeys.guide import choose_page
from kiosk.scenario.night import play
from kiosk.services import NEAR
from kiosk.settings import KioskSettings, PathSettings
from kiosk.store import Draft, Store
from sync import feed
from sync.contract.problem import SERVICED, Family, Problem
from sync.contract.settings import load

pytestmark = [pytest.mark.scenario, pytest.mark.timeout(120)]


@pytest.fixture
def settings(tmp_path: Path) -> KioskSettings:
    """The project's own settings, with a state of the test's own and nothing on the wires."""
    given = load(KioskSettings, Path("config.toml"))
    devices = given.devices.model_copy(
        update={
            "id_reader": given.devices.id_reader.model_copy(update={"port": str(tmp_path / "no-reader")}),
            "printer": given.devices.printer.model_copy(update={"uri": "ipp://127.0.0.1:9/ipp/print"}),
            "host": HostSettings(console=tmp_path / "devices.sock", journal=tmp_path / "acts.db"),
        }
    )
    return given.model_copy(
        update={"paths": PathSettings(state=tmp_path / "state", assets=tmp_path / "assets"), "devices": devices}
    )


async def known(device: Device[Any]) -> None:
    """Waits until a device has been looked for."""
    looked = asyncio.Event()
    stop = device.listen(lambda _: looked.set())
    if device.status.state is DeviceState.STARTING:
        await asyncio.wait_for(looked.wait(), 10)
    stop()


async def test_without_weights_she_proves_herself_another_way(tmp_path: Path) -> None:
    given = load(KioskSettings, Path("config.toml"))
    assets = tmp_path / "assets"
    assets.mkdir()
    for name in ("people", "scenes", "icons"):
        (assets / name).symlink_to(given.paths.assets.absolute() / name)
    without = given.model_copy(update={"paths": given.paths.model_copy(update={"assets": assets})})

    played = await play(without, fault=None, pace="adult", out=tmp_path / "out")

    assert (played.report.outcome, played.report.proof) == ("done", "pin")
    assert "Consent" not in [moment.name for moment in played.moments], "nobody is asked for a face that is not checked"


async def test_a_wrong_key_takes_no_business_and_destroys_nothing(
    settings: KioskSettings, caplog: pytest.LogCaptureFixture
) -> None:
    Store.open(settings.paths.state).close()
    key = settings.paths.state / "keys" / "store.key"
    database = settings.paths.state / "store.db"
    before = database.read_bytes()
    key.write_bytes(os.urandom(len(key.read_bytes())))

    with caplog.at_level(logging.ERROR):
        services = await assemble(settings)
    try:
        assert services.store is None
        page = choose_page(services)
        assert page.tiles and all(tile.unavailable for tile in page.tiles)
        assert page.notice is not None
        assert str(key) in caplog.text, "the technician is told which file it is about"
    finally:
        await services.close()
    assert database.read_bytes() == before


async def test_absent_devices_are_told_on_their_tiles_and_guides_stay_readable(settings: KioskSettings) -> None:
    services = await assemble(settings)
    try:
        for name in ("id-reader", "printer", "smart-card", "code-reader"):
            await known(services.devices[name])
        page = choose_page(services)
        assert {tile.item for tile in page.tiles if tile.unavailable} == set(services.catalog.items)
    finally:
        await services.close()


async def test_a_certificate_without_fonts_is_not_offered(
    settings: KioskSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.certificates.paper.FONTS", frozenset({"A Font Nobody Has"}))
    services = await assemble(settings, wait_vision=True)
    try:
        assert services.certificates is None
        assert any(problem.code == "certificate.fonts" for problem in services.problems)
    finally:
        await services.close()


async def test_a_start_that_fails_holds_no_device(settings: KioskSettings) -> None:
    key = settings.paths.state / "keys" / "device.key"
    key.parent.mkdir(parents=True)
    key.write_bytes(b"too short")
    before = {thread.ident for thread in threading.enumerate() if thread.name.startswith("device-")}
    with pytest.raises(Problem, match=r"identity\.key"):
        await assemble(settings)
    after = {thread.ident for thread in threading.enumerate() if thread.name.startswith("device-")}
    assert after <= before, "the window tries again, and must find the card reader free"


async def test_nobody_is_told_to_wait_for_staff_who_cannot_hear(settings: KioskSettings) -> None:
    services = await assemble(settings)
    try:
        assert services.store is not None
        assert not services.call_person("v"), "the centre was never there"
        with services.store.engine.begin() as connection:
            feed.remember_pull(connection, services.clock() - NEAR)
        assert not services.call_person("v"), "it is gone"
        with services.store.engine.begin() as connection:
            feed.remember_pull(connection, services.clock())
        assert services.call_person("v")
    finally:
        await services.close()


async def test_a_broken_store_is_told_on_home_at_night_too(settings: KioskSettings) -> None:
    midnight = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    services = await assemble(settings, clock=lambda: midnight)
    try:
        night = choose_page(services).notice
        services.problems.append(
            Problem("store.key", Family.PERMANENT, resident=SERVICED, technician="planted by this test")
        )
        assert night is not None and choose_page(services).notice == services.notice() != night
    finally:
        await services.close()


async def test_old_drafts_go_on_a_kiosk_that_is_never_restarted(settings: KioskSettings) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    services = await assemble(settings, clock=lambda: now)
    try:
        assert services.store is not None
        services.store.save_draft(
            Draft(id="d", owner="o", item="senior-card", step=1, values={}, order=None, saved_at=now)
        )
        now += timedelta(days=31)
        await services.purge("v", [])
        assert services.store.find_draft("o", "senior-card") is None
    finally:
        await services.close()
