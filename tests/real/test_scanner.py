"""The SANE driver with the real scanimage: sane-airscan in front of our eSCL scanner, and SANE's own test device."""

from __future__ import annotations

import io
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.scanner import pages
from devices.scanner.sane import SaneScanner, SaneTiming
from devices.scanner.simulator import ScannerSimulator
from devices.settings import SaneSettings
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Problem

pytest_plugins = ["tests.real.airscan"]
pytestmark = pytest.mark.real


def scanner(device: str = "", **keys: object) -> SaneScanner:
    settings = SaneSettings.model_validate({"device": device, "dpi": 150, "page_s": 8, **keys})
    driver = SaneScanner(settings, SaneTiming(busy_s=1.0, retry_s=0.1, look_every_s=0.0))
    driver.open()
    return driver


def code(driver: SaneScanner) -> str:
    with pytest.raises(Problem) as told:
        driver.scan(Cancel())
    return told.value.code


def test_a_page_comes_through_sane_as_it_was_drawn(airscan: ScannerSimulator) -> None:
    airscan.apply("put", {"page": "application"})
    heard: list[float] = []
    page = scanner().scan(Cancel(), heard.append)
    assert (page.media_type, page.dpi) == ("image/png", 150)
    assert heard[-1] == 1.0
    with Image.open(io.BytesIO(page.data)) as image, Image.open(io.BytesIO(pages.jpeg("application", 150))) as sent:
        assert image.size == (page.width_px, page.height_px) == sent.size
        difference = np.abs(np.asarray(image, int) - np.asarray(sent.convert("RGB"), int))
    assert difference.mean() < 1.0


def test_its_device_is_found_by_its_name(airscan: ScannerSimulator) -> None:
    airscan.apply("put", {"page": "blank"})
    assert scanner("airscan:e0:Kiosk").scan(Cancel()).width_px == 1240


@pytest.mark.parametrize(
    ("verb", "argument", "expected"),
    [
        ("jam", "", "scanner.jam"),
        ("half", "length", "scanner.gone"),
        ("half", "close", "scanner.broken-picture"),
        ("half", "picture", "scanner.broken-picture"),
        ("lies", "html", "scanner.gone"),
        ("garbage", "", "scanner.absent"),
        ("unplug", "", "scanner.absent"),
    ],
)
def test_a_fault_behind_sane_is_told_and_no_half_page_comes(
    airscan: ScannerSimulator, verb: str, argument: str, expected: str
) -> None:
    driver = scanner(source="feeder")
    airscan.apply("put", {"page": "letter"})
    airscan.apply(verb, {"argument": argument} if argument else {})
    assert code(driver) == expected
    airscan.apply("ok")
    airscan.apply("empty")
    airscan.bed.forget()  # a scan that was given up must not take the next page
    airscan.apply("put", {"page": "blank"})
    assert driver.scan(Cancel()).width_px == 1240


def test_an_empty_feeder_is_no_paper_and_a_glass_is_scanned_instead(airscan: ScannerSimulator) -> None:
    assert code(scanner(source="feeder")) == "scanner.no-paper"
    if airscan.bed.has_glass:
        airscan.bed.lay("letter")
        assert scanner().scan(Cancel()).width_px == 1240


def test_a_scanner_that_stalls_is_given_up_in_time(airscan: ScannerSimulator) -> None:
    airscan.apply("put", {"page": "blank"})
    airscan.apply("slow", {"seconds": "30"})
    started = time.monotonic()
    assert code(scanner(page_s=1.0)) == "scanner.timeout"
    assert time.monotonic() - started < 2.5


def test_cancel_ends_the_real_scanimage_within_200_ms(airscan: ScannerSimulator) -> None:
    airscan.apply("put", {"page": "blank"})
    airscan.apply("slow", {"seconds": "30"})
    driver, cancel, asked = scanner(), Cancel(), []

    def stop() -> None:
        asked.append(time.monotonic())
        cancel.request()

    threading.Timer(0.5, stop).start()
    with pytest.raises(Cancelled):
        driver.scan(cancel)
    assert time.monotonic() - asked[0] < 0.2
    driver.close()


def test_a_scanner_that_is_unplugged_is_lost_and_comes_back(airscan: ScannerSimulator) -> None:
    driver = scanner("airscan:e0:Kiosk")
    assert driver.poll() is DeviceState.ONLINE
    airscan.apply("unplug")
    with pytest.raises(DeviceProblem) as told:
        driver.poll()
    assert told.value.state.lost
    airscan.apply("plug")
    driver.open()
    assert driver.poll() is DeviceState.ONLINE


def test_sanes_own_device_is_scanned_in_colour(sane_test: Path) -> None:
    page = scanner("test:0", dpi=300).scan(Cancel())
    with Image.open(io.BytesIO(page.data)) as image:
        assert (image.mode, image.size) == ("RGB", (944, 1181))  # 80 × 100 mm


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("SANE_STATUS_NO_DOCS", "scanner.no-paper"),
        ("SANE_STATUS_JAMMED", "scanner.jam"),
        ("SANE_STATUS_COVER_OPEN", "scanner.cover-open"),
        ("SANE_STATUS_DEVICE_BUSY", "scanner.busy"),
        ("SANE_STATUS_ACCESS_DENIED", "scanner.denied"),
        ("SANE_STATUS_IO_ERROR", "scanner.gone"),
        ("SANE_STATUS_NO_MEM", "scanner.gone"),
        ("SANE_STATUS_INVAL", "scanner.refused"),
    ],
)
def test_every_status_of_sane_is_understood(sane_test: Path, status: str, expected: str) -> None:
    (sane_test / "test.conf").write_text(f'read-status-code "{status}"\n')
    driver = scanner("test:0")
    assert code(driver) == expected


def test_a_device_that_sane_does_not_know_is_absent(sane_test: Path) -> None:
    with pytest.raises(DeviceProblem) as told:
        scanner("nowhere:0")
    assert (told.value.code, told.value.state) == ("scanner.absent", DeviceState.ABSENT)


def test_without_any_device_the_scanner_is_absent(sane_test: Path) -> None:
    (sane_test / "dll.conf").write_text("# none\n")
    with pytest.raises(DeviceProblem, match="SANE finds no device"):
        scanner()
