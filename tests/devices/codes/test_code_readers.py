"""The drivers of the code reader against the simulated reader, and against a pipe that types."""

from __future__ import annotations

import errno
import logging
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.codes.ear import EarTiming
from devices.codes.hid import HidCodeReader, grab
from devices.codes.serial_line import SerialCodeReader
from devices.codes.simulator import CodeReaderSimulator
from devices.host import DeviceHost
from devices.kinds import Kind, find
from devices.settings import HidCodeReaderSettings, SerialCodeReaderSettings
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem
from tests.devices.codes.keyboard import typed
from tests.devices.conftest import status_where

TIMING = EarTiming(pause_s=0.05, same_s=0.4, test_s=0.3)


class Asking:
    """A thread that has asked for a code."""

    def __init__(self, reader: SerialCodeReader | HidCodeReader) -> None:
        self.cancel = Cancel()
        self.told: list[str | BaseException] = []
        self._reader = reader
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._asked = threading.Event()
        forget = reader._ear.forget

        def watched() -> None:
            forget()
            self._asked.set()

        reader._ear.forget = watched  # type: ignore[method-assign]
        self._thread.start()
        assert self._asked.wait(2)
        reader._ear.forget = forget  # type: ignore[method-assign]

    def _run(self) -> None:
        try:
            self.told.append(self._reader.read_code(self.cancel))
        except (Problem, Cancelled) as problem:
            self.told.append(problem)

    def answer(self, limit_s: float = 2.0) -> str | BaseException:
        self._thread.join(limit_s)
        assert self.told, "no answer"
        return self.told[0]

    def silent(self, seconds: float) -> bool:
        self._thread.join(seconds)
        return not self.told


@pytest.fixture
def settings(tmp_path: Path) -> SerialCodeReaderSettings:
    return SerialCodeReaderSettings(port=str(tmp_path / "code-reader"))


@pytest.fixture
def simulator(settings: SerialCodeReaderSettings) -> Iterator[CodeReaderSimulator]:
    simulator = CodeReaderSimulator(settings)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def reader(simulator: CodeReaderSimulator, settings: SerialCodeReaderSettings) -> Iterator[SerialCodeReader]:
    reader = SerialCodeReader(settings, TIMING)
    reader.open()
    yield reader
    reader.close()


def scan(simulator: CodeReaderSimulator, text: str, verb: str = "scan") -> None:
    simulator.apply(verb, {"text": text})


@pytest.mark.parametrize("text", ["A013", "居住证取件码0417", "https://pay.example/?q=1&x=%20"])
def test_a_code_that_is_waited_for_comes(reader: SerialCodeReader, simulator: CodeReaderSimulator, text: str) -> None:
    asking = Asking(reader)
    scan(simulator, text)
    assert asking.answer() == text


def test_what_was_scanned_before_is_never_delivered(reader: SerialCodeReader, simulator: CodeReaderSimulator) -> None:
    scan(simulator, "THE-ONE-BEFORE-ME")
    asking = Asking(reader)
    assert asking.silent(0.2)
    scan(simulator, "MINE")
    assert asking.answer() == "MINE"


def test_the_rest_of_a_code_that_began_before_is_not_delivered(
    reader: SerialCodeReader, simulator: CodeReaderSimulator
) -> None:
    simulator._scan(b"BEFORE-")
    asking = Asking(reader)
    simulator._scan(b"ME\r")
    assert asking.silent(0.2)
    scan(simulator, "MINE")
    assert asking.answer() == "MINE"


def test_twice_at_once_is_one_scan(reader: SerialCodeReader, simulator: CodeReaderSimulator) -> None:
    asking = Asking(reader)
    scan(simulator, "A013", "scan-twice")
    assert asking.answer() == "A013"
    again = Asking(reader)
    scan(simulator, "A013")
    assert again.silent(0.1), "it still lies there"
    scan(simulator, "B7")
    assert again.answer() == "B7"


def test_the_same_code_later_is_another_scan(reader: SerialCodeReader, simulator: CodeReaderSimulator) -> None:
    now = [10.0]
    reader._ear._clock = lambda: now[0]
    for at in (10.0, 10.5):
        now[0] = at
        asking = Asking(reader)
        scan(simulator, "A013")
        assert asking.answer() == "A013"


def test_half_a_code_is_refused_and_spoils_nothing(reader: SerialCodeReader, simulator: CodeReaderSimulator) -> None:
    asking = Asking(reader)
    scan(simulator, "A0130417", "half")
    problem = asking.answer()
    assert isinstance(problem, Problem)
    assert (problem.code, problem.family) == ("codes.unreadable", Family.EXPECTED)
    assert "A01" not in problem.technician
    again = Asking(reader)
    scan(simulator, "A0130417")
    assert again.answer() == "A0130417"


def test_noise_is_refused(reader: SerialCodeReader, simulator: CodeReaderSimulator) -> None:
    asking = Asking(reader)
    simulator.apply("noise")
    assert isinstance(asking.answer(), Problem)


def test_a_reader_without_line_ends_is_served_by_its_pause(
    settings: SerialCodeReaderSettings, simulator: CodeReaderSimulator
) -> None:
    reader = SerialCodeReader(settings.model_copy(update={"end": "pause"}), TIMING)
    reader.open()
    try:
        asking = Asking(reader)
        simulator._scan(b"A013")
        assert asking.answer() == "A013"
    finally:
        reader.close()


def test_waiting_stops_when_it_is_cancelled(reader: SerialCodeReader) -> None:
    asking = Asking(reader)
    asking.cancel.request()
    assert isinstance(asking.answer(0.1), Cancelled)


def test_a_reader_that_is_pulled_out_is_absent(reader: SerialCodeReader, simulator: CodeReaderSimulator) -> None:
    asking = Asking(reader)
    simulator.apply("unplug")
    problem = asking.answer()
    assert isinstance(problem, DeviceProblem)
    assert (problem.code, problem.state) == ("codes.absent", DeviceState.ABSENT)


async def test_it_comes_back_by_itself(
    host: DeviceHost, simulator: CodeReaderSimulator, settings: SerialCodeReaderSettings
) -> None:
    device = host.add("code-reader", lambda: SerialCodeReader(settings, TIMING))
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    simulator.apply("unplug")
    await status_where(device, lambda status: status.state is DeviceState.ABSENT)
    simulator.apply("plug")
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)


def test_no_code_stands_in_a_log(
    reader: SerialCodeReader, simulator: CodeReaderSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        asking = Asking(reader)
        scan(simulator, "110101199003074514")
        asking.answer()
    assert "110101199003074514" not in caplog.text + str(simulator.state())


def test_a_self_test_takes_a_code_when_one_is_there(reader: SerialCodeReader, simulator: CodeReaderSimulator) -> None:
    nothing = reader.self_test(Cancel())
    assert nothing.ok
    assert "hold any code" in nothing.checks[1].detail
    simulator._scan(b"A013"[:2])
    assert not reader.self_test(Cancel()).ok, "half a code"
    simulator.apply("unplug")
    assert [check.ok for check in reader.self_test(Cancel()).checks] == [False]


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[tuple[Path, Callable[[bytes], None]]]:
    """An input device that is a pipe, and what presses its keys."""
    path = tmp_path / "event3"
    os.mkfifo(path)
    descriptor = os.open(path, os.O_RDWR)
    yield path, lambda data: (os.write(descriptor, data), None)[1]
    os.close(descriptor)


def hid(path: Path, take: Callable[[int], None] = lambda _: None) -> HidCodeReader:
    return HidCodeReader(HidCodeReaderSettings(device=str(path)), TIMING, take)


def test_typed_codes_come_only_after_somebody_asked(keys: tuple[Path, Callable[[bytes], None]]) -> None:
    path, press = keys
    reader = hid(path)
    reader.open()
    press(typed("BEFORE"))
    asking = Asking(reader)
    assert asking.silent(0.1)
    press(typed("Mine: 7"))
    assert asking.answer() == "Mine: 7"
    assert reader.poll() is DeviceState.ONLINE
    reader.close()


def test_it_is_grabbed_before_anything_is_read(keys: tuple[Path, Callable[[bytes], None]]) -> None:
    taken: list[int] = []
    reader = hid(keys[0], taken.append)
    reader.open()
    assert len(taken) == 1
    reader.close()
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(taken[0])


def test_without_the_grab_it_is_not_used(keys: tuple[Path, Callable[[bytes], None]]) -> None:
    def busy(_: int) -> None:
        raise OSError(errno.EBUSY, "busy")

    for take, why in ((busy, "another process"), (grab, "no input device")):
        reader = hid(keys[0], take)
        with pytest.raises(DeviceProblem, match=why) as told:
            reader.open()
        assert told.value.code == "codes.not-grabbed"
        assert reader._descriptor is None


def test_an_input_device_that_goes_away_is_absent(tmp_path: Path) -> None:
    path = tmp_path / "event3"
    with pytest.raises(DeviceProblem, match=r"codes\.absent"):
        hid(path).open()
    os.mkfifo(path)
    writing = os.open(path, os.O_RDWR)
    reader = hid(path)
    reader.open()
    asking = Asking(reader)
    os.close(writing)
    problem = asking.answer()
    assert isinstance(problem, DeviceProblem)
    assert problem.state is DeviceState.ABSENT
    reader.close()


def test_both_drivers_are_found_by_name() -> None:
    assert find(Kind.CODE_READER, "serial").make(SerialCodeReaderSettings())
    assert find(Kind.CODE_READER, "hid").make(HidCodeReaderSettings())
