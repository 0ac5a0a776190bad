"""A kiosk with a broken part says what to do about it and still offers what it can."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from devices.host import Device
from devices.state import DeviceState
from kiosk.assembly import assemble
from kiosk.journeys.guide import choose_page
from kiosk.scenario.night import play
from kiosk.settings import KioskSettings, PathSettings
from kiosk.store import Store
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
        for device in (services.reader, services.printer):
            await known(device)
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
