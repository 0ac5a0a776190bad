"""A kiosk has the devices that its settings name; a driver that is missing is a device out of order, nothing worse."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from devices import kinds
from devices.fitting import fit, lacking
from devices.host import DeviceHost
from devices.idcard.simulator import ReaderSimulator
from devices.kinds import Kind
from devices.settings import DevicesSettings, SamvSettings
from devices.state import DeviceState
from sync.contract.problem import Family
from tests.devices.conftest import status_where


@pytest.fixture
def settings(tmp_path: Path) -> DevicesSettings:
    return DevicesSettings.simulated_in(tmp_path)


async def test_every_enabled_device_is_added_with_its_kind_and_table(
    host: DeviceHost, settings: DevicesSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.fitting.installed", lambda kind, name: True)
    without = settings.model_copy(update={"speaker": settings.speaker.model_copy(update={"enabled": False})})
    fitted = fit(host, without)
    assert set(fitted) == set(without.fitted()) and "speaker" not in fitted
    assert fitted["document-camera"].kind is Kind.SCANNER
    assert fitted["id-reader"].section == without.id_reader
    assert dict(host.devices) == fitted


async def test_a_fitted_reader_comes_online_by_itself(
    host: DeviceHost, settings: DevicesSettings, reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    fitted = fit(host, settings.model_copy(update={"id_reader": reader_settings}), only={"id-reader"})
    assert set(fitted) == {"id-reader"}
    await status_where(fitted["id-reader"], lambda status: status.state is DeviceState.ONLINE)


async def test_a_driver_that_lacks_a_library_is_a_permanent_problem_of_its_device(
    host: DeviceHost, settings: DevicesSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("pyipp")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "devices.printer.ipp", raising=False)
    monkeypatch.setitem(sys.modules, "pyipp", None)
    fitted = fit(host, settings, only={"printer", "id-reader"})
    status = await status_where(fitted["printer"], lambda status: status.problem is not None)
    assert status.problem is not None
    assert (status.problem.code, status.problem.family) == ("device.driver", Family.PERMANENT)
    assert status.state is DeviceState.HARDWARE_ERROR and "pyipp" in status.problem.technician


async def test_a_device_without_any_driver_is_left_out(
    host: DeviceHost, settings: DevicesSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds._BUILT_IN[Kind.PRINTER], "ipp", "devices.printer.nothing")
    assert "printer" not in fit(host, settings, only={"printer"})
    monkeypatch.setitem(kinds._BUILT_IN[Kind.PRINTER], "ipp", "devices.nowhere.nothing")
    assert "printer" not in fit(host, settings, only={"printer"})


async def test_devices_that_are_not_required_are_opened_later(
    host: DeviceHost, settings: DevicesSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("devices.fitting.installed", lambda kind, name: True)
    monkeypatch.setattr("devices.fitting._opener", lambda id, kind, section: lambda: opened.append(id))
    fitted = fit(host, settings, only={"id-reader", "cabinet"}, others_after_s=3600.0)
    await status_where(fitted["id-reader"], lambda status: status.state is not DeviceState.STARTING)
    assert set(opened) == {"id-reader"} and fitted["cabinet"].status.state is DeviceState.STARTING


async def test_a_device_that_the_kiosk_has_not_says_so(host: DeviceHost) -> None:
    printer = lacking(host, "printer", Kind.PRINTER)
    status = await status_where(printer, lambda status: status.problem is not None)
    assert status.problem is not None
    assert status.problem.code == "device.lacking" and "[devices.printer] enabled = true" in status.problem.technician
