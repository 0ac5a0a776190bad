"""SANE by `scanimage`: its texts and exits become problems, its process never stays. The real one is in tests/real."""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from pathlib import Path

import pytest

from devices.scanner.sane import SaneScanner, SaneTiming
from devices.settings import SaneSettings
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem

OPTIONS = """    --mode Gray|Color [Gray]
    --resolution 150|300|600dpi [150]
    --source Flatbed|ADF [Flatbed]
"""
PICTURE = b"P6\n16 8\n255\n" + bytes(range(128)) * 3

PROGRAM = """
import sys, time, os, signal, pathlib
folder = pathlib.Path(sys.argv[1]); arguments = sys.argv[2:]
with (folder / "calls").open("a") as calls: calls.write(" ".join(arguments) + "\\n")
if any(each.startswith("--formatted") for each in arguments):
    print("fake:0"); sys.exit(0)
if "--all-options" in arguments:
    sys.stdout.write((folder / "options").read_text()); sys.exit(0)
exec((folder / "scan").read_text())
"""


class Fake:
    """A `scanimage` whose scans are a script."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "options").write_text(OPTIONS)
        (folder / "picture").write_bytes(PICTURE)
        self.scans("sys.stdout.buffer.write((folder / 'picture').read_bytes())")

    def scans(self, script: str) -> None:
        (self.folder / "scan").write_text(script)

    def fails(self, status: int, said: str, *, only: str = "") -> None:
        good = "sys.stdout.buffer.write((folder / 'picture').read_bytes()); sys.exit(0)"
        self.scans(
            f"if {only!r} in ' '.join(arguments): print('scanimage: {said}', file=sys.stderr); sys.exit({status})\n"
            f"{good}"
        )

    @property
    def calls(self) -> list[str]:
        return (self.folder / "calls").read_text().splitlines()

    def driver(self, device: str = "", **keys: object) -> SaneScanner:
        settings = SaneSettings.model_validate({"device": device, "page_s": 4, **keys})
        timing = SaneTiming(busy_s=0.4, retry_s=0.05, look_every_s=1000)
        driver = SaneScanner(settings, timing, program=(sys.executable, "-c", PROGRAM, str(self.folder)))
        driver.open()
        return driver


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    return Fake(tmp_path)


def code(driver: SaneScanner) -> str:
    with pytest.raises(Problem) as told:
        driver.scan(Cancel())
    return told.value.code


def test_a_page_is_asked_for_in_colour_and_comes_as_a_png(fake: Fake) -> None:
    page = fake.driver(dpi=300).scan(Cancel())
    assert (page.media_type, page.width_px, page.height_px, page.dpi) == ("image/png", 16, 8, 300)
    last = fake.calls[-1]
    for option in ("--device-name fake:0", "--mode=Color", "--resolution=300", "--source=ADF"):
        assert option in last


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (6, "sane_start: Document feeder jammed", "scanner.jam"),
        (8, "sane_start: Scanner cover is open", "scanner.cover-open"),
        (3, "sane_start: Device busy", "scanner.busy"),
        (11, "open of device fake:0 failed: Access to resource has been denied", "scanner.denied"),
        (1, "open of device fake:0 failed: Invalid argument", "scanner.absent"),
        (9, "sane_read: Error during device I/O", "scanner.gone"),
        (1, "unrecognized option", "scanner.refused"),
        (7, "sane_start: Document feeder out of documents", "scanner.no-paper"),
    ],
)
def test_its_last_words_become_a_problem(fake: Fake, status: int, said: str, expected: str) -> None:
    driver = fake.driver()
    fake.fails(status, said)
    assert code(driver) == expected


def test_a_backend_that_hangs_after_its_last_words_is_not_waited_for(fake: Fake) -> None:
    driver = fake.driver(page_s=30)
    fake.scans(
        "print('scanimage: sane_read: Document feeder jammed\\nscanimage: received signal 13', file=sys.stderr)\n"
        "sys.stderr.flush(); signal.signal(15, signal.SIG_IGN); time.sleep(60)"
    )
    started = time.monotonic()
    assert code(driver) == "scanner.jam"
    assert time.monotonic() - started < 2.5
    driver.close()


def test_an_empty_feeder_leads_to_the_glass(fake: Fake) -> None:
    driver = fake.driver()
    fake.fails(7, "sane_start: Document feeder out of documents", only="--source=ADF")
    assert driver.scan(Cancel()).width_px == 16
    assert "--source=Flatbed" in fake.calls[-1]


def test_only_the_feeder_is_tried_when_it_is_configured(fake: Fake) -> None:
    driver = fake.driver(source="feeder")
    fake.fails(7, "sane_start: Document feeder out of documents", only="--source=ADF")
    assert code(driver) == "scanner.no-paper"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "scanner.crashed"),
        ("sys.stdout.buffer.write((folder / 'picture').read_bytes()[:-9])", "scanner.broken-picture"),
        ("sys.stdout.buffer.write(b'<html>')", "scanner.broken-picture"),
        ("pass", "scanner.broken-picture"),
        ("time.sleep(60)", "scanner.timeout"),
        ("signal.signal(15, signal.SIG_IGN); time.sleep(60)", "scanner.timeout"),
    ],
)
def test_a_scan_that_ends_badly_gives_no_page_and_the_next_one_does(fake: Fake, script: str, expected: str) -> None:
    driver = fake.driver(page_s=0.6)
    fake.scans(script)
    assert code(driver) == expected
    fake.scans("sys.stdout.buffer.write((folder / 'picture').read_bytes())")
    driver = fake.driver()
    assert driver.scan(Cancel()).height_px == 8


def test_cancel_ends_the_whole_group_within_200_ms(fake: Fake) -> None:
    driver, cancel, asked = fake.driver(), Cancel(), []
    fake.scans(
        "import subprocess; child = subprocess.Popen(['sleep', '60'])\n"
        "(folder / 'child').write_text(str(child.pid)); time.sleep(60)"
    )

    def stop() -> None:
        asked.append(time.monotonic())
        cancel.request()

    threading.Timer(0.5, stop).start()
    with pytest.raises(Cancelled):
        driver.scan(cancel)
    assert time.monotonic() - asked[0] < 2
    driver.close()
    assert _ends(int((fake.folder / "child").read_text()), 2.0)


def _ends(pid: int, limit_s: float) -> bool:
    """Whether a process of somebody else is over, at the latest after `limit_s` seconds."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], limit_s)[0])
    finally:
        os.close(process)


def test_progress_is_heard(fake: Fake) -> None:
    heard: list[float] = []
    driver = fake.driver()
    fake.scans(
        r"sys.stderr.write('Progress: 12.5%\rProgress: 100.0%\r\n'); sys.stderr.flush()"
        "\nsys.stdout.buffer.write((folder / 'picture').read_bytes())"
    )
    driver.scan(Cancel(), heard.append)
    assert heard == [0.125, 1.0]


def test_looking_at_it_is_cheap(fake: Fake) -> None:
    driver = fake.driver()
    before = len(fake.calls)
    assert [driver.poll() for _ in range(50)] == [DeviceState.ONLINE] * 50
    assert len(fake.calls) == before


def test_without_scanimage_the_technician_is_told_what_to_install() -> None:
    with pytest.raises(DeviceProblem) as told:
        SaneScanner(SaneSettings(device="fake:0"), program=("no-such-scanimage",)).open()
    assert (told.value.code, told.value.family) == ("scanner.missing", Family.PERMANENT)
    assert "sane-utils" in told.value.technician
