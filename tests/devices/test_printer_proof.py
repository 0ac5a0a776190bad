"""What a document printer tells of its supplies, how it is proved, and what is said of one that takes no PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.health import Supply
from devices.printer.ipp import IppPrinter, IppTiming
from devices.printer.simulator import PrinterSimulator
from devices.printer.supplies import a4_ready, supplies
from devices.settings import IppSettings
from devices.state import Cancel, DeviceProblem
from sync.contract.problem import Family

TRAY = "type=sheetFeedAuto;mediafeed=0;maxcapacity=250;level={};status=0;name=main"


@pytest.fixture
def driver(printer_simulator: PrinterSimulator) -> Iterator[IppPrinter]:
    driver = IppPrinter(IppSettings(uri=printer_simulator.uri), IppTiming(ask_s=0.5, submit_s=1.0))
    yield driver
    driver.close()


@pytest.mark.parametrize(
    ("says", "reasons", "left"),
    [
        ({}, (), [Supply("paper", None, False)]),
        ({}, ("media-low-warning",), [Supply("paper", None, True)]),
        ({"printer-input-tray": TRAY.format(50)}, (), [Supply("paper", 20, False)]),
        ({"printer-input-tray": [TRAY.format(0), TRAY.format(125)]}, (), [Supply("paper", 50, False)]),
        (
            {"printer-input-tray": [TRAY.format(-2), "nonsense", "level=x;maxcapacity=1"]},
            (),
            [Supply("paper", None, False)],
        ),
        (
            {"marker-names": "Black", "marker-levels": 4, "marker-low-levels": 5},
            (),
            [Supply("paper", None, False), Supply("Black", 4, True)],
        ),
        (
            {"marker-names": ["Black", "Waste"], "marker-levels": [90, -3]},
            (),
            [Supply("paper", None, False), Supply("Black", 90, False), Supply("Waste", None, False)],
        ),
        (
            {
                "printer-supply": [
                    "class=supplyThatIsConsumed;type=ink;maxcapacity=200;level=50;",
                    "type=ink;level=-1;",
                ],
                "printer-supply-description": ["Black Ink", "Cyan Ink"],
            },
            (),
            [Supply("paper", None, False), Supply("Black Ink", 25, False), Supply("Cyan Ink", None, False)],
        ),
        ({}, ("toner-low-report",), [Supply("paper", None, False), Supply("toner", None, True)]),
        ({"marker-names": ["A", "B"], "marker-levels": 5}, (), [Supply("paper", None, False)]),
    ],
)
def test_supplies_are_read_in_every_way_printers_tell_them(
    says: dict[str, Any], reasons: tuple[str, ...], left: list[Supply]
) -> None:
    assert list(supplies(says, reasons)) == left


@pytest.mark.parametrize(
    ("says", "ready"),
    [
        ({}, None),
        ({"media-ready": "iso_a4_210x297mm"}, True),
        ({"media-ready": ["na_letter_8.5x11in", "iso_a4_210x297mm"]}, True),
        ({"media-ready": "na_letter_8.5x11in"}, False),
        ({"media-col-ready": {"media-size": {"x-dimension": 21000, "y-dimension": 29700}}}, True),
        ({"media-col-ready": [{"media-size": {"x-dimension": 21590, "y-dimension": 27940}}]}, False),
    ],
)
def test_a4_is_looked_for_in_the_trays(says: dict[str, Any], ready: bool | None) -> None:
    assert a4_ready(says) is ready


def test_what_is_left_is_told_while_it_still_prints(driver: IppPrinter, printer_simulator: PrinterSimulator) -> None:
    assert driver.supplies() == (Supply("paper", 80, False), Supply("Black toner", 80, False))
    printer_simulator.apply("paper-low")
    printer_simulator.apply("toner-low")
    assert driver.supplies() == (Supply("paper", 4, False), Supply("Black toner", 4, True))
    assert driver.status().problem is None
    printer_simulator.apply("media-empty")
    assert driver.supplies()[0] == Supply("paper", 0, True)


def test_the_self_test_prints_one_page_and_the_quick_test_none(
    driver: IppPrinter, printer_simulator: PrinterSimulator, tmp_path: Path
) -> None:
    quick = driver.quick_test(Cancel())
    assert quick.ok
    assert {check.name for check in quick.checks} >= {"answers", "ready", "PDF", "A4", "paper", "Black toner"}
    assert printer_simulator.press.sheets == 0
    assert driver.self_test(Cancel()).ok
    assert printer_simulator.press.sheets == 1
    assert (tmp_path / "paper" / "1.pdf").read_bytes().startswith(b"%PDF")


def test_a_printer_that_is_not_ready_gets_no_test_page(driver: IppPrinter, printer_simulator: PrinterSimulator) -> None:
    printer_simulator.apply("jam")
    found = driver.self_test(Cancel())
    assert [check.name for check in found.checks if not check.ok] == ["ready"]
    assert printer_simulator.press.jobs() == []
    printer_simulator.apply("offline", {"argument": "refused"})
    assert [check.name for check in driver.self_test(Cancel()).checks] == ["answers"]


def test_a_printer_that_takes_only_raster_images_is_told_to_stand_behind_cups(
    driver: IppPrinter, printer_simulator: PrinterSimulator
) -> None:
    printer_simulator.apply("raster-only")
    with pytest.raises(DeviceProblem) as told:
        driver.poll()
    assert (told.value.code, told.value.family) == ("printer.no-pdf", Family.PERMANENT)
    assert 'driver = "cups"' in told.value.technician
    assert "image/pwg-raster" in told.value.technician
    assert [check.name for check in driver.quick_test(Cancel()).checks if not check.ok] == ["ready", "PDF"]
