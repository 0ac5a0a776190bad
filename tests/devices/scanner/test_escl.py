"""eSCL: one whole page or a problem that says why, always within the limit."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image

from devices.scanner import pages
from devices.scanner.escl import EsclScanner
from devices.scanner.simulator import ScannerSimulator
from devices.settings import EsclSettings
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem
from tests.devices.scanner.conftest import TIMING


def put(simulator: ScannerSimulator, *sheets: str) -> None:
    for sheet in sheets:
        simulator.apply("put", {"page": sheet})


def code(scanner: EsclScanner) -> str:
    with pytest.raises(Problem) as told:
        scanner.scan(Cancel())
    return told.value.code


def test_a_page_comes_whole_with_its_size_and_its_progress(simulator: ScannerSimulator, scanner: EsclScanner) -> None:
    put(simulator, "application")
    heard: list[float] = []
    page = scanner.scan(Cancel(), heard.append)
    assert (page.media_type, page.dpi, page.width_px, page.height_px) == ("image/jpeg", 150, 1240, 1754)
    assert page.data == pages.jpeg("application", 150)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert simulator.state()["pages"] == []


def test_its_picture_shows_nowhere(simulator: ScannerSimulator, scanner: EsclScanner) -> None:
    put(simulator, "blank")
    assert "data" not in repr(scanner.scan(Cancel()))


def test_sheets_in_the_feeder_come_one_by_one_and_in_order(simulator: ScannerSimulator, scanner: EsclScanner) -> None:
    put(simulator, "letter", "proof", "blank")
    assert [scanner.scan(Cancel()).data for _ in range(3)] == [pages.jpeg(p, 150) for p in ("letter", "proof", "blank")]
    assert code(scanner) == "scanner.no-paper"


def test_every_scan_is_ended_so_that_the_next_one_begins_at_once(
    simulator: ScannerSimulator, scanner: EsclScanner
) -> None:
    put(simulator, "blank", "blank")
    scanner.scan(Cancel())
    assert scanner.poll() is DeviceState.ONLINE


@pytest.mark.parametrize(
    ("verb", "argument", "expected", "family"),
    [
        ("empty", "", "scanner.no-paper", Family.EXPECTED),
        ("empty", "late", "scanner.no-paper", Family.EXPECTED),
        ("jam", "", "scanner.jam", Family.TEMPORARY),
        ("cover", "", "scanner.cover-open", Family.TEMPORARY),
        ("busy", "", "scanner.busy", Family.TEMPORARY),
        ("half", "length", "scanner.broken-picture", Family.TEMPORARY),
        ("half", "close", "scanner.broken-picture", Family.TEMPORARY),
        ("half", "picture", "scanner.broken-picture", Family.TEMPORARY),
        ("lies", "html", "scanner.broken-picture", Family.TEMPORARY),
        ("slow", "9", "scanner.timeout", Family.TEMPORARY),
        ("gone", "", "scanner.gone", Family.TEMPORARY),
        ("garbage", "", "scanner.nonsense", Family.TEMPORARY),
        ("silent", "", "scanner.absent", Family.TEMPORARY),
        ("unplug", "", "scanner.absent", Family.TEMPORARY),
    ],
)
def test_a_fault_is_told_in_time_and_the_scanner_heals(
    simulator: ScannerSimulator, scanner: EsclScanner, verb: str, argument: str, expected: str, family: Family
) -> None:
    put(simulator, "blank")
    simulator.apply(verb, {"argument": argument} if argument else {})
    started = time.monotonic()
    with pytest.raises(Problem) as told:
        scanner.scan(Cancel())
    assert (told.value.code, told.value.family) == (expected, family)
    assert time.monotonic() - started < 3.5
    simulator.apply("ok")
    simulator.apply("empty")
    put(simulator, "blank")
    assert scanner.scan(Cancel()).width_px == 1240


def test_a_feeder_that_jams_under_the_page_is_a_jam(simulator: ScannerSimulator, scanner: EsclScanner) -> None:
    put(simulator, "blank")
    simulator.apply("slow", {"seconds": "1"})
    threading.Timer(0.3, simulator.apply, ("jam",)).start()
    assert code(scanner) == "scanner.jam"
    with pytest.raises(DeviceProblem) as told:
        scanner.poll()
    assert told.value.state is DeviceState.USER_ERROR


def test_a_scanner_that_is_busy_for_a_moment_is_waited_for(simulator: ScannerSimulator, scanner: EsclScanner) -> None:
    put(simulator, "blank")
    simulator.apply("busy", {"times": "3"})
    assert scanner.scan(Cancel()).media_type == "image/jpeg"


def test_what_a_picture_is_and_how_large_is_read_from_the_picture(
    simulator: ScannerSimulator, scanner: EsclScanner
) -> None:
    put(simulator, "blank", "blank")
    simulator.apply("lies", {"argument": "type"})
    assert scanner.scan(Cancel()).media_type == "image/jpeg"
    simulator.apply("lies", {"argument": "size"})
    page = scanner.scan(Cancel())
    assert (page.width_px, page.height_px, page.dpi) == (620, 877, 75)
    with Image.open(io.BytesIO(page.data)) as image:
        assert image.size == (620, 877)


@pytest.mark.parametrize("verb", ["slow", "silent"])
def test_cancel_stops_a_scan_within_200_ms_and_frees_the_scanner(
    simulator: ScannerSimulator, scanner: EsclScanner, verb: str
) -> None:
    put(simulator, "blank", "blank")
    cancel = Cancel()
    asked: list[float] = []

    def stop() -> None:
        asked.append(time.monotonic())
        cancel.request()

    simulator.apply(verb)
    threading.Timer(0.2, stop).start()
    with pytest.raises(Cancelled):
        scanner.scan(cancel)
    assert time.monotonic() - asked[0] < 2
    simulator.apply("ok")
    assert scanner.scan(Cancel()).width_px == 1240


def test_close_from_another_thread_gives_the_scan_up(simulator: ScannerSimulator, scanner: EsclScanner) -> None:
    put(simulator, "blank")
    simulator.apply("slow", {"seconds": "30"})
    threading.Timer(0.2, scanner.close).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        scanner.scan(Cancel())
    assert time.monotonic() - started < 5


def test_no_thread_is_left(simulator: ScannerSimulator, scanner: EsclScanner) -> None:
    put(simulator, "blank")
    scanner.scan(Cancel())
    simulator.apply("unplug")
    assert code(scanner) == "scanner.absent"
    scanner.close()
    assert [each.name for each in threading.enumerate() if each.name.startswith("scanner-e")] == []


@pytest.fixture
def both() -> Iterator[ScannerSimulator]:
    simulator = ScannerSimulator(0, "/eSCL", glass=True)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.mark.parametrize(
    ("source", "first", "second"),
    [("auto", "letter", "proof"), ("glass", "proof", "proof"), ("feeder", "letter", None)],
)
def test_the_feeder_is_taken_when_a_sheet_lies_there_else_the_glass(
    both: ScannerSimulator, source: str, first: str, second: str | None
) -> None:
    both.bed.put("letter")
    both.bed.lay("proof")
    settings = EsclSettings.model_validate({"url": both.url, "dpi": 150, "source": source})
    scanner = EsclScanner(settings, TIMING)
    scanner.open()
    assert scanner.scan(Cancel()).data == pages.jpeg(first, 150)
    if second is None:
        assert code(scanner) == "scanner.no-paper"
    else:
        assert scanner.scan(Cancel()).data == pages.jpeg(second, 150)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:9/eSCL", "scanner.absent"),
        ("http://127.0.0.1:99999/eSCL", "scanner.absent"),
        ("scanner", "scanner.absent"),
        ("", "scanner.absent"),
        ("http://[", "scanner.absent"),
    ],
)
def test_an_address_with_nobody_there_is_absent(url: str, expected: str) -> None:
    with pytest.raises(DeviceProblem) as told:
        EsclScanner(EsclSettings(url=url), TIMING).open()
    assert told.value.code == expected
    assert told.value.state.lost


def test_an_address_of_somebody_else_is_nonsense(simulator: ScannerSimulator) -> None:
    with pytest.raises(Problem, match=r"scanner\.nonsense.*404"):
        EsclScanner(EsclSettings(url=f"{simulator.url}/other"), TIMING).open()


def test_a_self_test_shows_the_page_and_tells_what_is_wrong(simulator: ScannerSimulator, scanner: EsclScanner) -> None:
    empty = scanner.self_test(Cancel())
    assert empty.ok
    assert empty.picture is None
    put(simulator, "letter")
    good = scanner.self_test(Cancel())
    assert good.ok
    assert good.picture == pages.jpeg("letter", 150)
    simulator.apply("jam")
    bad = scanner.self_test(Cancel())
    assert [(each.name, each.ok) for each in bad.checks] == [("answers", True), ("state", False)]
    assert "jammed" in bad.checks[-1].detail


def test_a_test_scan_keeps_its_own_limit(simulator: ScannerSimulator) -> None:
    put(simulator, "blank")
    simulator.apply("slow", {"seconds": "20"})
    scanner = EsclScanner(EsclSettings(url=simulator.url), replace(TIMING, test_s=0.4))
    checks = scanner.self_test(Cancel()).checks
    assert not checks[-1].ok
    assert checks[-1].ms < 1000
