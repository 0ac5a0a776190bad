"""The document camera: a page that lies still is taken and straightened, anything else is not."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from devices.scanner import pages, tabletop
from devices.scanner.camera import DocumentCamera
from devices.scanner.papers import Paper
from devices.scanner.table import Watch, find_page, shades, straighten
from devices.scanner.table_wire import Sight
from devices.settings import DocumentCameraSettings
from devices.simulators.document_camera import TableSimulator
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem

Frame = np.ndarray


def frame(jpeg: bytes) -> Frame:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def likeness(picture: Frame, page: str) -> float:
    """Correlation with the sheet as it was drawn, 1 the same."""
    drawn = cv2.cvtColor(np.asarray(pages.draw(page)), cv2.COLOR_RGB2GRAY)
    size = (420, 594)
    one, other = (
        cv2.GaussianBlur(cv2.resize(each, size, interpolation=cv2.INTER_AREA), (0, 0), 2)
        for each in (cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), drawn)
    )
    inner = slice(20, -20)
    return float(np.corrcoef(one[inner, inner].ravel(), other[inner, inner].ravel())[0, 1])


def test_the_corners_of_a_page_are_found_and_it_is_straightened() -> None:
    seen = frame(tabletop.sheet(Paper("application")))
    corners = find_page(seen)
    assert corners is not None
    assert np.abs(corners - np.array(tabletop.LYING)).max() < 3
    page, dpi = straighten(seen, corners)
    assert page.shape[0] / page.shape[1] == pytest.approx(297 / 210, rel=0.005)
    assert dpi == round(page.shape[1] / 210 * 25.4)
    assert likeness(page, "application") > 0.9
    assert likeness(page, "letter") < 0.5


def test_a_page_that_hangs_over_the_edge_is_none() -> None:
    assert find_page(frame(tabletop.sheet(Paper("letter")))[:, 500:]) is None


def test_an_empty_table_and_a_hand_are_no_page() -> None:
    assert find_page(frame(tabletop.table())) is None


def test_a_page_is_taken_only_after_it_lay_still() -> None:
    watch, still = Watch(), frame(tabletop.sheet(Paper("letter")))
    seen = [watch.look(still)[0] for _ in range(12)]
    assert seen.index(Sight.TAKEN) >= 8
    assert seen[3] is Sight.HOLD_STILL


@pytest.mark.parametrize(
    ("pictures", "never"),
    [
        (tabletop.hand(Paper("letter")), Sight.HOLD_STILL),
        ((tabletop.blurred(Paper("letter")),), Sight.TAKEN),
        ((tabletop.dark(Paper("letter")),), Sight.HOLD_STILL),
        ((tabletop.table(),), Sight.MOVING),
    ],
    ids=["hand", "blurred", "dark", "empty"],
)
def test_what_moves_or_cannot_be_read_is_not_taken(pictures: tuple[bytes, ...], never: Sight) -> None:
    watch, frames = Watch(), [frame(picture) for picture in pictures]
    seen = [watch.look(frames[number % len(frames)])[0] for number in range(30)]
    assert Sight.TAKEN not in seen
    assert never not in seen[1:]


@pytest.mark.parametrize(
    ("picture", "sight"),
    [
        (tabletop.blurred(Paper("letter")), Sight.BLURRED),
        (tabletop.glare(Paper("letter")), Sight.GLARE),
        (tabletop.cut(Paper("letter")), Sight.CUT_OFF),
        (tabletop.dark(Paper("letter")), Sight.DARK),
        (tabletop.table(), Sight.NO_PAGE),
        (tabletop.upside(Paper("letter")), Sight.TAKEN),
    ],
    ids=["blurred", "glare", "cut", "dark", "empty", "upside"],
)
def test_what_is_wrong_with_a_page_that_lies_still_is_seen(picture: bytes, sight: Sight) -> None:
    watch, still = Watch(), frame(picture)
    seen = [watch.look(still)[0] for _ in range(14)]
    assert sight in seen
    assert sight is Sight.TAKEN or Sight.TAKEN not in seen


def test_a_page_that_was_taken_is_taken_again_only_when_it_was_moved_or_changed() -> None:
    lies = frame(tabletop.sheet(Paper("letter")))
    noisy = np.clip(lies.astype(np.int16) + np.random.default_rng(1).integers(-6, 7, lies.shape), 0, 255)
    watch = Watch(taken=shades(lies))
    assert {watch.look(noisy.astype(np.uint8))[0] for _ in range(14)} <= {Sight.MOVING, Sight.SAME}
    for other in (frame(tabletop.sheet(Paper("proof"))), np.roll(lies, 40, axis=1)):
        watch = Watch(taken=shades(lies))
        assert Sight.TAKEN in [watch.look(other)[0] for _ in range(14)]


@pytest.fixture
def simulator() -> Iterator[TableSimulator]:
    simulator = TableSimulator(0, "/document.mjpeg")
    simulator.start()
    yield simulator
    simulator.stop()


def camera(simulator: TableSimulator, page_s: float = 8.0) -> DocumentCamera:
    return DocumentCamera(DocumentCameraSettings(source=simulator.address, page_s=page_s))


def test_a_page_is_taken_by_itself_and_the_way_there_is_told(simulator: TableSimulator) -> None:
    heard: list[float] = []
    threading.Timer(0.6, simulator.apply, ("put", {"page": "letter"})).start()
    page = camera(simulator).scan(Cancel(), heard.append)
    assert page.media_type == "image/jpeg"
    assert heard[-2:] == [0.6, 1.0]
    assert page.dpi is not None
    assert 80 < page.dpi < 110
    with Image.open(io.BytesIO(page.data)) as image:
        assert image.size == (page.width_px, page.height_px)
    assert likeness(frame(page.data), "letter") > 0.9


def test_whoever_lays_the_page_is_told_what_to_do_and_that_the_next_one_is_wanted(simulator: TableSimulator) -> None:
    driver, heard = camera(simulator), list[str]()
    simulator.apply("put", {"page": "letter"})
    simulator.apply("glare")
    threading.Timer(2.0, simulator.apply, ("ok",)).start()
    driver.scan(Cancel(), hint=lambda words: heard.append(words.zh))
    assert any("反光" in each for each in heard)
    assert "拍好了" in heard[-1]
    threading.Timer(1.5, simulator.apply, ("put", {"page": "proof"})).start()
    second = driver.scan(Cancel(), hint=lambda words: heard.append(words.zh))
    assert any("换下一页；" in each for each in heard)
    assert likeness(frame(second.data), "proof") > 0.9


@pytest.mark.parametrize(
    ("verb", "expected", "family", "words"),
    [
        ("empty", "scanner.no-paper", Family.EXPECTED, "台面上没有"),
        ("hand", "scanner.no-paper", Family.EXPECTED, "手离开"),
        ("blur", "scanner.no-paper", Family.EXPECTED, "铺平"),
        ("glare", "scanner.no-paper", Family.EXPECTED, "反光"),
        ("cut", "scanner.no-paper", Family.EXPECTED, "没有放全"),
        ("dark", "scanner.dark", Family.TEMPORARY, "窗口"),
        ("freeze", "scanner.absent", Family.TEMPORARY, "窗口"),
        ("unplug", "scanner.absent", Family.TEMPORARY, "窗口"),
    ],
)
def test_what_keeps_a_page_from_being_taken_is_told(
    simulator: TableSimulator, verb: str, expected: str, family: Family, words: str
) -> None:
    for draw in (tabletop.hand, tabletop.blurred, tabletop.glare, tabletop.cut):  # drawn before the time runs
        draw(Paper("letter"))
    simulator.apply("put", {"page": "letter"})
    simulator.apply(verb)
    with pytest.raises(Problem) as told:
        camera(simulator, page_s=2.0).scan(Cancel())
    assert (told.value.code, told.value.family) == (expected, family)
    assert words in told.value.resident.zh


def test_cancel_stops_it_at_once_and_its_process_goes(simulator: TableSimulator) -> None:
    cancel, asked = Cancel(), []

    def stop() -> None:
        asked.append(time.monotonic())
        cancel.request()

    threading.Timer(0.5, stop).start()
    driver = camera(simulator, page_s=30)
    with pytest.raises(Cancelled):
        driver.scan(cancel)
    assert time.monotonic() - asked[0] < 2
    driver.close()
    assert children() == set()


def children() -> set[str]:
    """Programs that this process started and that still run."""
    found = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        for pid in (task / "children").read_text().split():
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"devices.scanner.table" in command:
                found.add(pid)
    return found


def test_a_self_test_shows_the_whole_table(simulator: TableSimulator) -> None:
    simulator.apply("put", {"page": "letter"})
    good = camera(simulator).self_test(Cancel())
    assert good.ok
    assert good.picture is not None
    assert frame(good.picture).shape == (1200, 1600, 3)
    simulator.apply("dark")
    dark = camera(simulator)
    for _ in range(20):  # until the simulator has drawn it
        bad = dark.self_test(Cancel())
        if not bad.ok:
            break
    assert "scanner.dark" in bad.checks[-1].detail


def test_a_process_that_crashes_or_writes_no_picture_is_told() -> None:
    settings = DocumentCameraSettings(source="/dev/null")
    for script, expected in (
        ("import os; os.kill(os.getpid(), 11)", "scanner.crashed"),
        ("print('no picture')", "scanner.broken-picture"),
    ):
        with pytest.raises(Problem) as told:
            DocumentCamera(settings, program=(sys.executable, "-c", script)).scan(Cancel())
        assert told.value.code == expected


@pytest.mark.parametrize("source", ["/nowhere/video9", "97", "http://127.0.0.1:9/x.mjpeg", "http://["])
def test_a_camera_that_is_not_there_is_absent(source: str) -> None:
    with pytest.raises(DeviceProblem) as told:
        DocumentCamera(DocumentCameraSettings(source=source)).open()
    assert told.value.code == "scanner.absent"
    assert told.value.state in (DeviceState.ABSENT, DeviceState.OFFLINE)


def test_the_driver_itself_never_loads_opencv() -> None:
    script = "import sys, devices.scanner.camera, devices.simulators; sys.exit('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
