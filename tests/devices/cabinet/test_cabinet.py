"""The driver of the cabinet's board against every fault of the simulated one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.cabinet import CabinetState, Light
from devices.cabinet.modbus import CabinetTiming, ModbusCabinet
from devices.cabinet.simulator import CabinetSimulator
from devices.health import Supply
from devices.host import Device, DeviceHost
from devices.kinds import Kind, find
from devices.settings import CabinetSettings
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Problem
from tests.devices.conftest import status_where

TIMING = CabinetTiming(answer_s=0.15, attempts=3)


@pytest.fixture
def settings(tmp_path: Path) -> CabinetSettings:
    return CabinetSettings(port=str(tmp_path / "cabinet"), baud=115200, unit=7)


@pytest.fixture
def simulator(settings: CabinetSettings) -> Iterator[CabinetSimulator]:
    simulator = CabinetSimulator(settings)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def cabinet(simulator: CabinetSimulator, settings: CabinetSettings) -> Iterator[ModbusCabinet]:
    cabinet = ModbusCabinet(settings, TIMING)
    cabinet.open()
    yield cabinet
    cabinet.close()


@pytest.fixture
def device(host: DeviceHost, simulator: CabinetSimulator, settings: CabinetSettings) -> Device[ModbusCabinet]:
    return host.add("cabinet", lambda: ModbusCabinet(settings, TIMING))


def do(simulator: CabinetSimulator, verb: str, argument: str = "") -> None:
    simulator.apply(verb, {"argument": argument} if argument else None)


def test_the_cabinet_is_seen_as_it_is(cabinet: ModbusCabinet, simulator: CabinetSimulator) -> None:
    assert cabinet.look() == CabinetState(False, False, 100, 31.5)
    for verb, argument in (("door", "open"), ("battery", "42"), ("temperature", "-12.3")):
        do(simulator, verb, argument)
    assert cabinet.look() == CabinetState(True, True, 42, -12.3)


def test_lights_show_where(cabinet: ModbusCabinet, simulator: CabinetSimulator) -> None:
    for light in Light:
        cabinet.light(light, True)
        assert simulator.state()["lights"] == [light.value]
        cabinet.light(light, False)
    assert simulator.state()["lights"] == []


def test_lights_go_off_with_the_driver_and_with_a_new_one(
    cabinet: ModbusCabinet, simulator: CabinetSimulator, settings: CabinetSettings
) -> None:
    cabinet.light(Light.CARD, True)
    cabinet.light(Light.PAPER, True)
    cabinet.close()
    assert simulator.state()["lights"] == []
    simulator._lights[Light.SCANNER] = True  # a kiosk that died left it on
    cabinet.open()
    assert simulator.state()["lights"] == []


@pytest.mark.parametrize(
    ("verb", "argument", "code", "state"),
    [
        ("door", "open", "cabinet.door-open", DeviceState.USER_ERROR),
        ("battery", "42", "cabinet.on-battery", DeviceState.ONLINE),
        ("temperature", "55", "cabinet.too-hot", DeviceState.HARDWARE_ERROR),
        ("temperature", "999", "cabinet.nonsense", DeviceState.HARDWARE_ERROR),
        ("noise", "", "cabinet.silent", DeviceState.OFFLINE),
        ("silent", "", "cabinet.silent", DeviceState.OFFLINE),
        ("unplug", "", "cabinet.absent", DeviceState.ABSENT),
    ],
)
async def test_a_fault_is_a_state_and_heals(
    device: Device[ModbusCabinet], simulator: CabinetSimulator, verb: str, argument: str, code: str, state: DeviceState
) -> None:
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    do(simulator, verb, argument)
    status = await status_where(device, lambda status: status.problem is not None)
    assert status.problem is not None
    assert (status.problem.code, status.state) == (code, state)
    do(simulator, "ok")
    await status_where(device, lambda status: status.state is DeviceState.ONLINE and status.problem is None)


def test_almost_too_hot_is_not_too_hot(cabinet: ModbusCabinet, simulator: CabinetSimulator) -> None:
    do(simulator, "temperature", "54.9")
    assert cabinet.poll() is DeviceState.ONLINE


def test_damage_that_passes_is_not_noticed(cabinet: ModbusCabinet, simulator: CabinetSimulator) -> None:
    do(simulator, "noise", "2")
    assert cabinet.look().battery_percent == 100


def test_damage_that_stays_is_told_after_bounded_attempts(cabinet: ModbusCabinet, simulator: CabinetSimulator) -> None:
    do(simulator, "noise")
    started = time.monotonic()
    with pytest.raises(DeviceProblem, match=r"cabinet\.silent.*3 attempts"):
        cabinet.look()
    assert time.monotonic() - started < 3 * TIMING.answer_s + 1


def test_another_unit_on_the_line_does_not_answer(cabinet: ModbusCabinet, settings: CabinetSettings) -> None:
    cabinet._settings = settings.model_copy(update={"unit": 8})
    with pytest.raises(DeviceProblem, match="unit 8"):
        cabinet.look()


def test_a_board_with_other_registers_is_told(
    cabinet: ModbusCabinet, simulator: CabinetSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("devices.cabinet.registers").cabinet.registers.COILS, Light.CARD, 9)
    with pytest.raises(Problem, match="exception 2") as told:
        cabinet.light(Light.CARD, True)
    assert told.value.code == "cabinet.refused"


def test_the_battery_is_a_supply(cabinet: ModbusCabinet, simulator: CabinetSimulator) -> None:
    do(simulator, "battery", "9")
    assert cabinet.supplies() == (Supply("battery", 9, low=False),)


def test_a_self_test_shows_every_light(cabinet: ModbusCabinet, simulator: CabinetSimulator) -> None:
    seen: set[str] = set()

    class Watching(Cancel):
        def wait(self, seconds: float) -> None:
            seen.update(simulator.state()["lights"])

    test = cabinet.self_test(Watching())
    assert test.ok
    assert seen == set(Light)
    assert simulator.state()["lights"] == []
    do(simulator, "door", "open")
    assert [check.ok for check in cabinet.self_test(Watching()).checks] == [True, False, True]
    do(simulator, "unplug")
    assert [check.ok for check in cabinet.self_test(Watching()).checks] == [False]


def test_a_self_test_that_is_cancelled_leaves_no_light_on(cabinet: ModbusCabinet, simulator: CabinetSimulator) -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        cabinet.self_test(cancel)
    assert simulator.state()["lights"] == []


@pytest.mark.parametrize(
    ("verb", "argument"), [("door", "ajar"), ("battery", "101"), ("temperature", "warm"), ("noise", "x")]
)
def test_misuse_is_told(simulator: CabinetSimulator, verb: str, argument: str) -> None:
    with pytest.raises(Problem, match=argument):
        do(simulator, verb, argument)


def test_the_driver_is_found_by_name() -> None:
    assert find(Kind.CABINET, "modbus").make(CabinetSettings())
