"""The driver of a receipt printer: how it is, what it prints, and when it believes that it did."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from devices.receipt import problems
from devices.receipt.escpos import EscposPrinter
from devices.receipt.escpos_wire import marker_of
from devices.receipt.line import connect
from devices.receipt.simulator import ReceiptSimulator
from devices.settings import ReceiptPrinterSettings
from devices.settlement import NotBegun, Settlement
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Problem
from tests.devices.receipt.conftest import RECEIPT, TIMING, make, tickets

MARKER = marker_of("NZZ-1")


def test_a_receipt_is_done_when_the_printer_came_to_its_end(driver: EscposPrinter, tmp_path: Path) -> None:
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.DONE
    text = (tmp_path / "receipts" / "1.txt").read_text()
    assert "事项：社保参保证明打印" in text
    assert tickets(tmp_path) == 1


@pytest.mark.parametrize(
    ("verb", "code", "state"),
    [
        ("paper-out", "receipt.paper-out", DeviceState.NO_MEDIA),
        ("cover-open", "receipt.cover-open", DeviceState.USER_ERROR),
        ("cutter", "receipt.cutter", DeviceState.HARDWARE_ERROR),
    ],
)
def test_a_printer_that_cannot_print_says_why_and_is_sent_nothing(
    driver: EscposPrinter, simulator: ReceiptSimulator, tmp_path: Path, verb: str, code: str, state: DeviceState
) -> None:
    simulator.apply(verb)
    with pytest.raises(DeviceProblem) as told:
        driver.poll()
    assert (told.value.code, told.value.state) == (code, state)
    with pytest.raises(NotBegun) as kept:
        driver.print(RECEIPT, MARKER, Cancel())
    assert kept.value.code == code
    simulator.apply("ok")
    assert driver.poll() is DeviceState.ONLINE
    assert driver.reached(MARKER, Cancel()) is Settlement.UNKNOWN
    assert tickets(tmp_path) == 0


def test_a_roll_near_its_end_is_a_low_supply_and_no_problem(driver: EscposPrinter, simulator: ReceiptSimulator) -> None:
    assert [supply.low for supply in driver.supplies()] == [False]
    simulator.apply("near-end")
    assert driver.poll() is DeviceState.ONLINE
    assert [(supply.name, supply.percent, supply.low) for supply in driver.supplies()] == [("paper", None, True)]
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.DONE


def test_paper_that_runs_out_in_the_middle_is_waited_for(
    driver: EscposPrinter, simulator: ReceiptSimulator, tmp_path: Path
) -> None:
    simulator.apply("paper-out", {"argument": "mid-ticket"})
    refill = threading.Timer(1.0, simulator.apply, ("feed",))
    refill.start()
    assert TIMING.marker_s < 1.0, "a ready printer would have been given up by then"
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.DONE
    assert tickets(tmp_path) == 1
    refill.join()


def test_a_printer_that_knows_no_markers_leaves_it_unknown(
    driver: EscposPrinter, simulator: ReceiptSimulator, tmp_path: Path
) -> None:
    simulator.apply("no-marker")
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.UNKNOWN
    assert driver.reached(MARKER, Cancel()) is Settlement.UNKNOWN
    assert tickets(tmp_path) == 1


def test_a_marker_that_comes_late_still_counts(driver: EscposPrinter, simulator: ReceiptSimulator) -> None:
    simulator.apply("late-marker", {"seconds": "0.9"})
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.UNKNOWN
    deadline = time.monotonic() + 3
    while driver.reached(MARKER, Cancel()) is Settlement.UNKNOWN:
        assert time.monotonic() < deadline


def test_a_marker_that_came_while_the_port_was_closed_is_heard(
    simulator: ReceiptSimulator, settings: ReceiptPrinterSettings
) -> None:
    simulator.apply("late-marker", {"seconds": "0.8"})
    first = make(settings)()
    first.open()
    assert first.print(RECEIPT, MARKER, Cancel()) is Settlement.UNKNOWN
    first.close()
    simulator._head._thread.join(0.5)  # type: ignore[union-attr]  until the marker is on the wire
    again = make(settings)()
    again.open()
    assert again.reached(MARKER, Cancel()) is Settlement.DONE
    again.close()


def test_the_marker_of_an_earlier_receipt_proves_nothing(driver: EscposPrinter, simulator: ReceiptSimulator) -> None:
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.DONE
    simulator.apply("no-marker")
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.UNKNOWN
    other = marker_of("NZZ-2")
    assert driver.reached(other, Cancel()) is Settlement.UNKNOWN


def test_noise_and_a_slow_printer_change_nothing(
    driver: EscposPrinter, simulator: ReceiptSimulator, tmp_path: Path
) -> None:
    simulator.apply("noise")
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.DONE
    simulator.apply("slow")
    assert driver.print(RECEIPT, marker_of("NZZ-2"), Cancel()) is Settlement.DONE
    assert tickets(tmp_path) == 2


def test_a_silent_printer_is_offline_within_its_limit(driver: EscposPrinter, simulator: ReceiptSimulator) -> None:
    simulator.apply("silent")
    started = time.monotonic()
    with pytest.raises(DeviceProblem) as told:
        driver.poll()
    assert time.monotonic() - started < 1.5
    assert (told.value.code, told.value.state) == ("receipt.silent", DeviceState.OFFLINE)
    with pytest.raises(NotBegun):
        driver.print(RECEIPT, MARKER, Cancel())


def test_a_cable_pulled_out_is_absent(driver: EscposPrinter, simulator: ReceiptSimulator) -> None:
    simulator.apply("unplug")
    with pytest.raises(DeviceProblem) as told:
        driver.poll()
    assert (told.value.code, told.value.state) == ("receipt.absent", DeviceState.ABSENT)
    with pytest.raises(NotBegun):
        driver.print(RECEIPT, MARKER, Cancel())


def test_a_printer_that_takes_no_more_is_given_up_within_its_limit(
    settings: ReceiptPrinterSettings, simulator: ReceiptSimulator
) -> None:
    class Full:
        """A wire that takes the questions and ten bytes of the receipt."""

        def __init__(self) -> None:
            self.line = connect(settings)
            self.left = 10

        def read(self, wait_s: float) -> bytes:
            return self.line.read(wait_s)

        def write(self, data: bytes, wait_s: float) -> int:
            if data.startswith(b"\x10\x04"):
                return self.line.write(data, wait_s)
            taken, self.left = min(self.left, len(data)), 0
            return self.line.write(data[:taken], wait_s) if taken else 0

        def close(self) -> None:
            self.line.close()

    driver = EscposPrinter(settings, TIMING, wire=lambda _: Full())  # type: ignore[arg-type,return-value]
    driver.open()
    started = time.monotonic()
    assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.UNKNOWN
    assert time.monotonic() - started < 2.0
    driver.close()


def test_a_print_stops_when_it_is_asked_to(driver: EscposPrinter, simulator: ReceiptSimulator) -> None:
    simulator.apply("paper-out", {"argument": "mid-ticket"})
    cancel = Cancel()
    threading.Timer(0.2, cancel.request).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        driver.print(RECEIPT, MARKER, cancel)
    assert time.monotonic() - started < 3.0


def test_the_self_test_prints_a_ticket_unless_it_is_quick(
    driver: EscposPrinter, simulator: ReceiptSimulator, tmp_path: Path
) -> None:
    quick = driver.quick_test(Cancel())
    assert quick.ok
    assert [check.name for check in quick.checks] == ["answers", "cover", "paper", "cutter", "ready"]
    assert tickets(tmp_path) == 0
    assert driver.self_test(Cancel()).ok
    assert "测试小票" in (tmp_path / "receipts" / "1.txt").read_text()
    simulator.apply("cover-open")
    broken = driver.self_test(Cancel())
    assert [check.name for check in broken.checks if not check.ok] == ["cover", "ready"]
    simulator.apply("unplug")
    assert [check.name for check in driver.self_test(Cancel()).checks if not check.ok] == ["answers"]


def test_a_network_printer_works_the_same(tmp_path: Path) -> None:
    simulator = ReceiptSimulator(
        ReceiptPrinterSettings(port="tcp://127.0.0.1:0"), tmp_path / "receipts", line_s=0.004, pictures=False
    )
    simulator.start()
    try:
        settings = ReceiptPrinterSettings(port=f"tcp://127.0.0.1:{simulator._wire.port}")  # type: ignore[attr-defined]
        driver = make(settings)()
        driver.open()
        assert driver.print(RECEIPT, MARKER, Cancel()) is Settlement.DONE
        simulator.apply("unplug")
        with pytest.raises(DeviceProblem, match=r"receipt\.absent"):
            driver.poll()
        driver.close()
        with pytest.raises(DeviceProblem, match=r"receipt\.absent"):
            make(settings)().open()
        simulator.apply("plug")
        again = make(settings)()
        again.open()
        assert again.poll() is DeviceState.ONLINE
        again.close()
    finally:
        simulator.stop()


@pytest.mark.parametrize("port", ["tcp://printer", "tcp://127.0.0.1:99999", "usb://1234", "usb://zzzz:0001"])
def test_an_address_that_cannot_be_is_a_wrong_setting(port: str) -> None:
    with pytest.raises(Problem, match=r"receipt\.settings"):
        connect(ReceiptPrinterSettings(port=port))


def test_a_usb_printer_is_found_by_its_numbers(tmp_path: Path) -> None:
    device = tmp_path / "devices" / "1-2"
    interface = device / "1-2:1.0"
    (interface / "usbmisc" / "lp3").mkdir(parents=True)
    (device / "idVendor").write_text("04b8\n")
    (device / "idProduct").write_text("0e15\n")
    (interface / "usbmisc" / "lp3" / "device").symlink_to(interface)
    printers = tmp_path / "usbmisc"
    printers.mkdir()
    (printers / "lp3").symlink_to(interface / "usbmisc" / "lp3")
    with pytest.raises(Problem, match="ENOENT"):  # found, and this machine has no such device file
        connect(ReceiptPrinterSettings(port="usb://04B8:0E15"), printers)
    with pytest.raises(Problem, match="no such USB printer"):
        connect(ReceiptPrinterSettings(port="usb://04b8:0e16"), printers)


def test_an_unknown_profile_is_a_wrong_setting(settings: ReceiptPrinterSettings, simulator: ReceiptSimulator) -> None:
    with pytest.raises(Problem, match="profile 'nonsense'"):
        make(settings.model_copy(update={"profile": "nonsense"}))().open()


def test_residents_read_no_technical_words() -> None:
    told = problems.unknown("NZZ-1", "its marker did not come")
    assert "出票口" in told.resident.zh
    assert "NZZ-1" not in told.resident.zh
