"""The real driver of the ID-card reader against every fault of the simulated one."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from devices.host import Device, DeviceHost
from devices.idcard.portrait import cut_out
from devices.idcard.samv import SamvReader
from devices.idcard.simulator import ReaderSimulator
from devices.settings import SamvSettings
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem
from tests.devices.conftest import READER_TIMING, status_where

WEBP = b"RIFF" + (40).to_bytes(4, "little") + b"WEBP" + bytes(range(36))


@pytest.mark.parametrize("key", ["wang", "li", "zhang", "chen", "smith", "garcia"])
def test_every_card_of_the_cast_is_read(reader: SamvReader, reader_simulator: ReaderSimulator, key: str) -> None:
    reader_simulator.apply("put", {"card": key})
    card = reader.read_card(Cancel())
    assert card.number
    assert card.portrait is None and card.portrait_on_card == 0, "there is no portrait file"


def test_a_read_takes_the_time_of_the_line(reader: SamvReader, reader_simulator: ReaderSimulator) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    started = time.monotonic()
    reader.read_card(Cancel())
    assert 0.11 < time.monotonic() - started < 5, "1,295 bytes at 115,200 baud are 0.112 s"


def test_the_portrait_is_cut_out_of_its_1024_bytes(
    reader: SamvReader, reader_simulator: ReaderSimulator, people: Path
) -> None:
    (people / "wang.webp").write_bytes(WEBP)
    reader_simulator.apply("put", {"card": "wang"})
    card = reader.read_card(Cancel())
    assert card.portrait == WEBP and card.portrait_on_card == 1024


def test_reading_waits_until_a_card_is_there(reader: SamvReader, reader_simulator: ReaderSimulator) -> None:
    names: list[str] = []
    waiting = threading.Thread(target=lambda: names.append(reader.read_card(Cancel()).name))
    waiting.start()
    reader_simulator.apply("put", {"card": "li"})
    waiting.join(2)
    assert names == ["李桂兰"]


def test_presence_is_known_before_and_after_the_read(reader: SamvReader, reader_simulator: ReaderSimulator) -> None:
    assert not reader.present()
    reader_simulator.apply("put", {"card": "wang"})
    assert reader.present()
    reader.read_card(Cancel())
    assert reader.present()
    reader_simulator.apply("lift")
    assert not reader.present()
    reader.wait_lifted(Cancel())


def test_waiting_for_the_card_to_be_lifted_ends_when_it_is(
    reader: SamvReader, reader_simulator: ReaderSimulator
) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    reader.read_card(Cancel())
    waiting = threading.Thread(target=reader.wait_lifted, args=(Cancel(),))
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    reader_simulator.apply("lift")
    waiting.join(2)
    assert not waiting.is_alive()


def test_a_card_lifted_while_it_is_read_is_expected(reader: SamvReader, reader_simulator: ReaderSimulator) -> None:
    reader_simulator.apply("lift-when-found")
    reader_simulator.apply("put", {"card": "wang"})
    with pytest.raises(Problem) as told:
        reader.read_card(Cancel())
    assert (told.value.code, told.value.family) == ("idcard.lifted", Family.EXPECTED)
    reader_simulator.apply("put", {"card": "wang"})
    assert reader.read_card(Cancel()).name == "王丽华"


def test_a_card_that_was_read_before_has_to_be_put_again(reader: SamvReader, reader_simulator: ReaderSimulator) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    reader.read_card(Cancel())
    with pytest.raises(Problem) as told:
        reader.read_card(Cancel())
    assert (told.value.code, told.value.family) == ("idcard.put-again", Family.EXPECTED)


def test_damage_that_passes_is_not_noticed(reader: SamvReader, reader_simulator: ReaderSimulator) -> None:
    for fault in ("bad-checksum", "cut"):
        reader_simulator.apply("put", {"card": "wang"})
        reader_simulator.apply(fault, {"answers": "1"})
        assert reader.read_card(Cancel()).name == "王丽华"


def test_noise_before_every_answer_is_not_noticed(reader: SamvReader, reader_simulator: ReaderSimulator) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    reader_simulator.apply("noise")
    assert reader.read_card(Cancel()).name == "王丽华"


@pytest.mark.parametrize(
    ("fault", "code", "state"),
    [
        ("bad-checksum", "idcard.checksum", DeviceState.HARDWARE_ERROR),
        ("cut", "idcard.checksum", DeviceState.HARDWARE_ERROR),
        ("silent", "idcard.silent", DeviceState.OFFLINE),
        ("unplug", "idcard.absent", DeviceState.ABSENT),
    ],
)
def test_damage_that_stays_is_told_within_a_limit(
    reader: SamvReader, reader_simulator: ReaderSimulator, fault: str, code: str, state: DeviceState
) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    reader_simulator.apply(fault)
    started = time.monotonic()
    with pytest.raises(DeviceProblem) as told:
        reader.read_card(Cancel())
    assert (told.value.code, told.value.family, told.value.state) == (code, Family.TEMPORARY, state)
    assert time.monotonic() - started < READER_TIMING.attempts * READER_TIMING.reply_s + 0.5


def test_a_slow_reader_is_waited_for(reader_simulator: ReaderSimulator, reader_settings: SamvSettings) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    reader_simulator.apply("slow")
    patient = SamvReader(reader_settings)
    patient.open()
    try:
        assert patient.read_card(Cancel()).name == "王丽华"
    finally:
        patient.close()


def test_half_an_answer_is_asked_for_again_without_waiting_out_the_limit(
    reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    patient = SamvReader(reader_settings, replace(READER_TIMING, reply_s=5.0, read_s=5.0))
    patient.open()
    reader_simulator.apply("put", {"card": "wang"})
    reader_simulator.apply("cut", {"answers": "2"})
    started = time.monotonic()
    assert patient.read_card(Cancel()).name == "王丽华"
    patient.close()
    assert time.monotonic() - started < 2


def test_cancel_ends_the_wait_at_once(reader: SamvReader) -> None:
    cancel = Cancel()
    ended = threading.Event()

    def wait() -> None:
        with pytest.raises(Cancelled):
            reader.read_card(cancel)
        ended.set()

    threading.Thread(target=wait).start()
    cancel.request()
    assert ended.wait(0.5)


async def test_a_reader_that_is_plugged_in_again_reads_on(
    host: DeviceHost, reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    device: Device[SamvReader] = host.add("id-reader", lambda: SamvReader(reader_settings, READER_TIMING))
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    reader_simulator.apply("unplug")
    status = await status_where(device, lambda status: status.state is DeviceState.ABSENT)
    assert status.problem is not None
    assert status.problem.code == "idcard.absent"
    reader_simulator.apply("plug")
    reader_simulator.apply("put", {"card": "wang"})
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    assert (await device.call(lambda reader, cancel: reader.read_card(cancel), timeout_s=3)).name == "王丽华"


async def test_a_silent_reader_that_speaks_again_comes_back_by_itself(
    host: DeviceHost, reader_simulator: ReaderSimulator, reader_settings: SamvSettings
) -> None:
    device: Device[SamvReader] = host.add("id-reader", lambda: SamvReader(reader_settings, READER_TIMING))
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    reader_simulator.apply("silent")
    await status_where(device, lambda status: status.state is DeviceState.OFFLINE)
    reader_simulator.apply("ok")
    back = await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    assert back.problem is None


def test_a_real_port_is_never_replaced_by_the_simulator(tmp_path: Path) -> None:
    port = tmp_path / "ttyUSB0"
    port.write_text("")
    with pytest.raises(Problem, match="real port"):
        ReaderSimulator(SamvSettings(port=str(port)), tmp_path).start()
    assert port.exists()


WLT = b"WLf\0" + bytes(range(200)) + bytes(820)


def decoder(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def test_a_wlt_portrait_goes_through_the_configured_command() -> None:
    program = (
        "import sys; data = sys.stdin.buffer.read(); sys.stdout.buffer.write(b'BM' + data[:3] + b'%d' % len(data))"
    )
    assert cut_out(WLT, decoder(program)) == b"BMWLf1024"


def test_without_a_decoder_there_is_no_portrait() -> None:
    assert cut_out(WLT, ()) is None


FLOOD = "import sys\nwhile True: sys.stdout.buffer.write(b'BM' + bytes(65536))"
HEIRS = "import os, time\nif os.fork() == 0: time.sleep(9)\nos.write(1, b'no image')"
DEAF = "import os, time; os.close(0); time.sleep(9)"
CRASH = "import os; os.write(1, b'BM'); os.abort()"


@pytest.mark.parametrize(
    "program",
    ["import time; time.sleep(9)", "import sys; sys.exit(3)", "print('no image')", FLOOD, HEIRS, DEAF, CRASH],
    ids=["sleeps", "fails", "no image", "flood", "children keep the pipe", "reads nothing", "crashes"],
)
def test_a_decoder_that_fails_costs_the_portrait_and_a_moment(program: str) -> None:
    started = time.monotonic()
    assert cut_out(WLT, decoder(program), timeout_s=0.5) is None
    assert time.monotonic() - started < 2


def test_an_image_is_taken_though_children_of_the_decoder_keep_the_pipe_and_they_are_ended(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    program = (
        f"import os, time\nchild = os.fork()\nif child == 0: time.sleep(9)\n"
        f"open({str(pid)!r}, 'w').write(str(child)); os.write(1, b'BM picture')"
    )
    assert cut_out(WLT, decoder(program)) == b"BM picture"
    child = Path("/proc") / pid.read_text() / "stat"
    ended = time.monotonic() + 2
    while child.exists() and child.read_text().rpartition(")")[2].split()[0] != "Z" and time.monotonic() < ended:
        threading.Event().wait(0.01)
    assert not child.exists() or child.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_decoder_is_ended_when_the_reading_is_cancelled() -> None:
    cancel = Cancel()
    threading.Timer(0.1, cancel.request).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        cut_out(WLT, decoder("import time; time.sleep(9)"), cancel)
    assert time.monotonic() - started < 3


def test_a_decoder_that_is_missing_costs_the_portrait() -> None:
    assert cut_out(WLT, ("/nowhere/decode",)) is None


def test_a_jpeg_ends_at_its_marker() -> None:
    assert cut_out(b"\xff\xd8\xff\xe0abc\xff\xd9" + bytes(1000), ()) == b"\xff\xd8\xff\xe0abc\xff\xd9"


def test_a_webp_longer_than_the_block_is_none() -> None:
    assert cut_out((b"RIFF" + (5000).to_bytes(4, "little") + b"WEBP").ljust(1024, b"\0"), ()) is None
